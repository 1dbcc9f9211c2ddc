"""What every racer has paid so far, as bars."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from optlab.qt import theme
from optlab.qt.text import tr
from optlab.qt.theme.fonts import LABEL, font, use_font
from optlab.qt.theme.markers import marker_path
from optlab.qt.theme.measures import sized
from optlab.qt.views.pictures import PictureActions

ROW, THICK, NAME, GAP = 18, 8, 110, 8
"""Pixels of a row, of a bar, of a name, and between them."""


class CostBars(QWidget):
    """A bar per racer, as a share of the dearest; the price stands at its end."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Cost so far"))
        self.setToolTip(tr("What each racer has paid up to this step; the longest bar is dearest."))
        self._rows: tuple[tuple[str, float, str], ...] = ()
        self._room = 0
        PictureActions(self, tr("Cost"))

    def show_costs(
        self, names: Sequence[str], costs: Sequence[float], texts: Sequence[str]
    ) -> None:
        """Show each racer's name, its cost and the words for it."""
        rows = tuple(zip(names, costs, texts, strict=True))
        if rows == self._rows:
            return
        if len(rows) != len(self._rows):
            self._room = 0
        metrics = QFontMetrics(font(LABEL, strong=True))
        self._room = max(self._room, *(metrics.horizontalAdvance(text) for text in texts))
        self._rows = rows
        self.setAccessibleDescription(", ".join(f"{name}: {text}" for name, _, text in rows))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """All rows."""
        return QSize(sized(240), sized(ROW) * max(len(self._rows), 1))

    def minimumSizeHint(self) -> QSize:
        """All rows, narrow."""
        return QSize(sized(120), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Marker, name, track, bar and price of every racer."""
        del event
        palette, painter = theme.current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        row, gap, thick = sized(ROW), sized(GAP), sized(THICK)
        dearest = max((cost for _, cost, _ in self._rows), default=0.0)
        name_room = min(sized(NAME), self.width() // 4)
        left = sized(18) + name_room + gap
        track_width = max(self.width() - left - self._room - 2 * gap, thick)
        middle_line = Qt.AlignmentFlag.AlignVCenter
        for place, (name, cost, text) in enumerate(self._rows):
            top, middle = place * row, (place + 0.5) * row
            look = theme.racer(place)
            spot = QPointF(sized(6), middle)
            painter.fillPath(marker_path(look.marker, spot, sized(4.5)), QColor(look.colour))
            use_font(painter, LABEL)
            painter.setPen(QColor(palette.muted))
            short = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, name_room)
            painter.drawText(QRectF(sized(18), top, name_room, row), middle_line, short)
            painter.setPen(Qt.PenStyle.NoPen)
            track = QRectF(left, middle - thick / 2, track_width, thick)
            painter.setBrush(QColor(palette.track))
            painter.drawRoundedRect(track, thick / 2, thick / 2)
            if cost > 0.0:
                track.setWidth(max(track_width * cost / dearest, thick))
                painter.setBrush(QColor(look.colour))
                painter.drawRoundedRect(track, thick / 2, thick / 2)
            use_font(painter, LABEL, strong=True)
            painter.setPen(QColor(palette.text))
            price = QRectF(self.width() - self._room - gap, top, self._room, row)
            painter.drawText(price, middle_line | Qt.AlignmentFlag.AlignRight, text)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        if event.type() == QEvent.Type.PaletteChange:
            self._room = 0
            self.updateGeometry()
            self.update()
        super().changeEvent(event)
