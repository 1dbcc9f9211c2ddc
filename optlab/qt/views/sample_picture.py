"""A picture whose samples can be chosen: by a click, or by the keys that walk from one to the next.

The picture only asks for a sample (`picked`); who owns the choice hands it back (`show_pick`).
"""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QWidget

from optlab.engine.arrays import Array
from optlab.qt import theme
from optlab.session.one_sample import Pick

REACH = 12.0
"""Pixels from a click to the sample that is meant, at most."""
RING = 8.0
"""Pixels from the chosen sample to its ring."""
PAGE = 10
"""Samples that a page key goes on."""
NOWHERE: Array = np.empty((0, 2))


class SamplePicture(QWidget):
    """`picked` tells which Pick is asked for, or None to let go."""

    picked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._pick: Pick | None = None

    def sample_places(self) -> tuple[Array, Array]:
        """Pixels (n, 2) of the training and of the test samples; nan where one is not drawn."""
        raise NotImplementedError

    def row_length(self) -> int:
        """How many samples the keys up and down go on."""
        return 1

    def show_pick(self, pick: Pick | None) -> None:
        """Ring this sample, or none."""
        if pick != self._pick:
            self._pick = pick
            self.update()

    def sample_at(self, at: QPointF) -> Pick | None:
        """The sample nearest to a pixel, if one is within reach."""
        train, test = self.sample_places()
        away = np.linalg.norm(np.concatenate([train, test]) - (at.x(), at.y()), axis=1)
        away = np.where(np.isnan(away), np.inf, away)
        if not len(away) or away.min() > REACH:
            return None
        return _pick(int(away.argmin()), len(train))

    def paint_pick(self, painter: QPainter) -> None:
        """The ring around the chosen sample, and a frame while the keys go here."""
        palette = theme.current()
        painter.setClipping(False)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self.hasFocus():
            painter.setPen(QPen(QColor(palette.accent), 1.0))
            painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        if self._pick is None:
            return
        places = self.sample_places()[self._pick.test]
        if self._pick.row < len(places) and not np.isnan(places[self._pick.row]).any():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for colour, width in ((palette.panel, 5.0), (palette.accent, 2.5)):
                painter.setPen(QPen(QColor(colour), width))
                self.paint_ring(painter, QPointF(*places[self._pick.row].tolist()))

    def paint_ring(self, painter: QPainter, centre: QPointF) -> None:
        """One line around the sample there, with the painter's pen."""
        painter.drawEllipse(centre, RING, RING)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose what is under the mouse; a click beside everything lets go."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.picked.emit(self.sample_at(event.position()))
        else:
            super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk through the samples, training before test; Escape lets go."""
        trains, tests = map(len, self.sample_places())
        row, last = self.row_length(), trains + tests - 1
        ways = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -row,
            Qt.Key.Key_Down: row,
            Qt.Key.Key_PageUp: -PAGE,
            Qt.Key.Key_PageDown: PAGE,
            Qt.Key.Key_Home: -last,
            Qt.Key.Key_End: last,
        }
        way, pick = ways.get(Qt.Key(event.key())), self._pick
        if event.key() == Qt.Key.Key_Escape and pick is not None:
            self.picked.emit(None)
        elif way is None or last < 0:
            super().keyPressEvent(event)
        elif pick is None:
            self.picked.emit(_pick(last if event.key() == Qt.Key.Key_End else 0, trains))
        else:
            place = pick.row + trains * pick.test
            self.picked.emit(_pick(min(max(place + way, 0), last), trains))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The frame shows where the keys go."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The frame goes with the keys."""
        super().focusOutEvent(event)
        self.update()


def _pick(place: int, trains: int) -> Pick:
    """Sample `place` of all, the training samples first."""
    return Pick(place - trains, test=True) if place >= trains else Pick(place, test=False)
