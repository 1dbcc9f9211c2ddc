"""An activation with its derivative, over a histogram of the sums that it now bends."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from optlab.qt import theme
from optlab.qt.text import tr
from optlab.qt.theme.fonts import LABEL, font, use_font
from optlab.qt.theme.measures import sized
from optlab.qt.views.colours import mixed
from optlab.qt.views.frame import Frame, inside, paint_axes
from optlab.qt.views.pictures import PictureActions
from optlab.qt.views.strokes import draw_pieces, draw_polyline, pen
from optlab.session.shapes import Units

BARS = 0.22
"""How strong the bars of the histogram are."""
HEIGHT = 0.8
"""How much of the frame the highest bar takes."""
DASH = (5.0, 3.0)
LOW = 80
"""Pixels of a frame in which a key would hide the curves."""


class UnitCanvas(QWidget):
    """Draws Units, or the words that stand in for them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Activation and its derivative"))
        self.setToolTip(
            tr(
                "Solid: what a unit makes of its sum z. Dashed: the derivative, by which the slope "
                "is multiplied on its way back. Bars: the sums of all units on all training "
                "samples; a tick below is the middle of one unit."
            )
        )
        self.setMinimumSize(160, 60)
        PictureActions(self, tr("Activation"))
        self._shown: Units | None = None
        self._racer = 0
        self._words = ""

    def show_units(self, shown: Units | None, racer: int, words: str = "") -> None:
        """Draw the layer of `racer`'s model; without one, `words`."""
        self._shown, self._racer, self._words = shown, racer, words
        self.update()

    def frame(self) -> Frame:
        """All z across; output and derivative upwards."""
        rect = inside(self.width(), self.height())
        if self._shown is None:
            return Frame(rect, (-1.0, 1.0), (-1.0, 1.0))
        shown = self._shown
        low = min(float(shown.output.min()), float(shown.derivative.min()), 0.0)
        high = max(float(shown.output.max()), float(shown.derivative.max()))
        air = 0.06 * (high - low)
        span = float(shown.z[0]), float(shown.z[-1])
        return Frame(rect, span, (low - air, high + air))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Bars, the two curves, ticks."""
        del event
        painter, palette, shown = QPainter(self), theme.current(), self._shown
        if shown is None:
            painter.setPen(QColor(palette.muted))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.rect().adjusted(24, 8, -24, -8), flags, self._words)
            return
        frame = self.frame()
        paint_axes(painter, frame, tr("sum z"), shown.layer.activation.title, grid=True)
        painter.setClipRect(frame.rect)
        colour = theme.racer(self._racer).colour
        bar = mixed(colour, palette.panel, BARS)
        highest = max(int(shown.counts.max()), 1)
        width = frame.rect.width() / len(shown.counts)
        for place, count in enumerate(shown.counts.tolist()):
            high = HEIGHT * frame.rect.height() * count / highest
            left = frame.rect.left() + place * width
            painter.fillRect(QRectF(left + 0.5, frame.rect.bottom() - high, width - 1.0, high), bar)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(pen(palette.muted, 1.6, DASH))
        draw_polyline(painter, frame.places(np.column_stack([shown.z, shown.derivative])))
        painter.setPen(pen(palette.text, 2.2))
        draw_polyline(painter, frame.places(np.column_stack([shown.z, shown.output])))
        base = np.column_stack([shown.medians, np.full(len(shown.medians), frame.y[0])])
        ticks = frame.places(base)
        painter.setPen(pen(colour, 2.0))
        draw_pieces(painter, np.column_stack([ticks, ticks[:, 0], ticks[:, 1] - sized(9)]))
        if frame.rect.height() > sized(LOW):
            self._paint_key(painter, frame)

    @staticmethod
    def _paint_key(painter: QPainter, frame: Frame) -> None:
        palette, metrics = theme.current(), QFontMetricsF(font(LABEL))
        use_font(painter, LABEL)
        for place, (name, stroke, ink) in enumerate(
            (
                (tr("output"), pen(palette.text, 2.2), palette.text),
                (tr("derivative"), pen(palette.muted, 1.6, DASH), palette.muted),
            )
        ):
            y = frame.rect.top() + 6.0 + metrics.lineSpacing() * (place + 0.5)
            left = frame.rect.left() + 8.0
            painter.setPen(stroke)
            painter.drawLine(QPointF(left, y), QPointF(left + sized(18), y))
            painter.setPen(QColor(ink))
            painter.drawText(QPointF(left + sized(18) + 6.0, y + metrics.ascent() / 2 - 1.5), name)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        if event.type() == QEvent.Type.PaletteChange:
            self.update()
        super().changeEvent(event)

    def sizeHint(self) -> QSize:
        """Wider than high."""
        return QSize(340, 180)
