"""The loss of a dense network on a whole grid of a plane through parameter space, fast.

On theta = origin + u a + v b the first layer's sums are linear in (u, v): three images (of the
origin and of both axes) give them for any number of grid points in ONE product [1, u, v] · images.
Deeper layers are stacks of small products. Everything is done in float32, in chunks of grid points
whose buffers stay in the second-level cache, with the activation in place and the ones that
multiply the biases standing in the buffers. Without hidden layers there is nothing to save, and the
result is float64 throughout.

Measured at 101x101 on 2-8-8-1 with 200 samples and squared error: 29 ms on one thread; chunks four
times as large cost a quarter more.
"""

from __future__ import annotations

from typing import cast

import numpy as np

from optlab.engine.arrays import Array, Floats
from optlab.engine.losses import AnyLoss
from optlab.engine.network import Network
from optlab.engine.penalties import AnyPenalty

CACHE_BYTES = 1 << 19
"""What the widest buffer of a chunk may take, so that it and its neighbour stay in the cache."""


def losses_on_plane(  # noqa: PLR0917  (a plane is an origin and axes, a grid u and v)
    network: Network,
    loss: AnyLoss,
    penalty: AnyPenalty,
    samples: Array,
    targets: Array,
    origin: Array,
    axes: Array,
    u: Array,
    v: Array,
) -> Array:
    """Give the loss (N,) at origin (D,) + u axes[0] + v axes[1] for u, v (N,).

    `samples` (F + 1, n) stand in columns above a row of ones, `targets` are (n,). The error of a
    score is about 1e-7 of the sums it is made of; what overflows is inf or nan.
    """
    deep = len(network.widths) > 2  # more than features and output
    number = np.dtype(np.float32 if deep else np.float64)
    frame = np.stack([origin, axes[0], axes[1]])
    steps = np.stack([np.ones_like(u), u, v], axis=1)
    wanted = cast("Array", targets.astype(number))  # the losses keep the type of their scores
    with np.errstate(all="ignore"):
        forward = _Forward(network, frame, samples, number, len(u))
        losses = np.empty(len(u))
        for first in range(0, len(u), forward.chunk):
            part = steps[first : first + forward.chunk]
            scores = cast("Array", forward(part))
            losses[first : first + forward.chunk] = loss.value(scores, wanted, network.link)
            if penalty.active:
                weights = part @ frame[:, network.weights]
                losses[first : first + forward.chunk] += penalty.value(weights)
    return losses


class _Forward:
    """Scores (m, n) of m <= chunk points, in buffers that live as long as the plane."""

    def __init__(
        self,
        network: Network,
        frame: Array,
        samples: Array,
        number: np.dtype[np.floating],
        most: int,
    ) -> None:
        first, *rest = network.layers(frame)
        count = samples.shape[1]
        units = network.widths[1:-1]
        widest = max(units, default=0) + 1
        self.chunk = max(1, min(most, CACHE_BYTES // (widest * count * number.itemsize)))
        images = first @ samples
        if rest:
            ones = np.zeros((3, 1, count))
            ones[0] = 1.0
            images = np.concatenate([images, ones], axis=1)
        self._number = number
        self._activation = network.activation
        self._images = images.reshape(3, -1).astype(number)
        self._layers = [(layer.reshape(3, -1), layer.shape[1:]) for layer in rest]
        self._signals: list[Floats] = [np.ones((self.chunk, k + 1, count), number) for k in units]
        self._scores: Floats = np.empty((self.chunk, network.widths[-1], count), number)

    def __call__(self, steps: Array) -> Floats:
        """Give scores (m, n) at `steps` (m, 3) = [1, u, v]; the next call overwrites them."""
        points = len(steps)
        buffers = [buffer[:points] for buffer in (*self._signals, self._scores)]
        np.matmul(steps.astype(self._number), self._images, out=buffers[0].reshape(points, -1))
        last = len(self._layers)
        for depth, (layer, shape) in enumerate(self._layers, 1):
            self._activation.apply(buffers[depth - 1][:, :-1])
            weights = (steps @ layer).astype(self._number).reshape(points, *shape)
            into = buffers[depth] if depth == last else buffers[depth][:, :-1]
            np.matmul(weights, buffers[depth - 1], out=into)
        return buffers[-1][:, 0]
