"""Boxes of mathematics: words and strokes around a base line, put together like type.

A box is a flat list of marks with its measures; putting boxes together only shifts marks. So
painting is one loop, and what lies under the mouse is found by the same list.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFontMetricsF, QPainter, QPolygonF

from optlab.qt import theme
from optlab.qt.theme.fonts import font, use_font
from optlab.qt.views.strokes import pen

Ink = Literal["text", "muted", "left"]
"""Symbols, numbers put in their place, and the quantity that a line gives."""


@dataclass(frozen=True, slots=True)
class Word:
    """A text whose base line begins at (x, y); `symbol` names what it stands for, if anything."""

    x: float
    y: float
    text: str
    size: int
    ink: Ink
    strong: bool
    symbol: str
    room: QRectF
    """Where it lies, seen from (x, y)."""


@dataclass(frozen=True, slots=True)
class Stroke:
    """A thin line through points, seen from (x, y)."""

    x: float
    y: float
    points: tuple[tuple[float, float], ...]
    ink: Ink


Mark = Word | Stroke


@dataclass(frozen=True, slots=True)
class Box:
    """Marks, and how far they reach to the right, above and below the base line."""

    width: float
    ascent: float
    descent: float
    marks: tuple[Mark, ...]

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.ascent + self.descent

    def moved(self, x: float, y: float) -> tuple[Mark, ...]:
        """The marks at another place."""
        return tuple(replace(mark, x=mark.x + x, y=mark.y + y) for mark in self.marks)


EMPTY = Box(0.0, 0.0, 0.0, ())


def word(text: str, size: int, ink: Ink = "text", *, strong: bool = False, symbol: str = "") -> Box:
    """Some letters."""
    metrics = _metrics(size, strong, theme.current().text_scale)
    width, up, down = metrics.horizontalAdvance(text), metrics.ascent(), metrics.descent()
    room = QRectF(0.0, -up, width, up + down)
    return Box(width, up, down, (Word(0.0, 0.0, text, size, ink, strong, symbol, room),))


def row(boxes: Iterable[Box], gap: float = 0.0) -> Box:
    """Boxes one after the other."""
    x, marks, parts = 0.0, list[Mark](), [box for box in boxes if box.width]
    for box in parts:
        marks += box.moved(x, 0.0)
        x += box.width + gap
    return Box(
        max(x - gap, 0.0),
        max((box.ascent for box in parts), default=0.0),
        max((box.descent for box in parts), default=0.0),
        tuple(marks),
    )


def fraction(above: Box, below: Box, size: int, ink: Ink) -> Box:
    """One box over another."""
    axis, air, side = 0.33 * size, 0.1 * size, 0.15 * size
    width = max(above.width, below.width) + 2.0 * side
    line = Stroke(0.0, -axis, ((0.0, 0.0), (width, 0.0)), ink)
    top, bottom = -axis - air - above.descent, -axis + air + below.ascent
    marks = (
        *above.moved((width - above.width) / 2.0, top),
        line,
        *below.moved((width - below.width) / 2.0, bottom),
    )
    return Box(width, above.ascent - top, bottom + below.descent, marks)


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
    marks = (Stroke(0.0, 0.0, hook, ink), *inner.moved(left, 0.0))
    return Box(left + inner.width + 0.1 * size, up + 0.06 * size, inner.descent, marks)


def raised(base: Box, exponent: Box, size: int) -> Box:
    """A box with a smaller one at its upper right."""
    lift = max(0.42 * size, base.ascent - 0.62 * size)
    marks = (*base.moved(0.0, 0.0), *exponent.moved(base.width + 0.03 * size, -lift))
    ascent = max(base.ascent, lift + exponent.ascent)
    return Box(base.width + exponent.width + 0.06 * size, ascent, base.descent, marks)


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
            Box(wide, up, down, (Stroke(0.0, 0.0, bow, ink),)),
            inner,
            Box(wide, up, down, (Stroke(0.0, 0.0, other, ink),)),
        )
    )


def paint(painter: QPainter, marks: Iterable[Mark], left: str) -> None:
    """Paint marks where they are; `left` is the colour of the quantities that lines give."""
    palette = theme.current()
    colours: dict[Ink, str] = {"text": palette.text, "muted": palette.muted, "left": left}
    for mark in marks:
        painter.setPen(pen(colours[mark.ink], 1.2 * palette.line_scale))
        if isinstance(mark, Word):
            use_font(painter, mark.size, strong=mark.strong)
            painter.drawText(QPointF(mark.x, mark.y), mark.text)
        else:
            places = [QPointF(mark.x + x, mark.y + y) for x, y in mark.points]
            painter.drawPolyline(QPolygonF(places))  # pyright: ignore[reportUnknownMemberType]


@cache
def _metrics(size: int, strong: bool, scale: float) -> QFontMetricsF:
    del scale  # of the theme, which is part of the font
    return QFontMetricsF(font(size, strong=strong))
