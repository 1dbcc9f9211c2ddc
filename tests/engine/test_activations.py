"""Activations against their formulas, their slopes against differences, and nothing overflows."""

import math

import numpy as np
import pytest

from optlab.engine.activations import AnyActivation, Identity, Relu, Sigmoid, Tanh

FORMULAS = {
    "identity": lambda z: z,
    "sigmoid": lambda z: 1.0 / (1.0 + math.exp(-z)),
    "tanh": math.tanh,
    "relu": lambda z: max(0.0, z),
}
POINTS = [-8.0, -1.3, -0.2, 0.4, 1.0, 5.5]


@pytest.mark.parametrize(
    ("activation", "kind"),
    [(Identity(), "identity"), (Sigmoid(), "sigmoid"), (Tanh(), "tanh"), (Relu(), "relu")],
)
def test_it_is_its_formula(activation: AnyActivation, kind: str):
    outputs = activation.apply(np.array(POINTS))
    assert outputs.tolist() == pytest.approx([FORMULAS[kind](z) for z in POINTS], rel=1e-13)


def test_it_works_in_place_on_any_shape_and_in_float32(any_activation: AnyActivation):
    for number in (np.float64, np.float32):
        sums = np.linspace(-3, 3, 24, dtype=number).reshape(2, 3, 4)
        outputs = any_activation.apply(sums)
        assert outputs is sums
        assert outputs.dtype == number


def test_its_slope_agrees_with_differences(any_activation: AnyActivation):
    z, h = np.array(POINTS), 1e-6
    rise = any_activation.apply(z + h) - any_activation.apply(z - h)
    outputs = any_activation.apply(z.copy())
    before = outputs.copy()
    assert any_activation.derivative(outputs) == pytest.approx(rise / (2 * h), abs=1e-9)
    assert outputs.tolist() == before.tolist()


def test_it_never_overflows(any_activation: AnyActivation):
    outputs = any_activation.apply(np.array([-1e308, -1e4, 1e4, 1e308]))
    assert np.isfinite(outputs).all()
    assert np.isfinite(any_activation.derivative(outputs)[1:3]).all()


def test_relu_is_flat_at_0():
    assert Relu().derivative(Relu().apply(np.zeros(1))).tolist() == [0.0]
