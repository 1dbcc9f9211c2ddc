"""Losses on a plane against the plain float64 loss at the same points."""

from typing import cast

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optlab.engine import ACTIVATIONS, LOSSES
from optlab.engine.activations import AnyActivation, Identity, Sigmoid, Tanh
from optlab.engine.arrays import Array
from optlab.engine.backprop import Backprop
from optlab.engine.batches import Batches
from optlab.engine.links import Link, Softmax
from optlab.engine.losses import AnyLoss, CrossEntropy, MeanSquaredError, SoftmaxCrossEntropy
from optlab.engine.network import Network, columns
from optlab.engine.penalties import L2, AnyPenalty, NoPenalty
from optlab.engine.plane import losses_on_plane

LINKS = {name: [link() for link in cast("AnyLoss", loss()).links] for name, loss in LOSSES.items()}
CASES = [
    (activation, loss, link)
    for activation in ACTIVATIONS
    for loss in LOSSES
    for link in LINKS[loss]
]


class Scene:
    """A network, samples, and a plane through parameter space, all from one seed."""

    def __init__(
        self,
        widths: tuple[int, ...],
        activation: AnyActivation,
        link: Link,
        samples: int = 40,
        seed: int = 0,
    ) -> None:
        rng = np.random.default_rng(seed)
        names = tuple(f"x{i}" for i in range(widths[0]))
        self.network = Network(widths, (activation,) * (len(widths) - 2), link, names)
        features = rng.normal(size=(samples, widths[0]))
        self.samples = columns(features)
        inside = np.square(features).sum(axis=1) < widths[0]
        self.targets = inside.astype(float)
        if isinstance(link, Softmax):  # the outer class, the inner one, and classes of nobody
            self.targets = np.equal(inside, np.arange(widths[-1])[:, None]).astype(float)
        self.origin = rng.normal(scale=0.7, size=self.network.size)
        self.axes = np.linalg.qr(rng.normal(size=(self.network.size, 2)))[0].T
        self.u, self.v = rng.uniform(-3.0, 3.0, (2, 300))

    def drawn(self, loss: AnyLoss, penalty: AnyPenalty) -> Array:
        plane = (self.origin, self.axes, self.u, self.v)
        return losses_on_plane(self.network, loss, penalty, self.samples, self.targets, *plane)

    def value(self, loss: AnyLoss, penalty: AnyPenalty) -> Array:
        theta = self.origin + self.u[:, None] * self.axes[0] + self.v[:, None] * self.axes[1]
        scores = self.network.scores(theta, self.samples)
        weights = theta[:, self.network.weights]
        return loss.value(scores, self.targets, self.network.link) + penalty.value(weights)

    def train(self, loss: AnyLoss, steps: int = 3000) -> None:
        """Put the origin of the plane near a minimum, by Adam on all samples."""
        batches = Batches(self.samples, self.targets, 0, (0,))
        slope = Backprop(self.network, loss, NoPenalty(), batches)
        mean, square = np.zeros((2, self.network.size))
        for step in range(1, steps + 1):
            slope(self.origin)
            mean += 0.1 * (slope.gradient - mean)
            square += 0.001 * (slope.gradient**2 - square)
            rate = 0.02 * np.sqrt(1.0 - 0.999**step) / (1.0 - 0.9**step)
            self.origin -= rate * mean / (np.sqrt(square) + 1e-8)


@pytest.mark.parametrize(("activation", "loss", "link"), CASES)
@pytest.mark.parametrize("penalty", [NoPenalty(), L2(amount=0.1)])
def test_every_activation_and_loss_agrees_with_the_loss_itself(
    activation: str, loss: str, link: Link, penalty: AnyPenalty
) -> None:
    outputs = 3 if isinstance(link, Softmax) else 1
    scene = Scene((2, 5, 3, outputs), cast("AnyActivation", ACTIVATIONS[activation]()), link)
    drawn, value = (f(cast("AnyLoss", LOSSES[loss]()), penalty) for f in (scene.drawn, scene.value))
    assert drawn.dtype == np.float64
    np.testing.assert_allclose(drawn, value, rtol=1e-5)


@pytest.mark.parametrize(
    ("loss", "link"), [(loss, link) for loss in LOSSES for link in LINKS[loss]]
)
def test_without_hidden_layers_it_is_exact(loss: str, link: Link) -> None:
    scene = Scene((3, 4 if isinstance(link, Softmax) else 1), Tanh(), link)
    drawn, value = (
        f(cast("AnyLoss", LOSSES[loss]()), L2(amount=0.3)) for f in (scene.drawn, scene.value)
    )
    np.testing.assert_allclose(drawn, value, rtol=1e-12)


@pytest.mark.parametrize(
    ("loss", "link"),
    [
        (MeanSquaredError(), Identity()),
        (CrossEntropy(), Sigmoid()),
        (SoftmaxCrossEntropy(), Softmax()),
    ],
)
def test_at_a_trained_minimum_float32_still_gives_four_digits(loss: AnyLoss, link: Link) -> None:
    scene = Scene((2, 8, 8, 2 if isinstance(link, Softmax) else 1), Tanh(), link, samples=200)
    scene.train(loss)
    scene.u, scene.v = np.random.default_rng(1).normal(scale=0.01, size=(2, 50))
    scene.u[0] = scene.v[0] = 0.0
    drawn, value = (f(loss, NoPenalty()) for f in (scene.drawn, scene.value))
    assert value[0] < 0.02, "the point must be a minimum"
    np.testing.assert_allclose(drawn, value, rtol=1e-4)


def test_classes_that_are_told_apart_beyond_doubt_still_give_four_digits() -> None:
    scene = Scene((2, 8, 3), Tanh(), Softmax(), samples=200)
    scene.origin[-27:] *= 30.0
    scores = scene.network.scores(scene.origin, scene.samples)
    *_, second, first = np.sort(scores, axis=0)
    sure = first - second > 8.0
    scene.samples = scene.samples[:, sure]
    scene.targets = np.equal(scores[:, sure].argmax(axis=0), np.arange(3)[:, None]).astype(float)
    scene.u, scene.v = np.random.default_rng(1).normal(scale=1e-3, size=(2, 50))
    drawn, value = (f(SoftmaxCrossEntropy(), NoPenalty()) for f in (scene.drawn, scene.value))
    assert 0.0 < value.max() < 1e-4, "there is very little left to lose"
    np.testing.assert_allclose(drawn, value, rtol=1e-4)


@settings(deadline=None, max_examples=50)
@given(
    hidden=st.lists(st.integers(1, 9), max_size=3),
    features=st.integers(1, 6),
    samples=st.integers(1, 300),
    seed=st.integers(0, 1000),
)
def test_any_shape_of_network_and_data(
    hidden: list[int], features: int, samples: int, seed: int
) -> None:
    scene = Scene((features, *hidden, 1), Tanh(), Sigmoid(), samples, seed)
    drawn, value = (f(CrossEntropy(), NoPenalty()) for f in (scene.drawn, scene.value))
    np.testing.assert_allclose(drawn, value, rtol=1e-5, atol=1e-7)


@pytest.mark.parametrize("count", [0, 1, 2, 700])
def test_any_number_of_points(count: int) -> None:
    scene = Scene((2, 40, 40, 1), Tanh(), Sigmoid(), samples=100)  # chunks of 31 points
    scene.u, scene.v = np.random.default_rng(0).normal(size=(2, count))
    drawn, value = (f(CrossEntropy(), NoPenalty()) for f in (scene.drawn, scene.value))
    np.testing.assert_allclose(drawn, value, rtol=1e-5)


def test_an_overflow_is_not_a_number_and_makes_no_noise() -> None:
    scene = Scene((2, 5, 1), Identity(), Identity())
    scene.u = scene.u * 1e30
    assert not np.isfinite(scene.drawn(MeanSquaredError(), NoPenalty())).any()
