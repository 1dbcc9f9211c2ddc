"""Random directions as long as the weights they change: filter normalisation.

A filter is all that comes into one unit: its weights and its bias. In a random direction each
filter is as long as the unit's own weights at the centre, so a step of 1 changes every unit by its
own size, and sharp and flat minima can be compared (Li et al. 2018). The bias belongs to its filter
here, as it scales with it; the paper's code leaves biases out or gives each a length of its own.

With ReLU a unit's incoming weights may be multiplied by c and its outgoing ones divided by c: the
network is the same function, and so should be its picture. The paper's rule alone does not see to
that, because a filter of the next layer mixes weights from units of different scale. So where an
activation passes a scale on, weights are measured times the scale of the unit they come from; the
directions of the two networks then differ by exactly that rescaling. Other activations leave no
such freedom, and the rule is that of the paper.

Source: Li, Xu, Taylor, Studer and Goldstein (2018), Visualizing the loss landscape of neural nets,
NeurIPS, section 4; Dinh, Pascanu, Bengio and Bengio (2017), Sharp minima can generalize, ICML.
"""

from __future__ import annotations

from itertools import zip_longest

import numpy as np

from optlab.engine.activations import AnyActivation, pieces
from optlab.engine.arrays import Array
from optlab.engine.network import Network


def units(network: Network, centre: Array) -> Array:
    """Give the length (D,) in which each parameter is measured at `centre` (D,).

    It is the length of the parameter's filter, over the scale of the unit that it comes from. 0
    stands for the filters of units without any weight, unless there are no other units.
    """
    found = np.zeros(network.size)
    scale = np.ones(network.widths[0])
    lengths: list[Array] = []
    for layer, unit, activation, parts in zip_longest(
        network.layers(centre), network.layers(found), network.activations, network.pieces
    ):
        incoming = np.append(scale, 1.0)  # the bias comes from a unit that always says 1
        length = np.linalg.norm(layer * incoming, axis=1)
        unit[:] = length[:, None] / incoming
        lengths.append(length)
        scale = np.ones(len(length) // parts)
        if activation is not None and passes_scale(activation):
            own = np.linalg.norm(length.reshape(-1, parts), axis=1)
            scale = np.where(own > 0.0, own, 1.0)
    return found if np.concatenate(lengths).any() else np.ones(network.size)


def normalised(network: Network, unit: Array, noise: Array) -> Array:
    """Scale `noise` (..., D) so that each filter has the length 1 when measured in `unit` (D,)."""
    direction = noise.copy()
    for layer in network.layers(direction):
        np.divide(layer, np.linalg.norm(layer, axis=-1, keepdims=True), out=layer)
    return direction * unit


def passes_scale(activation: AnyActivation) -> bool:
    """Whether 2z gives twice what z gives, for z of both signs, as with ReLU."""
    rows = pieces(activation)
    z = np.repeat(np.linspace(-2.0, 2.0, 9)[None], rows, axis=0)
    once, twice = activation.apply(z.copy()), activation.apply(2.0 * z)
    return bool(np.array_equal(twice, 2.0 * once))
