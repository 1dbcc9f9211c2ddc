"""Methods that look at the loss itself: what they do, what they pay, what their columns say."""

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

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
from optlab.engine.datasets import Circle
from optlab.engine.experiment import AnyObjective
from optlab.engine.landscapes import Bowl, Ravine, Rosenbrock
from optlab.engine.models import Logistic, Mlp
from optlab.engine.optimizers import (
    AnyOptimizer,
    Backtracking,
    FiniteDifferences,
    GradientDescent,
    Oracle,
    probing,
)
from optlab.engine.penalties import L2
from optlab.engine.starts import At

SMALL = Fitting(Circle(samples=30), Mlp((2,)), penalty=L2(0.1), batch_size=4)
BATCHES = (4, 4, 4, 3)


def experiment(
    objective: AnyObjective, optimizer: AnyOptimizer, start: tuple[float, float] | None = None
) -> Experiment:
    return Experiment(
        objective=objective,
        start=Experiment().start if start is None else At(start),
        racers=(Racer("it", optimizer),),
    )


def run(chosen: Experiment, steps: int) -> list[Snapshot]:
    rows = list(begin(chosen))
    for (chunk,) in race(chosen, rows[-1:], steps):
        rows += [chunk.snapshot(row) for row in range(len(chunk))]
    return rows


# -------------------------------------------------------------------------------------- oracle


@pytest.mark.parametrize("objective", [SMALL, Landscape(Rosenbrock())], ids=["net", "landscape"])
@pytest.mark.parametrize("lead", [(), (1,), (5,), (2, 3)])
def test_the_oracle_gives_and_counts_losses_in_any_shape(
    objective: AnyObjective, lead: tuple[int, ...]
):
    prepared = prepare(Experiment(objective=objective))
    slope = prepared.differentiator()
    oracle = Oracle(slope, prepared.value, (100, 10, 1000))
    thetas = np.random.default_rng(1).normal(size=(*lead, prepared.size))
    samples = 1000
    for step in range(4):
        oracle.turn(step, 1.0)
        losses = oracle.value(thetas)
        assert math.isnan(oracle.loss)
        assert math.isnan(oracle.gradient_norm)
        assert losses.shape == lead
        flat = thetas.reshape(-1, prepared.size)
        for theta, loss in zip(flat, losses.ravel(), strict=True):
            slope(theta)
            assert loss == pytest.approx(slope(theta), rel=1e-12)
        samples += len(flat) * slope.samples
        paid = (oracle.loss_evaluations, oracle.gradient_evaluations, oracle.samples)
        assert paid == (100 + len(flat) * (step + 1), 10, samples)


# --------------------------------------------------------------------------------- line search


@given(
    st.floats(0.01, 10),
    st.floats(0.1, 0.9),
    st.floats(1e-4, 0.9),
    st.tuples(st.floats(-2, 2), st.floats(-1, 3)),
)
def test_a_line_search_takes_the_first_try_that_falls_enough(
    first: float, shrink: float, share: float, start: tuple[float, float]
):
    landscape = Rosenbrock()
    rows = run(experiment(Landscape(landscape), Backtracking(first, shrink, share), start), 20)
    for before, after in pairwise(rows):
        there, paid = before.theta, after.cost.loss_evaluations - before.cost.loss_evaluations
        loss = float(landscape.value(*there))
        slope = np.array(landscape.gradient(*there.tolist()))
        assert after.loss == pytest.approx(loss, rel=1e-12)
        assert after.gradient_norm == pytest.approx(float(np.linalg.norm(slope)), rel=1e-12)
        assert after.cost.gradient_evaluations == after.step
        if (after.theta == there).all():
            assert paid > 20  # it tried all lengths
            continue
        tries = [first * shrink**k for k in range(paid)]
        enough = [
            float(landscape.value(*(there - a * slope))) - (loss - share * a * slope @ slope)
            for a in tries
        ]
        assert enough[-1] <= 1e-12 * (1 + loss)
        assert all(each > -1e-12 * (1 + loss) for each in enough[:-1])
        assert after.theta == pytest.approx(there - tries[-1] * slope, rel=1e-9, abs=1e-12)


def test_a_line_search_never_climbs():
    rows = run(experiment(Landscape(Rosenbrock()), Backtracking(), (-1.5, 2.0)), 500)
    losses = [each.loss for each in rows[1:]]
    assert losses == sorted(losses, reverse=True)


def test_a_line_search_needs_no_tuning_where_gradient_descent_flies_off():
    wild = run(experiment(Landscape(Ravine(1000)), GradientDescent(1.0), (1.0, 1.0)), 100)
    tame = run(experiment(Landscape(Ravine(1000)), Backtracking(1.0), (1.0, 1.0)), 100)
    assert wild[-1].status is Status.diverged
    assert tame[-1].status is Status.running
    assert tame[-1].loss < 0.01 * tame[1].loss


def test_a_line_search_pays_a_gradient_and_its_tries():
    """On the bowl a try of 1 jumps to the other side, equally high; half of it hits the bottom."""
    first, second, *_ = run(experiment(Landscape(Bowl()), Backtracking(1.0), (1.0, 1.0)), 1)
    assert (first.cost, second.cost) == (Cost(), Cost(2, 1, 0))
    assert second.theta.tolist() == [0.0, 0.0]
    rows = run(experiment(SMALL, Backtracking()), 8)
    for step, (before, after) in enumerate(pairwise(rows)):
        losses, gradients, samples = np.subtract(after.cost, before.cost).tolist()
        assert gradients == 1
        assert losses >= 1
        assert samples == (losses + gradients) * BATCHES[step % 4]


def test_a_line_search_that_finds_nothing_stays_and_says_so():
    """At the bottom the fall that is left is below the rounding of the loss."""
    fitting = Fitting(Circle(samples=30), Logistic(), batch_size=0)
    before, last = run(experiment(fitting, Backtracking(0.1, share=0.9)), 5000)[-2:]
    assert last.status is Status.stalled
    assert 0.0 < last.gradient_norm < 1e-6
    assert last.theta.tolist() == before.theta.tolist()
    assert 20 < last.cost.loss_evaluations - before.cost.loss_evaluations <= 67  # 2⁻⁶⁶ > 1e-20
    assert last.evidence == (
        f"Stalled at step {last.step}: the update is too small to change any parameter, "
        f"although the slope is {last.gradient_norm:.1e}."
    )


# -------------------------------------------------------------------------- finite differences


@given(st.floats(1e-4, 0.1), st.floats(1e-3, 1), st.floats(-2, 2), st.floats(-1, 3))
def test_finite_differences_are_their_formula(rate: float, probe: float, x: float, y: float):
    """On a quadratic the probed slope is the true one half a probe further."""
    rows = run(experiment(Landscape(Ravine(7)), FiniteDifferences(rate, probe), (x, y)), 20)
    theta = np.array([x, y])
    for each in rows:
        assert each.theta == pytest.approx(theta, rel=1e-9, abs=1e-9)
        further = theta + probe / 2
        theta = theta - rate * np.array(Ravine(7).gradient(*further.tolist()))


def test_with_a_short_probe_they_walk_as_gradient_descent():
    probed = run(experiment(SMALL, FiniteDifferences(0.1, 1e-7)), 100)
    felt = run(experiment(SMALL, GradientDescent(0.1)), 100)
    assert probed[-1].theta == pytest.approx(felt[-1].theta, rel=1e-4, abs=1e-5)
    assert probed[-1].loss == pytest.approx(felt[-1].loss, rel=1e-4)


def test_they_pay_a_loss_for_every_parameter_and_one_more():
    size = prepare(Experiment(objective=SMALL)).size
    rows = run(experiment(SMALL, FiniteDifferences()), 5)
    samples = np.cumsum([0, *BATCHES, BATCHES[0]]) * (size + 1)
    wanted = [Cost((size + 1) * step, 0, int(paid)) for step, paid in enumerate(samples)]
    assert [each.cost for each in rows] == wanted


@pytest.mark.parametrize("numbers", [1, 20, 50])
def test_probes_of_a_large_model_come_in_blocks(numbers: int, monkeypatch: pytest.MonkeyPatch):
    whole = run(experiment(SMALL, FiniteDifferences()), 5)
    monkeypatch.setattr(probing, "PROBED", numbers)
    parts = run(experiment(SMALL, FiniteDifferences()), 5)
    assert parts[-1].theta == pytest.approx(whole[-1].theta, rel=1e-9)
    assert parts[-1].cost == whole[-1].cost


def test_they_never_claim_convergence():
    """Their fixed point is half a probe beside the bottom, where the true slope is not flat."""
    last = run(experiment(Landscape(Bowl()), FiniteDifferences(0.1, 0.01), (1.0, 1.0)), 2000)[-1]
    assert last.status is Status.stalled
    assert last.theta == pytest.approx([-0.005, -0.005], rel=1e-6)
    assert last.evidence == (
        f"Stalled at step {last.step}: the update is too small to change any parameter."
    )
    assert math.isnan(last.gradient_norm)
