"""The edge of stability is where the powers of one step on a parabola begin to grow."""

from __future__ import annotations

import numpy as np
import pytest

from optlab.engine.curvature import Spectrum, parabolic, spectrum
from optlab.engine.datasets import Births
from optlab.engine.experiment import Experiment, Fitting, Landscape, Racer
from optlab.engine.fitted import FittingObjective
from optlab.engine.landscapes import Bowl, Ravine, Rosenbrock
from optlab.engine.losses import MeanSquaredError
from optlab.engine.models import Linear
from optlab.engine.objective import prepare
from optlab.engine.optimizers import (
    Adam,
    AnyOptimizer,
    Genetic,
    GradientDescent,
    Momentum,
    Nesterov,
)
from optlab.engine.rolled import LandscapeObjective
from optlab.engine.run import begin, race
from optlab.engine.schedules import Stairs
from optlab.engine.stability import edge
from optlab.engine.starts import At

RATE = 0.01


@pytest.mark.parametrize(
    "optimizer",
    [
        GradientDescent(RATE),
        Momentum(RATE, 0.0),
        Momentum(RATE, 0.9),
        Nesterov(RATE, 0.5),
        Nesterov(RATE, 0.95),
    ],
)
def test_beyond_the_edge_a_ravine_blows_up_and_within_it_does_not(optimizer: AnyOptimizer) -> None:
    racer = Racer("Only", optimizer)
    limit = edge(racer, LandscapeObjective(Bowl()), 0, 400)
    assert limit.exact
    for share, grows in ((0.97, False), (1.03, True)):
        ground = Ravine(share * limit.curvature)  # curvatures 1 and the condition
        experiment = Experiment(
            steps=400,
            objective=Landscape(ground),
            start=At((0.0, 1e-3)),
            racers=(racer,),
        )
        head = begin(experiment)[0]
        for (chunk,) in race(experiment, (head,), 400):
            head = chunk.snapshot(-1)
        start, end = begin(experiment)[0].theta, head.theta
        assert (np.linalg.norm(end) > np.linalg.norm(start)) == grows


def test_the_edge_goes_with_the_schedule() -> None:
    racer = Racer("Only", GradientDescent(0.1), Stairs(every=10, decay=0.5))
    ground = LandscapeObjective(Bowl())
    assert edge(racer, ground, 9, 100).curvature == pytest.approx(20.0)
    assert edge(racer, ground, 10, 100).curvature == pytest.approx(40.0)


def test_elsewhere_it_is_a_guide_or_nothing() -> None:
    batches = prepare(Experiment())
    assert not edge(Racer("GD", GradientDescent()), batches, 0, 9).exact
    ground = LandscapeObjective(Bowl())
    assert not edge(Racer("Adam", Adam()), ground, 0, 9).exact
    assert edge(Racer("Genes", Genetic()), ground, 0, 9) is None


def last(objective, theta) -> Spectrum:
    *_, found = spectrum(objective, np.asarray(theta, dtype=float))
    return found


def test_parabolas_are_known_from_other_ground() -> None:
    births = Fitting(dataset=Births(), model=Linear(), loss=MeanSquaredError())
    line, ravine = FittingObjective(births, 7), LandscapeObjective(Ravine(100.0))
    for objective, theta in ((line, (3.0, -1.0)), (ravine, (1.0, 2.0))):
        assert parabolic(objective, last(objective, theta))
    winding, network = LandscapeObjective(Rosenbrock()), prepare(Experiment())
    assert not parabolic(winding, last(winding, (1.0, 1.0)))
    theta = begin(Experiment())[0].theta
    assert not parabolic(network, last(network, theta))
