"""The losses that are written along the isolines: a few, at places where there is room for them.

A number stands best where the isolines lie far apart, so the places of a level are ordered by the
slope of the ground, and kept at a distance from each other: when one of them is hidden or taken,
the next may be free.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from optlab.engine.arrays import Array
from optlab.qt.views.relief import Relief
from optlab.qt.views.ticks import tick_text

LEVELS = 5
"""Isolines with a number, at most one more."""
PLACES = 24
"""Places to choose from for one number."""
APART = 0.09
"""Of the box: how far apart they are."""
EDGE = 0.05
"""Of the box: how far they keep from its edge."""


@dataclass(frozen=True, eq=False)
class Isoline:
    """What is written on an isoline, and places (k, 3) of (u, v, height) for it, the best first."""

    text: str
    places: Array


def isolines(relief: Relief) -> tuple[Isoline, ...]:
    """The isolines of `relief` that carry their loss, from low to high."""
    first = math.floor(relief.low / relief.level + 0.05) + 1
    last = math.ceil(relief.top / relief.level) - 1
    every = max(1, math.ceil((last - first + 1) / LEVELS))
    made: list[Isoline] = []
    for number in range(first, last + 1):
        if number % every:
            continue
        height = number * relief.level
        places = _spread(relief, *_crossings(relief, height))
        if len(places):
            points = np.column_stack([places, np.full(len(places), height)])
            made.append(Isoline(_text(relief, height), points))
    return tuple(made)


def _text(relief: Relief, height: float) -> str:
    if not relief.log:
        return tick_text(height, relief.level)
    return tick_text(float(f"{relief.loss_of(height):.2g}"))


def _crossings(relief: Relief, height: float) -> tuple[Array, Array]:
    """Where grid lines cross a height: (k, 2) in cells from the first point, and the slope (k,)."""
    found: list[Array] = []
    for turned in (False, True):
        grid = relief.height.T if turned else relief.height
        before, after = grid[:, :-1], grid[:, 1:]
        rows, columns = np.nonzero((before <= height) != (after <= height))
        one, other = before[rows, columns], after[rows, columns]
        known = np.isfinite(one) & np.isfinite(other)
        rows, columns, one, other = rows[known], columns[known], one[known], other[known]
        along = columns + (height - one) / (other - one)
        lines = rows.astype(np.float64)
        across, deep = (lines, along) if turned else (along, lines)
        found.append(np.column_stack([across, deep, np.abs(other - one)]))
    joined = np.concatenate(found)
    return joined[:, :2], joined[:, 2]


def _spread(relief: Relief, cells: Array, slope: Array) -> Array:
    """Some of the places in cells (k, 2), flat ground first, as (u, v)."""
    ends = np.array([len(relief.u) - 1, len(relief.v) - 1], np.float64)
    share = cells / ends
    free = (np.abs(share - 0.5) <= 0.5 - EDGE).all(axis=1)
    share = share[free][np.argsort(slope[free], kind="stable")]
    chosen: list[Array] = []
    while len(share) and len(chosen) < PLACES:
        chosen.append(share[0])
        share = share[np.abs(share - share[0]).max(axis=1) > APART]
    low = np.array([relief.u[0], relief.v[0]])
    return low + np.array(chosen).reshape(-1, 2) * (np.array([relief.u[-1], relief.v[-1]]) - low)
