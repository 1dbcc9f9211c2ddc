"""What lies under the mouse: a ray against the height grid, on the CPU.

OpenGL's own selection is gone from modern drivers and broken in pyqtgraph. The grid is small, so
the ray is sampled densely inside the box, and the first change of side is refined by bisection.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from optlab.engine.arrays import Array
from optlab.qt.views.relief import PEAK, Relief

SAMPLES = 1024
HALVINGS = 24
SIGHTS = 96
"""Places along a line of sight."""
LOW, HIGH = np.array([-1.0, -1.0, 0.0]), np.array([1.0, 1.0, PEAK])
"""Corners of the box."""
TOUCH = 1e-3
"""How near to the surface a ray must come to have touched it, in world units."""
SLACK = np.array([1e-5, 1e-5, 4e-3])
"""How far outside the box a ray still counts: what is drawn on its edge is seen, a summit too."""


def pick(
    ground: Relief, matrix: Array, position: tuple[float, float], size: tuple[float, float]
) -> tuple[float, float] | None:
    """The (u, v) seen at `position` in a picture of `size` (logical pixels, y down), or None.

    `matrix` (4, 4) takes the world to clip space. Where the ray misses the surface, it is the point
    of the floor of the box that counts.
    """
    start, end = ray(matrix, position, size)
    inside = _inside(start, end)
    if inside is None:
        return None
    first, last = inside
    share = np.linspace(first, last, SAMPLES)
    points = start + share[:, None] * (end - start)
    above = _above(ground, points)
    crossed = np.flatnonzero(above[:-1] * above[1:] <= 0.0)  # a nan crosses nothing
    touched = np.flatnonzero(np.abs(above) < TOUCH)
    if len(touched) and touched[0] == 0:  # it enters the box at the rim of the surface
        hit = points[0]
    elif len(crossed):
        hit = _bisected(ground, points[crossed[0]], points[crossed[0] + 1])
    elif len(touched):  # it grazes a summit
        hit = points[touched[0]]
    elif min(points[0, 2], points[-1, 2]) < 1e-6:
        hit = points[np.argmin(points[:, 2])]
    else:
        return None
    u, v = ground.uv(np.clip(hit[:2], -1.0, 1.0))
    return float(u), float(v)


def visible(ground: Relief, places: Array, eye: Array) -> NDArray[np.bool_]:
    """Which of world points (k, 3) the surface does not hide from `eye` (3,): (k,).

    A point on the surface itself must lie a little above it.
    """
    way = eye - places
    with np.errstate(all="ignore"):  # until the line of sight leaves the box
        out = np.where(way > 0.0, (HIGH - places) / way, (LOW - places) / way)
    last = np.clip(np.nanmin(np.where(way == 0.0, np.inf, out), axis=1), 0.0, 1.0)
    share = np.linspace(0.0, 1.0, SIGHTS) * last[:, None]
    above = _above(ground, places[:, None] + share[..., None] * way[:, None])
    crossed: NDArray[np.bool_] = above[:, :-1] * above[:, 1:] < 0.0  # a nan crosses nothing
    return np.logical_not(crossed.any(axis=1))


def ray(
    matrix: Array, position: tuple[float, float], size: tuple[float, float]
) -> tuple[Array, Array]:
    """The nearest and the farthest world point (3,) that are seen at `position`."""
    x = 2.0 * position[0] / size[0] - 1.0
    y = 1.0 - 2.0 * position[1] / size[1]
    ends = np.linalg.solve(matrix, np.array([(x, y, -1.0, 1.0), (x, y, 1.0, 1.0)]).T).T
    near, far = ends[:, :3] / ends[:, 3:]
    return near, far


def _inside(start: Array, end: Array) -> tuple[float, float] | None:
    """The shares of the ray at which it enters and leaves the box."""
    way = np.where(np.abs(end - start) < 1e-12, 1e-12, end - start)
    one = (LOW - SLACK * (1.0, 1.0, 0.0) - start) / way
    other = (HIGH + SLACK - start) / way
    first = max(float(np.minimum(one, other).max()), 0.0)
    last = min(float(np.maximum(one, other).min()), 1.0)
    return (first, last) if first < last else None


def _above(ground: Relief, points: Array) -> Array:
    """How far world points (..., 3) are above the surface; nan over holes."""
    uv = ground.uv(points[..., :2])
    height = ground.at(np.clip(uv, (ground.u[0], ground.v[0]), (ground.u[-1], ground.v[-1])))
    return points[..., 2] - ground.world(np.concatenate([uv, height[..., None]], axis=-1))[..., 2]


def _bisected(ground: Relief, begin: Array, end: Array) -> Array:
    side = float(_above(ground, begin[None])[0])
    for _ in range(HALVINGS):
        middle = (begin + end) / 2.0
        if float(_above(ground, middle[None])[0]) * side > 0.0:
            begin = middle
        else:
            end = middle
    return (begin + end) / 2.0
