"""The notebook: what one student has said and done in one lab, folded out of the journal.

Every method that notes something writes the entry first and folds that very entry, so a notebook
opened again is the same one. Steps and checks are counted from 0, prompts named by their key.
Nothing that stands in a journal can make the fold fail: what cannot be is passed over.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import replace
from typing import Any

from optlab.session.labs import entries
from optlab.session.labs.entries import Begin, Entry
from optlab.session.labs.journal import Journal
from optlab.session.labs.lab import Lab
from optlab.session.labs.marks import Answer, Metrics, Run, Settings, Sitting, is_judged
from optlab.session.labs.prompts import Verdict
from optlab.session.message import Message

IDLE = 300.0
"""Seconds that count of a pause between two entries: somebody who reads so long is away."""

TRIES = 3
"""After so many wrong answers a prompt is settled, so that nobody is stuck."""


class Notebook:
    """One student's way through `lab`; the journal must begin with a `Begin`."""

    def __init__(self, lab: Lab, journal: Journal) -> None:
        self.lab = lab
        self.journal = journal
        self.step = 0
        self.answers: dict[str, Answer] = {}
        self.rows: dict[str, list[entries.Row]] = defaultdict(list)
        self.runs: dict[int, list[Run]] = defaultdict(list)
        self.met: dict[tuple[int, int], entries.Met] = {}
        self.hints: dict[int, int] = defaultdict(int)
        self.concluded: set[int] = set()
        self.sittings: list[Sitting] = []
        self.finished = False
        self._seconds: dict[int, float] = defaultdict(float)
        self._away = True
        self._entered = False
        self._prompts = {
            prompt.key: (i, prompt) for i, step in enumerate(lab.steps) for prompt in step.prompts
        }
        for line in journal.lines:
            self._fold(line.entry)

    @property
    def begin(self) -> Begin:
        """The first entry: lab, student, seed, version."""
        first = self.journal.lines[0].entry
        assert isinstance(first, Begin)  # noqa: S101  (the journal was checked when it was read)
        return first

    @property
    def student(self) -> str:
        """The id as it was typed."""
        return self.begin.student

    @property
    def seed(self) -> int | None:
        """The student's seed for varied steps; None in a lab without."""
        return self.begin.seed

    @property
    def seal(self) -> str:
        """The last hash of the journal, which stands for all of it."""
        return self.journal.seal

    @property
    def trouble(self) -> str:
        """Why entries are in memory only, as one sentence; empty when they are safe."""
        return self.journal.trouble

    @property
    def points(self) -> float:
        """Points of the prompts whose last answer is right."""
        return sum(self.points_of(step)[0] for step in range(len(self.lab.steps)))

    @property
    def most_points(self) -> float:
        """What a flawless notebook gets; what only a person can judge is not in it."""
        return sum(self.points_of(step)[1] for step in range(len(self.lab.steps)))

    def points_of(self, step: int) -> tuple[float, float]:
        """The points got in a step, and those that could be."""
        judged = [each for each in self.lab.steps[step].prompts if is_judged(each)]
        right = [each for each in judged if (said := self.verdict(each.key)) and said.right]
        return sum(each.points for each in right), sum(each.points for each in judged)

    def verdict(self, key: str) -> Verdict | None:
        """The verdict on the last answer to a prompt; None before there is one."""
        answer = self.answers.get(key)
        return answer.verdict if answer else None

    def settled(self, key: str) -> bool:
        """Whether a prompt asks for no more: judged and not wrong, predicted, or tried enough."""
        answer = self.answers.get(key)
        if answer is None or answer.verdict is None:
            return False
        return answer.locked or answer.verdict.right is not False or answer.tries >= TRIES

    def may_play(self, step: int) -> bool:
        """Whether all predictions that are due before the run of a step are locked."""
        predictions = [prompt.key for prompt in self.lab.steps[step].prompts if prompt.predict]
        return all(key in self.answers and self.answers[key].locked for key in predictions)

    def done(self, step: int) -> bool:
        """Whether all prompts of a step are settled and all its checks met."""
        wanted = self.lab.steps[step]
        said = all(self.settled(prompt.key) for prompt in wanted.prompts)
        return said and all((step, i) in self.met for i in range(len(wanted.checks)))

    def seconds(self, step: int) -> float:
        """Time spent on a step over all sittings, long pauses cut."""
        return self._seconds[step]

    # ---------------------------------------------------------------------- what can be noted

    def enter(self, step: int) -> None:
        """The student goes to a step; raises ValueError for one that is not there."""
        if not 0 <= step < len(self.lab.steps):
            raise ValueError(f"There is no step {step}: the lab has {len(self.lab.steps)}.")
        if step != self.step or not self._entered:
            self._note(entries.Enter, step=step)

    def answer(self, key: str, value: Any, verdict: Verdict) -> None:
        """A prompt that is no prediction was answered, perhaps once more."""
        self._check_open(key)
        self._note(entries.Answered, **self._at(key), value=value, **_told(verdict))

    def lock(self, key: str, value: Any) -> None:
        """A prediction was made; raises ValueError when there is one already."""
        self._check_open(key)
        self._note(entries.Locked, **self._at(key), value=value)

    def outcome(self, key: str, verdict: Verdict, real: Any = None) -> None:
        """What came of a prediction; `real` has the form of its value, such as a curve's rows."""
        if key not in self.answers or not self.answers[key].locked:
            raise ValueError(f"{key} has no prediction yet.")
        self._note(entries.Outcome, **self._at(key), **_told(verdict), real=real)

    def add_row(self, key: str, cells: list[float | str], settings: Settings) -> None:
        """A run goes into a table."""
        self._note(entries.Row, **self._at(key), cells=cells, settings=settings)

    def drop_row(self, key: str, row: int) -> None:
        """A row is taken out again."""
        if not 0 <= row < len(self.rows[key]):
            raise ValueError(f"{key} has no row {row}.")
        self._note(entries.Dropped, **self._at(key), row=row)

    def run(self, settings: Settings, metrics: Metrics) -> None:
        """A run of the step one is at counted; an equal one at once after it is not noted again."""
        runs = self.runs[self.step]
        if not runs or runs[-1] != Run(settings, metrics):
            self._note(entries.Ran, step=self.step, settings=settings, metrics=metrics)

    def meet(self, step: int, check: int, figures: str, settings: Settings) -> None:
        """A run met a check; only the first time is noted."""
        if (step, check) not in self.met:
            self._note(entries.Met, step=step, check=check, figures=figures, settings=settings)

    def hint(self, step: int) -> int:
        """One more hint of a step is shown; returns how many are now."""
        if self.hints[step] < len(self.lab.steps[step].hints):
            self._note(entries.Hint, step=step, number=self.hints[step] + 1)
        return self.hints[step]

    def finish(self) -> None:
        """The student ends the lab; work may go on all the same."""
        self._note(entries.Finish)

    def close(self) -> None:
        """The sitting ends, and the file is let go of."""
        if not self._away:
            self._note(entries.Leave)
        self.journal.close()

    # ---------------------------------------------------------------------- the fold

    def _note(self, kind: type[Entry], **fields: Any) -> None:
        """Write an entry, fold it, and conclude a step that is done by it."""
        self._fold(self.journal.append(kind, **fields))
        step = fields.get("step")
        if step is not None and step not in self.concluded and self.done(step):
            self._fold(self.journal.append(entries.Concluded, step=step))

    def _at(self, key: str) -> dict[str, Any]:
        return {"step": self._prompts[key][0], "key": key}

    def _check_open(self, key: str) -> None:
        if key in self.answers and self.answers[key].locked:
            raise ValueError("This prediction is locked: it stands as it was made.")

    def _fold(self, entry: Entry) -> None:
        """Take one entry in, and the time that went by before it."""
        if isinstance(entry, Begin | entries.Resume):
            self.sittings.append(Sitting(entry.at, entry.at, entry.version, entry.digest))
            self._away = self._entered = False
            return
        if self.sittings and not self._away:
            now = self.sittings[-1]
            self._seconds[self.step] += min(max(entry.at - now.end, 0.0), IDLE)
            self.sittings[-1] = replace(now, end=max(entry.at, now.end))
        self._take(entry)

    def _take(self, entry: Entry) -> None:
        if getattr(entry, "step", 0) >= len(self.lab.steps):
            return  # of a longer version of the lab, or made up
        match entry:
            case entries.Enter():
                self.step, self._entered = entry.step, True
            case entries.Answered() | entries.Locked() | entries.Outcome():
                self._take_answer(entry)
            case entries.Row() | entries.Dropped() | entries.Ran() | entries.Met():
                self._take_run(entry)
            case entries.Hint():
                self.hints[entry.step] = max(self.hints[entry.step], entry.number)
            case entries.Concluded():
                self.concluded.add(entry.step)
            case entries.Leave():
                self._away = True
            case entries.Finish():
                self.finished = True
            case _:
                pass

    def _take_run(self, entry: entries.Row | entries.Dropped | entries.Ran | entries.Met) -> None:
        match entry:
            case entries.Row():
                self.rows[entry.key].append(entry)
            case entries.Dropped():
                del self.rows[entry.key][entry.row : entry.row + 1]
            case entries.Ran():
                self.runs[entry.step].append(Run(entry.settings, entry.metrics))
            case entries.Met():
                self.met.setdefault((entry.step, entry.check), entry)

    def _take_answer(self, entry: entries.Answered | entries.Locked | entries.Outcome) -> None:
        before = self.answers.get(entry.key)
        if isinstance(entry, entries.Outcome):
            if before is not None and before.locked:
                verdict = _verdict(entry)
                self.answers[entry.key] = replace(before, verdict=verdict, real=entry.real)
            return
        if before is not None and before.locked:
            return
        spent, tries = self._seconds[entry.step], before.tries + 1 if before else 1
        self.answers[entry.key] = (
            Answer(entry.value, None, locked=True, tries=tries, seconds=spent)
            if isinstance(entry, entries.Locked)
            else Answer(entry.value, _verdict(entry), tries=tries, seconds=spent)
        )


def _told(verdict: Verdict) -> dict[str, Any]:
    """A verdict as the fields of an entry."""
    return {"right": verdict.right, "gap": verdict.gap, "says": str(verdict.says)}


def _verdict(entry: entries.Answered | entries.Outcome) -> Verdict:
    """A verdict out of an entry: its sentence is text, whatever stands in it."""
    gap = math.nan if entry.gap is None else entry.gap
    return Verdict(entry.right, gap, Message("{says}", {"says": entry.says}))
