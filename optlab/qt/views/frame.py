"""The frame of a drawing with two axes: where data lie on the screen, and the numbers around them.

Names stand level: the one of the vertical axis above it, the one of the horizontal axis at its end.
A frame that begins at `SNUG` has no room above: the vertical axis's name, if it is short, then
stands at the end of its numbers.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from optlab.engine.arrays import Array
from optlab.qt import theme
from optlab.qt.theme.fonts import LABEL, font, use_font
from optlab.qt.theme.measures import sized
from optlab.qt.views.ticks import linear_ticks, tick_text

LEFT, TOP, RIGHT, BOTTOM = 46, 26, 12, 26
"""Pixels around the drawing for numbers and names, in the light theme."""
SNUG = 10
"""Pixels above a snug frame."""

Interval = tuple[float, float]


@dataclass(frozen=True)
class Frame:
    """Data of x and y (low, high) fill `rect`; y points up."""

    rect: QRectF
    x: Interval
    y: Interval

    def places(self, points: Array) -> Array:
        """Pixels (k, 2) of points (k, 2)."""
        rect = self.rect
        across = rect.left() + (points[:, 0] - self.x[0]) * (rect.width() / (self.x[1] - self.x[0]))
        down = rect.bottom() - (points[:, 1] - self.y[0]) * (
            rect.height() / (self.y[1] - self.y[0])
        )
        return np.column_stack([across, down])

    def place(self, x: float, y: float) -> QPointF:
        """The pixel of one point."""
        across, down = self.places(np.array([[x, y]]))[0].tolist()
        return QPointF(across, down)

    def data(self, place: QPointF) -> tuple[float, float]:
        """The (x, y) at a pixel."""
        across = (place.x() - self.rect.left()) / self.rect.width()
        up = (self.rect.bottom() - place.y()) / self.rect.height()
        return (
            self.x[0] + across * (self.x[1] - self.x[0]),
            self.y[0] + up * (self.y[1] - self.y[0]),
        )


def inside(width: float, height: float, top: float = TOP) -> QRectF:
    """The part of a widget that is left for the drawing itself, below `top` (TOP or SNUG)."""
    left, above = sized(LEFT), sized(top)
    return QRectF(
        left,
        above,
        max(width - left - sized(RIGHT), 1.0),
        max(height - above - sized(BOTTOM), 1.0),
    )


def width_for(height: float, top: float = TOP, aspect: float = 1.0) -> int:
    """How wide a widget of `height` has to be for a drawing `aspect` times as wide as high."""
    drawn = height - sized(top) - sized(BOTTOM)
    return round(aspect * drawn) + sized(LEFT) + sized(RIGHT)


def is_short(name: str) -> bool:
    """Whether the name of a vertical axis has room among its numbers."""
    return QFontMetricsF(font(LABEL)).horizontalAdvance(name) <= sized(LEFT) - 12.0


def paint_axes(
    painter: QPainter,
    frame: Frame,
    x_name: str,
    y_name: str,
    *,
    grid: bool = False,
    kept: float = 0.0,
) -> None:
    """Numbers and names around `frame`, muted; with `grid` also quiet lines behind the data.

    `kept` pixels at the end of the horizontal axis stay free, for a name that is a widget.
    """
    palette, rect = theme.current(), frame.rect
    painter.save()
    use_font(painter, LABEL)
    metrics = QFontMetricsF(font(LABEL))
    ink, line = QColor(palette.muted), QPen(QColor(palette.grid), 1)
    name_left = rect.right() - max(metrics.horizontalAdvance(x_name), kept)
    columns = linear_ticks(*frame.x, max(3, int(rect.width() // sized(60))))
    for tick, text in zip(columns, _texts(columns), strict=True):
        x = round(frame.place(tick, frame.y[0]).x()) + 0.5
        half = metrics.horizontalAdvance(text) / 2.0
        if grid:
            painter.setPen(line)
            painter.drawLine(QLineF(x, rect.top(), x, rect.bottom()))
        if x + half + 8.0 < name_left:
            painter.setPen(ink)
            painter.drawText(QPointF(x - half, rect.bottom() + sized(17)), text)
    snug = rect.top() < sized(TOP)
    free = rect.top() + sized(14) if snug else 0.0
    rows = linear_ticks(*frame.y, max(3, int(rect.height() // sized(45))))
    for tick, text in zip(rows, _texts(rows), strict=True):
        y = round(frame.place(frame.x[0], tick).y()) + 0.5
        if grid:
            painter.setPen(line)
            painter.drawLine(QLineF(rect.left(), y, rect.right(), y))
        if y >= free:
            painter.setPen(ink)
            _write_beside(painter, rect, y, text)
    painter.setPen(ink)
    painter.drawText(
        QPointF(rect.right() - metrics.horizontalAdvance(x_name), rect.bottom() + sized(17)), x_name
    )
    if snug:
        _write_beside(painter, rect, rect.top() - 2.0, y_name)
    else:
        painter.drawText(
            QPointF(max(rect.left() - sized(LEFT) + 12.0, 0.0), rect.top() - 9.0), y_name
        )
    painter.restore()


def _write_beside(painter: QPainter, rect: QRectF, y: float, text: str) -> None:
    half = sized(8)
    beside = QRectF(0.0, y - half, rect.left() - 8.0, 2.0 * half)
    painter.drawText(beside, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)


def _texts(ticks: list[float]) -> list[str]:
    step = ticks[1] - ticks[0] if len(ticks) > 1 else 0.0
    return [tick_text(tick, step) for tick in ticks]
