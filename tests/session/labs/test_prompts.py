"""What may be answered, what is refused with a sentence, and how an answer is judged."""

import math
from contextlib import suppress
from typing import Any

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optlab.engine.trouble import Unfit
from optlab.session.labs.prompts import PROMPTS, AnyPrompt, Table, Verdict
from optlab.session.labs.trial import Trial, finish
from tests.session.labs.grounds import on_bowl

RATE = {"title": "Rate", "setting": "optimizer.learning_rate"}
LOSS = {"title": "Loss", "measure": {"kind": "loss"}}

ASKED: dict[str, dict[str, Any]] = {
    "multiple-choice": {"options": ["one", "two", "three"], "answer": 2},
    "number": {"answer": {"kind": "loss", "step": 0}, "within": 0.1},
    "free-text": {"least": 5},
    "table": {"columns": [RATE, LOSS], "least": 2, "relation": "falling"},
    "drawn-curve": {"racer": "Descent"},
    "marked-point": {"racer": "Descent"},
}


def asked(kind: str, **more: object) -> AnyPrompt:
    fields = {"kind": kind, "key": "k", "question": "What?"} | ASKED[kind] | more
    return msgspec.convert(fields, AnyPrompt)  # pyright: ignore[reportArgumentType]


def judged(prompt: AnyPrompt, value: object, trial: Trial | None = None) -> Verdict:
    return finish(prompt.judge(value, trial or Trial(on_bowl())))


def truth(experiment=None) -> list[list[float]]:
    """The losses of the run, as a student would draw them who knows them."""
    trial = Trial(experiment or on_bowl())
    finish(trial.run())
    rows = trial.rows(0)
    return np.column_stack([rows["step"], rows["train_loss"]]).tolist()


def test_there_is_an_example_of_every_kind():
    assert set(ASKED) == set(PROMPTS)


@pytest.mark.parametrize("kind", ASKED)
def test_every_kind_can_be_asked_of_a_run(kind, bowl):
    asked(kind).check(bowl)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("multiple-choice", 2),
        ("number", 5.05),
        ("number", 5),
        ("table", [{"cells": [0.2, 0.5]}, {"cells": [0.1, 3.0]}, {"cells": [0.1, 3.0]}]),
        ("drawn-curve", truth()),
        ("marked-point", [0.0, 0.0]),
    ],
    ids=str,
)
def test_right_answers(kind, value):
    verdict = judged(asked(kind), value)
    assert verdict.right is True
    assert verdict.gap < 0.1
    assert str(verdict.says)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("multiple-choice", 1),
        ("number", 5.2),
        ("table", [{"cells": [0.1, 0.5]}, {"cells": [0.2, 3.0]}]),
        ("table", [{"cells": [0.1, 0.5]}, {"cells": [0.1, 0.5]}]),
        ("drawn-curve", [[0, 5.0], [20, 4.9]]),
        ("marked-point", [1.5, -1.5]),
    ],
    ids=str,
)
def test_wrong_answers(kind, value):
    verdict = judged(asked(kind), value)
    assert verdict.right is False
    assert str(verdict.says)


def test_words_are_for_the_teacher_to_judge():
    verdict = judged(asked("free-text"), "  because it is steep  ")
    assert verdict.right is None
    assert math.isnan(verdict.gap)


def test_an_answer_is_given_away_only_where_it_was_a_prediction():
    assert "two" not in str(judged(asked("multiple-choice"), 1).says)
    assert "two" in str(judged(asked("multiple-choice", predict=True), 1).says)
    assert "It is 5 " not in str(judged(asked("number"), 9.0).says)
    assert "It is 5 " in str(judged(asked("number", predict=True), 9.0).says)


def test_a_tolerance_may_be_a_share():
    share = {"relative": True, "within": 0.1}
    assert judged(asked("number", **share), 5.5).right
    assert not judged(asked("number", **share), 5.51).right


@pytest.mark.parametrize(
    ("kind", "value", "said"),
    [
        ("multiple-choice", 4, "only 3"),
        ("multiple-choice", 0, "only 3"),
        ("multiple-choice", True, "Choose"),
        ("number", "five", "A number"),
        ("number", math.nan, "finite"),
        ("free-text", "why", "at least 5"),
        ("free-text", 5, "text"),
        ("table", [{"cells": [0.1, 1.0]}], "2 runs"),
        ("table", [{"cells": [0.1]}, {"cells": [0.1]}], "2 cells"),
        ("table", "rows", "list of rows"),
        ("drawn-curve", [[0, 1.0]], "at least two"),
        ("drawn-curve", [[5, 1.0], [0, 1.0]], "left to right"),
        ("drawn-curve", [[0, 1.0], [1, math.inf]], "finite"),
        ("drawn-curve", [[0, 1.0], [1]], "lists of numbers"),
        ("marked-point", [], "Mark a point"),
        ("marked-point", [1.0, "x"], "lists of numbers"),
        ("marked-point", [1.0], "2 numbers"),
    ],
    ids=str,
)
def test_answers_that_cannot_be_are_refused_with_a_sentence(kind, value, said):
    with pytest.raises(ValueError, match=said):
        judged(asked(kind), value)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=12,
)


@pytest.mark.parametrize("kind", ASKED)
@given(value=json_values)
def test_whatever_stands_in_a_report_is_read_or_refused(kind, value):
    with suppress(ValueError):
        asked(kind).read(value)


def test_a_row_of_a_table_is_settings_and_measures_of_a_run():
    prompt = asked("table")
    assert isinstance(prompt, Table)
    rate, loss = finish(prompt.row(Trial(on_bowl(rate=0.2))))
    assert rate == 0.2
    assert loss == pytest.approx(5.0 * 0.6**40)


@pytest.mark.parametrize(
    ("kind", "more"),
    [
        ("multiple-choice", {"answer": 4}),
        ("multiple-choice", {"options": ["one"], "answer": 1}),
        ("number", {"answer": {"kind": "metric"}}),
        ("table", {"columns": [RATE]}),
        ("drawn-curve", {"until": 21}),
        ("drawn-curve", {"racer": "Nobody"}),
    ],
)
def test_what_cannot_be_asked_is_refused_before_the_lab_is_shown(bowl, kind, more):
    with pytest.raises(Unfit):
        asked(kind, **more).check(bowl)


def test_a_point_cannot_be_marked_in_many_dimensions(circle):
    with pytest.raises(Unfit, match="one or two parameters"):
        asked("marked-point", racer="").check(circle)


def test_a_cell_holds_layers_and_kinds_as_words(circle):
    hidden = {"title": "Layers", "setting": "model.hidden"}
    kind = {"title": "Optimizer", "setting": "optimizer"}
    prompt = asked("table", columns=[hidden, kind, LOSS])
    assert isinstance(prompt, Table)
    assert finish(prompt.row(Trial(circle)))[:2] == ["4 – 2", "momentum"]


def test_a_cell_of_what_was_never_reached_is_a_word():
    never = {"title": "Steps", "measure": {"kind": "steps-to", "loss": -1.0}}
    nothing = {"title": "Loss", "measure": {"kind": "loss-at", "theta": [1.0]}}
    prompt = asked("table", columns=[never, nothing])
    assert isinstance(prompt, Table)
    assert finish(prompt.row(Trial(on_bowl()))) == ["never", "—"]


SLOW = [{"cells": [0.01, "never"]}, {"cells": [0.02, "never"]}, {"cells": [0.1, 40.0]}]


@pytest.mark.parametrize(
    ("rows", "relation", "right", "says"),
    [
        ([*SLOW, {"cells": [0.2, 20.0]}], "falling", True, "Loss falls as Rate grows"),
        ([*SLOW, {"cells": [0.2, 20.0]}], "rising", False, "no clear order"),
        ([*SLOW, {"cells": [0.05, 30.0]}], "falling", False, "no clear order"),
        ([{"cells": [0.1, 3.0]}, {"cells": [0.2, "never"]}], "rising", True, "rises with"),
        (SLOW[:2], "falling", False, "no clear order"),
        ([{"cells": [0.1, "—"]}, {"cells": [0.2, 3.0]}], "falling", False, "give no number for"),
        ([{"cells": [0.1, None]}, {"cells": [0.2, 3.0]}], "falling", False, "give no number for"),
        ([{"cells": [0.1, "never"]}, {"cells": [0.1, 3.0]}], "falling", False, "Change Rate"),
    ],
)
def test_never_is_later_than_any_number(rows, relation, right, says):
    verdict = judged(asked("table", relation=relation), rows)
    assert verdict.right is right
    assert says in str(verdict.says)


def test_a_cell_is_a_number_or_a_word():
    for cell in ([1.0], {"a": 1}):
        with pytest.raises(ValueError, match="a number or a word"):
            asked("table").read([{"cells": [0.1, cell]}, {"cells": [0.2, 1.0]}])


def test_nothing_can_rise_with_a_word(circle):
    words = {"title": "Layers", "setting": "model.hidden"}
    asked("table", columns=[words, LOSS], relation="any").check(circle)
    with pytest.raises(Unfit, match="no number"):
        asked("table", columns=[words, LOSS]).check(circle)


def test_a_curve_that_is_drawn_on_a_logarithm_is_compared_there():
    drawn = [[step, loss * (1.0 if loss > 0.1 else 20.0)] for step, loss in truth()]
    close, far = (judged(asked("drawn-curve", log=log), drawn) for log in (False, True))
    assert close.right is True
    assert far.gap > 2 * close.gap
