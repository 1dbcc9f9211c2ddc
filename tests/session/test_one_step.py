"""Which step is taken apart, its phases, what it costs, and its story."""

from typing import Any

import numpy as np
import pytest
from msgspec.structs import replace

from optlab.engine import Experiment, Fitting, Landscape, Racer, Status, prepare
from optlab.engine.explain import explain
from optlab.engine.landscapes import Bowl, Rosenbrock
from optlab.engine.models import Mlp
from optlab.engine.optimizers import (
    Adam,
    Backtracking,
    FiniteDifferences,
    GradientDescent,
    Momentum,
    RandomSearch,
)
from optlab.engine.starts import At
from optlab.session.moment import Moment, moment
from optlab.session.one_step import (
    MOST_SHOWN,
    Phase,
    liveliest,
    phases,
    story,
    telling,
    update_at,
    work,
)
from optlab.session.recording import Recording
from optlab.session.training import train


def seen(optimizer, cursor: int, *, steps: int = 12, **choices: Any) -> Moment:
    racer = Racer("it", optimizer)
    experiment = replace(Experiment(steps=steps), racers=(racer,), **choices)
    recording = Recording(experiment, prepare(experiment))
    for _ in train(recording, steps):
        pass
    return moment(recording, min(cursor, recording.reached))


def test_the_next_update_leaves_the_cursor_and_the_last_one_led_to_it():
    now = seen(Adam(), 5)
    for last, step in ((False, 5), (True, 4)):
        update = update_at(now, 0, last=last)
        assert update.before is not None
        assert update.before.step == step
        assert update.note is None
    told = explain(now.experiment, now.recording.snapshot(0, 4))
    np.testing.assert_array_equal(told.theta, now.snapshots[0].theta)


def test_no_step_led_to_the_start():
    update = update_at(seen(Adam(), 0), 0, last=True)
    assert update.before is None
    assert "start" in str(update.note)


def test_after_the_plan_the_last_update_is_shown():
    update = update_at(seen(Adam(), 12), 0, last=False)
    assert update.before is not None
    assert update.before.step == 11
    assert "planned steps are done" in str(update.note)


def test_after_a_divergence_the_step_that_led_there_is_shown_with_its_evidence():
    now = seen(
        GradientDescent(learning_rate=1.0),
        12,
        objective=Landscape(Rosenbrock()),
        start=At(theta=(-1.5, 2.0)),
    )
    end = now.snapshots[0]
    assert end.status is Status.diverged
    update = update_at(now, 0, last=False)
    assert update.before is not None
    assert update.before.step == end.step - 1
    assert end.evidence in str(update.note)


def told_of(optimizer, **choices: Any):
    now = seen(optimizer, 4, **choices)
    return explain(now.experiment, now.snapshots[0])


def test_a_step_has_only_the_phases_it_has():
    forward, loss, backward, tries, update = Phase
    assert phases(told_of(Adam())) == (forward, loss, backward, update)
    assert phases(told_of(RandomSearch())) == (forward, loss, tries, update)
    assert phases(told_of(Backtracking())) == (forward, loss, backward, tries, update)
    bowl = {"objective": Landscape(Bowl()), "start": At(theta=(1.0, 2.0))}
    assert phases(told_of(Momentum(), **bowl)) == (forward, backward, update)
    assert phases(told_of(FiniteDifferences(), **bowl)) == (forward, tries, update)


@pytest.mark.parametrize("optimizer", [GradientDescent(), Momentum(), Adam()])
def test_the_story_tells_the_way_the_parameter_goes(optimizer):
    told = told_of(optimizer)
    for parameter, change in enumerate(told.change.tolist()):
        said = str(story(told, parameter))
        assert told.names[parameter] in said
        assert (" up by " if change > 0.0 else " down by ") in said
        against = change * told.felt[0].slope[parameter] > 0.0
        assert ("remembers" in said) == against


def test_the_story_of_a_search_tells_where_it_went():
    told = told_of(RandomSearch())
    said = str(story(told, 0))
    if told.accepted is None:
        assert said.endswith("it stays.")
    else:
        assert f"number {told.accepted + 1}" in said


def test_what_a_step_touches_is_what_the_run_paid():
    now = seen(Adam(), 5)
    told = explain(now.experiment, now.snapshots[0])
    assert work(now, now.snapshots[0]) == told.paid.samples * now.objective.size
    bowl = seen(Adam(), 5, objective=Landscape(Bowl()), start=At(theta=(1.0, 2.0)))
    assert work(bowl, bowl.snapshots[0]) == 2


def test_of_a_small_model_all_parameters_are_shown():
    told = told_of(Adam())
    assert telling(told, 3) == tuple(range(len(told.change)))


def test_of_a_large_model_the_liveliest_and_the_chosen_one_are_shown():
    told = told_of(Adam(), objective=Fitting(model=Mlp(hidden=(30, 20))))
    sizes = np.abs(told.change)
    quiet = int(sizes.argmin())
    shown = telling(told, quiet)
    assert quiet in shown
    assert liveliest(told) in shown
    assert len(shown) == MOST_SHOWN + 1
    assert list(shown) == sorted(shown)
    hidden = np.setdiff1d(np.arange(len(sizes)), shown)
    others = [each for each in shown if each != quiet]
    assert sizes[hidden].max() <= sizes[others].min()
