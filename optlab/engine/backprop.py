"""Back-propagation through a dense network, written by hand, for one batch after the other.

All buffers are made once per batch size, gradients are written by the products straight into views
of the flat vector, and a batch is a view of the shuffled epoch: a step on a small net is then about
twenty NumPy calls (a fresh array for each would make it four times as slow).

Where K models of one architecture advance together, every array has a leading axis K, and a call
serves all of them: below, shapes without it. Each model gets the same bits as alone, because every
product is the same call of BLAS and everything else goes number by number.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from optlab.engine.arrays import Array
from optlab.engine.batches import Batch, Batches
from optlab.engine.losses import AnyLoss, Number
from optlab.engine.network import Network
from optlab.engine.penalties import AnyPenalty

Product = Callable[[Any, Any, Any], object]
"""Writes the product of the first two matrices into the third."""


class Backprop:
    """Loss and gradient of a fitting at theta (D,) or (K, D), on the batch it was turned to."""

    def __init__(
        self,
        network: Network,
        loss: AnyLoss,
        penalty: AnyPenalty,
        batches: Batches,
        lead: tuple[int, ...] = (),
    ) -> None:
        """`lead` is (K,) for K models that advance together."""
        self._network, self._penalty, self._batches = network, penalty, batches
        self._loss_slope, self._link = loss.slope, network.link
        self._several = network.several
        self._penalised = penalty.active
        self._theta = np.zeros((*lead, network.size))
        self._layers = network.layers(self._theta)
        self.gradient = np.zeros((*lead, network.size))
        self._slopes = network.layers(self.gradient)
        self._product: Product = np.matmul if lead else np.ndarray.dot  # dot is twice as quick
        self._buffers_of: dict[int, _Buffers] = {}
        self.turn(0)

    def turn(self, step: int) -> None:
        """Take the batch of step `step`."""
        self.take(self._batches[step])

    def take(self, batch: Batch) -> None:
        """Work on this batch from now on."""
        self.batch = batch
        self.samples = count = batch.samples
        buffers = self._buffers_of.get(count)
        if buffers is None:
            buffers = _Buffers(self._network, self._layers, self._slopes, count)
            self._buffers_of[count] = buffers
        self._buffers = buffers

    def __call__(self, theta: Array) -> Number:
        """Return the loss at theta; the gradient is then in `gradient`, of the same shape."""
        self._theta[:] = theta
        batch, buffers, product = self.batch, self._buffers, self._product

        signal = batch.columns
        for layer, sums, apply, kept, units, outputs in buffers.forward:
            product(layer, signal, sums)
            if units is not None:
                np.copyto(units, apply(sums))
            else:
                if kept is not None:
                    np.copyto(kept, sums)
                apply(sums)
            signal = outputs
        product(self._layers[-1], signal, buffers.scores)
        scores = buffers.scores if self._several else buffers.scores[..., 0, :]
        loss, delta = self._loss_slope(scores, batch.targets, self._link)

        delta = delta if self._several else delta[..., None, :]
        for slope, signals, seen, derivative, parts, transposed, back in buffers.backward:
            product(delta, signals, slope)
            buffers.pull(transposed, delta, back)
            delta = back if parts == 1 else back.repeat(parts, axis=-2)
            delta *= derivative(seen)
        product(delta, batch.rows, self._slopes[0])
        return loss + self._penalise() if self._penalised else loss

    def _penalise(self) -> Array:
        where = self._network.weights
        weights = self._theta.take(where, axis=-1)  # in rows, unlike theta[..., where]
        self.gradient[..., where] += self._penalty.slope(weights)
        return self._penalty.value(weights)


class _Forward(NamedTuple):
    """What the pass from the features to the scores needs of a hidden layer."""

    layer: Array
    sums: Array
    apply: Callable[[Array], Array]
    kept: Array | None
    units: Array | None
    outputs: Array


class _Backward(NamedTuple):
    """What the pass back needs of a hidden layer, and of the matrix after it."""

    slope: Array
    signals: Array
    seen: Array
    derivative: Callable[[Array], Array]
    parts: int
    transposed: Array
    back: Array


class _Buffers:
    """The buffers of one batch size, and the views in which the passes walk through the layers.

    Hidden layer l has outputs (units + 1, n) whose last row is ones; `units` is the part without
    it. Most activations overwrite the weighted sums there; where the derivative needs them they are
    `kept`. A maxout layer has several sums per unit, in an array of their own that stays.
    """

    def __init__(
        self, network: Network, layers: list[Array], slopes: list[Array], count: int
    ) -> None:
        lead = layers[0].shape[:-2]
        self.forward: list[_Forward] = []
        self.backward: list[_Backward] = []
        self.scores = np.empty((*lead, network.widths[-1], count))
        # Of one sample a transposed matrix is multiplied in another order by `dot`.
        self.pull: Product = np.matmul if lead or count == 1 else np.ndarray.dot
        for depth, activation in enumerate(network.activations):
            width, parts = network.widths[depth + 1], network.pieces[depth]
            outputs = np.ones((*lead, width + 1, count))
            units = outputs[..., :-1, :]
            sums = units if parts == 1 else np.empty((*lead, width * parts, count))
            kept = np.empty_like(units) if parts == 1 and activation.needs_sums else None
            into = None if parts == 1 else units
            self.forward.append(
                _Forward(layers[depth], sums, activation.apply, kept, into, outputs)
            )
            self.backward.append(
                _Backward(
                    slopes[depth + 1],
                    np.swapaxes(outputs, -1, -2),
                    sums if kept is None else kept,
                    activation.derivative,
                    parts,
                    np.swapaxes(layers[depth + 1][..., :-1], -1, -2),
                    np.empty_like(units),
                )
            )
        self.backward.reverse()
