"""Curvatures against closed forms and NumPy: all of them, and the two ends by Lanczos."""

import math
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from optlab.engine import Experiment, Fitting, Landscape, prepare
from optlab.engine.curvature import Spectrum, spectrum
from optlab.engine.datasets import Births, Circle, Line
from optlab.engine.fitted import FittingObjective
from optlab.engine.landscapes import Booth, Bowl, Himmelblau, Ravine, Saddle
from optlab.engine.losses import MeanSquaredError
from optlab.engine.models import Linear, Mlp
from optlab.engine.objective import Objective

NET = Fitting(Circle(samples=60), Mlp((4, 3)), batch_size=5)


def measured(objective: Objective, theta: Any, **settings: Any) -> Spectrum:
    *_, last = spectrum(objective, np.asarray(theta, dtype=float), **settings)
    return last


def on(landscape: Any) -> Objective:
    return prepare(Experiment(objective=Landscape(landscape)))


def fitted(fitting: Fitting) -> FittingObjective:
    return FittingObjective(fitting, seed=7)


def somewhere(objective: Objective) -> np.ndarray:
    return np.random.default_rng(1).normal(size=objective.size)


def matrix_of(found: Spectrum) -> np.ndarray:
    return (found.directions.T * found.curvatures) @ found.directions


# ---------------------------------------------------------------------------------- closed forms


@pytest.mark.parametrize("condition", [1.0, 20.0, 1e4])
def test_a_ravine_bends_by_1_along_and_by_its_condition_across(condition: float):
    found = measured(on(Ravine(condition)), (1.2, -0.7))
    assert found.curvatures == pytest.approx([1.0, condition], rel=1e-7)
    assert found.condition == pytest.approx(condition, rel=1e-7)
    assert found.stable_rate == pytest.approx(2 / condition)
    assert found.gradient_norm == pytest.approx(math.hypot(1.2, 0.7 * condition))
    if condition > 1:
        assert abs(found.directions) == pytest.approx(np.eye(2), abs=1e-7)


def test_booth_has_its_matrix_and_a_slanted_valley():
    found = measured(on(Booth()), (0.3, -2.0))
    assert matrix_of(found) == pytest.approx(np.array([[10.0, 8.0], [8.0, 10.0]]), rel=1e-8)
    assert found.curvatures == pytest.approx([2.0, 18.0])
    assert abs(found.directions[-1]) == pytest.approx([math.sqrt(0.5)] * 2)


def test_himmelblau_has_the_hessian_of_the_textbook():
    x, y = 1.3, -0.7
    mixed = 4.0 * (x + y)
    truth = [[12 * x * x + 4 * y - 42, mixed], [mixed, 12 * y * y + 4 * x - 26]]
    found = measured(on(Himmelblau()), (x, y))
    assert matrix_of(found) == pytest.approx(np.array(truth), rel=1e-8)


@pytest.mark.parametrize("dataset", [Births(), Line()])
@pytest.mark.parametrize("standardise", [True, False])
def test_linear_regression_bends_as_its_data(dataset: Any, standardise: bool):
    """H = 2 XᵀX / n wherever theta stands."""
    line = fitted(Fitting(dataset, Linear(), MeanSquaredError(), standardise=standardise))
    table = np.column_stack([line.scaling(line.train.features), np.ones(len(line.train))])
    truth = 2.0 * table.T @ table / len(table)
    found = measured(line, somewhere(line))
    assert found.curvatures == pytest.approx(np.linalg.eigvalsh(truth), rel=1e-6)
    assert found.condition == pytest.approx(float(np.linalg.cond(truth)), rel=1e-6)
    assert matrix_of(found) == pytest.approx(truth, rel=1e-6, abs=1e-6)


def test_a_saddle_bends_both_ways():
    found = measured(on(Saddle()), (0.0, 0.0))
    assert found.smallest < 0.0 < found.largest
    assert found.gradient_norm == 0.0


def test_a_network_of_zeros_lies_flat():
    """At zeros, only the output bias of a network matters to the slope of any weight."""
    net = fitted(NET)
    found = measured(net, np.zeros(net.size))
    assert found.flat.any()
    assert found.condition == math.inf


def test_without_curvature_there_is_no_condition():
    found = Spectrum(np.ones(2), np.ones(2), np.zeros(2), np.eye(2), whole=True, error=0.0)
    assert math.isnan(found.condition)
    assert found.stable_rate == math.inf
    assert found.heights(np.array([5.0, 6.0])).tolist() == [0.0, 0.0]


# --------------------------------------------------------------------------------- any objective


def test_directions_are_eigenvectors():
    net = fitted(NET)
    theta = somewhere(net)
    found = measured(net, theta)
    assert found.whole
    assert len(found.curvatures) == net.size
    assert (np.diff(found.curvatures) >= 0.0).all()
    assert found.directions @ found.directions.T == pytest.approx(np.eye(net.size), abs=1e-10)
    for curvature, direction in zip(found.curvatures, found.directions, strict=True):
        bent = net.hessian_vector(theta, direction)
        assert bent == pytest.approx(curvature * direction, abs=1e-6 * found.largest)


def test_a_batch_has_curvatures_of_its_own():
    net = fitted(NET)
    theta, batch = somewhere(net), net.batch(2)
    found = measured(net, theta, batch=batch)
    assert found.gradient.tolist() == net.gradient(theta, batch).tolist()
    top = found.directions[-1]
    assert top @ net.hessian_vector(theta, top, batch) == pytest.approx(found.largest, rel=1e-6)
    assert found.largest != pytest.approx(measured(net, theta).largest, rel=1e-3)


# --------------------------------------------------------------------------------------- lanczos


@pytest.mark.parametrize("hidden", [(2,), (4, 3), (8, 4)])
def test_lanczos_finds_both_ends(hidden: tuple[int, ...]):
    net = fitted(Fitting(Circle(samples=60), Mlp(hidden), batch_size=0))
    theta = somewhere(net)
    whole, ends = measured(net, theta), measured(net, theta, small=0)
    assert not ends.whole
    assert ends.smallest == pytest.approx(whole.smallest, rel=1e-5)
    assert ends.largest == pytest.approx(whole.largest, rel=1e-5)
    for curvature, direction in zip(ends.curvatures, ends.directions, strict=True):
        left = net.hessian_vector(theta, direction) - curvature * direction
        assert np.linalg.norm(left) <= 1e-5 * ends.largest


def test_lanczos_needs_a_few_products_for_many_parameters():
    net = fitted(Fitting(Circle(samples=60), Mlp((30, 20)), batch_size=0))
    looks = list(spectrum(net, somewhere(net)))
    assert net.size > 700
    assert len(looks) < 102
    largest = [each.largest for each in looks[1:]]
    assert all(a <= b * (1 + 1e-9) for a, b in pairwise(largest))
    assert looks[-1].error <= 1e-6 * looks[-1].largest
    top = looks[-1].directions[-1]
    bent = net.hessian_vector(looks[-1].theta, top)
    assert bent == pytest.approx(looks[-1].largest * top, abs=1e-5 * looks[-1].largest)


def test_two_ends_bound_the_condition_where_all_curves_upwards():
    ravine = on(Ravine(300))
    assert measured(ravine, (1.0, 1.0), small=0).condition == pytest.approx(300, rel=1e-6)
    assert math.isnan(measured(on(Saddle()), (1.0, 1.0), small=0).condition)
    assert len(measured(on(Bowl()), (1.0, 1.0), small=0).curvatures) == 1


# ----------------------------------------------------------------------------------- stop points


@pytest.mark.parametrize("small", [0, 100])
def test_every_item_is_the_last_word_so_far(small: int):
    """One stop point after each product: nothing is known at first."""
    net = fitted(NET)
    first, *others = spectrum(net, somewhere(net), small=small)
    assert math.isnan(first.largest)
    assert math.isnan(first.smallest)
    assert math.isnan(first.condition)
    assert first.gradient_norm > 0.0
    assert len(others) >= 10
    assert others[-1].largest > 0.0


@pytest.mark.parametrize("small", [0, 100])
def test_where_numbers_end_nothing_is_claimed(small: int):
    with np.errstate(all="ignore"):
        found = measured(on(Himmelblau()), (1e200, 1e200), small=small)
    assert math.isnan(found.largest)
    assert found.heights(np.zeros(2)).shape == (0,)


# ----------------------------------------------------------------------------------------- split


@pytest.mark.parametrize("landscape", [Bowl(), Ravine(50), Booth()])
def test_the_loss_of_a_quadratic_splits_into_its_directions(landscape: Any):
    ground = on(landscape)
    found = measured(ground, (0.4, -1.1))
    thetas = np.random.default_rng(2).normal(size=(3, 5, 2))
    heights = found.heights(thetas)
    assert heights.shape == (3, 5, 2)
    assert (heights >= 0.0).all()
    assert heights.sum(axis=-1) == pytest.approx(ground.value(thetas), rel=1e-6)  # minima are 0


def test_the_split_of_a_ravine_is_its_two_terms():
    heights = measured(on(Ravine(50)), (0.4, -1.1)).heights(np.array([3.0, 2.0]))
    assert heights == pytest.approx([3.0**2 / 2, 50 * 2.0**2 / 2], rel=1e-6)


def test_the_split_of_linear_regression_adds_up_to_what_can_still_be_won():
    line = fitted(Fitting(Births(), Linear(), MeanSquaredError()))
    table = np.column_stack([line.scaling(line.train.features), np.ones(len(line.train))])
    (_, (squares,), _, _) = np.linalg.lstsq(table, line.train.targets)
    theta = somewhere(line)
    won = float(line.value(theta)) - squares / len(table)
    assert measured(line, theta).heights(theta).sum() == pytest.approx(won, rel=1e-6)


def test_away_from_a_quadratic_it_splits_the_one_that_touches():
    """The quadratic through loss, slope and curvature at theta, at a point beside it."""
    net = fitted(NET)
    theta = somewhere(net)
    found = measured(net, theta)
    beside = theta + 1e-3 * np.random.default_rng(3).normal(size=net.size)
    rise = found.heights(beside).sum() - found.heights(theta).sum()
    bend = net.hessian_vector(theta, beside - theta)
    touching = found.gradient @ (beside - theta) + 0.5 * bend @ (beside - theta)
    assert rise == pytest.approx(touching, rel=1e-4)
    assert rise == pytest.approx(float(net.value(beside) - net.value(theta)), rel=1e-2)
