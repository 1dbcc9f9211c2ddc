"""What a teacher's guide holds: the lab, and the right answers of one student or of all."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass

from optlab.session.labs.course import ROWS
from optlab.session.labs.expected import Expected
from optlab.session.labs.lab import Goal, LabStep
from optlab.session.labs.reading import LabFile
from optlab.session.labs.variants import seed_of


@dataclass(frozen=True)
class Guide:
    """A lab with its right answers by key: one for each seed where they differ.

    With a `student` only those of that student's seed are in it.
    """

    file: LabFile
    student: str
    answers: dict[str, str]

    @property
    def seed(self) -> int | None:
        """The seed of the student."""
        return seed_of(self.file.lab, self.file.name, self.student) if self.student else None

    @property
    def variant(self) -> str:
        """Whose numbers these are, as one sentence."""
        seeds = ", ".join(str(each) for each in self.file.lab.seeds)
        if not seeds:
            return "All students have the same data."
        if self.student:
            return f"The numbers are those of {self.student}, whose seed is {self.seed}."
        return f"Every student has one of the seeds {seeds}; where numbers differ, all are given."


def guide_of(file: LabFile, student: str = "") -> Generator[None, None, Guide]:
    """Work out the answers, with stop points; the lab must have no troubles."""
    lab = file.lab
    expected = Expected(lab)
    seeds = (seed_of(lab, file.name, student),) if student else lab.seeds or (None,)
    answers: dict[str, str] = {}
    for key, place in expected.steps.items():
        told: dict[str, list[str]] = {}
        for seed in seeds if lab.steps[place].varied else seeds[:1]:
            words = str((yield from expected.told(key, seed)))
            told.setdefault(words, []).append(str(seed))
        allowed = expected.allowed(key)
        answers[key] = _in_words(told) + (f", {allowed}" if allowed else "")
    return Guide(file, student, answers)


def _in_words(told: dict[str, list[str]]) -> str:
    """The one answer, or every answer with the seeds that have it."""
    if len(told) == 1:
        return next(iter(told))
    return "; ".join(f"seed {', '.join(seeds)}: {words}" for words, seeds in told.items())


def rows_of(step: LabStep) -> tuple[str, ...]:
    """What the step teaches, as the course calls it."""
    return tuple(f"{row}. {ROWS[row]}" for row in step.teaches)


def way_to(goal: Goal) -> str:
    """How a goal can be reached, as one sentence."""
    if goal.given:
        return "The run as it is meets it."
    return f"One way: {', '.join(goal.solution)}."
