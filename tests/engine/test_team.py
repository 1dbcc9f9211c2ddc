"""Racers that advance together get the numbers each would get alone, bit by bit."""

from collections.abc import Sequence
from typing import get_args

import numpy as np
import pytest
from msgspec.structs import replace

from optlab.engine import (
    Chunk,
    Experiment,
    Fitting,
    Landscape,
    Racer,
    Status,
    begin,
    prepare,
    race,
)
from optlab.engine.activations import Maxout, Relu
from optlab.engine.datasets import Circle, Iris, Line
from optlab.engine.declare import kind_of, knobs
from optlab.engine.losses import MeanSquaredError, RootMeanSquaredError, SoftmaxCrossEntropy
from optlab.engine.models import Linear, Logistic, Mlp, Softmax
from optlab.engine.optimizers import Adam, AnyOptimizer, GradientDescent, NumberByNumber
from optlab.engine.penalties import L1, L2
from optlab.engine.run import races
from optlab.engine.schedules import Constant, Cosine
from optlab.engine.starts import Normal
from optlab.engine.team import Run, teams

STEPS = 60

ARCHITECTURES = {
    "default": Fitting(Circle(samples=30), batch_size=7),
    "maxout": Fitting(Circle(samples=30), Mlp((3, 2), Maxout(3)), batch_size=7, penalty=L2(0.1)),
    "mixed": Fitting(Circle(samples=30), Mlp((3, 2), activations=(Relu(), Maxout())), batch_size=0),
    "logistic": Fitting(Circle(samples=30), Logistic(), batch_size=4, penalty=L1(0.02)),
    "softmax": Fitting(Circle(samples=30), Softmax(), SoftmaxCrossEntropy(), batch_size=4),
    "line": Fitting(Line(samples=20), Linear(), MeanSquaredError(), batch_size=3),
    "root": Fitting(Line(samples=20), Mlp((4,)), RootMeanSquaredError(), batch_size=3),
    "classes": Fitting(Iris(), Mlp((5,)), SoftmaxCrossEntropy(), batch_size=8),
}


def run(experiment: Experiment) -> list[Run]:
    objective = prepare(experiment)
    return [Run(experiment, objective, snapshot) for snapshot in begin(experiment)]


def rows(runs: Sequence[Run], until: int = STEPS) -> dict[int, list[Chunk]]:
    found: dict[int, list[Chunk]] = {place: [] for place in range(len(runs))}
    for item in races(runs, until):
        for place, chunk in item:
            found[place].append(chunk)
    return found


def assert_same(some: list[Chunk], others: list[Chunk]) -> None:
    for name in ("theta", "memory", "loss", "gradient_norm", "cost"):
        one, two = (np.concatenate([getattr(c, name) for c in each]) for each in (some, others))
        assert one.tobytes() == two.tobytes(), name
    assert (some[-1].status, some[-1].evidence) == (others[-1].status, others[-1].evidence)


def others(optimizer: AnyOptimizer) -> tuple[AnyOptimizer, ...]:
    """The same rule with other settings, every knob somewhere else."""
    nearer = {
        knob.name: knob.default * 0.7 if knob.scale == "log" else knob.default * 0.97
        for knob in knobs(type(optimizer))
    }
    return optimizer, replace(optimizer, **nearer), replace(optimizer, learning_rate=0.002)


@pytest.mark.parametrize("fitting", ARCHITECTURES.values(), ids=ARCHITECTURES)
@pytest.mark.parametrize("rule", get_args(NumberByNumber), ids=kind_of)
def test_a_team_has_the_bits_of_its_members_alone(fitting: Fitting, rule: type[AnyOptimizer]):
    racers = tuple(
        Racer(f"{i}", optimizer, schedule)
        for i, optimizer in enumerate(others(rule()))
        for schedule in ((Constant(), Cosine()) if i == 0 else (Constant(),))
    )
    racers = tuple(replace(racer, name=str(i)) for i, racer in enumerate(racers))
    experiment = Experiment(objective=fitting, racers=racers, start=Normal())
    members = run(experiment)
    assert len(teams(enumerate(members))) == 1
    together = rows(members)
    for place, member in enumerate(members):
        assert_same(together[place], rows([member])[0])


def test_seeds_of_one_experiment_advance_together():
    runs = [run(Experiment(seed=seed, objective=ARCHITECTURES["default"]))[1] for seed in range(5)]
    assert len(teams(enumerate(runs))) == 1
    together = rows(runs)
    assert len({chunks[-1].theta[-1].tobytes() for chunks in together.values()}) == 5
    for place, alone in enumerate(runs):
        assert_same(together[place], rows([alone])[0])


def test_who_ends_leaves_the_others_to_go_on():
    racers = (
        Racer("calm", GradientDescent(learning_rate=0.01)),
        Racer("wild", GradientDescent(learning_rate=10.0)),
        Racer("quick", GradientDescent(learning_rate=0.1)),
    )
    experiment = Experiment(objective=ARCHITECTURES["line"], racers=racers, steps=400)
    members = run(experiment)
    together = rows(members, 400)
    assert together[1][-1].status is Status.diverged
    assert together[0][-1].first + len(together[0][-1]) == 401
    for place, member in enumerate(members):
        assert_same(together[place], rows([member], 400)[0])


def test_what_does_not_fit_together_runs_on_its_own():
    line, circle = ARCHITECTURES["line"], ARCHITECTURES["default"]
    few, many = Racer("few", GradientDescent()), Racer("many", Adam())
    one, two = run(Experiment(objective=line, racers=(few, many)))
    assert len(teams(enumerate([one, two]))) == 2
    (other,) = run(Experiment(objective=circle, racers=(few,)))
    assert len(teams(enumerate([one, other]))) == 2
    (ahead,) = next(race(one.experiment, [one.snapshot], 3))
    late = one._replace(snapshot=ahead.snapshot(-1))
    assert len(teams(enumerate([one, late]))) == 2
    ground = run(Experiment(objective=Landscape(), racers=(few, with_name(few, "again"))))
    assert len(teams(enumerate(ground))) == 2


def with_name(racer: Racer, name: str) -> Racer:
    return replace(racer, name=name)
