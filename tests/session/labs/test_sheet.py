"""The sheet on the desk, the pictures kept with it, and what predictions are compared with."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from optlab.engine import Experiment, Landscape, Racer
from optlab.engine.landscapes import Bowl
from optlab.engine.optimizers import GradientDescent
from optlab.engine.starts import At
from optlab.session.labs.album import Album
from optlab.session.labs.lab import Lab, LabStep
from optlab.session.labs.notebook import Notebook
from optlab.session.labs.outcome import POINTS, outcome_of
from optlab.session.labs.prompts import (
    DrawnCurve,
    FreeText,
    MarkedPoint,
    MultipleChoice,
    Number,
    Verdict,
)
from optlab.session.labs.reading import LabFile
from optlab.session.labs.sheet import Sheet
from optlab.session.labs.shelves import Shelves
from optlab.session.labs.trial import Trial, finish
from optlab.session.message import Message

RATE, STEPS = 0.1, 40
BOWL = Experiment(
    steps=STEPS,
    objective=Landscape(Bowl()),
    start=At((1.5, 1.0)),
    racers=(Racer("Marble", GradientDescent(learning_rate=RATE)),),
)
WORDS = FreeText(key="words", question="Why?", least=1)
WAY = MultipleChoice(key="way", question="Where?", options=("up", "down"), answer=2, predict=True)
KEPT = Verdict(None, math.nan, Message("Kept."))


def lab() -> Lab:
    steps = (
        LabStep("One", "text", prompts=(WAY, WORDS)),
        LabStep("Two", "text"),
        LabStep("Three", "text", hints=("a", "b")),
    )
    return Lab("Title", "Summary", 5, (), steps)


@pytest.fixture
def file() -> LabFile:
    return LabFile("lab", lab(), "text")


@pytest.fixture
def notebook(file: LabFile, tmp_path: Path) -> Iterator[Notebook]:
    made = Shelves(tmp_path).open(file, "ada")
    made.enter(0)
    yield made
    made.close()


def test_a_step_is_open_until_all_is_said_and_only_then_leads_on(
    file: LabFile, notebook: Notebook
) -> None:
    sheet = Sheet(file, notebook, 0)
    assert (sheet.open, sheet.reachable, sheet.done) == (2, 1, False)
    assert sheet.awaited is WAY
    assert sheet.parts == ("open", "ahead", "ahead")
    notebook.lock("way", 1)
    assert sheet.awaited is None
    notebook.outcome("way", Verdict(False, 1.0, Message("It went down.")), 2)
    notebook.answer("words", "so", KEPT)
    assert (sheet.open, sheet.reachable, sheet.done) == (0, 2, True)
    assert sheet.parts == ("done", "ahead", "ahead")


def test_steps_that_were_left_open_can_be_gone_back_to(file: LabFile, notebook: Notebook) -> None:
    notebook.enter(1)
    notebook.enter(2)
    sheet = Sheet(file, notebook, 2)
    assert sheet.parts == ("open", "done", "done")
    assert sheet.reachable == 3
    assert sheet.last


def test_only_hints_that_were_asked_for_are_shown(file: LabFile, notebook: Notebook) -> None:
    assert Sheet(file, notebook, 2).hints == ()
    notebook.hint(2)
    assert Sheet(file, notebook, 2).hints == ("a",)


def test_pictures_are_found_again_and_the_newest_of_a_thing_counts(notebook: Notebook) -> None:
    album = Album(notebook)
    album.keep(1, "end", b"old")
    album.keep(1, "end", b"new")
    album.keep(0, "way", b"first")
    again = Album(notebook).pictures()
    assert [(each.step, each.png) for each in again] == [(0, b"first"), (1, b"new")]
    assert "way" in again[0].caption
    album.clear()
    assert Album(notebook).pictures() == []


def test_a_folder_that_cannot_be_written_costs_no_lesson(notebook: Notebook) -> None:
    album = Album(notebook)
    assert album.folder is not None
    album.folder.write_bytes(b"a file stands in the way")
    album.keep(0, "way", b"kept in memory")
    assert [each.png for each in album.pictures()] == [b"kept in memory"]


def test_a_prediction_is_laid_beside_the_closed_form() -> None:
    trial = Trial(BOWL)
    marked = MarkedPoint(key="p", question="?", predict=True)
    verdict, real = finish(outcome_of(marked, [0.0, 0.0], trial))
    assert verdict.right
    hessian = trial.objective.hessian_vector(np.zeros(2), np.array([1.0, 0.0]))[0]
    np.testing.assert_allclose(real, np.array([1.5, 1.0]) * (1 - RATE * hessian) ** STEPS)
    curve = DrawnCurve(key="c", question="?", predict=True)
    _, drawn = finish(outcome_of(curve, [[0, 3.0], [STEPS, 0.0]], trial))
    assert 2 <= len(drawn) <= POINTS
    assert drawn[0][1] == pytest.approx(float(trial.objective.value(np.array([1.5, 1.0]))))
    assert drawn[-1][0] == STEPS


def test_numbers_and_choices_come_out_in_their_own_form() -> None:
    trial = Trial(BOWL)
    assert finish(outcome_of(WAY, 1, trial))[1] == 2
    number = Number(key="n", question="?", predict=True)
    assert finish(outcome_of(number, 3.0, trial))[1] == 0.0
    assert finish(outcome_of(WORDS, "because", trial))[1] is None
