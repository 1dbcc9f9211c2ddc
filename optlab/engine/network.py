"""A dense network on one flat theta: the ground of the linear, the logistic and the MLP model.

Layer l is a matrix (rows, inputs + 1) whose last column is the bias, stored row by row in theta,
layers one after the other. It has a row per unit (with maxout, one per piece of a unit). Samples
stand in columns, with a row of ones below the features, so a layer is one product W·X. Rejected: a
list of weight and bias arrays per layer, which every optimizer, slice and file would have to
flatten again.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from optlab.engine.activations import AnyActivation, pieces
from optlab.engine.arrays import Array
from optlab.engine.links import Link, Softmax

T = TypeVar("T", bound=np.generic)

CHUNK = 65_536
"""Numbers per buffer when many thetas are evaluated at once: half a megabyte stays in the cache."""


@dataclass(frozen=True)
class Network:
    """Units per layer from the features to the outputs, an activation per hidden layer, the link.

    `output_names` are those of the classes where there is an output for each.
    """

    widths: tuple[int, ...]
    activations: tuple[AnyActivation, ...]
    link: Link
    feature_names: tuple[str, ...]
    output_names: tuple[str, ...] = ("out",)

    @cached_property
    def pieces(self) -> tuple[int, ...]:
        """Rows per unit in every layer: 1, or the pieces of a maxout unit."""
        return (*(pieces(each) for each in self.activations), 1)

    @cached_property
    def shapes(self) -> tuple[tuple[int, int], ...]:
        """(rows, inputs + 1) of every layer."""
        return tuple(
            (out * parts, into + 1)
            for (into, out), parts in zip(pairwise(self.widths), self.pieces, strict=True)
        )

    @property
    def hidden(self) -> tuple[int, ...]:
        """Units of the hidden layers."""
        return self.widths[1:-1]

    @property
    def several(self) -> bool:
        """Whether a sample has a score per class instead of one score."""
        return isinstance(self.link, Softmax)

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
        if self.widths[1:] == (1,):  # no hidden layer: a line or a plane
            return (*(f"w({name})" for name in self.feature_names), "b")
        names: list[str] = []
        before = self.feature_names
        for depth, (units, parts) in enumerate(zip(self.widths[1:], self.pieces, strict=True), 1):
            last = depth == len(self.shapes)
            after = self.output_names if last else _units(depth, units)
            for unit in after:
                for row in (f"{unit}{part}" for part in PARTS[:parts]) if parts > 1 else (unit,):
                    names += [*(f"{source} → {row}" for source in before), f"bias {row}"]
            before = after
        return tuple(names)

    def layers(self, theta: NDArray[T]) -> list[NDArray[T]]:
        """Return the layers (..., rows, inputs + 1) as views into theta (..., D)."""
        lead = theta.shape[:-1]
        return [
            theta[..., span].reshape(*lead, *shape)
            for span, shape in zip(self.spans, self.shapes, strict=True)
        ]

    def scores(self, theta: Array, columns: Array) -> Array:
        """Scores before the link, for theta (..., D) and columns (F + 1, n) of samples.

        They are (..., n), or (..., C, n) where a sample has a score per class.
        """
        lead = theta.shape[:-1]
        flat = theta.reshape(-1, self.size)
        count = columns.shape[1]
        shape = (self.widths[-1], count) if self.several else (count,)
        rows = max(rows for rows, _ in self.shapes)
        chunk = max(1, CHUNK // (rows * max(1, count)))
        scores = np.empty((len(flat), *shape))
        for first in range(0, len(flat), chunk):
            made = self._forward(flat[first : first + chunk], columns)
            scores[first : first + chunk] = made if self.several else made[:, 0]
        return scores.reshape(*lead, *shape)

    def signals(self, theta: Array, columns: Array) -> list[Array]:
        """What every layer gives for columns (F + 1, n): outputs (units, n), at last the scores."""
        first, *rest = self.layers(theta)
        given = [first @ columns]
        for layer, activation in zip(rest, self.activations, strict=True):
            given[-1] = activation.apply(given[-1])
            given.append(layer[:, :-1] @ given[-1] + layer[:, -1:])
        return given

    def _forward(self, theta: Array, columns: Array) -> Array:
        first, *rest = self.layers(theta)
        signal = first @ columns
        for layer, activation in zip(rest, self.activations, strict=True):
            signal = activation.apply(signal)
            bias = layer[..., -1:]
            signal = layer[..., :-1] @ signal
            signal += bias
        return signal


PARTS = "abcdefgh"
"""How the pieces of a maxout unit are called."""


def _units(depth: int, units: int) -> tuple[str, ...]:
    return tuple(f"h{depth}.{unit}" for unit in range(1, units + 1))


def columns(features: Array) -> Array:
    """Turn features (n, F) into columns above a row of ones: (F + 1, n)."""
    return np.vstack((features.T, np.ones(len(features))))
