"""Back-propagation through a dense network, written by hand, for one batch after the other.

All buffers are made once per batch size, gradients are written by the products straight into views
of the flat vector, and a batch is a view of the shuffled epoch: a step on a small net is then about
twenty NumPy calls (a fresh array for each would make it four times as slow).
"""

from __future__ import annotations

import numpy as np

from optlab.engine.arrays import Array
from optlab.engine.batches import Batch, Batches
from optlab.engine.losses import AnyLoss
from optlab.engine.network import Network
from optlab.engine.penalties import AnyPenalty


class Backprop:
    """Loss and gradient of a fitting at theta, on the batch it was turned to."""

    def __init__(
        self, network: Network, loss: AnyLoss, penalty: AnyPenalty, batches: Batches
    ) -> None:
        self._network, self._penalty, self._batches = network, penalty, batches
        self._apply, self._derivative = network.activation.apply, network.activation.derivative
        self._slope, self._link = loss.slope, network.link
        self._penalised = penalty.active
        self._theta = np.zeros(network.size)
        self._layers = network.layers(self._theta)
        self.gradient = np.zeros(network.size)
        self._slopes = network.layers(self.gradient)
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

    def __call__(self, theta: Array) -> float:
        """Return the loss at theta (D,); the gradient is then in `gradient` (D,)."""
        self._theta[:] = theta
        batch, buffers = self.batch, self._buffers
        apply, derivative = self._apply, self._derivative

        signal = batch.columns
        for layer, sums, kept, outputs in buffers.forward:
            layer.dot(signal, sums)
            if kept is not None:
                np.copyto(kept, sums)
            apply(sums)
            signal = outputs
        self._layers[-1].dot(signal, buffers.scores)
        loss, delta = self._slope(buffers.scores[0], batch.targets, self._link)

        delta = delta[None]
        for slope, signals, seen, transposed, back in buffers.backward:
            delta.dot(signals, slope)
            transposed.dot(delta, back)
            delta = back
            delta *= derivative(seen)
        delta.dot(batch.rows, self._slopes[0])
        return loss + self._penalise() if self._penalised else loss

    def _penalise(self) -> float:
        where = self._network.weights
        weights = self._theta[where]
        self.gradient[where] += self._penalty.slope(weights)
        return float(self._penalty.value(weights))


class _Buffers:
    """The buffers of one batch size, and the views in which the passes walk through the layers.

    Hidden layer l has outputs (units + 1, n) whose last row is ones; `sums` is the part without it,
    which the activation overwrites. Where its derivative needs the sums, they are `kept`.
    """

    def __init__(
        self, network: Network, layers: list[Array], slopes: list[Array], count: int
    ) -> None:
        widths, keeps = network.widths, network.activation.needs_sums
        outputs = [np.ones((units + 1, count)) for units in widths[1:-1]]
        sums = [each[:-1] for each in outputs]
        kept = [np.empty_like(each) if keeps else None for each in sums]
        seen = [below if own is None else own for below, own in zip(sums, kept, strict=True)]
        self.scores = np.empty((widths[-1], count))
        self.forward = list(zip(layers, sums, kept, outputs, strict=False))
        self.backward = [
            (slope, output.T, below, layer[:, :-1].T, np.empty_like(below))
            for slope, output, below, layer in zip(
                reversed(slopes[1:]),
                reversed(outputs),
                reversed(seen),
                reversed(layers[1:]),
                strict=True,
            )
        ]
