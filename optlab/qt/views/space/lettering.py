"""All words over the picture, in one pass of one painter.

The pass paints a transparent picture of the pane with Qt's raster engine; `overlay` lays that over
the frame. A word with its halo is drawn once and kept, so the pass itself only places small
pictures. Words never cover a marble or each other: who comes later is left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPainterPath, QPen

from optlab.qt.theme.fonts import font, use_font
from optlab.qt.theme.palette import Palette
from optlab.qt.views.scene import Scene
from optlab.qt.views.space.axes import Axis, Word, words
from optlab.qt.views.space.camera import project
from optlab.qt.views.space.shapes import Marble
from optlab.qt.views.space.viewpoint import Viewpoint

HALO = 2.5
"""Logical pixels of panel colour around a word."""
NUMBER_PIXELS, NAME_PIXELS = 11, 12
RING = 2.0
KEEP = 10.0
"""Half the side of the square around a marble that no word enters."""


def letter(
    scene: Scene,
    marbles: Sequence[Marble],
    shown: Sequence[Axis],
    seen: Viewpoint,
    palette: Palette,
    *,
    focused: bool,
) -> QImage:
    """All words of a picture: those of the axes `shown`, and the names of racers if there are two.

    A `focused` picture is framed.
    """
    size = (round(seen.size[0] / seen.ratio), round(seen.size[1] / seen.ratio))
    heads = [QPointF(*project(seen.matrix, marble.place, size)[:2]) for marble in marbles]
    lettering = Lettering(size, seen.ratio, palette, heads)
    for axis in shown:
        for word in words(axis, seen.matrix, size):
            lettering.write(word)
    if len(scene.paths) > 1:
        for path in scene.paths:
            if path.marble is not None:
                head = project(seen.matrix, scene.relief.world(path.marble), size)
                lettering.tag(path.name, QPointF(*head[:2]))
    if focused:
        lettering.ring()
    lettering.end()
    return lettering.image


class Lettering:
    """Places words around the box, never over the marbles at `heads` (pixels x, y)."""

    def __init__(
        self, size: tuple[int, int], ratio: float, palette: Palette, heads: Sequence[QPointF]
    ) -> None:
        self._palette, self._ratio = palette, ratio
        self._pane = QRectF(0.0, 0.0, size[0], size[1])
        reach = QPointF(KEEP, KEEP)
        self._taken = [QRectF(head - reach, head + reach) for head in heads]
        self.image = QImage(
            round(size[0] * ratio),
            round(size[1] * ratio),
            QImage.Format.Format_RGBA8888_Premultiplied,
        )
        self.image.setDevicePixelRatio(ratio)
        self.image.fill(Qt.GlobalColor.transparent)
        self._painter = QPainter(self.image)

    def write(self, word: Word) -> None:
        """Write a word of an axis beside it, if there is room."""
        colour = self._palette.text if word.name else self._palette.muted
        self._place(word, colour, NAME_PIXELS if word.name else NUMBER_PIXELS)

    def tag(self, text: str, head: QPointF) -> None:
        """Write the name of the marble at `head` beside it, if there is room."""
        for away in ((0.8, -0.6), (-0.8, -0.6), (0.8, 0.6), (-0.8, 0.6)):
            word = Word(text, head.x(), head.y(), away, KEEP, name=True)
            if self._place(word, self._palette.text, NAME_PIXELS):
                return

    def ring(self) -> None:
        """Frame the whole pane, as the one that the keys go to."""
        half = RING / 2.0
        self._painter.setPen(QPen(QColor(self._palette.accent), RING))
        self._painter.drawRect(self._pane.adjusted(half, half, -half, -half))

    def end(self) -> None:
        """Finish `image`."""
        self._painter.end()

    def _place(self, word: Word, colour: str, pixels: int) -> bool:
        image = lettered(word.text, pixels, colour, self._palette.panel, self._ratio)
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
            return False
        self._taken.append(box.adjusted(-4.0, 0.0, 4.0, 0.0))
        corner = QPointF(round(x - size.width() / 2.0), round(y - size.height() / 2.0))
        self._painter.drawImage(corner, image)
        return True


@lru_cache(maxsize=256)
def lettered(text: str, pixels: int, colour: str, halo: str, ratio: float) -> QImage:
    """A picture of `text` with HALO logical pixels of soft edge around it."""
    face = font(pixels)
    metrics = QFontMetricsF(face)
    width = metrics.horizontalAdvance(text) + 2 * HALO
    height = metrics.height() + 2 * HALO
    premultiplied = QImage.Format.Format_ARGB32_Premultiplied
    image = QImage(round(width * ratio + 1), round(height * ratio + 1), premultiplied)
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    base = QPointF(HALO, HALO + metrics.ascent())
    outline = QPainterPath()
    outline.addText(base, face, text)  # pyright: ignore[reportUnknownMemberType]
    edge = QColor(halo)
    edge.setAlphaF(0.62)
    solid, cap, join = Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
    painter.strokePath(outline, QPen(edge, 2 * HALO - 1.0, solid, cap, join))
    use_font(painter, pixels)
    painter.setPen(QColor(colour))
    painter.drawText(base, text)
    painter.end()
    return image
