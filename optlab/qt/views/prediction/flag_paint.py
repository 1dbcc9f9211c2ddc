"""A flag, painted flat on a picture from above or on a curve."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath

from optlab.engine.arrays import Array
from optlab.qt import theme
from optlab.qt.views.strokes import draw_polyline, pen

POLE, CLOTH, DROP = 24.0, 14.0, 10.0
"""Pixels: height of the pole, length and height of the cloth."""
FOOT = 3.0
"""Radius of the dot at its foot."""


def flag_height() -> QPointF:
    """From the upper end of a flag to its foot."""
    return QPointF(0.0, POLE * theme.current().marble_scale)


def paint_flag(painter: QPainter, foot: QPointF) -> None:
    """A pole with a three-cornered cloth that stands with its foot at a pixel."""
    palette = theme.current()
    scale = palette.marble_scale
    top = foot - flag_height()
    shape = QPainterPath(top)
    shape.lineTo(top + QPointF(CLOTH * scale, 0.5 * DROP * scale))
    shape.lineTo(top + QPointF(0.0, DROP * scale))
    shape.closeSubpath()
    painter.save()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(pen(palette.panel, 5.0))
    painter.drawLine(foot, top)
    painter.drawPath(shape)
    painter.setPen(pen(palette.text, 2.0))
    painter.drawLine(foot, top)
    painter.setBrush(QColor(palette.text))
    painter.drawPath(shape)
    painter.setPen(pen(palette.panel, 1.4))
    painter.drawEllipse(foot, FOOT * scale, FOOT * scale)
    painter.restore()


def paint_join(painter: QPainter, places: Array) -> None:
    """Dashes in pixels (k, 2), broken by rows of nan."""
    palette = theme.current()
    pieces = np.split(places, np.flatnonzero(np.isnan(places).any(axis=1)))
    kept = [piece[~np.isnan(piece).any(axis=1)] for piece in pieces]
    for colour, width in ((palette.panel, 4.6), (palette.text, 2.2)):
        painter.setPen(pen(colour, width))
        for piece in kept:
            if len(piece) > 1:
                draw_polyline(painter, piece)
