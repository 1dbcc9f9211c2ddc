"""The whole proof of a lab: what can be seen by reading it, then what only the engine can tell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from optlab.session.labs.proof.complaint import Complaint, Complaints
from optlab.session.labs.proof.promises import Working, broken_promises
from optlab.session.labs.proof.steps import step_complaints
from optlab.session.labs.proof.whole import whole_complaints
from optlab.session.labs.proof.words import word_complaints
from optlab.session.labs.reading import LabFile
from optlab.session.layout import line_of


@dataclass(frozen=True)
class Trouble:
    """Something to mend: the line of the file, the place in the lab, a sentence, what to do."""

    line: int | None
    place: str
    sentence: str
    remedy: str = ""

    def __str__(self) -> str:
        where = self.place if self.line is None else f"line {self.line}, {self.place}"
        return " ".join(filter(None, (f"{where}: {self.sentence}", self.remedy)))


def check_lab(file: LabFile, *, engine: bool = True) -> Iterator[Trouble | Working]:
    """All troubles of a lab that could be read, with stop points while the engine runs."""
    for complaint in _by_reading(file):
        yield _placed(complaint, file.text)
    if not engine:
        return
    for each in broken_promises(file.lab):
        yield _placed(each, file.text) if isinstance(each, Complaint) else each


def _by_reading(file: LabFile) -> Complaints:
    yield from whole_complaints(file.lab)
    yield from word_complaints(file)
    for place in range(len(file.lab.steps)):
        yield from step_complaints(file.lab, place)


def _placed(complaint: Complaint, text: str) -> Trouble:
    line = line_of(text, complaint.path)
    if line is not None and complaint.offset:
        line += complaint.offset
    return Trouble(line, complaint.path or "the lab", complaint.sentence, complaint.remedy)
