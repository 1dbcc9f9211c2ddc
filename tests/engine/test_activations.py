"""Activations against their formulas, their slopes against differences, and nothing overflows."""

import math
from typing import Any

import numpy as np
import pytest

from optlab.engine import ACTIVATIONS
from optlab.engine.activations import (
    AnyActivation,
    Elu,
    Gelu,
    Identity,
    LeakyRelu,
    Maxout,
    Relu,
    Sigmoid,
    Silu,
    Softplus,
    Tanh,
)
from optlab.engine.declare import kind_of

FORMULAS: dict[AnyActivation, Any] = {
    Identity(): lambda z: z,
    Sigmoid(): lambda z: 1.0 / (1.0 + math.exp(-z)),
    Tanh(): math.tanh,
    Relu(): lambda z: max(0.0, z),
    LeakyRelu(): lambda z: z if z > 0 else 0.1 * z,
    LeakyRelu(0.3): lambda z: z if z > 0 else 0.3 * z,
    Elu(): lambda z: z if z > 0 else math.exp(z) - 1.0,
    Elu(0.4): lambda z: z if z > 0 else 0.4 * (math.exp(z) - 1.0),
    Softplus(): lambda z: math.log1p(math.exp(z)),
    Silu(): lambda z: z / (1.0 + math.exp(-z)),
    Gelu(): lambda z: 0.5 * z * (1.0 + math.tanh(math.sqrt(2.0 / math.pi) * (z + 0.044715 * z**3))),
}
of_one_sum = pytest.mark.parametrize(
    "activation",
    [kind() for kind in ACTIVATIONS.values() if kind is not Maxout],
    ids=kind_of,
)
POINTS = [-8.0, -1.3, -0.2, 0.4, 1.0, 5.5]


def slopes_at(activation: AnyActivation, sums: np.ndarray) -> np.ndarray:
    """Derivatives at the sums, from what the class says it needs."""
    return activation.derivative(
        sums.copy() if activation.needs_sums else activation.apply(sums.copy())
    )


@pytest.mark.parametrize("activation", FORMULAS, ids=kind_of)
def test_it_is_its_formula(activation: AnyActivation):
    outputs = activation.apply(np.array(POINTS))
    wanted = [FORMULAS[activation](z) for z in POINTS]
    assert outputs.tolist() == pytest.approx(wanted, rel=1e-13, abs=1e-15)


@of_one_sum
def test_every_formula_is_checked(activation: AnyActivation):
    assert activation in FORMULAS


@of_one_sum
def test_it_works_in_place_on_any_shape_and_in_float32(activation: AnyActivation):
    for number in (np.float64, np.float32):
        sums = np.linspace(-3, 3, 24, dtype=number).reshape(2, 3, 4)
        outputs = activation.apply(sums)
        assert outputs is sums
        assert outputs.dtype == number


@of_one_sum
def test_float32_is_float64_rounded(activation: AnyActivation):
    sums = np.linspace(-20, 20, 401)
    wanted = activation.apply(sums.copy())
    assert activation.apply(sums.astype(np.float32)) == pytest.approx(wanted, rel=1e-5, abs=2e-6)


@pytest.mark.parametrize("activation", FORMULAS, ids=kind_of)
def test_its_slope_agrees_with_differences(activation: AnyActivation):
    z, h = np.array(POINTS), 1e-6
    rise = activation.apply(z + h) - activation.apply(z - h)
    assert slopes_at(activation, z) == pytest.approx(rise / (2 * h), abs=1e-9)


@of_one_sum
def test_a_derivative_leaves_what_it_sees(activation: AnyActivation):
    seen = np.array(POINTS)
    activation.derivative(seen)
    assert seen.tolist() == POINTS


@of_one_sum
def test_it_never_overflows(activation: AnyActivation):
    sums = np.array([-1e308, -1e4, 1e4, 1e308])
    assert np.isfinite(activation.apply(sums.copy())).all()
    assert np.isfinite(slopes_at(activation, sums[1:3])).all()


@pytest.mark.parametrize("activation", [Relu(), LeakyRelu(), Elu(), Softplus(), Silu(), Gelu()])
def test_relu_and_its_kin_pass_large_sums_on(activation: AnyActivation):
    far = np.array([40.0, 1e4, 1e150])
    assert activation.apply(far.copy()).tolist() == far.tolist()
    assert slopes_at(activation, far).tolist() == [1.0, 1.0, 1.0]


@pytest.mark.parametrize(
    ("activation", "end", "slope"),
    [
        (Relu(), 0.0, 0.0),
        (LeakyRelu(0.1), -1e3, 0.1),
        (Elu(0.4), -0.4, 0.0),
        (Softplus(), 0.0, 0.0),
        (Silu(), 0.0, 0.0),
        (Gelu(), 0.0, 0.0),
    ],
)
def test_relu_and_its_kin_far_below_0(activation: AnyActivation, end: float, slope: float):
    far = np.array([-1e4])
    assert activation.apply(far.copy()).tolist() == [end]
    assert slopes_at(activation, far).tolist() == [slope]


@pytest.mark.parametrize(
    ("activation", "slope"),
    [
        (Relu(), 0.0),
        (LeakyRelu(0.2), 0.2),
        (Elu(0.5), 0.5),
        (Elu(), 1.0),
        (Softplus(), 0.5),
        (Silu(), 0.5),
        (Gelu(), 0.5),
    ],
)
def test_the_slope_at_0_is_the_one_from_the_left(activation: AnyActivation, slope: float):
    assert slopes_at(activation, np.zeros(1)).tolist() == pytest.approx([slope], rel=1e-15)


def test_gelu_is_near_the_share_of_a_normal_distribution():
    z = np.linspace(-6, 6, 1201)
    wanted = [0.5 * x * (1.0 + math.erf(x / math.sqrt(2.0))) for x in z.tolist()]
    assert np.abs(Gelu().apply(z.copy()) - wanted).max() < 5e-4


@of_one_sum
def test_only_a_dip_needs_the_sums(activation: AnyActivation):
    """Where outputs rise with sums, one output is one sum, and it tells the slope."""
    outputs = activation.apply(np.linspace(-5, 5, 101))
    assert activation.needs_sums == bool((np.diff(outputs) < 0.0).any())


def test_pytorch_knows_the_same_curves_and_slopes():
    torch: Any = pytest.importorskip("torch", exc_type=ImportError)
    functional = torch.nn.functional
    for activation, same in {
        LeakyRelu(0.3): lambda z: functional.leaky_relu(z, 0.3),
        Elu(0.4): lambda z: functional.elu(z, 0.4),
        Softplus(): functional.softplus,
        Silu(): functional.silu,
        Gelu(): lambda z: functional.gelu(z, approximate="tanh"),
    }.items():
        sums = np.linspace(-15, 15, 300)
        theirs = torch.tensor(sums, requires_grad=True)
        outputs = same(theirs)
        outputs.sum().backward()
        wanted = outputs.detach().numpy()
        assert activation.apply(sums.copy()) == pytest.approx(wanted, rel=1e-12, abs=1e-14)
        assert slopes_at(activation, sums) == pytest.approx(
            theirs.grad.numpy(), rel=1e-9, abs=1e-14
        )


def test_maxout_is_the_largest_of_its_pieces():
    sums = np.array([[1.0, -2.0], [0.5, 3.0], [-1.0, 4.0], [7.0, 4.0], [2.0, 5.0], [0.0, -9.0]])
    assert Maxout(3).apply(sums).tolist() == [[1.0, 4.0], [7.0, 5.0]]
    chosen = Maxout(3).derivative(sums)
    assert chosen.T.tolist() == [[1, 0, 0, 1, 0, 0], [0, 0, 1, 0, 1, 0]]
    assert Maxout(2).derivative(np.full((2, 1), 4.0)).tolist() == [[1.0], [0.0]]  # a tie


def test_maxout_serves_many_models_at_once():
    sums = np.random.default_rng(0).normal(size=(2, 3, 8, 5))
    outputs, chosen = Maxout(4).apply(sums), Maxout(4).derivative(sums)
    assert outputs.shape == (2, 3, 2, 5)
    assert (chosen.reshape(2, 3, 2, 4, 5).sum(axis=-2) == 1.0).all()
    assert (outputs == (chosen * sums).reshape(2, 3, 2, 4, 5).sum(axis=-2)).all()
