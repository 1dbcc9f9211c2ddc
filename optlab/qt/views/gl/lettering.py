"""All words over the picture, in one pass of one painter.

A word with its halo is drawn once, by Qt's raster engine, and kept; the pass itself only places small
pictures. Words never cover a marble or each other: who comes later is left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPainterPath, QPen

from optlab.qt.theme.palette import Palette
from optlab.qt.views.gl.axes import Word

HALO = 3.0
NUMBER_PIXELS, NAME_PIXELS = 11, 12
RING = 2


class Lettering:
    """Places words around the box; what must stay free is given first."""

    def __init__(
        self, painter: QPainter, palette: Palette, font: QFont, free: Sequence[QRectF]
    ) -> None:
        self._painter, self._palette, self._font = painter, palette, font
        self._taken = list(free)
        self._ratio = painter.device().devicePixelRatioF()
        self._pane = QRectF(0.0, 0.0, painter.device().width(), painter.device().height())

    def write(self, word: Word) -> None:
        """Write a word of an axis beside it, if there is room."""
        colour = self._palette.text if word.name else self._palette.muted
        pixels = NAME_PIXELS if word.name else NUMBER_PIXELS
        self._place(word, QColor(colour), pixels)

    def tag(self, text: str, x: float, y: float, colour: str) -> None:
        """Write the name of a marble at its upper right, if there is room."""
        self._place(Word(text, x, y, (0.8, -0.6), 12.0, name=True), QColor(colour), NAME_PIXELS)

    def _place(self, word: Word, colour: QColor, pixels: int) -> None:
        font = QFont(self._font)
        font.setPixelSize(pixels)
        image = lettered(
            word.text,
            font.toString(),
            colour.name(),
            QColor(self._palette.panel).name(),
            self._ratio,
        )
        size = image.deviceIndependentSize()
        width, height = size.width() - 2 * HALO, size.height() - 2 * HALO
        # Far enough along `away` that the box of the text just clears the axis.
        reach = abs(word.away[0]) * width / 2.0 + abs(word.away[1]) * height / 2.0 + word.gap
        x, y = word.x + word.away[0] * reach, word.y + word.away[1] * reach
        if word.name:
            x = min(max(x, width / 2.0 + 6.0), self._pane.width() - width / 2.0 - 6.0)
            y = min(max(y, height / 2.0 + 4.0), self._pane.height() - height / 2.0 - 4.0)
        box = QRectF(x - width / 2.0, y - height / 2.0, width, height)
        if not self._pane.contains(box) or any(box.intersects(taken) for taken in self._taken):
            return
        self._taken.append(box.adjusted(-4.0, 0.0, 4.0, 0.0))
        corner = QPointF(round(x - size.width() / 2.0), round(y - size.height() / 2.0))
        self._painter.drawImage(corner, image)


def focus_ring(painter: QPainter, colour: QColor) -> None:
    """Frame the whole pane, as the one that the keys go to."""
    width, height = painter.device().width(), painter.device().height()
    for x, y, w, h in (
        (0, 0, width, RING),
        (0, height - RING, width, RING),
        (0, 0, RING, height),
        (width - RING, 0, RING, height),
    ):
        painter.fillRect(x, y, w, h, colour)


@lru_cache(maxsize=256)
def lettered(text: str, font: str, colour: str, halo: str, ratio: float) -> QImage:
    """A picture of `text` with HALO logical pixels of soft edge around it."""
    face = QFont()
    face.fromString(font)
    metrics = QFontMetricsF(face)
    width = metrics.horizontalAdvance(text) + 2 * HALO
    height = metrics.height() + 2 * HALO
    image = QImage(
        round(width * ratio + 1),
        round(height * ratio + 1),
        QImage.Format.Format_ARGB32_Premultiplied,
    )
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    base = QPointF(HALO, HALO + metrics.ascent())
    outline = QPainterPath()
    outline.addText(base, face, text)
    edge = QColor(halo)
    edge.setAlphaF(0.8)
    round_join = Qt.PenJoinStyle.RoundJoin
    painter.strokePath(
        outline,
        QPen(edge, 2 * HALO - 1.0, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, round_join),
    )
    painter.setFont(face)
    painter.setPen(QColor(colour))
    painter.drawText(base, text)
    painter.end()
    return image
