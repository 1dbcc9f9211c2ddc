"""The data file of a report, `NAME.optreport`: what a teacher collects and `lab grade` reads.

JSON, UTF-8: one line with the head, one line per line of the journal, one bracket.

    {"format":1,"lab":"tea","title":"The best cup of tea","student":"group 7","seed":null,
     "version":"0.1.0","digest":"ab12...","seal":"9f2c...","lines":[
    {"entry":{"kind":"begin","at":1732204590.1,"lab":"tea", ...},"hash":"54b5..."},
    {"entry":{"kind":"enter","at":1732204596.5,"step":0},"hash":"3510..."}
    ]}

(the head is not broken in two). The head repeats what the entries say, for people; `version` and
`digest` are those of the last sitting; the seal is the last hash. What the hashes prove, and what
not, stands in `chain`. Every byte counts: a file that is not exactly what would be written has a
`flaw`. It is still a report, for a teacher has to see what was handed in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast

import msgspec

from optlab.engine.declare import Declared
from optlab.session.atomic import write_whole
from optlab.session.bad_file import BadFile
from optlab.session.labs.chain import Line, first_broken, written
from optlab.session.labs.entries import Begin, Resume
from optlab.session.labs.journal import Journal
from optlab.session.labs.lab import Lab
from optlab.session.labs.notebook import Notebook
from optlab.session.plain_file import reason, text_of

SUFFIX = ".optreport"

LARGEST = 8 << 20
"""Bytes a report may have."""


class Head(Declared, frozen=True):
    """What stands in the first line."""

    format: Literal[1]
    lab: str
    title: str
    student: str
    seed: int | None
    version: str
    digest: str
    seal: str


class Whole(Head, frozen=True):
    """The file, as JSON sees it."""

    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Report:
    """A report as it was read; `flaw` is empty, or the sentence that says it was changed."""

    head: Head
    lines: tuple[Line, ...]
    flaw: str = ""

    def notebook(self, lab: Lab) -> Notebook:
        """The student's notebook, in memory."""
        journal = Journal()
        journal.lines.extend(self.lines)
        return Notebook(lab, journal)


def write_report(path: Path, notebook: Notebook) -> None:
    """Write the data file whole or not at all; raises BadFile."""
    try:
        write_whole(path, dump(notebook.journal.lines))
    except OSError as error:
        raise BadFile(f"the report cannot be written: {reason(error)}.", name=path.name) from error


def read_report(path: Path) -> Report:
    """The report in a file, with its flaw if it has one; raises BadFile for what is no report."""
    return parse(text_of(path, "report", LARGEST), path.name)


def dump(lines: Sequence[Line]) -> bytes:
    """The bytes of the data file; the first line must be a `Begin`."""
    head = msgspec.json.encode(_head(lines)).removesuffix(b"}")
    return head + b',"lines":[\n' + b",\n".join(written(line) for line in lines) + b"\n]}\n"


def parse(text: str, name: str) -> Report:
    """The report that `text` holds; raises BadFile, which calls the file `name`."""
    data = text.replace("\r\n", "\n").encode()  # mail programs change line breaks
    try:
        whole = msgspec.json.decode(data, type=Whole)
    except (ValueError, RecursionError) as error:
        raise BadFile(
            "this is no report of OptLab, or it was damaged on its way.", name=name
        ) from error
    if not whole.lines or not isinstance(whole.lines[0].entry, Begin):
        raise BadFile("this report does not say whose it is.", name=name)
    head = Head(*(getattr(whole, field) for field in Head.__struct_fields__))
    return Report(head, whole.lines, _flaw(whole, data))


def _flaw(whole: Whole, data: bytes) -> str:
    """Why this is not what was written; empty when it is."""
    broken = first_broken(whole.lines)
    if broken is not None:
        return (
            f"Entry {broken + 1} of {len(whole.lines)}, or one before it, was changed, added or "
            "taken out after it was written."
        )
    if any(isinstance(line.entry, Begin) for line in whole.lines[1:]):
        return "The report begins twice."
    if whole.seal != whole.lines[-1].hash:
        return "The seal is not that of the entries: some were taken out at the end, or added."
    if dump(whole.lines) != data:
        return "The file was changed after it was written."
    return ""


def _head(lines: Sequence[Line]) -> Head:
    first = cast("Begin", lines[0].entry)
    last = next(line.entry for line in reversed(lines) if isinstance(line.entry, Begin | Resume))
    return Head(
        format=1,
        lab=first.lab,
        title=first.title,
        student=first.student,
        seed=first.seed,
        version=last.version,
        digest=last.digest,
        seal=lines[-1].hash,
    )
