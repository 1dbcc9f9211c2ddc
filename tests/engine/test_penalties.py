"""Penalties against their formulas, slopes against differences, and the kinks."""

import numpy as np
import pytest

from optlab.engine.penalties import L1, L2, AnyPenalty, NoPenalty

WEIGHTS = np.array([0.5, -2.0, 0.0, 1.5])


def test_penalties_are_their_formulas():
    assert float(NoPenalty().value(WEIGHTS)) == 0.0
    assert float(L1(0.1).value(WEIGHTS)) == pytest.approx(0.1 * 4.0)
    assert float(L2(0.1).value(WEIGHTS)) == pytest.approx(0.05 * 6.5)


def test_l1_pulls_with_the_same_force_everywhere_and_not_at_0():
    assert L1(0.1).slope(WEIGHTS).tolist() == [0.1, -0.1, 0.0, 0.1]
    assert L1(0.1).slope(np.array([1e-300, -1e300])).tolist() == [0.1, -0.1]


def test_the_slope_agrees_with_differences(any_penalty: AnyPenalty):
    weights, h = np.array([0.5, -2.0, 0.3, 1.5]), 1e-6
    moves = h * np.eye(len(weights))
    rise = any_penalty.value(weights + moves) - any_penalty.value(weights - moves)
    assert any_penalty.slope(weights) == pytest.approx(rise / (2 * h), abs=1e-9)


def test_any_leading_shape(any_penalty: AnyPenalty):
    stack = np.linspace(-2, 2, 24).reshape(2, 3, 4)
    values = any_penalty.value(stack)
    assert values.shape == (2, 3)
    assert values[1, 2] == any_penalty.value(stack[1, 2])


def test_without_an_amount_it_is_not_active():
    assert [each.active for each in (NoPenalty(), L1(0.0), L2(0.0))] == [False] * 3
    assert L1(0.1).active
    assert L2(0.1).active
