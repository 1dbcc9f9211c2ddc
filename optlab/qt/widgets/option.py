"""One of several answers: a ring to fill and words beside it, over as many lines as they need."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QTextDocument,
)
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from optlab.qt.theme.current import current
from optlab.qt.theme.fonts import font
from optlab.qt.theme.measures import sized
from optlab.qt.widgets.rich_text import style

RING, EDGE, GAP = 14, 10, 8
LEAST = 32


class Option(QAbstractButton):
    """`Option("<p>It falls.</p>", "It falls.")`: what is shown, and what is read aloud."""

    def __init__(self, html: str, plain: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._html, self._zoom = html, 1.0
        self._words = QTextDocument(self)
        self._words.setDocumentMargin(0)
        self.setText(plain)
        self.setAccessibleName(plain)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._write()

    def set_zoom(self, zoom: float) -> None:
        """Write so many times as large as elsewhere."""
        if zoom != self._zoom:
            self._zoom = zoom
            self._write()

    def sizeHint(self) -> QSize:
        """As wide as it is."""
        return QSize(self.width(), self.height())

    def minimumSizeHint(self) -> QSize:
        """Any width will do."""
        return QSize(60, self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width needs another height."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.PaletteChange, QEvent.Type.EnabledChange}:
            self._write()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint a box that is tinted when chosen, the ring, and the words."""
        del event
        colours, on = current(), self.isChecked()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = colours.accent if on or self.hasFocus() else colours.border
        fill = colours.accent_background if on else colours.field
        if not on and self.underMouse() and self.isEnabled():
            fill = colours.hover
        painter.setPen(QPen(QColor(edge), 2 if self.hasFocus() else 1))
        painter.setBrush(QColor(fill))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
        top = (self.height() - self._words.size().height()) / 2.0
        self._paint_ring(painter, top)
        painter.translate(self._left, top)
        self._words.drawContents(painter)

    def _paint_ring(self, painter: QPainter, top: float) -> None:
        colours, on = current(), self.isChecked()
        radius = sized(RING) * self._zoom / 2.0
        line = font().pixelSize() * self._zoom * 1.2
        centre = QPointF(EDGE + radius, top + line / 2.0)
        ink = colours.accent if on else colours.muted
        painter.setPen(QPen(QColor(ink), 1.5))
        painter.setBrush(QColor(colours.field))
        painter.drawEllipse(centre, radius - 1, radius - 1)
        if on:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(ink))
            painter.drawEllipse(centre, radius / 2.0, radius / 2.0)

    @property
    def _left(self) -> int:
        return EDGE + round(sized(RING) * self._zoom) + GAP

    def _write(self) -> None:
        written = font()
        written.setPixelSize(round(written.pixelSize() * self._zoom))
        self._words.setDefaultFont(written)
        ink = "text" if self.isEnabled() or self.isChecked() else "muted"
        self._words.setDefaultStyleSheet(style(self._zoom, ink) + "p { margin: 0; }")
        self._words.setHtml(self._html)
        self._fit()

    def _fit(self) -> None:
        self._words.setTextWidth(max(self.width() - self._left - EDGE, 40))
        height = math.ceil(self._words.size().height()) + sized(12)
        self.setFixedHeight(max(height, sized(LEAST)))
        self.update()
