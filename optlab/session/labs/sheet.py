"""The sheet on the desk: one step of a lab, with what this student has made of it so far.

It reads the notebook and adds what a notebook has no place for: what is being looked at just now,
and the figures of the last run that did not meet a goal yet.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from optlab.session.labs.entries import Enter
from optlab.session.labs.lab import Goal, Lab, LabStep
from optlab.session.labs.marks import Answer
from optlab.session.labs.notebook import Notebook
from optlab.session.labs.prompts import AnyPrompt, Table
from optlab.session.labs.reading import LabFile
from optlab.session.message import Message

Part = Literal["done", "open", "ahead"]


@dataclass(frozen=True, eq=False)
class Given:
    """What was said to a prompt: the `answer`, or that it is being `judged`; rows of a table.

    One that is `settled` asks for no more.
    """

    prompt: AnyPrompt
    answer: Answer | None = None
    judged: bool = False
    settled: bool = False
    rows: tuple[tuple[Any, ...], ...] = ()

    @property
    def locked(self) -> bool:
        """Whether a prediction was made and stands."""
        return self.answer is not None and self.answer.locked


@dataclass(frozen=True, eq=False)
class Mark:
    """What became of a goal: whether a run has `met` it, the figures of that or the last one."""

    goal: Goal
    met: bool
    figures: Message | None


@dataclass(frozen=True, eq=False)
class Sheet:
    """Step `place` of a lab; `judged` are the keys, `seen` the figures that were mentioned."""

    file: LabFile
    notebook: Notebook
    place: int
    judged: frozenset[str] = frozenset()
    seen: Mapping[int, Message] = field(default_factory=dict[int, Message])

    @property
    def lab(self) -> Lab:
        """The lab."""
        return self.file.lab

    @property
    def step(self) -> LabStep:
        """The step that is looked at."""
        return self.lab.steps[self.place]

    @property
    def last(self) -> bool:
        """Whether no step follows."""
        return self.place + 1 == len(self.lab.steps)

    @property
    def done(self) -> bool:
        """Whether nothing is open in this step."""
        return self.notebook.done(self.place)

    @property
    def parts(self) -> tuple[Part, ...]:
        """What became of every step: done, begun and open, or still ahead."""
        begun = entered(self.notebook) | {self.place}
        return tuple(
            "ahead" if each not in begun else "done" if self.notebook.done(each) else "open"
            for each in range(len(self.lab.steps))
        )

    @property
    def reachable(self) -> int:
        """How many steps may be gone to: those that were begun, and one more when that is done."""
        furthest = max(entered(self.notebook) | {self.place})
        ahead = 1 + self.notebook.done(furthest)
        return min(furthest + ahead, len(self.lab.steps))

    @property
    def open(self) -> int:
        """How many prompts and goals of this step are open."""
        prompts = sum(not self.notebook.settled(each.key) for each in self.step.prompts)
        return prompts + sum(not mark.met for mark in self.marks)

    @property
    def awaited(self) -> AnyPrompt | None:
        """The first prediction that has to be made before the run may play."""
        due = (each for each in self.step.prompts if each.predict and not self.given(each).locked)
        return next(due, None)

    def given(self, prompt: AnyPrompt) -> Given:
        """What was said to a prompt of this step."""
        rows = self.notebook.rows.get(prompt.key, []) if isinstance(prompt, Table) else []
        return Given(
            prompt,
            self.notebook.answers.get(prompt.key),
            prompt.key in self.judged,
            self.notebook.settled(prompt.key),
            tuple(tuple(row.cells) for row in rows),
        )

    @property
    def marks(self) -> tuple[Mark, ...]:
        """What became of the goals of this step."""
        found: list[Mark] = []
        for place, goal in enumerate(self.step.checks):
            met = self.notebook.met.get((self.place, place))
            figures = Message("{says}", {"says": met.figures}) if met else self.seen.get(place)
            found.append(Mark(goal, met is not None, figures))
        return tuple(found)

    @property
    def hints(self) -> tuple[str, ...]:
        """The hints that were asked for, as Markdown."""
        return self.step.hints[: self.notebook.hints.get(self.place, 0)]


def entered(notebook: Notebook) -> set[int]:
    """The steps that were ever gone to."""
    entries = (line.entry for line in notebook.journal.lines)
    return {entry.step for entry in entries if isinstance(entry, Enter)}
