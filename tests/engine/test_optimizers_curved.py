"""Newton, BFGS and conjugate gradients: one step, few steps, what they pay, where they stay."""

from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from optlab.engine import (
    Cost,
    Experiment,
    Fitting,
    Landscape,
    Racer,
    Snapshot,
    Status,
    begin,
    prepare,
    race,
)
from optlab.engine.datasets import Births, Circle, Line
from optlab.engine.experiment import AnyObjective
from optlab.engine.fitted import FittingObjective
from optlab.engine.landscapes import (
    AnyLandscape,
    Booth,
    Bowl,
    Himmelblau,
    Ravine,
    Rosenbrock,
    Saddle,
)
from optlab.engine.losses import MeanAbsoluteError, MeanSquaredError
from optlab.engine.models import Linear, Mlp
from optlab.engine.optimizers import AnyOptimizer, Bfgs, ConjugateGradient, Newton, Oracle
from optlab.engine.optimizers.bfgs import _explained
from optlab.engine.penalties import L2
from optlab.engine.starts import At, Normal

CURVED: tuple[Any, ...] = (Newton(), Bfgs(), ConjugateGradient())
SMALL = Fitting(Circle(samples=30), Mlp((2,)), penalty=L2(0.1), batch_size=4)
BATCHES = (4, 4, 4, 3)

each_of_them = pytest.mark.parametrize("optimizer", CURVED, ids=lambda each: each.title)
quadratics = st.tuples(st.floats(1, 1e4), st.floats(-2, 2), st.floats(-2, 2))


def run(
    objective: AnyObjective | AnyLandscape,
    optimizer: AnyOptimizer,
    steps: int,
    start: Any = None,
) -> list[Snapshot]:
    if not isinstance(objective, Fitting | Landscape):
        objective = Landscape(objective)
    start = start or Experiment().start
    chosen = Experiment(
        objective=objective,
        start=At(start) if isinstance(start, tuple) else start,
        racers=(Racer("it", optimizer),),
    )
    rows = list(begin(chosen))
    for (chunk,) in race(chosen, rows[-1:], steps):
        rows += [chunk.snapshot(row) for row in range(len(chunk))]
    return rows


def value(objective: Any, theta: np.ndarray) -> float:
    return float(prepare(Experiment(objective=objective)).value(theta))


class Quadratic:
    """L = ½ θᵀAθ − bᵀθ behind an oracle, with as many parameters as wanted."""

    def __init__(self, curvatures: Any, seed: int = 0) -> None:
        rng = np.random.default_rng(seed)
        axes = np.linalg.qr(rng.normal(size=(len(curvatures),) * 2))[0]
        self.a, self.b = axes * curvatures @ axes.T, rng.normal(size=len(curvatures))
        self.gradient, self.samples, self.batch = np.zeros(len(curvatures)), 0, None
        self.oracle = Oracle(self, self.value)

    def turn(self, step: int) -> None:
        pass

    def value(self, theta: np.ndarray, batch: object = None) -> np.ndarray:
        del batch
        return 0.5 * np.einsum("...i,ij,...j", theta, self.a, theta) - theta @ self.b

    def __call__(self, theta: np.ndarray) -> float:
        self.gradient[:] = self.a @ theta - self.b
        return float(self.value(theta))

    def path(self, optimizer: AnyOptimizer, steps: int, pace: float = 1.0) -> list[np.ndarray]:
        theta = np.zeros(len(self.b))
        memory = optimizer.init(theta)
        made = [theta.copy()]
        for step in range(steps):
            self.oracle.turn(step, pace)
            theta, memory = optimizer.step(theta, memory, self.oracle)
            made.append(theta.copy())
        return made

    def conjugate(self, steps: int) -> list[np.ndarray]:
        """The method of Hestenes and Stiefel (1952)."""
        theta, left = np.zeros(len(self.b)), self.b.copy()
        direction, made = left, [theta]
        for _ in range(steps):
            length = left @ left / (direction @ self.a @ direction)
            theta = theta + length * direction
            before, left = left, left - length * (self.a @ direction)
            direction = left + left @ left / (before @ before) * direction
            made.append(theta)
        return made


# -------------------------------------------------------------------------------- Newton: one step


@given(quadratics)
def test_newton_solves_a_ravine_in_one_step(quadratic: tuple[float, float, float]):
    condition, x, y = quadratic
    made = run(Ravine(condition), Newton(), 1, (x, y))[-1].theta
    assert made == pytest.approx([0.0, 0.0], abs=1e-5)


@pytest.mark.parametrize(
    ("landscape", "start"),
    [(Bowl(), (-1.5, 1.2)), (Booth(), (-3.0, 1.0)), (Ravine(1e4), (1.0, 1.0))],
)
def test_newton_solves_any_quadratic_in_one_step(landscape: Any, start: tuple[float, float]):
    made = run(landscape, Newton(), 1, start)[-1].theta
    assert made == pytest.approx(np.array(landscape.minima[0]), rel=1e-7, abs=1e-7)


def solution(line: FittingObjective) -> np.ndarray:
    """Theta (weights, then the bias) by NumPy's least squares."""
    x = line.scaling(line.train.features)
    best = np.linalg.lstsq(np.column_stack((x, np.ones(len(x)))), line.train.targets)[0]
    assert line.names[-1].startswith("b")
    return best


@pytest.mark.parametrize("dataset", [Births(), Line()])
@pytest.mark.parametrize("standardise", [True, False])
def test_newton_solves_linear_regression_in_one_step(dataset: Any, standardise: bool):
    fitting = Fitting(dataset, Linear(), MeanSquaredError(), batch_size=0, standardise=standardise)
    line = prepare(Experiment(objective=fitting))
    assert isinstance(line, FittingObjective)
    made = run(fitting, Newton(), 1)[-1].theta
    best = solution(line)
    assert made == pytest.approx(best, rel=1e-5, abs=1e-7 * float(np.linalg.norm(best)))


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_with_fewer_directions_it_is_conjugate_gradients_inside_a_step(seed: int):
    """The k-th point of Hestenes and Stiefel is the lowest one in the span of k directions."""
    ground = Quadratic([1.0, 2.0, 5.0, 30.0, 80.0, 100.0], seed)
    wanted = ground.conjugate(6)
    for directions in range(1, 7):
        made = ground.path(Newton(directions=directions), 1)[-1]
        assert made == pytest.approx(wanted[directions], rel=1e-5, abs=1e-7)


# ------------------------------------------------------------------------------- Newton: its knobs


@given(st.floats(0, 1000), st.floats(0.01, 1), quadratics)
def test_newton_is_its_formula(damping: float, rate: float, quadratic: tuple[float, float, float]):
    condition, x, y = quadratic
    made = run(Ravine(condition), Newton(rate, damping), 1, (x, y))[-1].theta
    wanted = [x - rate * x / (1 + damping), y - rate * condition * y / (condition + damping)]
    assert made == pytest.approx(wanted, rel=1e-5, abs=1e-6)


@each_of_them
def test_a_schedule_shortens_the_first_try(optimizer: AnyOptimizer):
    ground = Quadratic([1.0, 4.0, 20.0])
    whole, half = (ground.path(optimizer, 1, pace)[1] for pace in (0.02, 0.01))
    assert whole.any()
    assert half == pytest.approx(whole / 2, rel=1e-9)
    assert ground.path(replace(optimizer, learning_rate=0.01), 1)[1] == pytest.approx(half)


def test_where_the_ground_curves_downwards_newton_goes_down():
    """The plain formula would jump from here to the saddle, and from the summit nowhere."""
    for x, y in ((0.5, 0.01), (0.01, 0.5), (1.0, 1.0)):
        made = run(Saddle(), Newton(0.5), 1, (x, y))[-1].theta
        assert made == pytest.approx([0.5 * x, 1.5 * y], rel=1e-5)  # of x² - y²
    summit = (-0.27, -0.92)  # of Himmelblau, where both curvatures are below 0
    losses = [each.loss for each in run(Himmelblau(), Newton(), 30, (summit[0] + 0.01, summit[1]))]
    assert losses[1] > 181
    assert losses[-1] < 1e-9


def test_a_direction_without_curvature_is_left_alone():
    """Twice the same feature: many solutions, of which it takes the nearest."""
    ground = Quadratic([0.0, 1.0, 2.0], 1)
    ground.b = ground.a @ np.array([1.0, -2.0, 0.5])
    made = ground.path(Newton(), 3)[-1]
    assert made == pytest.approx(np.linalg.pinv(ground.a) @ ground.b, rel=1e-6)


def test_without_any_curvature_newton_goes_down_the_slope():
    ground = Quadratic([0.0, 0.0])
    assert ground.path(Newton(0.1), 1)[-1] == pytest.approx(0.1 * ground.b)


# -------------------------------------------------------------------------- conjugate gradients


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_conjugate_gradients_walk_as_hestenes_and_stiefel(seed: int):
    ground = Quadratic([1.0, 2.0, 5.0, 30.0, 80.0, 100.0], seed)
    made, wanted = ground.path(ConjugateGradient(), 6), ground.conjugate(6)
    assert np.array(made) == pytest.approx(np.array(wanted), rel=1e-5, abs=1e-7)


@given(quadratics)
def test_they_solve_two_parameters_in_two_steps(quadratic: tuple[float, float, float]):
    condition, x, y = quadratic
    rows = run(Ravine(condition), ConjugateGradient(), 2, (x, y))
    assert rows[-1].theta == pytest.approx([0.0, 0.0], abs=1e-5)


@pytest.mark.parametrize("size", [3, 8, 20])
def test_they_solve_a_quadratic_in_as_many_steps_as_parameters(size: int):
    ground = Quadratic(np.linspace(1.0, 50.0, size))
    best = np.linalg.solve(ground.a, ground.b)
    assert ground.path(ConjugateGradient(), size)[-1] == pytest.approx(best, abs=1e-5)
    alike = Quadratic([3.0] * (size - 1) + [7.0])  # two curvatures, two steps
    best = np.linalg.solve(alike.a, alike.b)
    assert alike.path(ConjugateGradient(), 2)[-1] == pytest.approx(best, abs=1e-6)


def test_every_direction_is_that_of_the_textbook_and_leads_down():
    """PR+ (Nocedal and Wright 5.45), begun anew where it would climb: the batches differ."""
    objective = prepare(Experiment(objective=SMALL))
    assert isinstance(objective, FittingObjective)
    kinds = {"kept": 0, "cut": 0, "anew": 0}
    for step, (was, now) in enumerate(pairwise(run(SMALL, ConjugateGradient(), 200))):
        slope, before = objective.gradient(was.theta, objective.batch(step)), was.memory[1]
        beta = slope @ (slope - before) / (before @ before) if before.any() else 0.0
        wanted = -slope + max(0.0, beta) * was.memory[0]
        kinds["cut"] += beta < 0.0
        if wanted @ slope >= 0.0:
            wanted = -slope
            kinds["anew"] += 1
        if now.memory.any():
            kinds["kept"] += beta > 0.0
            assert now.memory[0] == pytest.approx(wanted, rel=1e-9)
            assert now.memory[1].tolist() == slope.tolist()
    assert min(kinds.values()) > 5


# ------------------------------------------------------------------------------------------ BFGS


@pytest.mark.parametrize("known", [1, 2, 5])
def test_the_two_loops_are_the_matrix_of_bfgs(known: int):
    """B by the update of the textbook (Nocedal and Wright 6.17), from (s·y / y·y) I."""
    rng = np.random.default_rng(known)
    bend = Quadratic([1.0, 3.0, 9.0, 20.0]).a
    moves = np.vstack([np.zeros((6 - known, 4)), rng.normal(size=(known, 4))])
    changes = moves @ bend
    s, y = moves[-1], changes[-1]
    matrix = s @ y / (y @ y) * np.eye(4)
    for s, y in zip(moves[6 - known :], changes[6 - known :], strict=True):
        left = np.eye(4) - np.outer(s, y) / (s @ y)
        matrix = left @ matrix @ left.T + np.outer(s, s) / (s @ y)
    slope = rng.normal(size=4)
    assert _explained(moves, changes, slope) == pytest.approx(matrix @ slope)
    assert _explained(moves, changes, y) == pytest.approx(s)  # it explains the last pair


def test_its_memory_is_its_last_moves_and_what_they_changed():
    objective = prepare(Experiment(objective=Landscape(Rosenbrock())))
    rows = run(Rosenbrock(), Bfgs(pairs=3), 12, (-1.2, 1.0))
    kept: list[np.ndarray] = []
    for before, after in pairwise(rows):
        move = after.theta - before.theta
        change = objective.gradient(after.theta) - objective.gradient(before.theta)
        if move @ change > 1e-10 * np.linalg.norm(move) * np.linalg.norm(change):
            kept.append(np.array([move, change]))
        wanted = np.zeros((3, 2, 2))
        wanted[3 - len(kept[-3:]) :] = kept[-3:] or np.zeros((0, 2, 2))
        assert after.memory.reshape(2, 3, 2) == pytest.approx(wanted.transpose(1, 0, 2))
    assert 6 <= len(kept) <= 12


def test_its_pairs_are_felt_on_one_batch():
    objective = prepare(Experiment(objective=SMALL))
    assert isinstance(objective, FittingObjective)
    counted = 0
    for step, (before, after) in enumerate(pairwise(run(SMALL, Bfgs(), 40))):
        batch, (move, change) = objective.batch(step), after.memory[[9, 19]]
        if (after.memory != before.memory).any() and move.any():
            slopes = [objective.gradient(each.theta, batch) for each in (before, after)]
            assert change == pytest.approx(slopes[1] - slopes[0], abs=1e-12)
            assert move @ change > 0.0
            counted += 1
    assert counted > 20


# --------------------------------------------------------------------------------- all of them


@each_of_them
def test_they_find_the_end_of_a_winding_valley(optimizer: AnyOptimizer):
    last = run(Rosenbrock(), optimizer, 100, (-1.2, 1.0))[-1]
    assert last.status is Status.converged
    assert last.theta == pytest.approx([1.0, 1.0], rel=1e-8)


@each_of_them
@pytest.mark.parametrize("dataset", [Births(), Line()])
@pytest.mark.parametrize("standardise", [True, False])
def test_they_converge_on_the_closed_form_of_least_squares(
    optimizer: AnyOptimizer, dataset: Any, standardise: bool
):
    fitting = Fitting(dataset, Linear(), MeanSquaredError(), batch_size=0, standardise=standardise)
    line = prepare(Experiment(objective=fitting))
    assert isinstance(line, FittingObjective)
    last = run(fitting, optimizer, 30)[-1]
    assert last.status is Status.converged
    assert last.theta == pytest.approx(solution(line), rel=1e-8)


@each_of_them
def test_the_loss_never_climbs(optimizer: AnyOptimizer):
    for objective in (Landscape(Himmelblau()), Fitting(Circle(samples=60), batch_size=0)):
        losses = [each.loss for each in run(objective, optimizer, 60, Normal())[1:]]
        for before, after in pairwise(losses):
            assert after <= before * (1 + 1e-13)
        assert losses[-1] < 0.5 * losses[0]


@each_of_them
def test_they_beat_descent_by_what_they_pay(optimizer: AnyOptimizer):
    """In a ravine where gradient descent needs thousands of slopes."""
    last = run(Ravine(1000), optimizer, 100, (1.0, 1.0))[-1]
    assert last.status is Status.converged
    assert last.cost.gradient_evaluations + last.cost.loss_evaluations < 60


@pytest.mark.parametrize("landscape", [Rosenbrock(), Himmelblau(), Booth(), Ravine(1000)])
@pytest.mark.parametrize(
    ("optimizer", "method"), [(Bfgs(), "BFGS"), (ConjugateGradient(), "CG")], ids=["bfgs", "cg"]
)
def test_they_end_where_scipy_ends_in_about_as_many_steps(
    landscape: Any, optimizer: AnyOptimizer, method: str
):
    """Within half as many again and five; SciPy's line search is finer and pays for it."""
    optimize = pytest.importorskip("scipy.optimize", exc_type=ImportError)
    start = (0.5, 0.7)
    found = optimize.minimize(
        lambda theta: float(landscape.value(*theta)),
        np.array(start),
        jac=lambda theta: np.array(landscape.gradient(*theta.tolist())),
        method=method,
        options={"gtol": 1e-9},
    )
    last = run(landscape, optimizer, 200, start)[-1]
    assert last.status is Status.converged
    assert last.theta == pytest.approx(found.x, abs=1e-6)
    assert last.step <= 1.5 * found.nit + 5


@each_of_them
def test_where_no_try_falls_they_stay_and_forget(optimizer: AnyOptimizer):
    """The next step begins anew; when that fails as well, the run ends as stalled."""

    def walled_in(theta: np.ndarray, batch: object) -> np.ndarray:
        del theta, batch
        return np.array(np.inf)

    ground = Quadratic([1.0, 4.0, 20.0])
    theta, memory = np.ones(3), optimizer.init(np.ones(3))
    for step in range(2):
        ground.oracle.turn(step, 1.0)
        optimizer.step(theta, memory, ground.oracle)
    stood, blocked = theta.copy(), Oracle(ground, walled_in)
    assert memory.any() or not memory.size
    optimizer.step(theta, memory, blocked)
    assert theta.tolist() == stood.tolist()
    assert not memory.any()


@each_of_them
def test_at_the_bottom_they_stay(optimizer: AnyOptimizer):
    last = run(Bowl(), optimizer, 5, (0.0, 0.0))[-1]
    assert (last.step, last.status) == (1, Status.converged)
    assert last.theta.tolist() == [0.0, 0.0]
    assert last.cost == Cost(0, 1, 0)


@each_of_them
def test_at_a_kink_they_stay_or_stall(optimizer: AnyOptimizer):
    """The mean absolute error has no curvature but at its kinks."""
    fitting = Fitting(Line(), Linear(), MeanAbsoluteError(), batch_size=0)
    rows = run(fitting, optimizer, 100)
    assert rows[-1].status in (Status.running, Status.stalled)
    assert value(fitting, rows[-1].theta) < value(fitting, rows[0].theta)


@pytest.mark.parametrize(
    ("optimizer", "gradients"), [(Newton(directions=3), 7), (Bfgs(), 2), (ConjugateGradient(), 3)]
)
def test_all_that_they_ask_is_counted(optimizer: AnyOptimizer, gradients: int):
    for step, (before, after) in enumerate(pairwise(run(SMALL, optimizer, 8))):
        losses, asked, samples = np.subtract(after.cost, before.cost).tolist()
        assert asked == gradients
        assert losses >= 1
        assert samples == (losses + asked) * BATCHES[step % 4]


@each_of_them
@pytest.mark.parametrize("seed", range(5))
def test_tiny_batches_never_break_them(optimizer: AnyOptimizer, seed: int):
    """They may fly off, and the run says so."""
    fitting = Fitting(Circle(samples=30), Mlp((2,)), batch_size=1)
    chosen = Experiment(objective=fitting, seed=seed, racers=(Racer("it", optimizer),))
    rows = list(begin(chosen))
    for (chunk,) in race(chosen, rows[-1:], 150):
        rows += [chunk.snapshot(row) for row in range(len(chunk))]
    assert np.isfinite(rows[-1].theta).all()
    assert np.isfinite(rows[-1].memory).all()
    assert rows[-1].status in (Status.running, Status.diverged)
