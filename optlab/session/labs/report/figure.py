"""The picture of a drawn loss curve beside the one that came, as SVG.

It stands in the page as an image whose address holds all of it: a browser shows it sharp at any
size and runs nothing in it, and QTextDocument, which knows no SVG inside HTML, takes it as well.
"""

from __future__ import annotations

import base64
import math
from collections.abc import Sequence
from typing import Any, cast

import numpy as np

from optlab.engine.arrays import Array
from optlab.session.numbers import MINUS

WIDTH, HEIGHT = 560, 230
LEFT, RIGHT, TOP, BOTTOM = 52, 70, 20, 36
MOST = 240
"""Points of a curve that are drawn."""
FACTOR = 20.0
"""From this ratio of the highest to the lowest loss on, heights are logarithms."""
FLOOR = 100.0
"""A drawn loss this many times below the lowest that came is shown there."""

INK, MUTED, GRID = "#1b1f24", "#5b6470", "#e6e9ee"
DRAWN, REAL, BETWEEN = "#d55e00", "#0072b2", "#f5e3d6"


def curve(value: object) -> Array | None:
    """Rows (k, 2) of step and loss out of plain data, without those that are no numbers."""
    if not isinstance(value, list):
        return None
    rows: list[tuple[float, float]] = []
    for each in cast("list[Any]", value):
        row = cast("list[Any]", each) if isinstance(each, list) else []
        if len(row) != 2 or not all(type(cell) in (int, float) for cell in row):
            continue
        if all(abs(cell) < 1e300 for cell in row):
            rows.append((float(row[0]), float(row[1])))
    if len(rows) < 2:
        return None
    points = np.array(sorted(rows))
    return points[np.unique(np.linspace(0, len(points) - 1, MOST).astype(int))]


def curves_address(drawn: Array, real: Array | None) -> str:
    """The picture as the address of an image."""
    return (
        "data:image/svg+xml;base64," + base64.b64encode(curves_svg(drawn, real).encode()).decode()
    )


def curves_svg(drawn: Array, real: Array | None) -> str:
    """The drawn curve dashed, the real one solid, both named, and what lies between them."""
    log = is_log(drawn if real is None else real)
    shown = [drawn] if real is None else [real, drawn]
    heights = [_heights(points[:, 1], real, log=log) for points in shown]
    ends = np.concatenate([points[:, 0] for points in shown])
    low, high = _range(np.concatenate(heights))
    across = _Scale(float(ends.min()), float(ends.max()), LEFT, WIDTH - RIGHT)
    up = _Scale(low, high, HEIGHT - BOTTOM, TOP)
    lines = [
        np.stack([across(p[:, 0]), up(h)], axis=1) for p, h in zip(shown, heights, strict=True)
    ]
    parts = [*_axes(across, up, log=log)]
    if real is not None:
        parts.append(_between(lines[0], lines[1]))
        parts.append(_line(lines[0], REAL, ""))
    parts.append(_line(lines[-1], DRAWN, "6 4"))
    parts += _names(lines, real is not None)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" '
        f'viewBox="0 0 {WIDTH} {HEIGHT}" font-family="Inter, Arial, sans-serif" font-size="11">'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>{"".join(parts)}</svg>'
    )


def is_log(points: Array) -> bool:
    """Whether losses range so widely that their logarithm is drawn."""
    low, high = float(points[:, 1].min()), float(points[:, 1].max())
    return low > 0 and high / low > FACTOR


class _Scale:
    """Numbers to places in the picture."""

    def __init__(self, low: float, high: float, first: float, last: float) -> None:
        self.low, self.high = low, high if high > low else low + 1.0
        self._first, self._last = first, last

    def __call__(self, x: Array) -> Array:
        share = (x - self.low) / (self.high - self.low)
        return self._first + share * (self._last - self._first)

    def at(self, x: float) -> float:
        """The place of one number."""
        return float(self(np.array(x)))

    def ticks(self, count: int = 5) -> list[float]:
        """Round numbers in the range."""
        rough = (self.high - self.low) / count
        power = 10.0 ** math.floor(math.log10(rough))
        size = next(power * each for each in (1, 2, 5, 10) if power * each >= rough * 0.999)
        first = math.ceil(self.low / size - 1e-9)
        return [i * size for i in range(first, math.floor(self.high / size + 1e-9) + 1)]


def _heights(losses: Array, real: Array | None, *, log: bool) -> Array:
    if not log:
        return losses
    lowest = float(losses[losses > 0].min(initial=1.0)) if real is None else float(real[:, 1].min())
    return np.log10(np.maximum(losses, lowest / FLOOR))


def _range(heights: Array) -> tuple[float, float]:
    """The heights that are shown, with a little air."""
    low, high = float(heights.min()), float(heights.max())
    air = 0.06 * (high - low) or 0.5 * abs(high) or 0.5
    return low - air, high + air


def _axes(across: _Scale, up: _Scale, *, log: bool) -> list[str]:
    """Grid, ticks and their numbers, and what the axes show."""
    parts: list[str] = []
    base, end = HEIGHT - BOTTOM, WIDTH - RIGHT
    levels = [each for each in up.ticks() if not log or each == round(each)] or up.ticks()
    for level in levels:
        y = up.at(level)
        parts.append(f'<path d="M{LEFT} {y:.1f}H{end}" stroke="{GRID}" fill="none"/>')
        parts.append(_word(LEFT - 6, y + 4, _figure(10.0**level if log else level), "end", MUTED))
    for step in across.ticks():
        x = across.at(step)
        parts.append(f'<path d="M{x:.1f} {base}v4" stroke="{MUTED}" fill="none"/>')
        parts.append(_word(x, base + 16, f"{step:,.6g}", "middle", MUTED))
    parts.append(f'<path d="M{LEFT} {base}H{end}" stroke="{MUTED}" fill="none"/>')
    parts.append(_word(end, HEIGHT - 5, "steps", "end", MUTED))
    parts.append(_word(LEFT - 6, 10, "loss", "end", MUTED))
    return parts


def _between(real: Array, drawn: Array) -> str:
    """The area between the curves, where both are."""
    first = max(float(real[0, 0]), float(drawn[0, 0]))
    last = min(float(real[-1, 0]), float(drawn[-1, 0]))
    if first >= last:
        return ""
    x: Array = np.linspace(first, last, MOST)
    there: Array = np.stack([x, np.interp(x, real[:, 0], real[:, 1])], axis=1)
    back: Array = np.stack([x, np.interp(x, drawn[:, 0], drawn[:, 1])], axis=1)[::-1]
    return f'<polygon points="{_points(np.concatenate([there, back]))}" fill="{BETWEEN}"/>'


def _line(points: Array, colour: str, dashes: str) -> str:
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return (
        f'<polyline points="{_points(points)}" fill="none" stroke="{colour}" stroke-width="2" '
        f'stroke-linejoin="round"{dashed}/>'
    )


def _names(lines: Sequence[Array], compared: bool) -> list[str]:  # noqa: FBT001
    """What each curve is, at its end; two that end close together are moved apart."""
    x = WIDTH - RIGHT + 8
    drawn = float(lines[-1][-1, 1])
    if not compared:
        return [_word(x, drawn + 4, "you drew", "start", DRAWN)]
    real = float(lines[0][-1, 1])
    middle, side = (real + drawn) / 2, 1.0 if drawn >= real else -1.0
    if abs(drawn - real) < 14:
        middle = min(max(middle, TOP + 7), HEIGHT - BOTTOM - 7)
        real, drawn = middle - side * 7, middle + side * 7
    return [
        _word(x, real + 4, "it was", "start", REAL),
        _word(x, drawn + 4, "you drew", "start", DRAWN),
    ]


def _figure(x: float) -> str:
    """A round number at an axis."""
    return f"{x:,.6g}".replace("-", MINUS)


def _points(points: Array) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points.tolist())


def _word(x: float, y: float, word: str, anchor: str, colour: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}">{word}</text>'
