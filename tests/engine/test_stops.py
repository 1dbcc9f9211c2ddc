"""Stops end a run where a person said so; checks cost what they touch and change nothing else."""

from dataclasses import replace as with_other

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from optlab.engine import Experiment, Fitting, Landscape, Racer, Snapshot, Status, begin, race
from optlab.engine.arrays import Counts
from optlab.engine.datasets import Circle, Line
from optlab.engine.landscapes import Bowl
from optlab.engine.losses import MeanSquaredError
from optlab.engine.models import Linear
from optlab.engine.objective import prepare
from optlab.engine.optimizers import Exhaustive, GradientDescent
from optlab.engine.run import advance
from optlab.engine.starts import At
from optlab.engine.stops import (
    AnyCheck,
    EverySeconds,
    EverySteps,
    GradientBelow,
    LossBelow,
    NoCheck,
    SamplesSpent,
    modelled_seconds,
)

DESCENT = (Racer("it", GradientDescent(learning_rate=0.1)),)
BOWL = Experiment(objective=Landscape(Bowl()), start=At((1.0, 0.0)), racers=DESCENT)
LINE = Experiment(
    objective=Fitting(Line(samples=40), Linear(), MeanSquaredError(), batch_size=8),
    racers=DESCENT,
    steps=200,
)
TRAIN = 20
"""Half of the 40 samples are kept back."""


def run(experiment: Experiment) -> list[Snapshot]:
    """Every row of the only racer, the start first."""
    (start,) = begin(experiment)
    chunks = [chunk for (chunk,) in race(experiment, [start], experiment.steps)]
    return [start, *(chunk.snapshot(i) for chunk in chunks for i in range(len(chunk)))]


def test_a_loss_that_is_low_enough_ends_the_run():
    """On the bowl from (1, 0) a step of 0.1 leaves 0.8 of x, and sees x² before it moves."""
    *_, end = run(replace(BOWL, stops=(LossBelow(epsilon=0.01),)))
    assert end.status is Status.stopped
    assert end.step == 12  # 0.64^11 = 0.0074 is seen by step 12, 0.64^10 = 0.0115 by step 11
    assert end.loss == pytest.approx(0.64**11)
    assert end.evidence == "Stopped at step 12: the loss seen there is 0.0073787, below 0.01."


def test_a_gentle_slope_ends_the_run_but_is_not_called_convergence():
    *_, end = run(replace(BOWL, stops=(GradientBelow(epsilon=0.1),)))
    assert (end.status, end.step) == (Status.stopped, 15)  # 2 · 0.8^14 = 0.088
    assert "slope is 0.088, below 0.1" in end.evidence


def test_a_budget_of_samples_ends_the_run():
    *_, end = run(replace(LINE, stops=(SamplesSpent(budget=100),)))
    assert end.status is Status.stopped
    assert end.cost.samples == 100  # five epochs of 8 + 8 + 4
    assert end.step == 15


def test_the_first_stop_that_is_met_counts():
    stops = (LossBelow(epsilon=1e-12), SamplesSpent(budget=50), GradientBelow(epsilon=1e-12))
    *_, end = run(replace(LINE, stops=stops))
    assert "budget of 50" in end.evidence


def test_checks_cost_every_training_sample_and_change_nothing_else():
    plain, checked = run(LINE), run(replace(LINE, check=EverySteps(every=10)))
    for one, two in zip(plain, checked, strict=True):
        assert one.theta.tobytes() == two.theta.tobytes()
        checks = two.step // 10
        assert two.cost.loss_evaluations == one.cost.loss_evaluations + checks
        assert two.cost.samples == one.cost.samples + checks * TRAIN
        assert two.cost.gradient_evaluations == one.cost.gradient_evaluations


def test_a_loss_is_only_low_enough_where_it_is_looked_at():
    objective = prepare(LINE)
    rows = run(replace(LINE, check=EverySteps(every=7), stops=(LossBelow(epsilon=0.05),)))
    losses = objective.value(np.array([row.theta for row in rows]))
    low = next(row for row in rows[7::7] if losses[row.step] <= 0.05)
    assert rows[-1].step == low.step
    assert rows[-1].status is Status.stopped
    assert f"checked there, is {losses[low.step]:.6g}" in rows[-1].evidence


def test_rarer_checks_are_cheaper():
    spent = [run(replace(LINE, check=EverySteps(every)))[-1].cost.samples for every in (1, 10, 50)]
    assert spent == sorted(spent, reverse=True)


def test_checks_by_modelled_time_come_at_even_times():
    """Two parameters, 8 samples a step: a check each 20 steps' worth of time."""
    experiment = replace(LINE, check=EverySeconds(seconds=modelled_seconds(160, 2)))
    rows = run(experiment)
    seen = [row.cost.loss_evaluations for row in rows]
    times = [modelled_seconds(row.cost.samples, 2) for row in rows]
    checks = seen[-1]
    assert checks > 3
    assert checks == pytest.approx(times[-1] / modelled_seconds(160, 2), abs=1.0)


@given(st.sampled_from([NoCheck(), EverySteps(3), EverySeconds(1e-7)]), st.integers(1, 30))
def test_where_a_run_is_cut_does_not_matter_for_its_checks(check: AnyCheck, cut: int):
    experiment = replace(LINE, check=check, steps=30)
    (start,) = begin(experiment)
    whole = run(experiment)[-1]
    *_, (first,) = race(experiment, [start], cut)
    middle = first.snapshot(-1)
    assert middle.step == cut
    while middle.step < 30:
        middle = advance(experiment, middle)
    assert middle.cost == whole.cost


def due(check: AnyCheck, samples: Counts) -> list[bool]:
    steps = np.arange(1, len(samples))
    return check.due(steps, samples, 2, 5).tolist()


def test_a_step_is_followed_by_one_check_at_most():
    long = np.array([0, 1000, 2000, 2001, 2011])
    assert due(EverySeconds(modelled_seconds(9.7, 2)), long) == [True, True, False, True]
    assert due(EverySteps(2), long) == [False, True, False, True]
    assert due(NoCheck(), long) == [False] * 4


def test_a_method_that_has_tasted_everything_is_done():
    racer = Racer("all", Exhaustive(points=11))
    *_, end = run(Experiment(objective=Landscape(Bowl()), start=At((1.0, 1.0)), racers=(racer,)))
    assert end.status is Status.stopped
    assert end.cost.loss_evaluations == 121
    assert end.evidence == "Stopped at step 11: every point of the grid has been tasted."


def test_a_stop_also_ends_runs_on_mini_batches_of_a_network():
    experiment = Experiment(
        objective=Fitting(Circle()), racers=DESCENT, stops=(LossBelow(epsilon=0.5),), steps=5000
    )
    *_, end = run(experiment)
    assert end.status is Status.stopped
    assert with_other(end, status=Status.running).loss <= 0.5
