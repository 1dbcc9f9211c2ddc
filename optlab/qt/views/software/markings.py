"""What lies on the floor of the box: the isolines traced, and the hatch under holes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optlab.engine.arrays import Array
from optlab.qt.views.relief import FLAT, PEAK, Relief
from optlab.qt.views.software.field import Vertices
from optlab.qt.views.software.scan import Numbers
from optlab.qt.views.space.vertices import STRIPES

FINEST = 49
"""Vertices per side that the isolines are traced on; they lie under the surface, mostly."""


@dataclass(frozen=True, eq=False)
class Trace:
    """An isoline at height `z` of the world as separate pieces (k, 2, 2) of world x, y.

    `crowd` (k,) is how many isolines there are per world unit around each piece.
    """

    z: float
    pieces: Array
    crowd: Array


@dataclass(frozen=True, eq=False)
class Markings:
    """What lies on the floor: isolines, and the hatch of holes as pieces (k, 2, 2) of x, y."""

    traces: tuple[Trace, ...]
    hatch: Array


def markings(grid: Vertices, relief: Relief) -> Markings:
    """All that is drawn on the floor of a relief, beside its grid."""
    grid = grid.thinned(FINEST)
    return Markings(tuple(_traces(grid, relief)), _hatched(grid))


def _traces(grid: Vertices, relief: Relief) -> list[Trace]:
    """The isolines of a relief, those that are drawn on its surface."""
    x, y = np.meshgrid(grid.x, grid.y)
    columns = len(grid.x)
    first = (np.arange(len(grid.y) - 1)[:, None] * columns + np.arange(columns - 1)).reshape(-1)
    cells = (first[:, None] + np.array([0, 1, columns, columns, 1, columns + 1])).reshape(-1, 3)
    solid = (grid.ground[..., 3].reshape(-1)[cells] > 0.999).all(axis=1)
    cells = cells[solid]
    places = np.stack([x, y], axis=-1).reshape(-1, 2)[cells]
    z = grid.ground[..., 0].reshape(-1)[cells].astype(np.float64)
    per_level = (PEAK - FLAT) / (relief.top - relief.low) * relief.level
    crowd = _steepness(places, z) / per_level
    lowest = int(np.ceil(relief.low / relief.level + 0.05))
    found: list[Trace] = []
    for number in range(lowest, int(np.floor(relief.top / relief.level)) + 1):
        height = FLAT + (number - relief.low / relief.level) * per_level
        rows, pieces = _crossed(places, z - height)
        found.append(Trace(height, pieces, crowd[rows]))
    return found


def _hatched(grid: Vertices) -> Array:
    """Stripes over the triangles that touch a hole: pieces (k, 2, 2) of world x, y.

    They run along the diagonals of the cells, so each lies in one of the two triangles of a cell.
    """
    solid = grid.ground[..., 3] > 0.999
    both = solid[:-1, 1:] & solid[1:, :-1]
    near, far = ~(both & solid[:-1, :-1]), ~(both & solid[1:, 1:])
    rows, columns = np.nonzero(near | far)
    left, right = grid.x[columns], grid.x[columns + 1]
    low, high = grid.y[rows], grid.y[rows + 1]
    stripes = (np.arange(-2 * STRIPES, 2 * STRIPES) + 0.5) / STRIPES
    first = np.maximum(left[:, None], stripes - high[:, None])
    last = np.minimum(right[:, None], stripes - low[:, None])
    lies_near = stripes < (left + high)[:, None]
    holed = np.where(lies_near, near[rows, columns][:, None], far[rows, columns][:, None])
    cell, number = np.nonzero((last > first) & holed)
    x = np.stack([first[cell, number], last[cell, number]], axis=1)
    return np.stack([x, stripes[number][:, None] - x], axis=-1)


def _steepness(places: Array, height: Array) -> Array:
    """How steep triangles (t, 3, 2) with corners at `height` (t, 3) are (t,)."""
    one, other = places[:, 1] - places[:, 0], places[:, 2] - places[:, 0]
    up, over = height[:, 1] - height[:, 0], height[:, 2] - height[:, 0]
    area = one[:, 0] * other[:, 1] - one[:, 1] * other[:, 0]
    across = (up * other[:, 1] - over * one[:, 1]) / area
    return np.hypot(across, (over * one[:, 0] - up * other[:, 0]) / area)


def _crossed(places: Array, height: Array) -> tuple[Numbers, Array]:
    """Which triangles (t, 3, 2) with corners at `height` (t, 3) cross 0, and where: (k, 2, 2)."""
    above = height > 0.0
    count = above.sum(axis=1)
    rows = np.flatnonzero((count == 1) | (count == 2))
    above, height, places = above[rows], height[rows], places[rows]
    single: Numbers = above.argmax(axis=1)
    pair: Numbers = above.argmin(axis=1)
    lone: Numbers = np.where(count[rows] == 1, single, pair)
    each = np.arange(len(rows))
    ends: list[Array] = []
    for turn in (1, 2):
        other: Numbers = (lone + turn) % 3
        share = height[each, lone] / (height[each, lone] - height[each, other])
        begin = places[each, lone]
        ends.append(begin + share[:, None] * (places[each, other] - begin))
    return rows, np.stack(ends, axis=1)
