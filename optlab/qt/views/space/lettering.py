"""All words over the picture, in one pass of one painter.

The pass paints a transparent picture of the pane with Qt's raster engine; `overlay` lays that over
the frame. A word with its halo is drawn once and kept, so the pass itself only places small
pictures. Words never cover a marble or each other: who comes later goes where there is room, or is
left out. All of them stand level, so none is ever upside down.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPainterPath, QPen

from optlab.engine.arrays import Array
from optlab.qt.text import tr
from optlab.qt.theme.fonts import font, use_font
from optlab.qt.theme.palette import Palette
from optlab.qt.views.arrows import Kind
from optlab.qt.views.placing import Placing
from optlab.qt.views.prediction.flag import Flag
from optlab.qt.views.scene import Scene
from optlab.qt.views.space.axes import Axis, Word, words
from optlab.qt.views.space.camera import project
from optlab.qt.views.space.furniture import flag_top
from optlab.qt.views.space.picking import visible
from optlab.qt.views.space.shapes import Marble
from optlab.qt.views.space.viewpoint import Viewpoint

HALO = 2.5
"""Logical pixels of panel colour around a word."""
NUMBER_PIXELS, NAME_PIXELS = 11, 12
RING = 2.0
KEEP = 10.0
"""Half the side of the square around a marble that no word enters."""
MARK = 6.0
"""Half the side of the square around a minimum or a saddle that no word enters."""
CLOTH = 20.0
"""Pixels that the cloth of a flag takes to either side."""
SMALL = 0.03
"""World radius up to which something is no marble, and may be written over."""
RAISED = 0.012
"""World units above the surface at which its isolines are looked for."""


@dataclass(frozen=True)
class Reading:
    """What is read at a pixel; a cross is drawn there for the keyboard."""

    text: str
    at: QPointF
    crossed: bool


def letter(
    scene: Scene,
    marbles: Sequence[Marble],
    shown: Sequence[Axis],
    seen: Viewpoint,
    palette: Palette,
    *,
    focused: bool,
    reading: Reading | None = None,
) -> QImage:
    """All words of a picture, those that matter most first.

    What is read, the axes `shown`, the names of racers, the arrows, and losses along isolines. A
    `focused` picture is framed.
    """
    size = (round(seen.size[0] / seen.ratio), round(seen.size[1] / seen.ratio))

    def pixel(place: Array) -> QPointF:
        return QPointF(*project(seen.matrix, place, size)[:2].tolist())

    heads = [pixel(marble.place) for marble in marbles if marble.radius > SMALL]
    lettering = Lettering(size, seen.ratio, palette, heads)
    if reading is not None:
        lettering.read(reading)
    for place in chain(scene.minima, scene.saddles):
        lettering.keep(pixel(scene.relief.world(place)))
    for word in chain.from_iterable(words(axis, seen.matrix, size) for axis in shown):
        lettering.write(word)
    lettering.name(scene.flag, lambda place: pixel(scene.relief.world(place)), _rise(scene, pixel))
    for path in scene.paths if scene.named else ():
        if path.marble is not None:
            head = pixel(scene.relief.world(path.marble))
            lettering.tag(path.name, head, QColor(path.colour))
    for arrow in scene.arrows:
        tip = scene.relief.world(arrow.points[-1])
        lettering.note(arrow_word(arrow.kind), pixel(tip))
    for text, places in _numbers(scene, seen):
        any(lettering.number(text, QPointF(x, y)) for x, y in places)
    if focused:
        lettering.ring()
    lettering.end()
    return lettering.image


def _rise(scene: Scene, pixel: Callable[[Array], QPointF]) -> QPointF:
    """From the foot of the flag to its upper end, in pixels."""
    if scene.flag is None:
        return QPointF()
    foot, top = scene.relief.world(scene.flag.foot), flag_top(scene.relief, scene.flag)
    return pixel(top) - pixel(foot)


def arrow_word(kind: Kind) -> str:
    """What stands at the tip of an arrow."""
    return {"downhill": tr("downhill"), "step": tr("next step"), "velocity": tr("velocity")}[kind]


def _numbers(scene: Scene, seen: Viewpoint) -> list[tuple[str, list[list[float]]]]:
    """The losses of isolines and pixels for them: on the floor, or on the surface that hides it."""
    lines, relief = scene.isolines, scene.relief
    if not lines:
        return []
    raised = [relief.world(line.places) + np.array([0.0, 0.0, RAISED]) for line in lines]
    groups = [np.concatenate([each * (1.0, 1.0, 0.0), each]) for each in raised]
    clear = visible(relief, np.concatenate(groups), seen.eye)
    parts = np.split(clear, np.cumsum([len(group) for group in groups])[:-1])
    size = (seen.size[0] / seen.ratio, seen.size[1] / seen.ratio)
    return [
        (line.text, project(seen.matrix, group[part], size)[:, :2].tolist())
        for line, group, part in zip(lines, groups, parts, strict=True)
    ]


class Lettering:
    """Places words over a picture, never over the marbles at `heads` (pixels x, y).

    They stay within `pane`, the whole picture unless a part of it is given.
    """

    def __init__(
        self,
        size: tuple[int, int],
        ratio: float,
        palette: Palette,
        heads: Sequence[QPointF],
        pane: QRectF | None = None,
    ) -> None:
        self._palette, self._ratio = palette, ratio
        self._pane = pane if pane is not None else QRectF(0.0, 0.0, size[0], size[1])
        self._placing = Placing(
            self._pane.adjusted(2.0, 2.0, -2.0, -2.0), heads, KEEP * palette.marble_scale
        )
        self.image = QImage(
            round(size[0] * ratio),
            round(size[1] * ratio),
            QImage.Format.Format_RGBA8888_Premultiplied,
        )
        self.image.setDevicePixelRatio(ratio)
        self.image.fill(Qt.GlobalColor.transparent)
        self._painter = QPainter(self.image)
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def write(self, word: Word) -> None:
        """Write a word of an axis beside it, if there is room."""
        size = NAME_PIXELS if word.name else NUMBER_PIXELS
        image, width, height = self._lettered(word.text, size, muted=not word.name)
        # Far enough along `away` that the box of the text just clears the axis.
        reach = abs(word.away[0]) * width / 2.0 + abs(word.away[1]) * height / 2.0 + word.gap
        x, y = word.x + word.away[0] * reach, word.y + word.away[1] * reach
        if word.name:
            x = min(max(x, width / 2.0 + 6.0), self._pane.width() - width / 2.0 - 6.0)
            y = min(max(y, height / 2.0 + 4.0), self._pane.height() - height / 2.0 - 4.0)
        self._at(QPointF(x, y), image, width, height)

    def number(self, text: str, at: QPointF) -> bool:
        """Write the loss of an isoline across it, if there is room: level, whatever the line is."""
        return self._at(at, *self._lettered(text, NUMBER_PIXELS, muted=False))

    def keep(self, at: QPointF) -> None:
        """Let no word cover the mark at a pixel."""
        reach = QPointF(MARK, MARK)
        self._placing.take(QRectF(at - reach, at + reach))

    def tag(self, text: str, head: QPointF, colour: QColor) -> None:
        """Write the name of the marble at `head` near it, joined by a line where it is far."""
        self._beside(text, head, NAME_PIXELS, colour)

    def note(self, text: str, tip: QPointF) -> None:
        """Write what the arrow with this tip means beside it, if there is room."""
        self._beside(text, tip, NUMBER_PIXELS, None)

    def name(self, flag: Flag | None, pixel: Callable[[Array], QPointF], rise: QPointF) -> None:
        """Write the words of a flag at its cloth, and the distance at the middle of the way.

        Its places (3,) are seen at `pixel`; `rise` leads from its foot to its upper end.
        """
        if flag is None or not self._pane.contains(foot := pixel(flag.foot)):
            return
        image, width, height = self._lettered(flag.words, NAME_PIXELS, muted=False)
        top, scale = foot + rise, self._palette.marble_scale
        beside, above = width / 2.0 + CLOTH * scale, height / 2.0 + 4.0
        middles = (
            top + QPointF(0.0, -above),
            top + QPointF(beside, 2.0),
            top + QPointF(-beside, 2.0),
            foot + QPointF(0.0, above + 4.0),
        )
        if not any(self._at(middle, image, width, height) for middle in middles):
            self.tag(flag.words, top, QColor(self._palette.text))
        for place in (foot, foot + rise * 0.5, top + QPointF(0.4 * CLOTH * scale, 4.0)):
            self.keep(place)
        if flag.distance:
            self.tag(flag.distance, pixel(flag.middle), QColor(self._palette.text))

    def read(self, reading: Reading) -> None:
        """Write what is read in the upper right corner."""
        image, width, height = self._lettered(reading.text, NAME_PIXELS, muted=False)
        self._at(
            self._pane.topRight() + QPointF(-width / 2.0 - 8.0, height / 2.0 + 6.0),
            image,
            width,
            height,
        )
        if reading.crossed:
            for colour, line in ((self._palette.panel, 3.0), (self._palette.text, 1.2)):
                self._painter.setPen(QPen(QColor(colour), line))
                for way in (QPointF(7.0, 0.0), QPointF(0.0, 7.0)):
                    self._painter.drawLine(reading.at - way, reading.at + way)

    def ring(self) -> None:
        """Frame the whole pane, as the one that the keys go to."""
        half = RING / 2.0
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        self._painter.setPen(QPen(QColor(self._palette.accent), RING))
        self._painter.drawRect(self._pane.adjusted(half, half, -half, -half))

    def end(self) -> None:
        """Finish `image`."""
        self._painter.end()

    def _beside(self, text: str, head: QPointF, pixels: int, colour: QColor | None) -> None:
        """Write near `head`; joined to it by a line of a colour, or else only where it touches."""
        image, width, height = self._lettered(text, pixels, muted=False)
        tag = self._placing.beside(head, QSizeF(width, height), joined=colour is not None)
        if tag is None:
            return
        if tag.leader is not None and colour is not None:
            for ink, line in ((QColor(self._palette.panel), 2.6), (colour, 1.2)):
                self._painter.setPen(QPen(ink, line))
                self._painter.drawLine(tag.leader)
        self._draw(tag.box.center(), image)

    def _lettered(self, text: str, pixels: int, *, muted: bool) -> tuple[QImage, float, float]:
        """A word, and its width and height without the halo."""
        colour = self._palette.muted if muted else self._palette.text
        image = lettered(text, pixels, colour, self._palette.panel, self._ratio)
        size = image.deviceIndependentSize()
        return image, size.width() - 2 * HALO, size.height() - 2 * HALO

    def _at(self, middle: QPointF, image: QImage, width: float, height: float) -> bool:
        half = QPointF(width / 2.0, height / 2.0)
        if not self._placing.take(QRectF(middle - half, middle + half)):
            return False
        self._draw(middle, image)
        return True

    def _draw(self, middle: QPointF, image: QImage) -> None:
        size = image.deviceIndependentSize()
        x, y = round(middle.x() - size.width() / 2.0), round(middle.y() - size.height() / 2.0)
        self._painter.drawImage(QPointF(x, y), image)


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
    edge.setAlphaF(0.78)
    solid, cap, join = Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
    painter.strokePath(outline, QPen(edge, 2 * HALO - 1.0, solid, cap, join))
    use_font(painter, pixels)
    painter.setPen(QColor(colour))
    painter.drawText(base, text)
    painter.end()
    return image
