"""A dense network on one flat theta: the ground of the linear, the logistic and the MLP model.

Layer l is a matrix (outputs, inputs + 1) whose last column is the bias, stored row by row in theta,
layers one after the other. Samples stand in columns, with a row of ones below the features, so a
layer is one product W·X. Rejected: a list of weight and bias arrays per layer, which every
optimizer, slice and file would have to flatten again.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from optlab.engine.activations import AnyActivation
from optlab.engine.arrays import Array
from optlab.engine.losses import Link

T = TypeVar("T", bound=np.generic)

CHUNK = 65_536
"""Numbers per buffer when many thetas are evaluated at once: half a megabyte stays in the cache."""


@dataclass(frozen=True)
class Network:
    """Layer widths from the features to the output, the hidden activation and the output's link."""

    widths: tuple[int, ...]
    activation: AnyActivation
    link: Link
    feature_names: tuple[str, ...]

    @cached_property
    def shapes(self) -> tuple[tuple[int, int], ...]:
        """(outputs, inputs + 1) of every layer."""
        return tuple((out, into + 1) for into, out in pairwise(self.widths))

    @cached_property
    def spans(self) -> tuple[slice, ...]:
        """Where each layer lies in theta."""
        ends = np.cumsum([0, *(out * into for out, into in self.shapes)]).tolist()
        return tuple(slice(a, b) for a, b in pairwise(ends))

    @cached_property
    def size(self) -> int:
        """D, the number of parameters."""
        return self.spans[-1].stop

    @cached_property
    def weights(self) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
        """Positions in theta of all weights, without the biases."""
        mask = np.ones(self.size, dtype=bool)
        for layer in self.layers(mask):
            layer[:, -1] = False
        return np.flatnonzero(mask)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """A name for every parameter, such as `w(x₁)`, `x₁ → h1.2` or `bias out`."""
        if len(self.widths) == 2:  # no hidden layer: a line or a plane
            return (*(f"w({name})" for name in self.feature_names), "b")
        names: list[str] = []
        before = list(self.feature_names)
        for depth, (outputs, _) in enumerate(self.shapes, 1):
            last = depth == len(self.shapes)
            units = ["out"] if last else [f"h{depth}.{unit}" for unit in range(1, outputs + 1)]
            for unit in units:
                names += [*(f"{source} → {unit}" for source in before), f"bias {unit}"]
            before = units
        return tuple(names)

    def layers(self, theta: NDArray[T]) -> list[NDArray[T]]:
        """Return the layers (..., outputs, inputs + 1) as views into theta (..., D)."""
        lead = theta.shape[:-1]
        return [
            theta[..., span].reshape(*lead, *shape)
            for span, shape in zip(self.spans, self.shapes, strict=True)
        ]

    def scores(self, theta: Array, columns: Array) -> Array:
        """Scores (..., n) before the link, for theta (..., D) and columns (F + 1, n) of samples."""
        lead = theta.shape[:-1]
        flat = theta.reshape(-1, self.size)
        count = columns.shape[1]
        chunk = max(1, CHUNK // (max(self.widths[1:]) * max(1, count)))
        scores = np.empty((len(flat), count))
        for first in range(0, len(flat), chunk):
            scores[first : first + chunk] = self._forward(flat[first : first + chunk], columns)
        return scores.reshape(*lead, count)

    def _forward(self, theta: Array, columns: Array) -> Array:
        first, *rest = self.layers(theta)
        signal = first @ columns
        for layer in rest:
            self.activation.apply(signal)
            bias = layer[..., -1:]
            signal = layer[..., :-1] @ signal
            signal += bias
        return signal[..., 0, :]


def columns(features: Array) -> Array:
    """Turn features (n, F) into columns above a row of ones: (F + 1, n)."""
    return np.vstack((features.T, np.ones(len(features))))
