"""Lines of a journal, chained by hashes so that a later edit shows.

A line is JSON without any space,

    {"entry":{"kind":"enter","at":1732204596.5,"step":2},"hash":"9f2c..."}

and its hash is the SHA-256 of the hash of the line before (64 zeros for the first one) followed by
the bytes of the entry as they stand in the line.

What that proves: whoever changes, adds, drops or moves an entry must make all later hashes anew,
and then the last one, the seal, is another. The seal is printed on the report; so a data file and a
printed report of one sitting either belong together or do not. What it does not prove: that a
student answered alone, that the clock of the machine was right, or that nobody wrote a program
which makes a whole new chain before anything was handed in. It needs no secret, because there is
none that a program on a student's machine could keep.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any, TypeVar, cast

import msgspec

from optlab.engine.declare import Declared
from optlab.session.labs.entries import AnyEntry, Digest, Entry

T = TypeVar("T", bound=Entry)

ROOT = "0" * 64

LARGEST = 64 << 10
"""Bytes an entry may have: a very long text, or a curve of a thousand points."""


class Line(Declared, frozen=True):
    """An entry and the hash that chains it to all before it."""

    entry: AnyEntry
    hash: Digest


DECODER = msgspec.json.Decoder(Line)


def entry_of(kind: type[T], fields: dict[str, Any]) -> T:
    """An entry that reads back as itself; raises ValueError with one sentence.

    What JSON cannot hold is made so before it is kept: nan becomes None, half a surrogate pair the
    replacement character.
    """
    try:
        data = msgspec.json.encode(_clean({**fields, "kind": kind.__struct_config__.tag}))
        entry = msgspec.json.decode(data, type=kind)
        size = len(msgspec.json.encode(entry))
    except (TypeError, ValueError, OverflowError, RecursionError) as error:
        raise ValueError(f"this cannot be kept in the notebook: {error}.") from error
    if size > LARGEST:
        raise ValueError("this is too long to be kept in the notebook; please make it shorter.")
    return entry


def chained(entry: Entry, previous: str) -> Line:
    """The line that follows the one whose hash is `previous`."""
    digest = hashlib.sha256(previous.encode() + msgspec.json.encode(entry)).hexdigest()
    return Line(cast("AnyEntry", entry), digest)


def written(line: Line) -> bytes:
    """The bytes of a line, without the line break."""
    return msgspec.json.encode(line)


def read_line(data: bytes) -> Line | None:
    """The line that these very bytes are; None for anything else."""
    try:
        line = DECODER.decode(data)
    except (ValueError, RecursionError):
        return None
    return line if written(line) == data else None


def first_broken(lines: Sequence[Line]) -> int | None:
    """The index of the first line that does not follow from those before it; None if all do."""
    previous = ROOT
    for i, line in enumerate(lines):
        if chained(line.entry, previous) != line:
            return i
        previous = line.hash
    return None


def _clean(value: Any) -> Any:
    """A copy whose texts are valid Unicode."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, dict):
        table = cast("dict[Any, Any]", value)
        return {_clean(key): _clean(each) for key, each in table.items()}
    if isinstance(value, list | tuple):
        return [_clean(each) for each in cast("Sequence[Any]", value)]
    return value
