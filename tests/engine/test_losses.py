"""Losses against textbook formulas, slopes against differences, and both at the edge of numbers."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optlab.engine.activations import Identity, Sigmoid
from optlab.engine.losses import (
    AnyLoss,
    CrossEntropy,
    Link,
    MeanSquaredError,
    RootMeanSquaredError,
)

NUMBERS = np.array([0.3, -1.2, 2.0, 0.0, 1.1])
CLASSES = np.array([0.0, 1.0, 1.0, 0.0, 1.0])
SCORES = np.array([0.1, -0.7, 2.5, -1.4, 0.6])


def cases(loss: AnyLoss) -> list[tuple[np.ndarray, Link]]:
    pairs = {"regression": (NUMBERS, Identity()), "classification": (CLASSES, Sigmoid())}
    return [pairs[task] for task in loss.tasks]


def slope(loss: AnyLoss, scores: np.ndarray, targets: np.ndarray, link: Link):
    return loss.slope(scores.copy(), targets, link)


def test_value_and_slope_tell_the_same_loss(any_loss: AnyLoss):
    for targets, link in cases(any_loss):
        loss, _ = slope(any_loss, SCORES, targets, link)
        assert loss == pytest.approx(float(any_loss.value(SCORES, targets, link)), rel=1e-14)


def test_slope_agrees_with_differences(any_loss: AnyLoss):
    h = 1e-6
    for targets, link in cases(any_loss):
        moves = h * np.eye(len(SCORES))
        above = any_loss.value(SCORES + moves, targets, link)
        below = any_loss.value(SCORES - moves, targets, link)
        _, slopes = slope(any_loss, SCORES, targets, link)
        assert slopes == pytest.approx((above - below) / (2 * h), abs=1e-9)


def test_value_serves_any_leading_shape_and_leaves_its_arguments(any_loss: AnyLoss):
    stack = np.linspace(-2, 2, 30).reshape(2, 3, 5)
    before = stack.copy()
    for targets, link in cases(any_loss):
        losses = any_loss.value(stack, targets, link)
        assert losses.shape == (2, 3)
        assert losses[1, 2] == any_loss.value(stack[1, 2], targets, link)
    assert (stack == before).all()


def test_slope_leaves_the_targets(any_loss: AnyLoss):
    for targets, link in cases(any_loss):
        before = targets.copy()
        slope(any_loss, SCORES, targets, link)
        assert (targets == before).all()


def test_squared_errors_are_their_formulas():
    errors = [float(s - t) ** 2 for s, t in zip(SCORES, NUMBERS, strict=True)]
    mean = math.fsum(errors) / len(errors)
    assert float(MeanSquaredError().value(SCORES, NUMBERS, Identity())) == pytest.approx(mean)
    root = float(RootMeanSquaredError().value(SCORES, NUMBERS, Identity()))
    assert root == pytest.approx(math.sqrt(mean))


@given(st.lists(st.tuples(st.floats(-15, 15), st.booleans()), min_size=1, max_size=9))
def test_cross_entropy_is_its_textbook_formula(samples: list[tuple[float, bool]]):
    total = 0.0
    for score, positive in samples:
        share = 1.0 / (1.0 + math.exp(-score))
        total -= math.log(share if positive else 1.0 - share)
    scores, targets = np.array(samples, dtype=np.float64).T
    value = float(CrossEntropy().value(scores, targets, Sigmoid()))
    assert value == pytest.approx(total / len(samples), rel=1e-9)


@pytest.mark.parametrize("score", [-1e4, -800.0, 800.0, 1e4])
def test_cross_entropy_is_exact_where_probabilities_round(score: float):
    wrong = np.array([float(score < 0)])
    scores = np.array([score])
    assert float(CrossEntropy().value(scores, wrong, Sigmoid())) == abs(score)
    assert float(CrossEntropy().value(scores, 1 - wrong, Sigmoid())) == 0.0
    loss, slopes = slope(CrossEntropy(), scores, wrong, Sigmoid())
    assert loss == abs(score)
    assert abs(slopes).tolist() == [1.0]
    loss, slopes = slope(CrossEntropy(), scores, 1 - wrong, Sigmoid())
    assert loss == 0.0
    assert slopes.tolist() == [0.0]


@given(st.lists(st.floats(-60, 60), min_size=1, max_size=40))
def test_cross_entropy_of_confident_truths_keeps_its_digits(scores: list[float]):
    """Softplus(z) - y z would leave only the rounding of z, and could even be below 0."""
    targets = np.array([float(score > 0) for score in scores])
    exact = math.fsum(math.log1p(math.exp(-abs(score))) for score in scores) / len(scores)
    value = float(CrossEntropy().value(np.array(scores), targets, Sigmoid()))
    loss, slopes = slope(CrossEntropy(), np.array(scores), targets, Sigmoid())
    assert value == pytest.approx(exact, rel=1e-12, abs=0)
    assert loss == pytest.approx(exact, rel=1e-12, abs=0)
    doubts = [1 / (1 + math.exp(abs(score))) / len(scores) for score in scores]
    assert np.abs(slopes) == pytest.approx(np.array(doubts), rel=1e-12, abs=0)


def test_cross_entropy_keeps_its_digits_in_float32():
    scores: Any = np.array([-20.0, 20.0], dtype=np.float32)
    classes: Any = np.array([0.0, 1.0], dtype=np.float32)
    value = CrossEntropy().value(scores, classes, Sigmoid())
    assert value.dtype == np.float32
    assert float(value) == pytest.approx(math.log1p(math.exp(-20)), rel=1e-6)


def test_rmse_is_flat_where_it_is_0():
    loss, slopes = slope(RootMeanSquaredError(), NUMBERS, NUMBERS, Identity())
    assert loss == 0.0
    assert slopes.tolist() == [0.0] * len(NUMBERS)


def test_a_loss_out_of_range_is_no_exception(any_loss: AnyLoss):
    for targets, link in cases(any_loss):
        for score in (1e200, -1e200, math.inf, math.nan):
            with np.errstate(all="ignore"):
                slope(any_loss, np.full(len(targets), score), targets, link)
                any_loss.value(np.full(len(targets), score), targets, link)
