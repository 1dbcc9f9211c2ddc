"""Optimizers against their formulas written anew, against theory, and against each other."""

import math
from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from optlab.engine import (
    Experiment,
    Fitting,
    Landscape,
    Racer,
    Snapshot,
    begin,
    prepare,
    race,
)
from optlab.engine.experiment import AnyObjective
from optlab.engine.landscapes import AnyLandscape, Bowl, Ravine, Rosenbrock
from optlab.engine.optimizers import (
    Adam,
    Annealing,
    AnyOptimizer,
    Bfgs,
    ConjugateGradient,
    EvolutionStrategy,
    Exhaustive,
    Genetic,
    GradientDescent,
    Momentum,
    Nesterov,
    Newton,
    NormalisedDescent,
    RandomSearch,
    SignDescent,
)
from optlab.engine.schedules import AnySchedule
from optlab.engine.starts import At

Slope = Callable[[np.ndarray], np.ndarray]


def run(
    objective: AnyObjective | AnyLandscape,
    optimizer: AnyOptimizer,
    steps: int,
    start: tuple[float, ...] = (),
) -> list[Snapshot]:
    if not isinstance(objective, Fitting | Landscape):
        objective = Landscape(objective)
    experiment = Experiment(
        objective=objective,
        start=At(start) if start else Experiment().start,
        racers=(Racer("it", optimizer),),
    )
    rows = list(begin(experiment))
    for (chunk,) in race(experiment, rows[-1:], steps):
        rows += [chunk.snapshot(row) for row in range(len(chunk))]
    return rows


def path(
    landscape: AnyLandscape, optimizer: AnyOptimizer, steps: int, start: tuple[float, ...] = ()
) -> np.ndarray:
    """Give theta (steps + 1, 2) from the start on."""
    return np.array([each.theta for each in run(landscape, optimizer, steps, start)])


def slope_of(landscape: AnyLandscape) -> Slope:
    return lambda theta: np.array(landscape.gradient(*theta.tolist()))


# -------------------------------------------------------------------------- all of the catalog


def test_it_descends_the_bowl(any_optimizer: AnyOptimizer):
    near = 1e-3
    if isinstance(any_optimizer, SignDescent | NormalisedDescent):
        near = math.sqrt(2) * any_optimizer.learning_rate  # then it jumps to and fro
    if isinstance(any_optimizer, RandomSearch | Annealing):
        near = any_optimizer.radius  # then hardly any try is better
    rows = run(Bowl(), any_optimizer, 1000)
    assert math.hypot(*rows[-1].theta) <= near
    assert rows[-1].loss <= near**2 < rows[1].loss


def test_it_learns_the_default_circle(any_optimizer: AnyOptimizer):
    """Those that compare losses or slopes of several steps need the same samples in each."""
    if isinstance(any_optimizer, Exhaustive):
        pytest.skip("a grid over two of many parameters learns next to nothing")
    curved = isinstance(any_optimizer, Newton | Bfgs | ConjugateGradient)
    search = isinstance(any_optimizer, RandomSearch | Annealing | Genetic | EvolutionStrategy)
    fitting = Fitting(batch_size=0) if curved or search else Fitting()
    experiment = Experiment(objective=fitting, racers=(Racer("it", any_optimizer),))
    rows = run(experiment.objective, any_optimizer, 1500)
    value = prepare(experiment).value
    assert value(rows[-1].theta) < 0.5 * value(rows[0].theta)


def test_its_memory_has_a_row_for_each_name(any_optimizer: AnyOptimizer):
    memory = any_optimizer.init(np.ones(3))
    assert memory.shape == (len(any_optimizer.memory_names), 3)
    assert len(set(any_optimizer.memory_names)) == len(any_optimizer.memory_names)


def test_it_says_its_formula_and_source(any_optimizer: AnyOptimizer):
    assert "θ ← " in any_optimizer.formula
    assert any_optimizer.source


def test_a_smaller_learning_rate_makes_a_smaller_first_step(any_optimizer: AnyOptimizer):
    if not hasattr(any_optimizer, "learning_rate"):
        pytest.skip("it has no learning rate")
    steps = []
    for rate in (0.001, 0.01, 0.1):
        theta = path(Bowl(), replace(any_optimizer, learning_rate=rate), 1, (1.0, -0.5))
        steps.append(float(np.linalg.norm(theta[1] - theta[0])))
    assert steps == pytest.approx([steps[2] / 100, steps[2] / 10, steps[2]], rel=1e-6)


# ------------------------------------------------------------------------------ formulas anew


@given(st.floats(1e-4, 0.05), st.floats(-2, 2), st.floats(-1, 3))
def test_gradient_descent_is_its_formula(rate: float, x: float, y: float):
    theta, slope = np.array([x, y]), slope_of(Ravine(7))
    for made in path(Ravine(7), GradientDescent(rate), 20, (x, y)):
        assert made == pytest.approx(theta, rel=1e-12, abs=1e-300)
        theta = theta - rate * slope(theta)


@given(st.floats(1e-4, 0.05), st.floats(0, 0.99), st.floats(-2, 2), st.floats(-1, 3))
def test_nesterov_is_its_formula(rate: float, beta: float, x: float, y: float):
    """In Nesterov's own form: a step from the point to which the last move is extrapolated."""
    slope = slope_of(Ravine(7))
    before = theta = np.array([x, y])
    for made in path(Ravine(7), Nesterov(rate, beta), 40, (x, y)):
        assert made == pytest.approx(theta, rel=1e-9, abs=1e-12)
        ahead = theta + beta * (theta - before)
        before, theta = theta, ahead - rate * slope(ahead)


@given(
    st.floats(1e-4, 0.5),
    st.floats(0, 0.99),
    st.floats(0.5, 0.999),
    st.floats(1e-8, 1e-2),
    st.tuples(st.floats(-2, 2), st.floats(-1, 3)),
)
def test_adam_is_its_formula(
    rate: float, beta1: float, beta2: float, epsilon: float, start: tuple[float, float]
):
    """Algorithm 1 of Kingma and Ba, number by number."""
    theta = list(start)
    mean, square = [0.0, 0.0], [0.0, 0.0]
    made = path(Ravine(3), Adam(rate, beta1, beta2, epsilon), 30, start)
    for time, there in enumerate(made[1:], 1):
        gradient = Ravine(3).gradient(*made[time - 1].tolist())
        for i, g in enumerate(gradient):
            mean[i] = beta1 * mean[i] + (1 - beta1) * g
            square[i] = beta2 * square[i] + (1 - beta2) * g * g
            unbiased = mean[i] / (1 - beta1**time)
            spread = math.sqrt(square[i] / (1 - beta2**time))
            theta[i] = float(made[time - 1][i]) - rate * unbiased / (spread + epsilon)
        assert there == pytest.approx(theta, rel=1e-12, abs=1e-12)


def test_without_momentum_all_of_descent_is_gradient_descent():
    plain = path(Rosenbrock(), GradientDescent(0.001), 50).tolist()
    assert path(Rosenbrock(), Momentum(0.001, 0.0), 50).tolist() == plain
    assert path(Rosenbrock(), Nesterov(0.001, 0.0), 50).tolist() == plain


@given(st.floats(1e-4, 1), st.floats(-2, 2), st.floats(-1, 3))
def test_sign_descent_moves_every_parameter_by_its_length(rate: float, x: float, y: float):
    slope = slope_of(Rosenbrock())
    made = path(Rosenbrock(), SignDescent(rate), 20, (x, y))
    for before, after in pairwise(made):
        assert after == pytest.approx(before - rate * np.sign(slope(before)), rel=1e-12)


@given(st.floats(1e-4, 1), st.floats(-2, 2), st.floats(-1, 3))
def test_normalised_descent_goes_its_length_down_the_slope(rate: float, x: float, y: float):
    slope = slope_of(Rosenbrock())
    made = path(Rosenbrock(), NormalisedDescent(rate), 20, (x, y))
    for before, after in pairwise(made):
        move, down = after - before, -slope(before)
        if down.any():
            assert math.hypot(*move) == pytest.approx(rate, rel=1e-9)
            assert move * math.hypot(*down) == pytest.approx(down * rate, rel=1e-6, abs=1e-9)


@pytest.mark.parametrize("optimizer", [SignDescent(0.5), NormalisedDescent(0.5)])
def test_without_a_slope_a_fixed_length_goes_nowhere(optimizer: AnyOptimizer):
    assert path(Bowl(), optimizer, 1, (0.0, 0.0)).tolist() == [[0.0, 0.0], [0.0, 0.0]]


# ----------------------------------------------------------------------------------- schedules


def test_a_schedule_is_a_factor_of_the_learning_rate(any_schedule: AnySchedule):
    factors = [any_schedule.factor(step, 50) for step in range(50)]
    assert all(math.isfinite(factor) and factor >= 0 for factor in factors)
    theta = np.array([1.0, 0.5])
    racer = Racer("it", GradientDescent(0.01), any_schedule)
    experiment = Experiment(
        steps=50, objective=Landscape(Bowl()), start=At((1.0, 0.5)), racers=(racer,)
    )
    rows = list(begin(experiment))
    for (chunk,) in race(experiment, rows, 50):
        for made, factor in zip(chunk.theta, factors[chunk.first - 1 :], strict=False):
            theta = theta - 0.01 * factor * 2 * theta
            assert made == pytest.approx(theta, rel=1e-12)
