"""What theory promises of descent, momentum and Adam, measured along runs: rates, limits, ends.

The runs down a ravine begin 1e100 away: its slope is linear, so nothing changes but that there are
hundreds of steps in which the rate can be measured before the run ends as converged.
"""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from optlab.engine import Experiment, Fitting, Landscape, Racer, begin, prepare, race
from optlab.engine.datasets import Births, Line
from optlab.engine.experiment import AnyObjective
from optlab.engine.fitted import FittingObjective
from optlab.engine.landscapes import AnyLandscape, Ravine, Rosenbrock
from optlab.engine.losses import MeanSquaredError
from optlab.engine.models import Linear
from optlab.engine.optimizers import Adam, AnyOptimizer, GradientDescent, Momentum
from optlab.engine.starts import At

FAR = (1e100, 1e100)
conditions = pytest.mark.parametrize("condition", [10.0, 100.0, 1000.0])


def path(
    objective: AnyObjective | AnyLandscape,
    optimizer: AnyOptimizer,
    steps: int,
    start: tuple[float, ...] = (),
) -> np.ndarray:
    """Give theta (steps + 1, D) from the start on."""
    if not isinstance(objective, Fitting | Landscape):
        objective = Landscape(objective)
    chosen = Experiment(
        objective=objective,
        start=At(start) if start else Experiment().start,
        racers=(Racer("it", optimizer),),
    )
    (first,) = begin(chosen)
    chunks = [chunk for (chunk,) in race(chosen, (first,), steps)]
    return np.concatenate([first.theta[None], *(chunk.theta for chunk in chunks)])


def slope_of(landscape: Any, theta: np.ndarray) -> np.ndarray:
    return np.array(landscape.gradient(*theta.tolist()))


# --------------------------------------------------------------------------------- down a ravine


def factor(condition: float, optimizer: AnyOptimizer) -> float:
    """What is left of the distance after a step, over the later half of 400 steps."""
    made = path(Ravine(condition), optimizer, 400, FAR)
    sizes = np.hypot(*(made / FAR[0]).T)
    return float((sizes[400] / sizes[200]) ** (1 / 200))


@conditions
def test_gradient_descent_at_its_best_shrinks_by_the_factor_of_theory(condition: float):
    """With the rate 2 / (1 + k) every step leaves (k - 1) / (k + 1), along and across."""
    best, left = 2 / (1 + condition), (condition - 1) / (condition + 1)
    made = path(Ravine(condition), GradientDescent(best), 400, FAR) / FAR[0]
    wanted = left ** np.arange(401.0)
    assert abs(made) == pytest.approx(np.column_stack([wanted, wanted]), rel=1e-9)
    for other in (0.9 * best, 0.99 * best, 1.01 * best):
        assert factor(condition, GradientDescent(other)) > left


@conditions
def test_the_heavy_ball_at_its_best_shrinks_by_the_factor_of_theory(condition: float):
    """Polyak: with his rate and momentum every step leaves (√k - 1) / (√k + 1) in the long run.

    Both roots of the recursion are equal, so the distance is (a + b n) times a power: over the
    steps 200 to 400 the first factor at most doubles, which is 1.0035 a step.
    """
    root = math.sqrt(condition)
    left = (root - 1) / (root + 1)
    best = Momentum(4 / (root + 1) ** 2, left**2)
    assert factor(condition, best) == pytest.approx(left, rel=0.02)
    assert factor(condition, best) < (condition - 1) / (condition + 1)
    assert factor(condition, replace(best, beta=left**2 + 0.1 * (1 - left**2))) > 1.005 * left
    assert factor(condition, replace(best, learning_rate=0.9 * best.learning_rate)) > 1.005 * left


@pytest.mark.parametrize(("share", "ends_below_start"), [(0.99, True), (1.01, False)])
def test_gradient_descent_is_stable_up_to_2_over_the_curvature(
    share: float, ends_below_start: bool
):
    made = path(Ravine(50), GradientDescent(share * 2 / 50), 300, (0.0, 1.0))
    assert (abs(made[-1][1]) < 1) == ends_below_start


@pytest.mark.parametrize(("share", "ends_below_start"), [(0.99, True), (1.01, False)])
def test_momentum_is_stable_further_out(share: float, ends_below_start: bool):
    """Up to 2 (1 + beta) over the curvature."""
    made = path(Ravine(50), Momentum(share * 2 * 1.8 / 50, 0.8), 600, (0.0, 1.0))
    assert (abs(made[-1][1]) < 1) == ends_below_start


def test_gradient_descent_never_climbs_with_a_small_rate():
    made = path(Rosenbrock(), GradientDescent(1e-4), 2000)
    losses = [float(Rosenbrock().value(*theta)) for theta in made.tolist()]
    assert losses == sorted(losses, reverse=True)


# --------------------------------------------------------------------------- two forms, one step


@given(st.floats(1e-4, 0.05), st.floats(0, 0.99), st.floats(-2, 2), st.floats(-1, 3))
def test_both_forms_of_momentum_are_one(rate: float, beta: float, x: float, y: float):
    """V <- bV + a g, w <- w - V is the heavy ball w' = w - a g + b (w - w before)."""
    before = theta = np.array([x, y])
    for made in path(Ravine(7), Momentum(rate, beta), 40, (x, y)):
        assert made == pytest.approx(theta, rel=1e-9, abs=1e-12)
        before, theta = theta, theta - rate * slope_of(Ravine(7), theta) + beta * (theta - before)


@given(st.floats(1e-4, 1), st.floats(-2, -0.01), st.floats(0.01, 3))
def test_the_first_step_of_adam_is_the_learning_rate_down_the_sign(rate: float, x: float, y: float):
    first, second = path(Rosenbrock(), Adam(rate), 1, (x, y))
    gradient = slope_of(Rosenbrock(), first)
    moved = rate * np.sign(gradient) * abs(gradient) / (abs(gradient) + 1e-8)
    assert first - second == pytest.approx(moved, rel=1e-9)
    assert first - second == pytest.approx(rate * np.sign(gradient), rel=1e-3)


# ------------------------------------------------------------------------------ closed forms


@pytest.mark.parametrize("dataset", [Births(), Line()])
@pytest.mark.parametrize("standardise", [True, False])
def test_descent_reaches_the_closed_form_of_least_squares(
    dataset: Births | Line, standardise: bool
):
    fitting = Fitting(dataset, Linear(), MeanSquaredError(), batch_size=0, standardise=standardise)
    objective = prepare(Experiment(objective=fitting))
    assert isinstance(objective, FittingObjective)
    x, y = objective.train.features, objective.train.targets
    table = np.column_stack((x, np.ones(len(x))))
    (best, (squares,), _, _) = np.linalg.lstsq(table, y)
    hessian = 2 * table.T @ table / len(table)
    rate = 0.3 if standardise else float(1.0 / np.linalg.eigvalsh(hessian)[-1])
    optimizer = GradientDescent(rate)
    if not standardise:
        optimizer = Momentum(rate, 0.99)
    last = path(fitting, optimizer, 50_000)[-1]
    reached = float(objective.value(last))
    assert reached == pytest.approx(squares / len(y), rel=1e-6)
    ages = np.linspace(x.min(), x.max(), 5)[:, None]
    line = np.column_stack((ages, np.ones(5))) @ best
    assert objective.predict(last, ages) == pytest.approx(line, rel=1e-3)


def test_raw_ages_are_a_ravine_that_standardising_removes():
    """The lesson of the births: without scaling, the largest stable rate hardly moves the bias."""
    raw = Fitting(Births(), Linear(), MeanSquaredError(), batch_size=0, standardise=False)
    scaled = replace(raw, standardise=True)
    losses = [
        float(prepare(Experiment(objective=each)).value(path(each, GradientDescent(rate), 300)[-1]))
        for each, rate in ((raw, 0.001), (scaled, 0.3))
    ]
    assert losses[0] > 1.1 * losses[1]
