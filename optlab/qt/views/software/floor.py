"""The floor of the box: a quiet grid at the ticks, and the isolines as lines of their own."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPolygonF

from optlab.engine.arrays import Array
from optlab.qt.theme.palette import Palette
from optlab.qt.views.colours import mixed, viridis
from optlab.qt.views.relief import FLAT, PEAK, Relief, Tick
from optlab.qt.views.software.markings import Markings, Trace
from optlab.qt.views.software.strokes import stroke
from optlab.qt.views.space.camera import project
from optlab.qt.views.space.furniture import floor_colours
from optlab.qt.views.space.shapes import faded
from optlab.qt.views.space.vertices import HATCH, WIDTH
from optlab.qt.views.space.viewpoint import Viewpoint
from optlab.qt.views.strokes import draw_pieces

CORNERS = np.array([(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)])


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
        strength = _strength(trace, seen)
        for least, share in ((0.75, 1.0), (0.25, 0.5)):
            shown = trace.pieces[(strength > least) & (strength <= least + 0.5)]
            if len(shown):
                painter.setPen(stroke(faded(colour, share), WIDTH))
                draw_pieces(painter, _placed(shown, seen).reshape(-1, 4))
    if len(marks.hatch):
        painter.setPen(stroke(faded(line, HATCH), 1.8 * WIDTH))
        draw_pieces(painter, _placed(marks.hatch, seen).reshape(-1, 4))


def _strength(trace: Trace, seen: Viewpoint) -> Array:
    """How strong every piece is drawn (k,), 0 to 1: lines thin out where they would merge."""
    middle = trace.pieces.mean(axis=1)
    places = np.concatenate([middle, np.zeros_like(middle[:, :1])], axis=1)
    away = places @ seen.matrix[3, :3] + seen.matrix[3, 3]
    slant = seen.eye[2] / np.linalg.norm(seen.eye)
    unit = seen.scale / seen.ratio / away * (0.5 + 0.5 * slant)  # logical pixels
    share = np.clip((trace.crowd / unit - 0.18) / (0.45 - 0.18), 0.0, 1.0)
    return 1.0 - share * share * (3.0 - 2.0 * share)


def _placed(xy: Array, seen: Viewpoint) -> Array:
    points = np.concatenate([xy, np.zeros_like(xy[..., :1])], axis=-1)
    return project(seen.matrix, points, seen.pane)[..., :2]


def _shares(ticks: tuple[Tick, ...], low: float, high: float) -> list[float]:
    return [2.0 * (tick.place - low) / (high - low) - 1.0 for tick in ticks]
