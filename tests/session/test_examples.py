"""Shipped examples tell the story that their first lines promise."""

import numpy as np
import pytest

from optlab.engine import Experiment, advance, begin, prepare, race
from optlab.engine.optimizers import Exhaustive
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


def test_the_marble_needs_fewer_cups_than_exhaustive_search_for_the_best_tea() -> None:
    experiment, found = ends("tea")
    for name in ("Gradient descent", "Exhaustive search"):
        assert found[name] == pytest.approx([60.0], abs=0.1)
    cups = next(
        r.optimizer.points for r in experiment.racers if isinstance(r.optimizer, Exhaustive)
    )
    heads = begin(experiment)
    steps = 0
    while abs(heads[0].theta[0] - 60.0) > 0.1:
        heads, steps = (advance(experiment, heads[0]),), steps + 1
    assert steps == heads[0].cost.gradient_evaluations < cups
    assert found["Too careful"][0] < 40.0
    assert abs(found["Too bold"][0] - 60.0) > 1.0


def test_iced_tea_is_found_by_heavy_momentum_and_by_exhaustive_search() -> None:
    experiment, found = ends("iced-tea")
    ((iced,),) = prepare(experiment).minima
    for name, (cup,) in found.items():
        finds = name in {"Heavy momentum", "Exhaustive search"}
        assert (abs(cup - iced) < 0.5) == finds, name
        assert finds or cup == pytest.approx(68.23, abs=0.01)


def test_only_heavy_momentum_rolls_over_the_pass_of_the_double_well() -> None:
    experiment, found = ends("double-well")
    ((lowest, _),) = prepare(experiment).minima
    for name, (x, _) in found.items():
        assert (abs(x - lowest) < 1e-3) == (name == "Heavy momentum"), name
        assert name == "Heavy momentum" or x > 0.9
