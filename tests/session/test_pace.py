from typing import get_args

import pytest

from optlab.engine import Chunk, Experiment, Landscape, Status, begin, race
from optlab.engine.landscapes import AnyLandscape, TenPointScale
from optlab.engine.starts import At
from optlab.session.pace import STEPS, suited


@pytest.mark.parametrize("kind", get_args(AnyLandscape))
def test_no_suited_racer_explodes_and_plain_descent_descends(kind: type[AnyLandscape]):
    landscape = kind()
    start = At(landscape.start)
    experiment = Experiment(objective=Landscape(landscape), start=start, racers=suited(landscape))
    ends: dict[int, Chunk] = {}
    for chunks in race(experiment, begin(experiment), STEPS):
        for chunk in chunks:
            ends[chunk.racer] = chunk
    top = landscape.value(*landscape.start)
    if landscape.minima:  # elsewhere the ground falls without end
        assert all(chunk.status is not Status.diverged for chunk in ends.values())
    end = float(landscape.value(*ends[2].theta[-1].tolist()))
    assert end < top or isinstance(landscape, TenPointScale)
