"""Two directions that span a plane: principal ones, and what stands in where one is missing."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from itertools import chain

import numpy as np

from optlab.engine.arrays import Array
from optlab.engine.objective import Objective
from optlab.engine.slices.slice import Slice

Named = tuple[str, Array]

PARALLEL = 1e-6
"""What a direction of length 1 must have beside the other, to be one of its own."""


def principal(rows: Array, floor: float) -> Array:
    """Give the leading directions (0 to 2, D) of rows (k, D) that are longer than `floor`.

    They come from the smaller Gram matrix, ten times as fast as from singular values; what is
    a millionth of the first is rounding.
    """
    scale = float(np.abs(rows).max())
    if scale <= floor:
        return rows[:0]
    rows = rows / scale
    wide = len(rows) < rows.shape[1]
    values, vectors = np.linalg.eigh(rows @ rows.T if wide else rows.T @ rows)
    leading = vectors[:, :-3:-1].T[values[:-3:-1] > 1e-12 * values[-1]]
    directions = leading @ rows if wide else leading
    return directions / np.linalg.norm(directions, axis=1, keepdims=True)


def signed(axis: Array, previous: Slice | None, index: int) -> Array:
    """`axis` or its opposite: as the slice before, or with its largest component positive."""
    if previous is not None and previous.origin.shape == axis.shape:
        agreement = float(axis @ previous.axes[index])
        if abs(agreement) > 1e-3:
            return axis if agreement > 0.0 else -axis
    return axis if axis[np.abs(axis).argmax()] > 0.0 else -axis


def spanned(
    objective: Objective, at: Array, wanted: Iterable[Named]
) -> tuple[Array, tuple[str, str]]:
    """Make orthonormal axes (2, D) of the first two independent `wanted`, with their names.

    Where there are fewer, downhill from `at` (D,) and then single parameters stand in. Directions
    without a length, or whose numbers overflow, are none.
    """
    found: list[Array] = []
    names: list[str] = []
    for name, direction in chain(wanted, _others(objective, at)):
        with np.errstate(all="ignore"):
            length = float(np.linalg.norm(direction))
        if not 0.0 < length < math.inf:
            continue
        rest = direction / length
        for _ in range(2):  # twice is enough (Kahan and Parlett): orthogonal to rounding
            for axis in found:
                rest = rest - (rest @ axis) * axis
        left = float(np.linalg.norm(rest))
        if left > PARALLEL:
            found.append(rest / left)
            names.append(name)
        if len(found) == 2:
            break
    return np.stack(found), (names[0], names[1])


def _others(objective: Objective, at: Array) -> Iterator[Named]:
    yield "downhill", -objective.gradient(at)
    yield from zip(objective.names, np.eye(3, objective.size), strict=False)
