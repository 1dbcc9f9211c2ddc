"""The floor of the box: a quiet grid at the ticks, and the isolines as lines of their own."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPolygonF

from optlab.engine.arrays import Array
from optlab.qt.theme.palette import Palette
from optlab.qt.views.colours import mixed, viridis
from optlab.qt.views.relief import FLAT, PEAK, Relief, Tick
from optlab.qt.views.software.field import Vertices
from optlab.qt.views.software.scan import Numbers
from optlab.qt.views.software.strokes import stroke
from optlab.qt.views.space.camera import project
from optlab.qt.views.space.furniture import floor_colours
from optlab.qt.views.space.shapes import faded
from optlab.qt.views.space.vertices import HATCH, STRIPES, WIDTH
from optlab.qt.views.space.viewpoint import Viewpoint
from optlab.qt.views.strokes import draw_pieces

FINEST = 49
"""Vertices per side that the isolines are traced on; they lie under the surface, mostly."""
CORNERS = np.array([(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)])


@dataclass(frozen=True, eq=False)
class Trace:
    """An isoline at height `z` of the world as separate pieces (k, 2, 2) of world x, y."""

    z: float
    pieces: Array


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
    lowest = int(np.ceil(relief.low / relief.level + 0.05))
    found: list[Trace] = []
    for number in range(lowest, int(np.floor(relief.top / relief.level)) + 1):
        height = FLAT + (number - relief.low / relief.level) * per_level
        found.append(Trace(height, _crossed(places, z - height)))
    return found


def paint_floor(
    painter: QPainter,
    relief: Relief,
    marks: Markings,
    seen: Viewpoint,
    palette: Palette,
) -> None:
    """Paint the floor, in logical pixels."""
    ground, line = floor_colours(palette)
    corners = [QPointF(*place) for place in _placed(CORNERS, seen).tolist()]
    painter.setPen(stroke(line, 1.0))
    painter.setBrush(ground)
    painter.drawPolygon(QPolygonF(corners))  # pyright: ignore[reportUnknownMemberType]
    painter.setBrush(Qt.BrushStyle.NoBrush)
    across = _shares(relief.u_ticks, relief.u[0], relief.u[-1])
    deep = _shares(relief.v_ticks, relief.v[0], relief.v[-1])
    ruled = [((share, -1.0), (share, 1.0)) for share in across]
    ruled += [((-1.0, share), (1.0, share)) for share in deep]
    if ruled:
        draw_pieces(painter, _placed(np.array(ruled), seen).reshape(-1, 4))
    colours = viridis()
    for trace in marks.traces:
        share = (trace.z - FLAT) / (PEAK - FLAT)
        own = QColor.fromRgb(int(colours[round(255.0 * share)]))
        colour = mixed(own.name(), line.name(), 0.6)
        colour.setAlphaF(0.5)
        painter.setPen(stroke(colour, WIDTH))
        draw_pieces(painter, _placed(trace.pieces, seen).reshape(-1, 4))
    if len(marks.hatch):
        painter.setPen(stroke(faded(line, HATCH), 1.8 * WIDTH))
        draw_pieces(painter, _placed(marks.hatch, seen).reshape(-1, 4))


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


def _crossed(places: Array, height: Array) -> Array:
    """Where triangles (t, 3, 2) with corners at `height` (t, 3) cross 0: pieces (k, 2, 2)."""
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
    return np.stack(ends, axis=1)


def _placed(xy: Array, seen: Viewpoint) -> Array:
    points = np.concatenate([xy, np.zeros_like(xy[..., :1])], axis=-1)
    return project(seen.matrix, points, seen.pane)[..., :2]


def _shares(ticks: tuple[Tick, ...], low: float, high: float) -> list[float]:
    return [2.0 * (tick.place - low) / (high - low) - 1.0 for tick in ticks]
