"""What a loss curve is drawn from: few points, and a range that holds still while the run goes on.

A bin has a power of two of rows, so a growing curve keeps the points it already has; with a fixed
number of bins every new row moves all their borders, and the picture shimmers. The range ends on a
coarse ladder of numbers for the same reason: it changes seldom, then visibly.

A racer that blows up must not press all others flat, so only `RISE` times the start counts of it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from optlab.engine.arrays import Array
from optlab.qt.views.ticks import LADDER, rung_above, rung_below

MOST_POINTS = 2000
"""Points drawn per curve; a pane has fewer pixels across."""
DEEPEST = 1e-12
"""Floor of a logarithmic range, as a share of its top: below lies rounding, not learning."""
TINY, HIGHEST = 1e-300, 1e300
"""Beyond these there are no round numbers; what is closer to zero counts as zero."""
RISE = 3.0
"""How far above its start a racer is shown that ends higher than it began."""


def thin(x: Array, y: Array, most: int = MOST_POINTS) -> tuple[Array, Array]:
    """At most `most` (>= 8) of the points x, y (k,), in order, with the extremes of every bin.

    Every bin of neighbouring rows keeps its lowest and its highest point, so no spike is lost.
    """
    count = len(y)
    if count <= most:
        return x, y
    width = 2 ** math.ceil(math.log2(2 * count / (most - 4)))
    starts = width * np.arange(math.ceil(count / width))
    padded = np.append(y, np.full(len(starts) * width - count, y[-1])).reshape(-1, width)
    extremes = np.concatenate([starts + padded.argmin(axis=1), starts + padded.argmax(axis=1)])
    rows = np.unique(np.concatenate([[0], extremes, [count - 1]]))
    return x[rows], y[rows]


def known(y: Array) -> Array:
    """The rows of y (k,) before the first that is no number: a curve ends there."""
    broken = np.flatnonzero(~np.isfinite(y))
    return y[: broken[0]] if len(broken) else y


def linear_range(curves: Iterable[Array]) -> tuple[float, float]:
    """Lowest and highest loss to show of `curves`, finite numbers (k,); (0, 1) without any."""
    low, high = _extent(curves)
    top = rung_above(high) if high > TINY else 0.0
    bottom = -rung_above(-low) if low < -TINY else 0.0
    if low > TINY and high < 1.25 * low:  # a flat curve far above zero would be a line at the top
        air = max(high - low, 0.02 * high)
        return low - air, high + air
    return (bottom, top) if top > bottom else (bottom - 1.0, bottom + 1.0)


def log_range(curves: Iterable[Array]) -> tuple[float, float]:
    """Lowest and highest loss to show on a logarithmic axis, both above zero."""
    shown = [curve[curve > TINY] for curve in curves]
    low, high = _extent(shown)
    if not low > TINY:  # nothing that a logarithm could show
        return 0.1, 1.0
    top = rung_above(high)
    return max(min(rung_below(low), top / LADDER[2]), DEEPEST * top), top


def _extent(curves: Iterable[Array]) -> tuple[float, float]:
    lows: list[float] = []
    highs: list[float] = []
    for curve in curves:
        if len(curve):
            start, end = abs(float(curve[0])), float(curve[-1])
            lows.append(float(curve.min()))
            top = float(curve.max())
            highs.append(top if end <= start else min(top, float(curve[0]) + (RISE - 1.0) * start))
    return (min(lows), min(max(highs), HIGHEST)) if lows else (0.0, 1.0)


def horizon(reached: float, end: float) -> float:
    """Where the x axis ends when a run that will last until `end` is known up to `reached`.

    The whole run once a fifth of it is known; before, the next number on a coarse ladder, because a
    run of a million steps would otherwise be a spot at the left border for minutes.
    """
    if reached >= 0.2 * end:
        return max(end, 1.0)
    return min(end, max(50.0, rung_above(2.0 * reached) if reached > 0.0 else 1.0))


def dashed(
    x: Array, y: Array, pattern: tuple[float, ...]
) -> tuple[Array, Array, NDArray[np.int32]]:
    """x, y (k,) with breaks added, and which pieces (k',) are drawn; lengths in units of x.

    `pattern` is drawn, left out, drawn ... counted along x from 0, so dashes stand still while the
    curve grows and a noisy curve keeps its rhythm. A dashed pen would be drawn as one long outline,
    which costs Qt twenty times as much as separate pieces.
    """
    if not pattern or len(x) < 2:
        return x, y, np.ones(len(x), dtype=np.int32)
    edges: Array = np.cumsum(pattern)
    period = float(edges[-1])
    first, last = math.floor(float(x[0]) / period), math.ceil(float(x[-1]) / period)
    breaks: Array = np.add.outer(period * np.arange(first, last + 1), edges).ravel()
    breaks = breaks[(breaks > x[0]) & (breaks < x[-1])]
    places = np.searchsorted(x, breaks)
    all_x = np.insert(x, places, breaks)
    all_y = np.insert(y, places, np.interp(breaks, x, y))
    middles = (all_x + np.append(all_x[1:], all_x[-1])) / 2.0
    drawn = np.searchsorted(edges, middles % period, side="right") % 2 == 0
    return all_x, all_y, drawn.astype(np.int32)
