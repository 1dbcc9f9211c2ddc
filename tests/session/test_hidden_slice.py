"""A slice that must not tell what lies ahead depends on what was seen and on nothing else."""

import numpy as np
import pytest
from msgspec.structs import replace

from optlab.engine.datasets import Births
from optlab.engine.experiment import Experiment, Fitting, Racer
from optlab.engine.losses import MeanSquaredError
from optlab.engine.models import Linear
from optlab.engine.objective import prepare
from optlab.engine.optimizers import Adam, GradientDescent
from optlab.engine.slices import PathPlane, RandomDirections, Slice, ThreePoints, TwoParameters
from optlab.engine.starts import At
from optlab.session.recording import Recording
from optlab.session.survey import Survey
from optlab.session.training import train

NET = replace(Experiment(), steps=60)
LINE = replace(
    NET,
    objective=Fitting(dataset=Births(), model=Linear(), loss=MeanSquaredError(), batch_size=0),
    start=At((-0.8, 2.2)),
)


def hidden_slice(experiment: Experiment, optimizer, recipe, seen: int = 0) -> Slice:
    racing = replace(experiment, racers=(Racer("Alone", optimizer),))
    recording = Recording(racing, prepare(racing))
    for _ in train(recording, 10**9):
        pass
    survey = Survey(recording, recipe, 60, seen=seen)
    for _ in survey:
        pass
    assert survey.surface is not None
    assert not survey.whole  # it is not kept for when everything may be seen
    return survey.surface.slice


@pytest.mark.parametrize("experiment", [NET, LINE])
@pytest.mark.parametrize(
    "recipe", [PathPlane(), TwoParameters(), ThreePoints(), RandomDirections()]
)
def test_two_runs_from_one_start_have_the_same_slice(experiment, recipe):
    slow = hidden_slice(experiment, GradientDescent(0.001), recipe)
    fast = hidden_slice(experiment, Adam(0.3), recipe)
    assert np.array_equal(slow.origin, fast.origin)
    assert np.array_equal(slow.axes, fast.axes)
    assert slow.box == fast.box


@pytest.mark.parametrize("experiment", [NET, LINE])
def test_the_box_goes_as_far_as_the_start_is_from_the_origin(experiment):
    found = hidden_slice(experiment, GradientDescent(0.1), PathPlane())
    start = Recording(experiment, prepare(experiment)).heads()[0].theta
    reach = np.linalg.norm(start)
    for at, (low, high) in zip(found.coordinates(start), found.box, strict=True):
        assert low <= at - reach
        assert high >= at + reach


def test_what_was_seen_is_in_the_box():
    found = hidden_slice(LINE, GradientDescent(0.1), PathPlane(), seen=60)
    line = replace(LINE, racers=(Racer("Alone", GradientDescent(0.1)),))
    recording = Recording(line, prepare(line))
    for _ in train(recording, 10**9):
        pass
    for uv in found.coordinates(recording.track(0).path.theta):
        assert all(low < at < high for at, (low, high) in zip(uv, found.box, strict=True))
