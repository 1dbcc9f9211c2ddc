"""Marking one report: nothing that it says about being right is believed.

Answers are judged as the window judges them, by the run of the step as it begins, with the seed
that this student must have; so what was right there is right here, on any machine.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from itertools import pairwise
from typing import Any, cast

from optlab.session.labs.expected import Expected
from optlab.session.labs.grading.row import Cell, Row
from optlab.session.labs.lab import Lab
from optlab.session.labs.marks import Answer
from optlab.session.labs.prompts import (
    AnyPrompt,
    DrawnCurve,
    FreeText,
    MarkedPoint,
    MultipleChoice,
    Number,
    Table,
)
from optlab.session.labs.reading import LabFile
from optlab.session.labs.report import Report
from optlab.session.labs.variants import seed_of
from optlab.session.numbers import figure


def marked(
    file: str, report: Report, lab: LabFile, expected: Expected
) -> Generator[None, None, Row]:
    """The row of a report of this lab, with stop points."""
    notebook = report.notebook(lab.lab)
    seed = seed_of(lab.lab, report.head.lab, report.head.student)
    cells: dict[str, Cell] = {}
    for key in expected.prompts:
        cells[key] = yield from _cell(key, notebook.answers.get(key), expected, seed)
    notes = [f"{key}: {cell.note}" for key, cell in cells.items() if cell.note]
    steps = range(len(lab.lab.steps))
    return Row(
        file=file,
        lab=lab.name,
        student=report.head.student,
        seed=seed,
        cells=cells,
        steps_done=sum(notebook.done(step) for step in steps),
        goals_met=sum(
            (step, at) in notebook.met
            for step in steps
            for at in range(len(lab.lab.steps[step].checks))
        ),
        hints=sum(notebook.hints.get(step, 0) for step in steps),
        seconds=sum(notebook.seconds(step) for step in steps),
        begun=report.lines[0].entry.at,
        seal=report.head.seal,
        troubles=(*_oddities(report, lab, seed), *notes),
    )


def goals_of(lab: Lab) -> int:
    """How many goals a lab has."""
    return sum(len(step.checks) for step in lab.steps)


def _cell(
    key: str, answer: Answer | None, expected: Expected, seed: int | None
) -> Generator[None, None, Cell]:
    """One answer, judged again."""
    prompt = expected.prompts[key]
    if answer is None:
        return Cell()
    try:
        said = _said(prompt, prompt.read(answer.value))
        verdict = yield from expected.verdict(key, seed, answer.value)
    except (ValueError, TypeError, ArithmeticError) as error:  # whatever a forged report holds
        return Cell("?", note=f"the answer is none that can be given here: {error}")
    claimed = answer.verdict.right if answer.verdict else None
    note = "the report says that it is right, but it is not." if claimed else ""
    if verdict.right is False:
        return Cell(said, answer.value, right=False, note=note)
    return Cell(said, answer.value, verdict.right, prompt.points if verdict.right else 0.0)


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
