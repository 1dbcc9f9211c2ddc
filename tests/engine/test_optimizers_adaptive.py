"""Adaptive methods against the formulas of their papers, number by number, and their promises."""

import math
from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optlab.engine import Experiment, Landscape, Racer, begin, race
from optlab.engine.landscapes import AnyLandscape, Ravine, Rosenbrock
from optlab.engine.optimizers import (
    Adadelta,
    AdaGrad,
    Adam,
    AdamW,
    AmsGrad,
    AnyOptimizer,
    Nadam,
    RmsProp,
)
from optlab.engine.starts import At

Rule = Callable[[float, float], float]
"""One parameter and its slope, to the parameter after the step; it keeps its own memory."""

rates = st.floats(1e-4, 0.5)
shares = st.floats(0, 0.99)
epsilons = st.floats(1e-8, 1e-2)
points = st.tuples(st.floats(-2, 2), st.floats(-1, 3))


def run(
    landscape: AnyLandscape, optimizer: AnyOptimizer, steps: int, start: tuple[float, float]
) -> tuple[np.ndarray, np.ndarray]:
    """Theta (k, 2) and memory (k, M, 2) from the start on."""
    racer = Racer("it", optimizer)
    experiment = Experiment(objective=Landscape(landscape), start=At(start), racers=(racer,))
    (first,) = begin(experiment)
    chunks = [chunk for (chunk,) in race(experiment, (first,), steps)]
    return (
        np.concatenate([first.theta[None], *(chunk.theta for chunk in chunks)]),
        np.concatenate([first.memory[None], *(chunk.memory for chunk in chunks)]),
    )


def follows(rule: Callable[[], Rule], optimizer: AnyOptimizer, start: tuple[float, float]) -> None:
    """Every step from where the last one led is the rule's, for each parameter."""
    made, _ = run(Ravine(3), optimizer, 30, start)
    rules = [rule(), rule()]
    for before, after in pairwise(made):
        slopes = Ravine(3).gradient(*before.tolist())
        wanted = [
            step(theta, g) for step, theta, g in zip(rules, before.tolist(), slopes, strict=True)
        ]
        assert after == pytest.approx(wanted, rel=1e-12, abs=1e-12)


@given(rates, epsilons, points)
def test_adagrad_is_its_formula(rate: float, epsilon: float, start: tuple[float, float]):
    def rule() -> Rule:
        felt = list[float]()

        def step(theta: float, g: float) -> float:
            felt.append(g * g)
            return theta - rate * g / (math.sqrt(math.fsum(felt)) + epsilon)

        return step

    follows(rule, AdaGrad(rate, epsilon), start)


@given(rates, shares, epsilons, points)
def test_rmsprop_is_its_formula(
    rate: float, decay: float, epsilon: float, start: tuple[float, float]
):
    def rule() -> Rule:
        v = 0.0

        def step(theta: float, g: float) -> float:
            nonlocal v
            v = decay * v + (1 - decay) * g**2
            return theta - rate * g / (math.sqrt(v) + epsilon)

        return step

    follows(rule, RmsProp(rate, decay, epsilon), start)


@given(rates, shares, epsilons, points)
def test_adadelta_is_its_formula(
    rate: float, decay: float, epsilon: float, start: tuple[float, float]
):
    def rule() -> Rule:
        v = u = 0.0

        def step(theta: float, g: float) -> float:
            nonlocal v, u
            v = decay * v + (1 - decay) * g**2
            change = -math.sqrt(u + epsilon) / math.sqrt(v + epsilon) * g
            u = decay * u + (1 - decay) * change**2
            return theta + rate * change

        return step

    follows(rule, Adadelta(rate, decay, epsilon), start)


@given(rates, shares, shares, st.floats(0, 2), points)
def test_adamw_is_its_formula(
    rate: float, beta1: float, beta2: float, decay: float, start: tuple[float, float]
):
    def rule() -> Rule:
        m = v = 0.0
        t = 0

        def step(theta: float, g: float) -> float:
            nonlocal m, v, t
            t += 1
            m = beta1 * m + (1 - beta1) * g
            v = beta2 * v + (1 - beta2) * g**2
            adam = m / (1 - beta1**t) / (math.sqrt(v / (1 - beta2**t)) + 1e-4)
            return theta - rate * (adam + decay * theta)

        return step

    follows(rule, AdamW(rate, beta1, beta2, 1e-4, decay), start)


@given(rates, shares, shares, points)
def test_nadam_is_its_formula(rate: float, beta1: float, beta2: float, start: tuple[float, float]):
    def rule() -> Rule:
        m = v = 0.0
        t = 0

        def step(theta: float, g: float) -> float:
            nonlocal m, v, t
            t += 1
            m = beta1 * m + (1 - beta1) * g
            v = beta2 * v + (1 - beta2) * g**2
            ahead = beta1 * m / (1 - beta1 ** (t + 1)) + (1 - beta1) * g / (1 - beta1**t)
            return theta - rate * ahead / (math.sqrt(v / (1 - beta2**t)) + 1e-4)

        return step

    follows(rule, Nadam(rate, beta1, beta2, 1e-4), start)


@given(rates, shares, shares, points)
def test_amsgrad_is_its_formula(
    rate: float, beta1: float, beta2: float, start: tuple[float, float]
):
    def rule() -> Rule:
        m = v = most = 0.0
        t = 0

        def step(theta: float, g: float) -> float:
            nonlocal m, v, most, t
            t += 1
            m = beta1 * m + (1 - beta1) * g
            v = beta2 * v + (1 - beta2) * g**2
            most = max(most, v)
            return theta - rate * m / (1 - beta1**t) / (math.sqrt(most / (1 - beta2**t)) + 1e-4)

        return step

    follows(rule, AmsGrad(rate, beta1, beta2, 1e-4), start)


# ------------------------------------------------------------------------------------ promises


def test_the_first_step_of_adagrad_is_the_learning_rate_down_the_sign():
    made, memory = run(Rosenbrock(), AdaGrad(0.1), 1, (-1.5, 2.0))
    slope = np.array(Rosenbrock().gradient(-1.5, 2.0))
    assert made[0] - made[1] == pytest.approx(0.1 * np.sign(slope), rel=1e-9)
    assert memory[1, 0] == pytest.approx(slope**2)


def test_the_sum_of_adagrad_and_the_largest_mean_of_amsgrad_never_fall():
    for optimizer, row in ((AdaGrad(), 0), (AmsGrad(), 2)):
        _, memory = run(Rosenbrock(), optimizer, 300, (-1.5, 2.0))
        assert (np.diff(memory[:, row], axis=0) >= 0).all()


def test_without_weight_decay_adamw_is_adam():
    plain, _ = run(Rosenbrock(), Adam(0.05), 100, (-1.5, 2.0))
    without, _ = run(Rosenbrock(), AdamW(0.05, weight_decay=0.0), 100, (-1.5, 2.0))
    assert plain.tolist() == without.tolist()


def test_while_slopes_only_grow_amsgrad_is_adam():
    """Up to where the mean of squared slopes first falls."""
    plain, memory = run(Rosenbrock(), Adam(0.05, beta2=0.9), 300, (-1.5, 2.0))
    forgets = int((np.diff(memory[:, 1], axis=0) < 0).any(axis=1).argmax())
    other, _ = run(Rosenbrock(), AmsGrad(0.05, beta2=0.9), 300, (-1.5, 2.0))
    assert forgets >= 1
    assert plain[: forgets + 1].tolist() == other[: forgets + 1].tolist()
    assert plain[-1].tolist() != other[-1].tolist()


def test_without_memory_of_the_slope_nadam_is_adam():
    plain, _ = run(Rosenbrock(), Adam(0.05, beta1=0.0), 100, (-1.5, 2.0))
    ahead, _ = run(Rosenbrock(), Nadam(0.05, beta1=0.0), 100, (-1.5, 2.0))
    assert ahead == pytest.approx(plain, rel=1e-9)


def test_scaling_the_slopes_changes_nothing_for_adagrad_and_rmsprop():
    """Both walk along x and along y alike, however steep the ravine is across."""
    for optimizer in (AdaGrad(0.01), RmsProp(0.01)):
        made, _ = run(Ravine(100), optimizer, 30, (1.0, 1.0))
        assert made[:, 0] == pytest.approx(made[:, 1], rel=1e-5)
