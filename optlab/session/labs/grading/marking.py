"""Marking one report: nothing that it says about being right is believed, all is worked out again.

A number may have been read off a run with other settings than those of the step, where the step
lets a student change them. So where an answer was right by the report and is not by the run of the
step, the runs that the report names are made again too, the latest first.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, cast

from optlab.engine.trouble import Unfit
from optlab.session.bad_file import BadFile
from optlab.session.labs.expected import Expected
from optlab.session.labs.grading.row import Cell, Row
from optlab.session.labs.lab import Lab
from optlab.session.labs.notebook import Notebook
from optlab.session.labs.prompts import (
    AnyPrompt,
    DrawnCurve,
    FreeText,
    MarkedPoint,
    MultipleChoice,
    Number,
    Table,
    Verdict,
)
from optlab.session.labs.prompts.prompt import Judging
from optlab.session.labs.reading import LabFile
from optlab.session.labs.report import Report
from optlab.session.labs.settings import experiment_with
from optlab.session.labs.trial import Trial
from optlab.session.labs.variants import seed_of
from optlab.session.numbers import figure

MOST_RUNS = 3
"""Runs with settings of the student's own that are made again for one answer, and ..."""

MOST_STOPS = 400
"""... stop points that each may take, a few seconds: a forged report could name an endless run."""


def marked(
    file: str, report: Report, lab: LabFile, expected: Expected
) -> Generator[None, None, Row]:
    """The row of a report of this lab, with stop points."""
    notebook = report.notebook(lab.lab)
    seed = seed_of(lab.lab, report.head.lab, report.head.student)
    marker = Marker(notebook, expected, seed)
    cells: dict[str, Cell] = {}
    for key in expected.prompts:
        cells[key] = yield from marker.cell(key)
    notes = [f"{key}: {cell.note}" for key, cell in cells.items() if cell.note]
    steps = range(len(lab.lab.steps))
    return Row(
        file=file,
        lab=lab.name,
        student=report.head.student,
        seed=seed,
        cells=cells,
        steps_done=sum(notebook.done(step) for step in steps),
        goals_met=len(notebook.met),
        hints=sum(notebook.hints.get(step, 0) for step in steps),
        seconds=sum(notebook.seconds(step) for step in steps),
        begun=report.lines[0].entry.at,
        seal=report.head.seal,
        troubles=(*_oddities(report, lab, seed), *notes),
    )


def goals_of(lab: Lab) -> int:
    """How many goals a lab has."""
    return sum(len(step.checks) for step in lab.steps)


@dataclass(frozen=True, eq=False)
class Marker:
    """Judges the answers of one notebook anew, for the seed that this student must have."""

    notebook: Notebook
    expected: Expected
    seed: int | None

    def cell(self, key: str) -> Generator[None, None, Cell]:
        """One answer, judged again."""
        prompt, answer = self.expected.prompts[key], self.notebook.answers.get(key)
        if answer is None:
            return Cell()
        try:
            said = _said(prompt, prompt.read(answer.value))
            verdict = yield from self.expected.verdict(key, self.seed, answer.value)
        except ValueError as error:
            note = f"the answer is none that can be given here: {error}"
            return Cell("?", note=note)
        note = ""
        if verdict.right is False and answer.verdict and answer.verdict.right:
            verdict, note = yield from self._by_own_runs(prompt, answer.value, verdict)
        points = prompt.points if verdict.right else 0.0
        return Cell(said, answer.value, verdict.right, points, note)

    def _by_own_runs(
        self, prompt: AnyPrompt, value: object, verdict: Verdict
    ) -> Generator[None, None, tuple[Verdict, str]]:
        """The verdict by the student's own runs, and what is to be said about it."""
        begin = self.expected.trial(prompt.key, self.seed).experiment
        runs = self.notebook.runs.get(self.expected.steps[prompt.key], [])
        for run in [run for run in reversed(runs) if run.settings][:MOST_RUNS]:
            try:
                trial = Trial(experiment_with(begin, run.settings))
                again = yield from _cut_short(prompt.judge(value, trial))
            except (BadFile, Unfit, ValueError, LookupError, TypeError):  # settings may be forged
                continue
            if again is not None and again.right:
                told = ", ".join(f"{path} {each}" for path, each in run.settings.items())
                return again, f"right for a run of the student's own, with {told}."
        return verdict, "the report says that it is right, but it is not."


def _cut_short(work: Judging) -> Generator[None, None, Verdict | None]:
    """The verdict, or None when it takes too long."""
    for _ in range(MOST_STOPS):
        try:
            next(work)
        except StopIteration as end:
            return end.value
        yield
    return None


def _oddities(report: Report, lab: LabFile, seed: int | None) -> Iterator[str]:
    """What is odd about a report as a whole."""
    if report.flaw:
        yield f"CHANGED: {report.flaw}"
    if report.head.digest != lab.digest:
        yield "Worked on with another version of the lab than this one."
    if report.head.seed != seed:
        yield f"It has seed {report.head.seed}, but the seed of this student is {seed}."
    times = (line.entry.at for line in report.lines)
    if any(later < sooner for sooner, later in pairwise(times)):
        yield "The clock of the computer went backwards meanwhile."


def _said(prompt: AnyPrompt, value: Any) -> str:
    """An answer in a few words."""
    match prompt:
        case MultipleChoice():
            return f"{value}. {prompt.options[value - 1]}"
        case Number():
            return f"{value:.10g}" + (f" {prompt.unit}" if prompt.unit else "")
        case FreeText():
            return " ".join(str(value).split())
        case Table():
            return f"{len(cast('list[Any]', value))} rows"
        case DrawnCurve():
            first, last = float(value[0, 1]), float(value[-1, 1])
            return f"from {figure(first)} to {figure(last)}"
        case MarkedPoint():
            return "(" + ", ".join(figure(float(each)) for each in value) + ")"
