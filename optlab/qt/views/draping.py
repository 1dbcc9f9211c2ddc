"""Points and lines laid on the drawn ground.

Lines are straight seen from above and follow the ground, so none of them is lost in a hill; where
they leave the box or cross a hole they are broken by a row of nan.
"""

from __future__ import annotations

import numpy as np

from optlab.engine.arrays import Array, Counts
from optlab.engine.slices import Slice
from optlab.qt.views.relief import Relief

LIFT = 0.005
"""How far above the ground a path is drawn, as a share of the drawn heights."""
MOST_POINTS = 1024
"""Points of one line that longer pieces make room for; every step adds one of its own."""
PIECES = 48
"""Pieces that a line as long as the box is laid on the ground in."""


def drape(ground: Relief, uv: Array) -> Array:
    """Lay the line through uv (k, 2) on the ground: points (m, 3), a row of nan where it is broken.

    The steps themselves appear twice, as the end of one line and the beginning of the next.
    """
    begin, end = _clipped(ground, uv[:-1], uv[1:])
    extent = np.array([ground.u[-1] - ground.u[0], ground.v[-1] - ground.v[0]])
    length = np.abs((end - begin) / extent).max(axis=1)
    total = float(length.sum())
    if not total > 0.0:
        return np.empty((0, 3))
    piece = max(1.0 / PIECES, 4.0 * total / MOST_POINTS)
    pieces: Counts = np.ceil(length / piece).astype(np.int64)
    begin, way, pieces = begin[pieces > 0], (end - begin)[pieces > 0], pieces[pieces > 0]
    ends = begin + way
    rows = np.repeat(np.arange(len(pieces)), pieces + 1)
    first: Counts = np.cumsum(pieces + 1) - (pieces + 1)
    share: Array = (np.arange(len(rows)) - first[rows]) / pieces[rows]
    line: Array = begin[rows] + share[:, None] * way[rows]
    points = lay(ground, line)
    apart = np.abs((begin[1:] - ends[:-1]) / extent).max(axis=1) > 1e-9
    return np.insert(points, first[1:][apart], np.nan, axis=0)


def lay(ground: Relief, uv: Array) -> Array:
    """Points (k, 3) just above the ground at uv (k, 2), within the drawing; nan outside it."""
    height = np.minimum(ground.at(uv), ground.top) + LIFT * (ground.top - ground.low)
    return np.column_stack([uv, height])


def coordinates(slice: Slice, theta: Array) -> Array:
    """Where theta (k, D) is seen in the slice (k, 2), however far it exploded."""
    with np.errstate(all="ignore"):  # theta may have exploded
        return slice.coordinates(theta)


def _clipped(ground: Relief, begin: Array, end: Array) -> tuple[Array, Array]:
    """The parts inside the box of lines from `begin` to `end` (k, 2) (Liang and Barsky)."""
    low = np.array([ground.u[0], ground.v[0]])
    high = np.array([ground.u[-1], ground.v[-1]])
    with np.errstate(all="ignore"):
        way = end - begin
        one, other = (low - begin) / way, (high - begin) / way
        still = way == 0.0
        inside = (begin >= low) & (begin <= high)
        enter = np.where(still, np.where(inside, 0.0, np.inf), np.minimum(one, other)).max(axis=1)
        leave = np.where(still, np.where(inside, 1.0, -np.inf), np.maximum(one, other)).min(axis=1)
    enter, leave = np.maximum(enter, 0.0), np.minimum(leave, 1.0)
    kept = (enter < leave) & np.isfinite(way).all(axis=1)
    begin, way = begin[kept], way[kept]
    return begin + enter[kept, None] * way, begin + leave[kept, None] * way
