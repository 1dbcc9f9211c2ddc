"""One line of a class's table: what one report comes to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from optlab.session.labs.lab import Lab
from optlab.session.labs.marks import is_judged


@dataclass(frozen=True)
class Cell:
    """One answer: as a person reads it, as plain data, and what it is worth by this marking.

    `value` is None for one that its prompt cannot read, and `right` where nothing can judge it;
    `note` says what is odd about it.
    """

    said: str = ""
    value: Any = None
    right: bool | None = False
    points: float = 0.0
    note: str = ""

    @property
    def given(self) -> bool:
        """Whether there is an answer at all."""
        return bool(self.said)


@dataclass(frozen=True)
class Row:
    """One report. One that cannot be read has troubles and nothing else."""

    file: str
    lab: str = ""
    student: str = ""
    seed: int | None = None
    cells: dict[str, Cell] = field(default_factory=dict[str, Cell])
    steps_done: int = 0
    goals_met: int = 0
    hints: int = 0
    seconds: float = 0.0
    begun: float = 0.0
    seal: str = ""
    troubles: tuple[str, ...] = ()

    @property
    def points(self) -> float:
        """What all answers are worth."""
        return sum(cell.points for cell in self.cells.values())


def most_points(lab: Lab) -> float:
    """What a flawless report gets; answers that only a person can judge are not in it."""
    prompts = (prompt for step in lab.steps for prompt in step.prompts)
    return sum(prompt.points for prompt in prompts if is_judged(prompt))
