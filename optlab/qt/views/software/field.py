"""The surface as pixels: colour, light and isolines as on a graphics card, worked out in NumPy.

Colour follows the height and light the slope, so the two are looked up together in one table. Light
is found at the vertices and varies evenly between them. What rises above the drawing is cut off
where the height crosses its top, and triangles that touch a hole are left out.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from optlab.engine.arrays import Array
from optlab.qt.views.relief import PEAK, Relief
from optlab.qt.views.software.clipping import below
from optlab.qt.views.software.scan import Numbers, Ramp, Triangles, owners, scan
from optlab.qt.views.software.shading import coloured, edge, isolines, light, rule
from optlab.qt.views.space.camera import project
from optlab.qt.views.space.vertices import pack
from optlab.qt.views.space.viewpoint import Viewpoint


@dataclass(frozen=True, eq=False)
class Vertices:
    """World x (m,) and y (n,) of a grid, and its heights, slopes and holes (n, m, 4)."""

    x: Array
    y: Array
    ground: NDArray[np.float32]

    def thinned(self, most: int) -> Vertices:
        """At most so many vertices per side; those that are left stay what they were."""
        if max(len(self.x), len(self.y)) <= most:
            return self
        i, j = (
            np.unique(np.rint(np.linspace(0, len(each) - 1, most)).astype(np.intp))
            for each in (self.y, self.x)
        )
        return Vertices(self.x[j], self.y[i], self.ground[np.ix_(i, j)])


def vertices(relief: Relief) -> Vertices:
    """The grid of a relief."""
    x, y = (np.linspace(-1.0, 1.0, len(each)) for each in (relief.u, relief.v))
    return Vertices(x, y, pack(relief))


@dataclass(frozen=True, eq=False)
class Field:
    """Pixels (height, width) 0xAARRGGBB of a surface, and how deep each lies.

    A depth is what the projection calls so: smaller is nearer.
    """

    pixels: NDArray[np.uint32]
    _owner: NDArray[np.int32]
    _begin: Numbers
    _depth: Ramp

    def depth(self, x: Numbers, y: Numbers) -> Array:
        """The depth of pixels x, y (k,); infinite where no surface is seen."""
        height, width = self.pixels.shape
        found = np.full(len(x), np.inf)
        inside = np.flatnonzero((x >= 0) & (x < width) & (y >= 0) & (y < height))
        place = y[inside] * width + x[inside]
        span = self._owner[place].astype(np.intp)
        inside, place, span = inside[span >= 0], place[span >= 0], span[span >= 0]
        found[inside] = self._depth.at(span, place - self._begin[span])
        return found


def field(grid: Vertices, relief: Relief, seen: Viewpoint) -> Field:
    """Draw the surface of `relief`, given by `grid`, as it is seen."""
    size = (round(seen.size[0]), round(seen.size[1]))
    triangles = _triangles(grid, seen)
    spans = scan(triangles.x, triangles.y, size)
    z, bright, depth = triangles.slopes()
    owner = owners(spans, size)
    begin = spans.row * size[0] + spans.first
    heights, lights, depths = (
        spans.ramp(triangles, number, slope) for number, slope in enumerate((z, bright, depth))
    )
    lines = isolines(relief, (np.abs(z[0]) + np.abs(z[1]))[spans.triangle], seen)
    pixels = np.zeros(size[0] * size[1], np.uint32)
    drawn = np.flatnonzero(owner >= 0)
    span = owner[drawn].astype(np.intp)
    along = drawn - begin[span]
    height = heights.at(span, along)
    colours = coloured(height, lights.at(span, along))
    rule(colours, height, span, lines)
    if relief.cut:
        edge(colours, height, span, lines)
    pixels[drawn] = colours
    return Field(pixels.reshape(size[1], size[0]), owner, begin, depths)


def _triangles(grid: Vertices, seen: Viewpoint) -> Triangles:
    """All triangles that are drawn, the farthest first: z, light, depth at corners."""
    columns = len(grid.x)
    x, y = np.meshgrid(grid.x, grid.y)
    points = np.stack([x, y, grid.ground[..., 0].astype(np.float64)], axis=-1)
    bright = light(grid.ground[..., 1:3], points, seen)
    corner = np.concatenate([points, bright[..., None]], axis=-1).reshape(-1, 4)
    i = np.argsort(-np.abs((grid.y[:-1] + grid.y[1:]) / 2.0 - seen.eye[1]), kind="stable")
    j = np.argsort(-np.abs((grid.x[:-1] + grid.x[1:]) / 2.0 - seen.eye[0]), kind="stable")
    first = (i[:, None] * columns + j).reshape(-1, 1)
    cells = (first + np.array([0, 1, columns, columns, 1, columns + 1])).reshape(-1, 3)
    solid = grid.ground[..., 3].reshape(-1) > 0.999
    corners = corner[cells[solid[cells].all(axis=1)]]
    if corners[:, :, 2].max(initial=0.0) > PEAK:
        corners = below(corners, PEAK)
    placed = project(seen.matrix, corners[:, :, :3], seen.size)
    values = (corners[:, :, 2], corners[:, :, 3], placed[..., 2])
    return Triangles(placed[..., 0], placed[..., 1], values)
