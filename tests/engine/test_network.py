"""A dense network on one flat theta, against one sample and one layer at a time."""

import math
from itertools import pairwise

import numpy as np
import pytest

from optlab.engine.activations import AnyActivation, Identity, Maxout, Sigmoid, Tanh
from optlab.engine.links import Softmax
from optlab.engine.network import CHUNK, Network, columns

WIDTHS = [(1, 1), (3, 1), (2, 4, 1), (2, 3, 5, 1), (1, 1, 1, 1, 1)]


def network(widths: tuple[int, ...], activation: AnyActivation | None = None) -> Network:
    names = tuple(f"x{i}" for i in range(widths[0]))
    activations = (activation or Tanh(),) * (len(widths) - 2)
    return Network(widths, activations, Sigmoid(), names)


def score(net: Network, theta: np.ndarray, sample: np.ndarray) -> float:
    """Walk through the layers with plain sums, as a textbook has it."""
    values, place = sample.tolist(), iter(theta.tolist())
    for depth, units in enumerate(net.widths[1:], 1):
        sums: list[float] = []
        for _ in range(units * net.pieces[depth - 1]):
            weights = [next(place) for _ in values]
            sums.append(
                math.fsum(w * v for w, v in zip(weights, values, strict=True)) + next(place)
            )
        last = depth == len(net.widths) - 1
        values = sums
        if not last:
            made = net.activations[depth - 1].apply(np.array(sums)[:, None])
            values = made[:, 0].tolist()
    assert next(place, None) is None
    return values[0]


@pytest.mark.parametrize("widths", WIDTHS)
def test_scores_are_what_the_formula_says(widths: tuple[int, ...], any_activation: AnyActivation):
    net, rng = network(widths, any_activation), np.random.default_rng(3)
    theta, samples = rng.normal(size=net.size), rng.normal(size=(6, widths[0]))
    wanted = [score(net, theta, sample) for sample in samples]
    assert net.scores(theta, columns(samples)) == pytest.approx(np.array(wanted), rel=1e-12)


@pytest.mark.parametrize("widths", WIDTHS)
def test_size_names_and_spans_agree(widths: tuple[int, ...]):
    net = network(widths)
    wanted = sum((into + 1) * out for into, out in pairwise(widths))
    assert net.size == wanted == len(net.names) == len(set(net.names))
    assert len(net.weights) == wanted - sum(widths[1:])
    for where in net.weights:
        assert net.names[where] != "b"
        assert not net.names[where].startswith("bias")


def test_maxout_has_a_row_for_every_piece():
    net = network((2, 3, 1), Maxout(2))
    assert net.size == 3 * 2 * (2 + 1) + (3 + 1)
    assert net.names[:6] == (
        *("x0 → h1.1a", "x1 → h1.1a", "bias h1.1a"),
        *("x0 → h1.1b", "x1 → h1.1b", "bias h1.1b"),
    )
    assert net.names[-4:] == ("h1.1 → out", "h1.2 → out", "h1.3 → out", "bias out")


def test_a_score_for_every_class_has_its_name():
    net = Network((2, 2), (), Softmax(), ("x", "y"), ("cat", "dog"))
    assert net.names == ("x → cat", "y → cat", "bias cat", "x → dog", "y → dog", "bias dog")
    theta = np.array([1.0, 2.0, 3.0, -1.0, 0.0, 0.5])
    scores = net.scores(np.stack([theta, 2 * theta]), columns(np.array([[10.0, 20.0], [0.0, 1.0]])))
    assert scores.tolist() == [[[53, 5], [-9.5, 0.5]], [[106, 10], [-19, 1]]]


def test_names_follow_the_signal():
    assert network((2, 1)).names == ("w(x0)", "w(x1)", "b")
    assert network((1, 2, 1)).names == (
        *("x0 → h1.1", "bias h1.1", "x0 → h1.2", "bias h1.2"),
        *("h1.1 → out", "h1.2 → out", "bias out"),
    )


def test_layers_are_views_for_any_leading_shape():
    net = network((2, 3, 1))
    theta = np.zeros((4, 5, net.size))
    shapes = [layer.shape for layer in net.layers(theta)]
    assert shapes == [(4, 5, 3, 3), (4, 5, 1, 4)]
    net.layers(theta)[1][..., -1] = 1.0
    assert theta[..., -1].min() == 1.0
    assert theta[..., :-1].max() == 0.0


def test_many_thetas_go_through_in_chunks():
    net, rng = network((2, 30, 1)), np.random.default_rng(4)
    samples = columns(rng.normal(size=(100, 2)))
    count = 3 * CHUNK // (30 * 100) + 1
    thetas = rng.normal(size=(count, net.size))
    scores = net.scores(thetas, samples)
    assert scores.shape == (count, 100)
    for row in (0, count // 2, count - 1):
        assert scores[row] == pytest.approx(net.scores(thetas[row], samples), rel=1e-12)
    assert net.scores(thetas[:0], samples).shape == (0, 100)
    assert net.scores(thetas[0], samples[:, :0]).shape == (0,)


def test_columns_carry_a_row_of_ones():
    assert columns(np.array([[2.0, 3.0]])).tolist() == [[2.0], [3.0], [1.0]]
    assert Identity().apply(columns(np.ones((4, 2)))).shape == (3, 4)
