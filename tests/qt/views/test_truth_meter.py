"""The truth meter: what it says about each kind of picture, and what to do about a false one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from optlab.engine.slices import (
    SLICES,
    GradientAndCurvature,
    PathPlane,
    RandomDirections,
    TwoParameters,
)
from optlab.engine.truth import truth
from optlab.qt.views.truth_meter import TruthMeter, explanation, leader

ADVICE = "better: the path's plane"


@pytest.mark.parametrize("kind", SLICES)
def test_every_slice_is_measured_and_a_false_one_says_what_to_do(draw, circle, kind) -> None:
    recipe = SLICES[kind]()
    for cursor in (10, 40, 80):
        moment = draw(circle, cursor, recipe)
        racer = leader(moment.train_losses)
        path = moment.recording.track(racer).path.theta
        found = truth(moment.objective, moment.slice, path, moment.snapshots[racer].theta)
        labels = [fact.label for fact in TruthMeter().facts(moment)]
        doubtful = abs(found.error) > 0.1
        assert any(label.startswith("far off") for label in labels) == doubtful
        assert (ADVICE in labels) == (doubtful and recipe != PathPlane())
        assert "in plane" in labels[-1]


def test_the_share_of_slanted_directions_is_a_share(draw, circle) -> None:
    moment = draw(circle, 80, RandomDirections(1))
    assert moment.slice.unit is not None
    share = float(TruthMeter().facts(moment)[-1].label.split()[0])
    assert 0.0 <= share < 60.0


def test_the_explanation_is_one_for_slices_only(draw, circle, births) -> None:
    for recipe in (TwoParameters(0, 1), GradientAndCurvature()):
        said = explanation(draw(circle, 40, recipe))
        assert "25 parameters" in said
        assert "path's plane" in said
    assert explanation(draw(births, 10)) == ""


def test_while_a_batch_is_drawn_the_foot_says_that_it_is_the_noise(draw, circle) -> None:
    moment = draw(circle, 40)
    trembling = replace(moment, batch_surface=moment.surface)
    first, second = TruthMeter().facts(trembling)
    assert first.label == "loss on all 200 samples"
    assert "10 of them" in second.label
    assert "noise" in second.label
