"""The journal of one student's way through one lab: every entry is on the disk before the next.

A file of lines (see `chain`), only ever appended to and synced each time, so a crash loses at most
the line in flight; what is left of that is cut off when the file is opened again. The file is held
while a window has it. A disk that refuses must not stop a lesson: the journal goes on in memory,
says so in `trouble`, and tries again with every entry.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable, Sequence
from io import FileIO
from pathlib import Path
from typing import Any, TypeVar

from optlab.session.bad_file import BadFile
from optlab.session.labs.chain import (
    ROOT,
    Line,
    chained,
    entry_of,
    first_broken,
    read_line,
    written,
)
from optlab.session.labs.entries import Begin, Entry
from optlab.session.lock import hold
from optlab.session.plain_file import reason

T = TypeVar("T", bound=Entry)

LARGEST = 4 << 20
"""Bytes a journal may have: fifty times what a lively student leaves."""


class Journal:
    """Lines in memory and, with a path, in a file; raises BadFile for one that was tampered with.

    `torn` says that a crash left half a line, which is lost. `trouble` is empty, or the sentence to
    show when entries are in memory only.
    """

    def __init__(self, path: Path | None = None, clock: Callable[[], float] = time.time) -> None:
        self.path = path
        self.lines: list[Line] = []
        self.torn = False
        self.trouble = ""
        self._clock = clock
        self._file: FileIO | None = None
        self._saved, self._size = 0, 0  # lines and bytes that are on the disk
        if path is not None:
            self._open(path)

    @property
    def seal(self) -> str:
        """The last hash, which stands for all lines."""
        return self.lines[-1].hash if self.lines else ROOT

    def append(self, kind: type[T], **fields: Any) -> T:
        """Note that something happened; raises ValueError for what cannot be kept."""
        entry = entry_of(kind, {"at": round(self._clock(), 3), **fields})
        self.lines.append(chained(entry, self.seal))
        self._save()
        return entry

    def close(self) -> None:
        """Let go of the file."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def _open(self, path: Path) -> None:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            file = FileIO(path, "a+")
        except OSError as error:
            self.trouble = _memory_only(error)
            with contextlib.suppress(OSError), path.open("rb") as kept:
                self._load(kept.read(LARGEST + 1))
            return
        try:
            _claim(file, path)
            file.seek(0)
            self._load(file.read(LARGEST + 1))
        except OSError as error:
            file.close()
            self.trouble = _memory_only(error)
        except BadFile:
            file.close()
            raise
        else:
            self._file = file
            self._save()

    def _load(self, data: bytes) -> None:
        """Take over what a file holds."""
        name = self.path.name if self.path else ""
        self.lines, self._saved, self._size, self.torn = read_journal(data, name)

    def _save(self) -> None:
        """Write what is not yet on the disk, after cutting off what is left of an earlier try."""
        if self._file is None:
            return
        data = b"".join(written(line) + b"\n" for line in self.lines[self._saved :])
        if self._size + len(data) > LARGEST:
            self.trouble = "The notebook is full: what comes now is not kept on the disk."
            return
        try:
            self._file.truncate(self._size)
            _write(self._file, data)
        except OSError as error:
            self.trouble = _memory_only(error)
            return
        self._saved, self._size, self.trouble = len(self.lines), self._size + len(data), ""


def read_journal(data: bytes, name: str) -> tuple[list[Line], int, int, bool]:
    """The lines of a file, how many of them with how many bytes stand well, and if one is torn.

    Raises BadFile when a line but the last is not what was written.
    """
    if len(data) > LARGEST:
        raise BadFile("the file is too large to be a notebook of OptLab.", name=name)
    *whole, rest = data.rstrip(b"\0").split(b"\n")  # a crash can leave zeros at the end
    lines: list[Line] = []
    for number, each in enumerate(whole, 1):
        line = read_line(each)
        if line is None:
            raise BadFile("this line is not as OptLab wrote it.", name=name, line=number)
        lines.append(line)
    last = read_line(rest)  # only its line break is missing
    check_lines([*lines, last] if last else lines, name)
    size = sum(len(each) + 1 for each in whole)
    return ([*lines, last] if last else lines), len(lines), size, last is None and size < len(data)


def check_lines(lines: Sequence[Line], name: str) -> None:
    """Raise BadFile unless the chain is whole and begins as it must."""
    broken = first_broken(lines)
    if broken is not None:
        raise BadFile(
            "this entry or one before it was changed, added or taken out after it was written.",
            name=name,
            line=broken + 1,
        )
    for i, line in enumerate(lines):
        if isinstance(line.entry, Begin) != (i == 0):
            raise BadFile("a notebook begins once, in its first line.", name=name, line=i + 1)


def _claim(file: FileIO, path: Path) -> None:
    """Hold the file; a disk without locks has to do without."""
    try:
        hold(file)
    except BlockingIOError as error:
        raise BadFile("this notebook is open in another window.", name=path.name) from error
    except OSError:
        pass


def _write(file: FileIO, data: bytes) -> None:
    """Write everything, through to the disk."""
    while data:
        data = data[file.write(data) :]
    os.fsync(file.fileno())


def _memory_only(error: OSError) -> str:
    return f"The notebook cannot be saved, so save the report before you leave: {reason(error)}."
