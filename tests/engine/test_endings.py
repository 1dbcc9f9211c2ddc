"""Endings: what a run calls diverged, converged or stalled is so, and its evidence says why."""

import math
import re

import numpy as np
import pytest

from optlab.engine import (
    Cost,
    Experiment,
    Fitting,
    Landscape,
    Racer,
    Snapshot,
    Status,
    advance,
    begin,
    prepare,
    race,
)
from optlab.engine.datasets import Line
from optlab.engine.endings import DIVERGED_FACTOR, ending
from optlab.engine.experiment import AnyObjective
from optlab.engine.landscapes import AnyLandscape, Bowl, Ravine, Rosenbrock, Saddle
from optlab.engine.losses import MeanSquaredError
from optlab.engine.models import Linear
from optlab.engine.optimizers import Adam, AnyOptimizer, GradientDescent, Momentum
from optlab.engine.starts import At

LINE = Fitting(Line(samples=20), Linear(), MeanSquaredError(), batch_size=0)


def experiment(
    objective: AnyObjective | AnyLandscape, optimizer: AnyOptimizer, start: tuple[float, ...] = ()
) -> Experiment:
    if not isinstance(objective, Fitting | Landscape):
        objective = Landscape(objective)
    racers = (Racer("it", optimizer),)
    chosen = At(start) if start else Experiment().start
    return Experiment(objective=objective, start=chosen, racers=racers)


def run(chosen: Experiment, until: int) -> list[Snapshot]:
    """All snapshots from the start to the end of the run."""
    rows = list(begin(chosen))
    for (chunk,) in race(chosen, rows[-1:], until):
        rows += [chunk.snapshot(row) for row in range(len(chunk))]
    return rows


# -------------------------------------------------------------------------------------- diverged


def test_divergence_is_named_with_its_step_and_the_loss_before():
    rows = run(experiment(Ravine(50), GradientDescent(1.0)), 100)
    last, before = rows[-1], rows[-2]
    assert last.status is Status.diverged
    assert last.evidence == (
        f"Diverged at step {last.step}: the loss rose to {last.loss:.3g}; "
        f"one step before it was {before.loss:.4g}."
    )
    assert all(row.status is Status.running and not row.evidence for row in rows[:-1])
    start = float(prepare(experiment(Ravine(50), GradientDescent())).value(rows[0].theta))
    assert last.loss >= DIVERGED_FACTOR * (1 + start) > before.loss


def test_a_diverged_racer_stays_where_it_last_was_and_steps_no_more():
    chosen = experiment(Ravine(50), Momentum(1.0))
    rows = run(chosen, 100)
    last, before = rows[-1], rows[-2]
    assert last.theta.tolist() == before.theta.tolist()
    assert last.memory.tolist() == before.memory.tolist()
    assert last.step == before.step + 1
    assert advance(chosen, last) is last
    assert list(race(chosen, (last,), 200)) == []


def test_below_all_bounds_the_loss_fell():
    last = run(experiment(Saddle(), GradientDescent(0.5)), 200)[-1]
    assert last.status is Status.diverged
    assert "the loss fell to -" in last.evidence


def test_a_first_step_out_of_range_has_no_loss_before():
    last = run(experiment(Rosenbrock(), GradientDescent(10.0), (1e80, 0.0)), 5)[-1]
    assert (last.step, last.status) == (1, Status.diverged)
    assert last.evidence == "Diverged at step 1: the loss left the range of numbers."
    assert np.isfinite(last.theta).all()


def test_an_update_out_of_range_keeps_the_last_finite_point():
    chosen = experiment(Rosenbrock(), GradientDescent(10.0), (1e75, 0.0))
    rows = run(chosen, 5)
    assert rows[-1].status is Status.diverged
    assert np.isfinite(rows[-1].theta).all()
    chosen = experiment(Rosenbrock(), Momentum(10.0), (3e102, 0.0))
    assert np.isfinite(run(chosen, 5)[-1].memory).all()


@pytest.mark.parametrize("loss", [math.nan, math.inf, -math.inf, 1e10, -1e10])
def test_any_unusable_loss_ends_the_run(loss: float):
    found = ending(
        7,
        np.zeros((4, 2)),
        np.zeros((4, 1, 2)),
        np.array([2.0, 1.0, loss, 1.0]),
        np.ones(4),
        start_loss=2.0,
        exact=False,
    )
    assert found is not None
    assert (found.row, found.status) == (2, Status.diverged)
    assert found.evidence.startswith("Diverged at step 8: the loss ")
    assert found.evidence.endswith("; one step before it was 1.")


def test_an_unusable_theta_ends_the_run_though_its_loss_was_seen():
    thetas = np.array([[0.0, 0.0], [1.0, 1.0], [2.0, math.inf]])
    found = ending(
        1,
        thetas,
        np.zeros((3, 0, 2)),
        np.array([math.nan, 1.0, 0.5]),
        np.ones(3),
        start_loss=1.0,
        exact=True,
    )
    assert found == (
        2,
        Status.diverged,
        "Diverged at step 2: the update left the range of numbers; the loss was 0.5.",
    )


# ------------------------------------------------------------------------------------- converged


@pytest.mark.parametrize("objective", [Bowl(), Ravine(5), LINE])
@pytest.mark.parametrize("optimizer", [GradientDescent(0.1), Momentum(0.03), Adam(0.1)])
def test_convergence_is_claimed_where_the_slope_is_flat(
    objective: AnyLandscape | Fitting, optimizer: AnyOptimizer
):
    chosen = experiment(objective, optimizer)
    last = run(chosen, 20_000)[-1]
    assert last.status is Status.converged, last
    found = re.fullmatch(
        rf"Converged at step {last.step}: the slope is (\S+), flat to rounding; "
        r"the loss is (\S+)\.",
        last.evidence,
    )
    assert found
    assert float(found[1]) == pytest.approx(last.gradient_norm, rel=0.06, abs=1e-300)
    assert float(found[2]) == pytest.approx(last.loss, rel=1e-5)
    prepared = prepare(chosen)
    slope = np.linalg.norm(prepared.gradient(last.theta))
    assert slope <= 1e-9 * max(1.0, float(prepared.value(last.theta)))


def test_a_small_step_is_no_convergence():
    last = run(experiment(Rosenbrock(), GradientDescent(1e-9)), 500)[-1]
    assert last.status is Status.running


def test_a_marble_that_races_over_a_flat_point_has_not_converged():
    chosen = experiment(Bowl(), Momentum(0.1), (1.0, 1.0))
    at_the_bottom = Snapshot(
        0, 5, np.zeros(2), np.array([[0.3, 0.0]]), 0.1, 0.2, Cost(), Status.running
    )
    after = advance(chosen, at_the_bottom)
    assert after.gradient_norm == 0.0
    assert after.status is Status.running
    assert after.theta[0] == pytest.approx(-0.27)


def test_flat_mini_batches_are_no_convergence(any_optimizer: AnyOptimizer):
    fitting = Fitting(Line(samples=20, noise=0), Linear(), MeanSquaredError(), batch_size=3)
    last = run(experiment(fitting, any_optimizer), 5000)[-1]
    assert last.status is Status.running or hasattr(any_optimizer, "finish")


# --------------------------------------------------------------------------------------- stalled


def test_an_update_below_rounding_is_a_stall():
    last = run(experiment(Bowl(), GradientDescent(1e-17), (1.0, 1.0)), 10)[-1]
    assert (last.step, last.status) == (1, Status.stalled)
    assert last.theta.tolist() == [1.0, 1.0]
    assert last.evidence == (
        "Stalled at step 1: the update is too small to change any parameter, "
        "although the slope is 2.8e+00."
    )


def test_a_velocity_that_still_gathers_is_no_stall():
    """One update is below rounding, a hundred of them together are not."""
    rows = run(experiment(Bowl(), Momentum(2e-17, 0.99), (1.0, 1.0)), 400)
    assert rows[1].theta.tolist() == [1.0, 1.0]
    assert rows[-1].theta[0] < 1.0
    assert rows[-1].status is Status.running


def test_the_first_ending_counts():
    still = np.ones((6, 2))
    found = ending(
        1,
        still,
        np.zeros((6, 0, 2)),
        np.array([1.0, 1.0, 1.0, math.nan, 1.0, 1.0]),
        np.array([1.0, 1e-20, 1.0, 1.0, 1.0, 1.0]),
        start_loss=1.0,
        exact=True,
    )
    assert found is not None
    assert (found.row, found.status) == (1, Status.converged)


def test_nothing_ends_while_all_goes_well():
    columns = np.arange(8.0).reshape(4, 2), np.zeros((4, 0, 2)), np.ones(4), np.ones(4)
    assert ending(1, *columns, start_loss=1.0, exact=True) is None
