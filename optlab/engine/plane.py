"""The loss of a dense network on a whole grid of a plane through parameter space, fast.

On theta = origin + u a + v b the first layer's sums are linear in (u, v): three images (of the
origin and of both axes) give them for any number of grid points in ONE product [1, u, v] · images.
Deeper layers are stacks of small products. Everything is done in float32, in chunks of grid points
whose buffers stay in the second-level cache, with the activation in place and the ones that
multiply the biases standing in the buffers. Without hidden layers there is nothing to save, and
where numbers are written down rather than drawn there is no hurry: then all of it is float64.

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
    precise: bool = False,  # noqa: FBT001, FBT002  (the last of many)
) -> Array:
    """Give the loss (N,) at origin (D,) + u axes[0] + v axes[1] for u, v (N,).

    `samples` (F + 1, n) stand in columns above a row of ones, `targets` are (n,), or (C, n) for
    classes with a score each. The error of a score is about 1e-7 of the sums it is made of, when
    `precise` or without hidden layers 1e-16; what overflows is inf or nan.
    """
    deep = len(network.widths) > 2  # more than features and output
    number = np.dtype(np.float32 if deep and not precise else np.float64)
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
    """Scores (m, n) or (m, C, n) of m <= chunk points, in buffers that live with the plane."""

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
        widest = max(rows for rows, _ in network.shapes) + 1
        self.chunk = max(1, min(most, CACHE_BYTES // (widest * count * number.itemsize)))
        images = first @ samples
        self._number = number
        self._several = network.several
        self._activations = network.activations
        self._layers = [(layer.reshape(3, -1), layer.shape[1:]) for layer in rest]
        self._scores: Floats = np.empty((self.chunk, network.widths[-1], count), number)
        self._outputs: list[Floats] = [np.ones((self.chunk, k + 1, count), number) for k in units]
        self._sums: list[Floats] = [
            outputs[:, :-1] if rows == k else np.empty((self.chunk, rows, count), number)
            for outputs, k, (rows, _) in zip(self._outputs, units, network.shapes, strict=False)
        ]
        self._first = (self._sums or [self._scores])[0]
        if rest and network.pieces[0] == 1:  # whole buffers take one product: ones and all
            self._first = self._outputs[0]
            ones = np.zeros((3, 1, count))
            ones[0] = 1.0
            images = np.concatenate([images, ones], axis=1)
        self._images = images.reshape(3, -1).astype(number)

    def __call__(self, steps: Array) -> Floats:
        """Give the scores at `steps` (m, 3) = [1, u, v]; the next call overwrites them."""
        points = len(steps)
        scores = self._scores[:points]
        first = self._first[:points].reshape(points, -1)
        np.matmul(steps.astype(self._number), self._images, out=first)
        after = [*(buffer[:points] for buffer in self._sums), scores][1:]
        for sums, outputs, activation, (layer, shape), into in zip(
            self._sums, self._outputs, self._activations, self._layers, after, strict=True
        ):
            made = activation.apply(sums[:points])
            if made.base is not outputs:  # maxout: fewer units than sums
                outputs[:points, :-1] = made
            weights = (steps @ layer).astype(self._number).reshape(points, *shape)
            np.matmul(weights, outputs[:points], out=into)
        return scores if self._several else scores[:, 0]
