"""The way of one weight through the steps, as a small curve with the cursor on it."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from optlab.engine.arrays import Array
from optlab.qt import theme
from optlab.qt.text import tr
from optlab.qt.theme.fonts import font, use_font
from optlab.qt.theme.measures import sized
from optlab.qt.views.colours import mixed
from optlab.qt.views.network.words import apart
from optlab.qt.views.strokes import pen
from optlab.session.weight import History

SMALL = 11
EDGE = 4.0


class HistoryLine(QWidget):
    """The past in the racer's colour, what lies ahead of the cursor faint, zero as a thin line."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("History of the weight"))
        self.setToolTip(tr("The value at every step so far; the dot is the step you look at."))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(24)
        self._history: History | None = None
        self._cursor, self._racer, self._now = 0, 0, 0.0

    @property
    def history(self) -> History | None:
        """What is drawn."""
        return self._history

    def show_history(self, history: History, cursor: int, now: float, racer: int) -> None:
        """Draw `history` of a weight that is `now` at step `cursor`."""
        self._history, self._cursor, self._now, self._racer = history, cursor, now, racer
        low, high = apart(*history.extent)
        self.setAccessibleDescription(tr("between {low} and {high} so far", low=low, high=high))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A band from the lowest to the highest value of each block of steps."""
        del event
        history = self._history
        if history is None:
            return
        palette, painter = theme.current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        low, high = history.extent
        rect = QRectF(self.rect()).adjusted(EDGE, EDGE, -EDGE - self._number_room(), -EDGE)
        last = max(int(history.steps[-1]), self._cursor, 1)

        def pixels(steps: Array, values: Array) -> Array:
            x = rect.left() + rect.width() * steps / last
            share = (values - low) / (high - low) if high > low else np.full(len(values), 0.5)
            return np.column_stack([x, rect.bottom() - rect.height() * share])

        if low < 0.0 < high:
            ((x, y),) = pixels(np.zeros(1), np.zeros(1)).tolist()
            painter.setPen(QColor(palette.grid))
            painter.drawLine(QPointF(x, y), QPointF(rect.right(), y))
        look = theme.racer(self._racer)
        reached = int(np.searchsorted(history.steps, self._cursor, side="right"))
        finite = np.isfinite(history.low) & np.isfinite(history.high)
        for part, colour in (
            (slice(max(reached - 1, 0), None), mixed(look.colour, palette.panel, 0.3)),
            (slice(0, reached), QColor(look.colour)),
        ):
            seen = finite[part]
            steps = history.steps[part][seen].astype(np.float64)
            there = pixels(steps, history.high[part][seen])
            back = pixels(steps, history.low[part][seen])[::-1]
            painter.setPen(pen(colour, 1.6))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            band = [QPointF(x, y) for x, y in np.concatenate([there, back]).tolist()]
            painter.drawPolyline(QPolygonF(band))  # pyright: ignore[reportUnknownMemberType]
        if np.isfinite(self._now):
            ((x, y),) = pixels(np.array([self._cursor]), np.array([self._now])).tolist()
            painter.setPen(pen(palette.panel, 1.2))
            painter.setBrush(QColor(look.colour))
            painter.drawEllipse(QPointF(x, y), 3.6, 3.6)
        self._paint_numbers(painter, rect, low, high)

    def _number_room(self) -> float:
        return float(sized(40))

    def _paint_numbers(self, painter: QPainter, rect: QRectF, low: float, high: float) -> None:
        use_font(painter, SMALL)
        painter.setPen(QColor(theme.current().muted))
        beside = QRectF(rect.right() + 6.0, rect.top() - EDGE, self._number_room(), rect.height())
        beside.setHeight(rect.height() + 2.0 * EDGE)
        top, bottom = apart(high, low)
        painter.drawText(beside, Qt.AlignmentFlag.AlignTop, top)
        if high > low:
            painter.drawText(beside, Qt.AlignmentFlag.AlignBottom, bottom)

    def sizeHint(self) -> QSize:
        """A few lines high."""
        return QSize(180, font(SMALL).pixelSize() * 5)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        if event.type() == QEvent.Type.PaletteChange:
            self.update()
        super().changeEvent(event)
