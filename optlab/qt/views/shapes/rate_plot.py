"""The learning rate of every racer along the run, with the cursor.

Rates that differ by more than a factor of ten would press each other flat: then every racer's share
of its own learning rate is drawn instead. So it is where an optimizer has no learning rate.
"""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QEvent, QLineF, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from optlab.engine.arrays import Array
from optlab.qt import theme
from optlab.qt.text import tr
from optlab.qt.theme.markers import marker_path
from optlab.qt.theme.measures import sized
from optlab.qt.views.colours import mixed
from optlab.qt.views.frame import Frame, inside, paint_axes
from optlab.qt.views.pictures import PictureActions
from optlab.qt.views.strokes import draw_polyline, pen
from optlab.qt.views.ticks import rung_above
from optlab.session.shapes import Rate

FAR_APART = 10.0
AHEAD = 0.32
"""How much of its colour a curve keeps beyond the cursor."""


class RatePlot(QWidget):
    """Draws the rates of all racers; a click or a key moves the cursor."""

    cursor_dragged = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Learning rate over the run"))
        self.setToolTip(
            tr("The learning rate of every update as it is planned. Click or drag to go there.")
        )
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.SplitHCursor)
        self.setMinimumSize(160, 60)
        PictureActions(self, tr("Learning rate"))
        self._rates: tuple[Rate, ...] = ()
        self._cursor = self._chosen = 0

    def show_rates(self, rates: tuple[Rate, ...], cursor: int, chosen: int) -> None:
        """Draw the rates with the cursor there, the `chosen` racer's in front."""
        self._rates, self._cursor, self._chosen = rates, cursor, chosen
        self.update()

    @property
    def shares(self) -> bool:
        """Whether shares of each racer's own learning rate are drawn."""
        full = [rate.full for rate in self._rates]
        known = [each for each in full if each]
        return len(known) < len(full) or max(known) > FAR_APART * min(known)

    def heights(self, rate: Rate) -> Array:
        """What is drawn of one racer (k,)."""
        return rate.factors if self.shares else rate.rates

    def frame(self) -> Frame:
        """The whole run across, from 0 to above the highest rate."""
        highest = max((float(self.heights(rate).max()) for rate in self._rates), default=1.0)
        last = max((int(rate.steps[-1]) for rate in self._rates), default=1)
        top = rung_above(1.08 * highest) if 0.0 < highest < math.inf else 1.0
        return Frame(inside(self.width(), self.height()), (0.0, max(last, 1.0)), (0.0, top))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Axes, curves, the cursor with a marker on each."""
        del event
        if not self._rates:
            return
        painter, palette, frame = QPainter(self), theme.current(), self.frame()
        name = tr("share of the learning rate") if self.shares else tr("learning rate η")
        paint_axes(painter, frame, tr("update"), name, grid=True)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        cursor = min(float(self._cursor), frame.x[1])
        x = frame.place(cursor, 0.0).x()
        painter.setPen(pen(palette.muted, 1.0, (4.0, 3.0)))
        painter.drawLine(QLineF(x, frame.rect.top(), x, frame.rect.bottom()))
        for rate in sorted(self._rates, key=lambda each: each.racer == self._chosen):
            look, heights = theme.racer(rate.racer), self.heights(rate)
            now = rate.now * (1.0 if self.shares or rate.full is None else rate.full)
            cut = int(np.searchsorted(rate.steps, cursor, side="right"))
            here = np.array([[cursor, now]])
            both = np.column_stack([rate.steps.astype(np.float64), heights])
            width = 2.4 if rate.racer == self._chosen else 1.6
            ahead, past = np.concatenate([here, both[cut:]]), np.concatenate([both[:cut], here])
            painter.setPen(pen(mixed(look.colour, palette.panel, AHEAD), width, look.dash))
            draw_polyline(painter, frame.places(ahead))
            painter.setPen(pen(look.colour, width, look.dash))
            draw_polyline(painter, frame.places(past))
            shape = marker_path(look.marker, frame.place(cursor, now), sized(4.5))
            painter.setPen(QColor(palette.panel))
            painter.setBrush(QColor(look.colour))
            painter.drawPath(shape)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(pen(palette.accent, 1.0))
            painter.drawRect(frame.rect)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click puts the cursor there."""
        self.mouseMoveEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Dragging takes it along."""
        if event.buttons() & Qt.MouseButton.LeftButton and self._rates:
            self._seek(self.frame().data(QPointF(event.position()))[0])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right move the cursor by an update, with Shift by ten."""
        way = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if not way:
            super().keyPressEvent(event)
            return
        shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        self._seek(self._cursor + way * (10 if shifted else 1))

    def _seek(self, step: float) -> None:
        last = max((int(rate.steps[-1]) for rate in self._rates), default=0)
        self.cursor_dragged.emit(min(max(round(step), 0), last + 1))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        if event.type() == QEvent.Type.PaletteChange:
            self.update()
        super().changeEvent(event)

    def sizeHint(self) -> QSize:
        """Wider than high."""
        return QSize(340, 180)
