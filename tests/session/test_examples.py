"""Shipped examples tell the story that their first lines promise."""

import numpy as np

from optlab.engine import Experiment, begin, prepare, race
from optlab.resources import resource
from optlab.session.files import read_experiment


def ends(name: str) -> tuple[Experiment, dict[str, np.ndarray]]:
    experiment = read_experiment(resource("examples", f"{name}.optlab"))
    heads = {each.racer: each for each in begin(experiment)}
    for chunks in race(experiment, tuple(heads.values()), experiment.steps):
        heads.update({chunk.racer: chunk.snapshot(-1) for chunk in chunks})
    return experiment, {experiment.racers[each].name: heads[each].theta for each in heads}


def test_on_himmelblau_four_racers_come_down_in_three_valleys() -> None:
    experiment, found = ends("himmelblau")
    minima = np.array(prepare(experiment).minima)
    away = np.array([np.linalg.norm(minima - theta, axis=1) for theta in found.values()])
    assert away.min(axis=1).max() < 1e-2
    assert len(found) == 4
    assert len(set(away.argmin(axis=1).tolist())) == 3


def test_only_heavy_momentum_rolls_over_the_pass_of_the_double_well() -> None:
    experiment, found = ends("double-well")
    ((lowest, _),) = prepare(experiment).minima
    for name, (x, _) in found.items():
        assert (abs(x - lowest) < 1e-3) == (name == "Heavy momentum"), name
        assert name == "Heavy momentum" or x > 0.9
