"""Dead and saturated units, for every activation, against units built to be so."""

import math

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
    pieces,
)
from optlab.engine.declare import kind_of
from optlab.engine.links import Identity as Straight
from optlab.engine.network import Network, columns
from optlab.engine.units import FLAT, MOSTLY, Tally, layer_units, slopes_of_units, steepest

EVERY = [kind() for kind in ACTIVATIONS.values()]
FADING = [Sigmoid(), Tanh(), Elu(), Softplus(), Silu(), Gelu()]

every = pytest.mark.parametrize("activation", EVERY, ids=kind_of)
SAMPLES = columns(np.linspace(-1.0, 1.0, 200)[:, None])


def one_layer(activation: AnyActivation, units: int) -> Network:
    return Network((1, units, 1), (activation,), Straight(), ("x",))


def theta_of(network: Network, weight: float, biases: list[float]) -> np.ndarray:
    """All pieces of a unit alike: sum = weight x + bias."""
    theta = np.zeros(network.size)
    first, last = network.layers(theta)
    parts = network.pieces[0]
    first[:, 0] = weight
    first[:, 1] = np.repeat(biases, parts)
    last[:] = 1.0
    return theta


@every
def test_slopes_are_those_of_finite_differences(activation: AnyActivation):
    network = one_layer(activation, 3)
    theta = np.random.default_rng(2).normal(size=network.size)
    (slopes,) = slopes_of_units(network, theta, SAMPLES)
    before, after = theta.copy(), theta.copy()
    (low, _), (high, _) = network.layers(before), network.layers(after)
    low[:, 1] -= 1e-6
    high[:, 1] += 1e-6
    there, here = (network.signals(each, SAMPLES)[0] for each in (after, before))
    differences = np.abs(there - here) / 2e-6
    smooth = np.abs(differences - slopes) < 1e-6
    assert smooth.mean() > 0.99  # a kink may lie within a sample's 1e-6


@every
def test_a_unit_that_works_is_neither_dead_nor_saturated(activation: AnyActivation):
    network = one_layer(activation, 2)
    (found,) = layer_units(network, theta_of(network, 1.0, [0.1, -0.1]), SAMPLES)
    assert not found.dead.any()
    assert not found.saturated.any()
    assert (found.flat < MOSTLY).all()


@every
def test_a_unit_whose_sums_are_far_below_zero(activation: AnyActivation):
    """Bias -6, weight 1: sums of -7 to -5."""
    network = one_layer(activation, 2)
    (found,) = layer_units(network, theta_of(network, 1.0, [-6.0, 0.0]), SAMPLES)
    assert found.dead.tolist() == [isinstance(activation, Relu), False]
    assert found.saturated.tolist() == [activation in FADING, False]


@every
def test_a_unit_whose_sums_are_far_above_zero(activation: AnyActivation):
    network = one_layer(activation, 1)
    (found,) = layer_units(network, theta_of(network, 1.0, [6.0]), SAMPLES)
    assert not found.dead.any()
    assert found.saturated.tolist() == [activation in (Sigmoid(), Tanh())]


def test_a_relu_that_answers_one_sample_lives():
    network = one_layer(Relu(), 2)
    last = float(SAMPLES[0, -1])
    theta = theta_of(network, 1.0, [-last - 1e-9, -last + 1e-9])
    (found,) = layer_units(network, theta, SAMPLES)
    assert found.dead.tolist() == [True, False]
    assert not found.saturated.any()  # choosy, not ill
    assert found.flat.tolist() == [1.0, pytest.approx(199 / 200)]


def test_saturated_begins_at_95_of_100_samples():
    network = one_layer(Tanh(), 1)
    edge = math.atanh(math.sqrt(1.0 - FLAT))  # there 1 - tanh² is FLAT
    for flat, wanted in ((94, False), (95, True)):
        sums = np.concatenate([np.full(flat, 1.001 * edge), np.full(100 - flat, 0.999 * edge)])
        (found,) = layer_units(network, theta_of(network, 1.0, [0.0]), columns(sums[:, None]))
        assert found.flat.tolist() == [flat / 100]
        assert found.saturated.tolist() == [wanted]


def test_a_smooth_unit_out_of_reach_is_dead():
    network = one_layer(Sigmoid(), 1)
    (found,) = layer_units(network, theta_of(network, 1.0, [800.0]), SAMPLES)
    assert found.dead.all()
    assert not found.saturated.any()


def test_no_gradient_reaches_a_dead_unit():
    network = one_layer(Relu(), 2)
    theta = theta_of(network, 1.0, [-6.0, 0.0])
    (found,) = layer_units(network, theta, SAMPLES)
    shifted = theta.copy()
    shifted[:2] += 0.5  # weight and bias of the dead one
    outputs = network.scores(theta, SAMPLES), network.scores(shifted, SAMPLES)
    assert found.dead.tolist() == [True, False]
    assert (outputs[0] == outputs[1]).all()


@pytest.mark.parametrize("parts", [2, 5])
def test_maxout_is_never_either(parts: int):
    network = one_layer(Maxout(pieces=parts), 4)
    assert pieces(network.activations[0]) == parts
    theta = 30.0 * np.random.default_rng(1).normal(size=network.size)
    (found,) = layer_units(network, theta, SAMPLES)
    assert not found.dead.any()
    assert not found.saturated.any()
    assert (slopes_of_units(network, theta, SAMPLES)[0] == 1.0).all()


@pytest.mark.parametrize(
    ("activation", "slope"),
    [
        (Identity(), 1.0),
        (Sigmoid(), 0.25),
        (Tanh(), 1.0),
        (Relu(), 1.0),
        (LeakyRelu(0.3), 1.0),
        (Elu(3.0), 3.0),
        (Softplus(), 1.0),
        (Silu(), 1.0998),
        (Gelu(), 1.1290),
        (Maxout(), 1.0),
    ],
    ids=lambda each: kind_of(each) if not isinstance(each, float) else None,
)
def test_the_steepest_slope(activation: AnyActivation, slope: float):
    assert steepest(activation) == pytest.approx(slope, rel=2e-3)


def test_portions_add_up_to_the_whole():
    network = Network((1, 3, 2, 1), (Tanh(), Relu()), Straight(), ("x",))
    theta = 3.0 * np.random.default_rng(4).normal(size=network.size)
    tally = Tally(network, theta)
    for part in np.array_split(SAMPLES, 7, axis=1):
        tally.add(part)
    for one, other in zip(tally.layers, layer_units(network, theta, SAMPLES), strict=True):
        assert one.flat.tolist() == pytest.approx(other.flat.tolist())
        assert one.dead.tolist() == other.dead.tolist()
        assert one.saturated.tolist() == other.saturated.tolist()


def test_before_any_sample_nothing_is_ill():
    (found,) = Tally(one_layer(Relu(), 2), np.zeros(7)).layers
    assert not found.dead.any()
    assert not found.saturated.any()


@every
def test_what_is_no_number_is_not_called_ill(activation: AnyActivation):
    network = one_layer(activation, 1)
    theta = np.full(network.size, np.nan)
    (found,) = layer_units(network, theta, SAMPLES)
    assert not found.dead.any()
    assert not found.saturated.any()


def test_without_a_hidden_layer_there_are_no_units():
    network = Network((2, 1), (), Straight(), ("x", "y"))
    assert layer_units(network, np.ones(3), columns(np.ones((4, 2)))) == ()
