"""Bills say what was paid; on more data they grow; racers are compared at one and the same loss."""

from __future__ import annotations

import math

import pytest
from msgspec.structs import replace

from optlab.engine.experiment import Experiment, Landscape, Racer
from optlab.engine.landscapes import Bowl
from optlab.engine.objective import prepare
from optlab.engine.optimizers import Genetic, GradientDescent
from optlab.engine.starts import At
from optlab.engine.stops import modelled_seconds
from optlab.session.bill import bills, fair
from optlab.session.moment import Moment, moment
from optlab.session.recording import Recording
from optlab.session.rows import rows
from optlab.session.training import train

RACERS = (Racer("GD", GradientDescent(0.1)), Racer("Genes", Genetic()))
DATA = Experiment(steps=80, racers=RACERS)
BOWL = replace(DATA, objective=Landscape(Bowl()), start=At(Bowl().start))


def at(experiment: Experiment, step: int) -> Moment:
    recording = Recording(experiment, prepare(experiment))
    for _ in train(recording, 10**9):
        pass
    return moment(recording, step)


@pytest.mark.parametrize("experiment", [DATA, BOWL])
def test_a_bill_says_what_the_run_says(experiment: Experiment) -> None:
    told = {row.racer: row for block in rows(experiment, 50) for row in block if row.step == 50}
    for racer, paid in zip(RACERS, bills(at(experiment, 50)), strict=True):
        row = told[racer.name]
        assert (paid.steps, paid.loss_evaluations, paid.gradient_evaluations, paid.samples) == (
            50,
            row.loss_evaluations,
            row.gradient_evaluations,
            row.samples,
        )
        assert paid.evaluations == row.loss_evaluations + row.gradient_evaluations


def test_as_many_epochs_on_more_data_cost_in_proportion() -> None:
    seen = at(DATA, 50)
    small, large = bills(seen), bills(seen, 1_000_000)
    parameters, samples = seen.objective.size, seen.objective.samples
    assert samples == 200
    for now, then in zip(small, large, strict=True):
        assert now.seconds == modelled_seconds(now.samples, parameters)
        assert now.seconds == pytest.approx(1e-9 * parameters * now.samples)
        assert then.samples == pytest.approx(5_000 * now.samples)
        assert then.seconds == pytest.approx(5_000 * now.seconds)
        assert then.evaluations == now.evaluations


def test_a_landscape_has_no_data_to_pay_for() -> None:
    assert all(each.samples == each.seconds == 0.0 for each in bills(at(BOWL, 50), 1_000))


def test_racers_are_compared_where_both_have_the_same_loss() -> None:
    seen = at(DATA, 80)
    told = fair(seen)
    lowest = [min(seen.recording.track(place).train_loss) for place in range(2)]
    assert told.loss == max(lowest)
    for place, paid in enumerate(told.bills):
        track = seen.recording.track(place)
        first = next(row for row, loss in enumerate(track.train_loss) if loss <= told.loss)
        assert paid.steps == track.steps[first]
        assert paid.samples == track.cost[first, 2]
    assert min(each.samples for each in told.bills) < max(each.samples for each in told.bills)


def test_before_anybody_is_lower_there_is_nothing_to_compare() -> None:
    assert fair(at(DATA, 0)) is None


def test_who_never_got_lower_has_no_bill() -> None:
    wild = replace(BOWL, racers=(RACERS[0], Racer("Wild", GradientDescent(10.0))))
    told = fair(at(wild, 60))
    assert told.bills[1] is None
    assert told.bills[0].steps == 60 or math.isclose(told.loss, 0.0, abs_tol=1e-9)
