"""How far every racer still is from the nearest minimum of a landscape, as bars."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from optlab.qt import theme
from optlab.qt.text import tr
from optlab.qt.theme.fonts import LABEL, use_font
from optlab.qt.theme.markers import marker_path

ROW, TITLE, THICK = 22.0, 20.0, 8.0
"""Pixels of a row, of the words above, and of a bar."""


class DistanceBars(QWidget):
    """A bar per racer, as a share of the distance from the start to the minimum."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(tr("Way left to the minimum"))
        self.setToolTip(tr("A full bar is the distance from the start to the nearest minimum."))
        self._shares: tuple[float, ...] = ()

    def show_distances(self, distances: Sequence[float], start: float) -> None:
        """Show `distances` against that of the start; nothing where no minimum is known."""
        known = math.isfinite(start) and start > 0.0
        shares = tuple(distance / start for distance in distances) if known else ()
        if shares != self._shares:
            self._shares = shares
            self.update()

    def sizeHint(self) -> QSize:
        """All rows."""
        return QSize(240, round(TITLE + ROW * len(self._shares)))

    def minimumSizeHint(self) -> QSize:
        """It may vanish."""
        return QSize(0, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Words, then marker, track and bar for each racer there is room for."""
        del event
        if not self._shares:
            return
        palette = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        use_font(painter, LABEL)
        painter.setPen(QColor(palette.muted))
        words = QRectF(0.0, 0.0, self.width(), TITLE)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, tr("way left to the minimum"))
        painter.setPen(Qt.PenStyle.NoPen)
        for racer, share in enumerate(self._shares):
            middle = TITLE + ROW * (racer + 0.5)
            if middle + THICK > self.height():
                break
            look = theme.racer(racer)
            painter.fillPath(
                marker_path(look.marker, QPointF(6.0, middle), 4.5), QColor(look.colour)
            )
            track = QRectF(20.0, middle - THICK / 2.0, max(self.width() - 21.0, 1.0), THICK)
            painter.setBrush(QColor(palette.track))
            painter.drawRoundedRect(track, THICK / 2.0, THICK / 2.0)
            left = min(share, 1.0) if math.isfinite(share) else 1.0
            painter.setBrush(QColor(look.colour))
            bar = QRectF(track.left(), track.top(), max(left * track.width(), THICK), THICK)
            painter.drawRoundedRect(bar, THICK / 2.0, THICK / 2.0)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        if event.type() == QEvent.Type.PaletteChange:
            self.update()
        super().changeEvent(event)
