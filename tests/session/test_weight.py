"""The history of one parameter is that of the recording."""

import numpy as np
import pytest
from msgspec.structs import replace

from optlab.engine import Experiment, prepare
from optlab.session.recording import Recording
from optlab.session.training import train
from optlab.session.weight import edited, history


@pytest.fixture(scope="module")
def recording() -> Recording:
    experiment = replace(Experiment(), steps=90)
    made = Recording(experiment, prepare(experiment))
    for _ in train(made, 90):
        pass
    return made


def test_a_short_history_has_every_step(recording: Recording):
    seen = history(recording, 1, 4)
    assert seen.steps.tolist() == list(range(91))
    wanted = [float(recording.snapshot(1, step).theta[4]) for step in range(91)]
    assert seen.low.tolist() == seen.high.tolist() == wanted
    assert seen.extent == (min(wanted), max(wanted))


def test_a_long_one_keeps_every_extreme(recording: Recording):
    whole, short = history(recording, 0, 2), history(recording, 0, 2, most=10)
    assert len(short.steps) <= 10
    assert short.extent == whole.extent
    assert short.steps[0] == 0


def test_an_edit_changes_one_number(recording: Recording):
    theta = recording.snapshot(0, 30).theta
    changed = edited(theta, 3, 0.5)
    assert changed[3] == 0.5
    assert np.flatnonzero(changed != theta).tolist() == [3]
    assert not changed.flags.writeable
