"""Boxes of mathematics: words and strokes around a base line, put together like type.

A box knows its measures and the places of its parts; only a whole formula is turned into a flat
list of marks, which is painted, and searched for what lies under the mouse.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal, NamedTuple

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFontMetricsF, QPainter, QPolygonF

from optlab.qt import theme
from optlab.qt.theme.fonts import font, use_font
from optlab.qt.views.strokes import pen

Ink = Literal["text", "muted", "left"]
"""Symbols, numbers put in their place, and the quantity that a line gives."""


@dataclass(frozen=True, slots=True)
class Word:
    """A text whose base line begins at (0, 0); `symbol` names what it stands for, if anything."""

    text: str
    size: int
    ink: Ink
    strong: bool
    symbol: str


@dataclass(frozen=True, slots=True)
class Stroke:
    """A thin line through points."""

    points: tuple[tuple[float, float], ...]
    ink: Ink


@dataclass(frozen=True, slots=True)
class Box:
    """Parts with their places, and how far all reach right of, above and below the base line."""

    width: float
    ascent: float
    descent: float
    parts: tuple[tuple[float, float, Box | Word | Stroke], ...]

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.ascent + self.descent

    def marks(self, x: float, y: float) -> Iterator[Mark]:
        """All words and strokes, with the base line beginning at (x, y)."""
        for right, down, part in self.parts:
            if isinstance(part, Box):
                yield from part.marks(x + right, y + down)
            else:
                yield Mark(x + right, y + down, part, self)


class Mark(NamedTuple):
    """A word or a stroke in its place."""

    x: float
    y: float
    what: Word | Stroke
    box: Box
    """Which holds it alone, where it is a word."""

    @property
    def room(self) -> QRectF:
        """Where a word lies."""
        return QRectF(self.x, self.y - self.box.ascent, self.box.width, self.box.height)


EMPTY = Box(0.0, 0.0, 0.0, ())


def word(text: str, size: int, ink: Ink = "text", *, strong: bool = False, symbol: str = "") -> Box:
    """Some letters."""
    metrics = _metrics(size, strong, theme.current().text_scale)
    width, up, down = metrics.horizontalAdvance(text), metrics.ascent(), metrics.descent()
    return Box(width, up, down, ((0.0, 0.0, Word(text, size, ink, strong, symbol)),))


def row(boxes: Iterable[Box], gap: float = 0.0) -> Box:
    """Boxes one after the other."""
    x, parts = 0.0, list[tuple[float, float, Box | Word | Stroke]]()
    ascent = descent = 0.0
    for box in boxes:
        if box.width:
            parts.append((x, 0.0, box))
            x += box.width + gap
            ascent, descent = max(ascent, box.ascent), max(descent, box.descent)
    return Box(max(x - gap, 0.0), ascent, descent, tuple(parts))


def fraction(above: Box, below: Box, size: int, ink: Ink) -> Box:
    """One box over another."""
    axis, air, side = 0.33 * size, 0.1 * size, 0.15 * size
    width = max(above.width, below.width) + 2.0 * side
    line = Stroke(((0.0, -axis), (width, -axis)), ink)
    top, bottom = -axis - air - above.descent, -axis + air + below.ascent
    parts = (
        ((width - above.width) / 2.0, top, above),
        (0.0, 0.0, line),
        ((width - below.width) / 2.0, bottom, below),
    )
    return Box(width, above.ascent - top, bottom + below.descent, parts)


def root(inner: Box, size: int, ink: Ink) -> Box:
    """A box under a root."""
    left, up, down = 0.62 * size, inner.ascent + 0.02 * size, inner.descent - 0.12 * size
    hook = (
        (0.06 * size, down - 0.42 * inner.height),
        (0.2 * size, down - 0.5 * inner.height),
        (0.36 * size, down),
        (0.58 * size, -up),
        (left + inner.width + 0.08 * size, -up),
    )
    parts = ((0.0, 0.0, Stroke(hook, ink)), (left, 0.0, inner))
    return Box(left + inner.width + 0.1 * size, up + 0.06 * size, inner.descent, parts)


def raised(base: Box, exponent: Box, size: int) -> Box:
    """A box with a smaller one at its upper right."""
    lift = max(0.42 * size, base.ascent - 0.62 * size)
    parts = ((0.0, 0.0, base), (base.width + 0.03 * size, -lift, exponent))
    ascent = max(base.ascent, lift + exponent.ascent)
    return Box(base.width + exponent.width + 0.06 * size, ascent, base.descent, parts)


def enclosed(left: str, inner: Box, right: str, size: int, ink: Ink) -> Box:
    """A box in brackets; round ones grow with what they hold."""
    plain = word(left, size, ink)
    if inner.height <= 1.25 * plain.height or left != "(":
        return row((plain, inner, word(right, size, ink)))
    wide, up, down = 0.3 * size, inner.ascent, inner.descent
    middle, half = (down - up) / 2.0, (up + down) / 2.0
    bow = tuple(
        (wide * (0.25 + 0.75 * bend * bend), middle + half * bend)
        for bend in (-0.95, -0.7, -0.45, -0.2, 0.0, 0.2, 0.45, 0.7, 0.95)
    )
    other = tuple((wide - x, y) for x, y in bow)
    return row(
        (
            Box(wide, up, down, ((0.0, 0.0, Stroke(bow, ink)),)),
            inner,
            Box(wide, up, down, ((0.0, 0.0, Stroke(other, ink)),)),
        )
    )


def paint(painter: QPainter, marks: Iterable[Mark], left: str) -> None:
    """Paint marks where they are; `left` is the colour of the quantities that lines give."""
    palette = theme.current()
    colours: dict[Ink, str] = {"text": palette.text, "muted": palette.muted, "left": left}
    for x, y, what, _ in marks:
        painter.setPen(pen(colours[what.ink], 1.2 * palette.line_scale))
        if isinstance(what, Word):
            use_font(painter, what.size, strong=what.strong)
            painter.drawText(QPointF(x, y), what.text)
        else:
            places = [QPointF(x + right, y + down) for right, down in what.points]
            painter.drawPolyline(QPolygonF(places))  # pyright: ignore[reportUnknownMemberType]


@cache
def _metrics(size: int, strong: bool, scale: float) -> QFontMetricsF:
    del scale  # of the theme, which is part of the font
    return QFontMetricsF(font(size, strong=strong))
