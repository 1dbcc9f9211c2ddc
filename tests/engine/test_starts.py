"""Starts: one point for all racers, drawn as their formulas say."""

import math

import numpy as np
import pytest

from optlab.engine import Experiment, Fitting, Landscape, begin, prepare
from optlab.engine.datasets import Circle
from optlab.engine.experiment import AnyObjective
from optlab.engine.fitted import FittingObjective
from optlab.engine.keys import generator
from optlab.engine.landscapes import AnyLandscape
from optlab.engine.models import Mlp
from optlab.engine.starts import AnyStart, At, Glorot, He, Normal, Uniform, Zeros

WIDE = Fitting(Circle(samples=20), Mlp((200, 100)))


def layers(start: AnyStart, seed: int = 7) -> list[np.ndarray]:
    objective = prepare(Experiment(objective=WIDE))
    assert isinstance(objective, FittingObjective)
    return objective.network.layers(objective.start(start, seed))


def test_all_racers_begin_at_one_frozen_point(any_objective: AnyObjective):
    snapshots = begin(Experiment(objective=any_objective))
    first = snapshots[0].theta
    assert np.isfinite(first).all()
    for each in snapshots:
        assert each.theta.tolist() == first.tolist()
        with pytest.raises(ValueError, match="read-only"):
            each.theta[0] = 1


def test_biases_begin_at_0(any_start: AnyStart):
    if not isinstance(any_start, At):
        for layer in layers(any_start):
            assert not layer[:, -1].any()


def test_the_same_seed_gives_the_same_start(any_start: AnyStart):
    if not isinstance(any_start, At):
        again = zip(layers(any_start), layers(any_start), strict=True)
        assert all((one == two).all() for one, two in again)
        other = layers(any_start, 8)[0]
        assert (layers(any_start)[0] == other).all() == isinstance(any_start, Zeros)


@pytest.mark.parametrize(
    ("start", "spread"),
    [
        (Normal(0.7), 0.7),
        (Uniform(0.7), 0.7 / math.sqrt(3)),
        (Glorot(), math.sqrt(2 / (200 + 100))),
        (He(), math.sqrt(2 / 200)),
        (Zeros(), 0.0),
    ],
)
def test_weights_are_as_large_as_the_formula_says(start: AnyStart, spread: float):
    middle = layers(start)[1][:, :-1]
    assert middle.shape == (100, 200)
    assert middle.std() == pytest.approx(spread, rel=0.03)
    assert middle.mean() == pytest.approx(0.0, abs=0.02)


def test_a_uniform_draw_keeps_its_bounds():
    draw = Uniform(0.7).weights(generator(7, "start"), 100, 100)
    assert 0.69 < abs(draw).max() <= 0.7


def test_a_chosen_point_is_kept_to_the_last_digit():
    theta = tuple(math.pi * i for i in range(prepare(Experiment()).size))
    assert begin(Experiment(start=At(theta)))[0].theta.tolist() == list(theta)


def test_a_landscape_begins_where_its_start_says(any_landscape: AnyLandscape, any_start: AnyStart):
    size = len(any_landscape.start)
    if isinstance(any_start, At):
        point = [0.25, -0.5][:size]
        any_start = At(tuple(point))
    else:  # as the weights of one unit with an input per parameter
        point = any_start.weights(generator(3, "start"), 1, size)[0].tolist()
    experiment = Experiment(objective=Landscape(any_landscape), start=any_start, seed=3)
    assert begin(experiment)[0].theta.tolist() == point
