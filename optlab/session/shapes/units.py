"""An activation with its derivative, and where the sums of a layer's units now sit on it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optlab.engine.activations import AnyActivation, Maxout, Sigmoid
from optlab.engine.arrays import Array, Counts
from optlab.engine.fitted import FittingObjective
from optlab.engine.network import Network
from optlab.engine.units import FLAT, layer_units, slopes_of_units, steepest
from optlab.session.message import Message
from optlab.session.numbers import percent

POINTS = 241
BINS = 48
NARROWEST, WIDEST = 4.0, 30.0
"""How far from 0 sums are drawn at least and at most."""


@dataclass(frozen=True)
class Layer:
    """A place where sums are bent: a hidden layer (from 0), or the output of a probability."""

    depth: int
    activation: AnyActivation
    hidden: bool = True


@dataclass(frozen=True, eq=False)
class Units:
    """The curves over z (k,), the samples' sums counted in BINS bins, and what that means.

    `flat` is the share of all sums at which the derivative is less than a twentieth of its
    steepest; `dead` and `saturated` count units, of `count`. Sums beyond the drawn z are counted
    at its ends.
    """

    layer: Layer
    z: Array
    output: Array
    derivative: Array
    counts: Counts
    edges: Array
    medians: Array
    """The middle of the sums of every unit (units,), clipped to the drawn z."""
    flat: float
    dead: int
    saturated: int
    count: int


def layers(network: Network) -> tuple[Layer, ...]:
    """Where the sums of a network are bent; empty for a model that is all straight."""
    hidden = [Layer(depth, each) for depth, each in enumerate(network.activations)]
    if isinstance(network.link, Sigmoid):
        hidden.append(Layer(len(hidden), network.link, hidden=False))
    return tuple(hidden)


def units(objective: FittingObjective, theta: Array, layer: Layer) -> Units | None:
    """Sums of all training samples at theta (D,) in `layer`; None for maxout, which has no curve.

    Nor is there an answer where the sums are not numbers any more.
    """
    if isinstance(layer.activation, Maxout):
        return None
    network, columns = objective.network, objective.inputs(objective.train.features)
    sums = _sums(network, theta, columns, layer.depth)
    if not np.isfinite(sums).all():
        return None
    reach = float(np.clip(np.quantile(np.abs(sums), 0.995) * 1.1, NARROWEST, WIDEST))
    z = np.linspace(-reach, reach, POINTS)
    output = layer.activation.apply(z.copy())
    derivative = _slope(layer.activation, z, output)
    counts, edges = np.histogram(np.clip(sums, -reach, reach), BINS, (-reach, reach))
    dead = saturated = 0
    if layer.hidden:
        found = layer_units(network, theta, columns)[layer.depth]
        dead, saturated = int(found.dead.sum()), int(found.saturated.sum())
        slopes = slopes_of_units(network, theta, columns)[layer.depth]
    else:
        slopes = np.abs(_slope(layer.activation, sums, layer.activation.apply(sums.copy())))
    flat = float(np.mean(slopes < FLAT * steepest(layer.activation)))
    medians = np.clip(np.median(sums, axis=1), -reach, reach)
    return Units(
        layer, z, output, derivative, counts, edges, medians, flat, dead, saturated, len(sums)
    )


def unit_words(shown: Units) -> Message:
    """How much of the layer can learn, in numbers."""
    values: dict[str, str | int | Message] = {
        "flat": percent(shown.flat),
        "dead": shown.dead,
        "saturated": shown.saturated,
        "count": shown.count,
    }
    if not shown.layer.hidden:
        return Message(
            "The output turns sums into probabilities. {flat} of the samples sit where it is "
            "nearly flat: there the model is sure, rightly or not.",
            values,
        )
    if shown.dead:
        return Message(
            "{dead} of {count} units are dead: flat on every sample, so no slope comes back "
            "through them and they do not learn. In all, {flat} of the sums sit on flat ground.",
            values,
        )
    if shown.saturated:
        return Message(
            "{saturated} of {count} units are saturated: nearly flat on 95 % of the samples or "
            "more, so hardly any slope comes back. In all, {flat} of the sums sit on flat ground.",
            values,
        )
    return Message(
        "No unit is dead or saturated. {flat} of the sums sit where the curve is nearly flat and "
        "lets little slope through.",
        values,
    )


def _sums(network: Network, theta: Array, columns: Array, depth: int) -> Array:
    """Weighted sums (rows, n) of layer `depth`, before they are bent."""
    layer = network.layers(theta)[depth]
    with np.errstate(all="ignore"):
        if depth == 0:
            return layer @ columns
        before = network.signals(theta, columns)[depth - 1]
        return layer[:, :-1] @ before + layer[:, -1:]


def _slope(activation: AnyActivation, z: Array, output: Array) -> Array:
    return activation.derivative(z if activation.needs_sums else output)
