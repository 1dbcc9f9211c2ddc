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
from optlab.qt.theme.measures import sized

TITLE, TIGHT, AIRY = 20.0, 14.0, 34.0
"""Pixels of the words above, and of a row where height is short and where there is plenty."""
THIN, THICK = 8.0, 12.0
"""Pixels of a bar in such rows."""


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
        """All rows at their most comfortable."""
        return QSize(240, sized(TITLE) + sized(AIRY) * len(self._shares))

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
        words = QRectF(0.0, 0.0, self.width(), sized(TITLE))
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, tr("way left to the minimum"))
        painter.setPen(Qt.PenStyle.NoPen)
        title, tight, airy = sized(TITLE), sized(TIGHT), sized(AIRY)
        row = min(max((self.height() - title) / len(self._shares), tight), airy)
        thick = min(max(0.36 * row, sized(THIN)), sized(THICK))
        for racer, share in enumerate(self._shares):
            middle = title + row * (racer + 0.5)
            if middle + tight / 2.0 > self.height():
                break
            look = theme.racer(racer)
            painter.fillPath(
                marker_path(look.marker, QPointF(6.0, middle), 4.5), QColor(look.colour)
            )
            track = QRectF(20.0, middle - thick / 2.0, max(self.width() - 21.0, 1.0), thick)
            painter.setBrush(QColor(palette.track))
            painter.drawRoundedRect(track, thick / 2.0, thick / 2.0)
            left = min(share, 1.0) if math.isfinite(share) else 1.0
            painter.setBrush(QColor(look.colour))
            bar = QRectF(track.left(), track.top(), max(left * track.width(), thick), thick)
            painter.drawRoundedRect(bar, thick / 2.0, thick / 2.0)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        if event.type() == QEvent.Type.PaletteChange:
            self.update()
        super().changeEvent(event)
