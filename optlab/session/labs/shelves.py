"""Where notebooks lie: one file per lab and student, found again by both.

The name of a file is made of what is harmless in the lab's name and the id, for people, and of
hashes of both, so that any id has a file of its own on every system. Starting over keeps the old
notebook as a numbered copy.
"""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import optlab
from optlab.session.bad_file import BadFile
from optlab.session.labs import entries
from optlab.session.labs.chain import DECODER
from optlab.session.labs.entries import Begin, Entry
from optlab.session.labs.journal import LARGEST, Journal
from optlab.session.labs.notebook import Notebook
from optlab.session.labs.reading import LabFile
from optlab.session.labs.variants import normalised, seed_of
from optlab.session.places import state_folder
from optlab.session.plain_file import reason

SUFFIX = ".optjournal"

OLD = re.compile(r"\.\d+\.optjournal\Z")


@dataclass(frozen=True)
class Progress:
    """How far a notebook is, for the list of labs."""

    path: Path
    lab: str
    student: str
    step: int
    concluded: int
    finished: bool
    at: float


class Shelves:
    """The notebooks in one folder: that of this computer's user, or one that a teacher names."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = state_folder() / "labs" if folder is None else folder
        self._known: dict[Path, tuple[int, int, Progress | None]] = {}

    def path(self, name: str, student: str) -> Path:
        """The file of the notebook of a student in the lab of this name."""
        return self.folder / f"{_word(name, name)}--{_word(student, normalised(student))}{SUFFIX}"

    def open(self, file: LabFile, student: str, clock: Callable[[], float] = time.time) -> Notebook:
        """The student's notebook, gone on with where it was left, or a new one; raises BadFile."""
        path = self.path(file.name, student)
        journal = Journal(path, clock)
        lab, now = file.lab, {"digest": file.digest, "version": optlab.__version__}
        if not journal.lines:
            seed = seed_of(lab, file.name, student)
            head = {"lab": file.name, "title": lab.title, "student": student, "seed": seed}
            journal.append(Begin, **head, **now)
            return Notebook(lab, journal)
        first = journal.lines[0].entry
        if not isinstance(first, Begin) or normalised(first.student) != normalised(student):
            journal.close()
            raise BadFile("this notebook was begun under another name.", name=path.name)
        journal.append(entries.Resume, **now)
        return Notebook(lab, journal)

    def start_over(self, name: str, student: str) -> None:
        """Put a notebook that is closed aside as a numbered copy; raises BadFile."""
        path = self.path(name, student)
        taken = {each.name for each in self._files()}
        number = 1
        while (aside := path.with_suffix(f".{number}{SUFFIX}")).name in taken:
            number += 1
        try:
            path.rename(aside)
        except FileNotFoundError:
            pass
        except OSError as error:
            raise BadFile(
                f"the notebook cannot be put aside: {reason(error)}.", name=path.name
            ) from error

    def notebooks(self) -> tuple[Progress, ...]:
        """All notebooks but those put aside, the latest first; only changed files are read."""
        found: dict[Path, tuple[int, int, Progress | None]] = {}
        for path in self._files():
            if OLD.search(path.name):
                continue
            try:
                state = path.stat()
                known = self._known.get(path)
                if known is None or known[:2] != (state.st_mtime_ns, state.st_size):
                    known = (state.st_mtime_ns, state.st_size, progress_of(path))
                found[path] = known
            except OSError:
                continue
        self._known = found
        listed = [progress for *_, progress in found.values() if progress is not None]
        return tuple(sorted(listed, key=lambda each: -each.at))

    def _files(self) -> list[Path]:
        try:
            return [path for path in self.folder.iterdir() if path.name.endswith(SUFFIX)]
        except OSError:
            return []


def progress_of(path: Path) -> Progress | None:
    """How far the notebook in a file is; None when it is none. Its hashes are not looked at."""
    with path.open("rb") as file:
        data = file.read(LARGEST)
    found: list[Entry] = []
    for each in data.split(b"\n"):
        try:
            found.append(DECODER.decode(each).entry)
        except (ValueError, RecursionError):
            break
    if not found or not isinstance(found[0], Begin):
        return None
    return Progress(
        path=path,
        lab=found[0].lab,
        student=found[0].student,
        step=next((each.step for each in reversed(found) if isinstance(each, entries.Enter)), 0),
        concluded=len({each.step for each in found if isinstance(each, entries.Concluded)}),
        finished=any(isinstance(each, entries.Finish) for each in found),
        at=max(each.at for each in found),
    )


def _word(text: str, exact: str) -> str:
    """Part of a file name: readable where that is possible, and different for every `exact`."""
    readable = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:24].strip("-")
    digest = hashlib.sha256(exact.encode("utf-16", "surrogatepass")).hexdigest()[:12]
    return f"{readable}-{digest}" if readable else digest
