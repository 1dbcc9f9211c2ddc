"""Pens and lines from arrays of pixels, for the views that Qt paints by itself."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from optlab.engine.arrays import Array
from optlab.qt import theme


def pen(colour: QColor | str, width: float, dash: tuple[float, ...] = ()) -> QPen:
    """A pen of `width` in the light theme; `dash` in widths of the pen, empty for a solid line."""
    made = QPen(QColor(colour), width * theme.current().line_scale)
    made.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    if dash:
        made.setCapStyle(Qt.PenCapStyle.FlatCap)
        made.setDashPattern(dash)  # pyright: ignore[reportUnknownMemberType]
    else:
        made.setCapStyle(Qt.PenCapStyle.RoundCap)
    return made


def draw_polyline(painter: QPainter, places: Array) -> None:
    """One line through pixels (k, 2)."""
    line = QPolygonF([QPointF(x, y) for x, y in places.tolist()])
    painter.drawPolyline(line)  # pyright: ignore[reportUnknownMemberType]


def draw_pieces(painter: QPainter, ends: Array) -> None:
    """Separate pieces, a row (x1, y1, x2, y2) each."""
    pieces = [QLineF(*row) for row in ends.tolist()]
    painter.drawLines(pieces)  # pyright: ignore[reportUnknownMemberType]


def draw_dots(painter: QPainter, places: Array, colour: str, size: float) -> None:
    """Round points at pixels (k, 2), all in one call."""
    painter.setPen(pen(colour, size))
    painter.drawPoints(QPolygonF([QPointF(x, y) for x, y in places.tolist()]))
