"""Schedules at named steps, their limits, and what a run makes of them."""

import math

import numpy as np
import pytest

from optlab.engine import Experiment, Landscape, Racer, begin, race
from optlab.engine.landscapes import Bowl
from optlab.engine.optimizers import GradientDescent
from optlab.engine.schedules import (
    AnySchedule,
    Constant,
    Cosine,
    Exponential,
    InverseTime,
    Stairs,
    WarmUp,
)

MOST = 10_000_000


@pytest.mark.parametrize(
    ("schedule", "factors"),
    [
        (Constant(), {0: 1.0, 999: 1.0}),
        (Stairs(0.5, 100), {0: 1.0, 99: 1.0, 100: 0.5, 199: 0.5, 200: 0.25, 999: 0.5**9}),
        (Exponential(0.5, 100), {0: 1.0, 50: math.sqrt(0.5), 100: 0.5, 200: 0.25}),
        (InverseTime(100), {0: 1.0, 100: 1 / 2, 200: 1 / 3, 900: 1 / 10}),
        (Cosine(), {0: 1.0, 250: (1 + math.sqrt(0.5)) / 2, 500: 0.5, 1000: 0.0, 1500: 0.0}),
        (Cosine(0.2), {0: 1.0, 500: 0.6, 1000: 0.2, MOST: 0.2}),
        (WarmUp(100), {0: 0.01, 49: 0.5, 99: 1.0, 100: 1.0, 999: 1.0}),
        (WarmUp(1), {0: 1.0, 1: 1.0}),
    ],
)
def test_the_factor_at_named_steps_of_1000(schedule: AnySchedule, factors: dict[int, float]):
    found = {step: schedule.factor(step, 1000) for step in factors}
    assert found == pytest.approx(factors, rel=1e-14, abs=1e-16)


def test_stairs_and_slide_meet_at_every_drop():
    for step in range(0, 1000, 50):
        slide = Exponential(0.7, 50).factor(step, 1)
        assert Stairs(0.7, 50).factor(step, 1) == pytest.approx(slide)


def test_a_cosine_never_wastes_a_step_within_the_plan():
    for steps in (1, 2, 500, MOST):
        assert Cosine().factor(steps - 1, steps) > 0.0


def test_every_factor_is_a_share_and_goes_one_way(any_schedule: AnySchedule):
    factors = [any_schedule.factor(step, 400) for step in range(401)]
    factors.append(any_schedule.factor(MOST, 400))
    assert 0.0 <= min(factors) <= max(factors) == 1.0
    assert factors in (sorted(factors), sorted(factors, reverse=True))


def test_a_run_scales_every_step_by_its_factor(any_schedule: AnySchedule):
    """On a bowl a step of gradient descent is theta times (1 - factor · constant)."""
    runs = [
        Experiment(
            steps=40,
            objective=Landscape(Bowl()),
            racers=(Racer("it", GradientDescent(0.01), schedule),),
        )
        for schedule in (Constant(), any_schedule)
    ]
    moves: list[np.ndarray] = []
    for experiment in runs:
        (start,) = begin(experiment)
        chunks = [chunk for (chunk,) in race(experiment, (start,), 40)]
        path = np.concatenate([start.theta[None], *(chunk.theta for chunk in chunks)])
        moves.append(1.0 - path[1:] / path[:-1])
    factors = [any_schedule.factor(step, 40) for step in range(40)]
    assert moves[1] == pytest.approx(moves[0] * np.array(factors)[:, None], rel=1e-9, abs=1e-13)
