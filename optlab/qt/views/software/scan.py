"""Triangles as pixels, a thousand at a time.

A triangle covers a span of pixels in each of its rows. The spans of all triangles are found
together and written one after the other, from the farthest to the nearest, so that no pixel needs
to compare depths. What varies over a triangle is linear on the screen: its value at the first pixel
of a span and its growth per pixel say it all.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from optlab.engine.arrays import Array

Numbers = NDArray[np.intp]
Shares = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Triangles:
    """Pixels x, y and any further values at the corners of triangles, (t, 3) each."""

    x: Array
    y: Array
    values: tuple[Array, ...]

    def slopes(self) -> list[tuple[Array, Array]]:
        """How every value grows per pixel across and down, (t,) each; 0 for one without area."""
        x, y = self.x, self.y
        x1, x2, y1, y2 = x[:, 1] - x[:, 0], x[:, 2] - x[:, 0], y[:, 1] - y[:, 0], y[:, 2] - y[:, 0]
        area = x1 * y2 - x2 * y1
        share = np.where(np.abs(area) > 1e-9, 1.0 / np.where(area == 0.0, 1.0, area), 0.0)
        found: list[tuple[Array, Array]] = []
        for value in self.values:
            one, other = value[:, 1] - value[:, 0], value[:, 2] - value[:, 0]
            found.append(((one * y2 - other * y1) * share, (other * x1 - one * x2) * share))
        return found


@dataclass(frozen=True, eq=False)
class Ramp:
    """A value along every span: at its first pixel, and its growth per pixel."""

    start: Shares
    growth: Shares

    def at(self, span: Numbers, along: Numbers) -> Shares:
        """The value so many pixels along spans, both (k,)."""
        found = self.growth[span]
        found *= along.astype(np.float32)
        found += self.start[span]
        return found


@dataclass(frozen=True, eq=False)
class Spans:
    """Rows of pixels from `first` to before `end`, each of one triangle, the farthest first."""

    triangle: Numbers
    row: Numbers
    first: Numbers
    end: Numbers

    def kept(self, which: NDArray[np.bool_]) -> Spans:
        """Only those spans."""
        return Spans(self.triangle[which], self.row[which], self.first[which], self.end[which])

    def ramp(self, triangles: Triangles, number: int, slope: tuple[Array, Array]) -> Ramp:
        """The value `number` of the triangles, which has this slope, along the spans."""
        t, value = self.triangle, triangles.values[number]
        across = self.first + 0.5 - triangles.x[t, 0]
        down = self.row + 0.5 - triangles.y[t, 0]
        start = value[t, 0] + across * slope[0][t] + down * slope[1][t]
        return Ramp(start.astype(np.float32), slope[0][t].astype(np.float32))


def scan(x: Array, y: Array, size: tuple[int, int]) -> Spans:
    """The spans of triangles with corners at pixels x, y (t, 3) in a picture of `size`.

    A pixel belongs to the triangle that covers its middle. Triangles that share an edge work it out
    by the same formula, so no pixel falls between them.
    """
    order = np.argsort(y, axis=1)
    (x_top, x_mid, x_low), (y_top, y_mid, y_low) = (
        np.take_along_axis(each, order, axis=1).T for each in (x, y)
    )
    begin = np.clip(np.ceil(y_top - 0.5), 0, size[1]).astype(np.intp)
    stop = np.clip(np.ceil(y_low - 0.5), 0, size[1]).astype(np.intp)
    rows = stop - begin
    triangle = np.repeat(np.arange(len(rows)), rows)
    row = np.arange(len(triangle)) - np.repeat(np.cumsum(rows) - rows - begin, rows)
    middle = row + 0.5
    upper = middle < y_mid[triangle]
    steepness = np.stack(
        [_per_row(x_mid - x_low, y_mid - y_low), _per_row(x_top - x_mid, y_top - y_mid)]
    )
    from_x, from_y = np.stack([x_mid, x_top]), np.stack([y_mid, y_top])
    which = upper.astype(np.intp)
    short = (
        from_x[which, triangle] + (middle - from_y[which, triangle]) * steepness[which, triangle]
    )
    long = _per_row(x_low - x_top, y_low - y_top)
    whole = x_top[triangle] + (middle - y_top[triangle]) * long[triangle]
    first = np.clip(np.ceil(np.minimum(short, whole) - 0.5), 0, size[0]).astype(np.intp)
    end = np.clip(np.ceil(np.maximum(short, whole) - 0.5), 0, size[0]).astype(np.intp)
    return Spans(triangle, row, first, end).kept(end > first)


def owners(spans: Spans, size: tuple[int, int]) -> NDArray[np.int32]:
    """The number of the nearest span at every pixel (width * height,), -1 where there is none."""
    found = np.full(size[0] * size[1], -1, np.int32)
    counts = spans.end - spans.first
    begin = spans.row * size[0] + spans.first - (np.cumsum(counts) - counts)
    total = int(counts.sum())
    pixels = np.repeat(begin, counts)
    pixels += np.arange(total)
    found[pixels] = np.repeat(np.arange(len(counts), dtype=np.int32), counts)
    return found


def _per_row(x: Array, y: Array) -> Array:
    """x / y, and 0 for edges too flat to meet the middle of any row."""
    flat = np.abs(y) < 1e-9
    return np.where(flat, 0.0, x / np.where(flat, 1.0, y))
