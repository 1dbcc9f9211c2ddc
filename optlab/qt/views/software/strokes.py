"""Lines in space: solid where they are seen, shimmering where the surface hides them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPen

from optlab.engine.arrays import Array
from optlab.qt.views.software.field import Field
from optlab.qt.views.software.scan import Numbers
from optlab.qt.views.space.camera import project
from optlab.qt.views.space.shapes import CASING, TOWARD_EYE, Line, faded, runs
from optlab.qt.views.space.viewpoint import Viewpoint
from optlab.qt.views.strokes import draw_polyline

PIECE = 3.0
"""Logical pixels after which it is looked again whether a line is hidden."""
NEAR = 0.6
"""Logical pixels; points nearer than this to the one before say nothing new."""


def paint_lines(painter: QPainter, lines: Sequence[Line], seen: Viewpoint, field: Field) -> None:
    """Paint lines of the world over a surface, in logical pixels.

    What the surface hides comes first, so that it never covers what is seen.
    """
    placed = [
        (line, places, seen_at(places, seen, field))
        for line in lines
        for places in (placed_run(run, seen) for run in runs(line.points))
    ]
    for line, places, visible in placed:
        if line.shimmer > 0.0 and not visible.all():
            _paint(painter, line, [places], line.shimmer)
    for line, places, visible in placed:
        _paint(painter, line, pieces(places, visible), 1.0)


def stroke(colour: QColor, width: float) -> QPen:
    """A pen of exactly this width in logical pixels: what is drawn in space knows its theme."""
    solid, cap, join = Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
    return QPen(colour, width, solid, cap, join)


def placed_run(points: Array, seen: Viewpoint) -> Array:
    """Pixels and depths (m, 3) along world points (k, 3), at most PIECE pixels apart."""
    toward = seen.eye - points
    lifted = points + TOWARD_EYE * toward / np.linalg.norm(toward, axis=1, keepdims=True)
    places = project(seen.matrix, lifted, seen.pane)
    step = np.abs(np.diff(places[:, :2], axis=0)).max(axis=1)
    parts = np.maximum(np.ceil(step / PIECE), 1.0).astype(np.intp)
    if int(parts.sum()) == len(step):
        return places
    along = np.concatenate([[0], np.cumsum(parts)])
    wanted: Numbers = np.arange(int(along[-1]) + 1)
    return np.column_stack([np.interp(wanted, along, places[:, axis]) for axis in range(3)])


def seen_at(places: Array, seen: Viewpoint, field: Field) -> NDArray[np.bool_]:
    """Whether pixels with depths (k, 3) are in front of the surface."""
    height, width = field.pixels.shape
    x = np.floor(places[:, 0] * width / seen.pane[0]).astype(np.intp)
    y = np.floor(places[:, 1] * height / seen.pane[1]).astype(np.intp)
    return places[:, 2] <= field.depth(x, y)


def pieces(places: Array, visible: NDArray[np.bool_]) -> list[Array]:
    """The visible parts of a line, each of at least two points."""
    changes = np.flatnonzero(visible[1:] != visible[:-1]) + 1
    parts = np.split(places, changes)
    kept = parts[int(not visible[0]) :: 2] if len(places) else []
    return [part for part in kept if len(part) > 1]


def _paint(painter: QPainter, line: Line, parts: Sequence[Array], share: float) -> None:
    thin = [thinned(part[:, :2]) for part in parts]
    for colour, width in ((line.casing, line.width + 2.0 * CASING), (line.colour, line.width)):
        if colour.alpha():
            painter.setPen(stroke(faded(colour, share), width))
            for part in thin:
                draw_polyline(painter, part)


def thinned(places: Array) -> Array:
    """Pixels (k, 2) without those that stay within NEAR of a grid point of the one before."""
    cells = np.rint(places / NEAR)
    moved = np.ones(len(places), dtype=bool)
    moved[1:-1] = (cells[1:-1] != cells[:-2]).any(axis=1)
    return places[moved]
