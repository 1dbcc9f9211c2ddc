"""A surface as it is drawn: heights, colours, isolines and ticks all come from one scale.

Heights are the loss itself or log10(loss - floor). Where no loss is negative the floor lies just
below zero, else just below the lowest one. "Just below" is a share of the median, so that a minimum
which a grid point happens to hit is no pit without a bottom, and a valley narrower than the grid no
row of needles. Ticks are true losses either way.

A wall must not flatten the valley that the student came for: the drawing ends at the height that
nine tenths of the cells stay below, or three times the median, whichever is more. What rises above
is not cut here but pressed together: the cut must run through the cells as a smooth line. This
ceiling can be raised and lowered by a factor; colours, isolines and ticks go with it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from optlab.engine.arrays import Array, Floats
from optlab.engine.surface import Surface
from optlab.qt.views.ticks import linear_ticks, log_ticks, tick_text

FLAT, PEAK = 0.08, 0.86
"""World z of the lowest and the highest drawn point; the floor of the box is at 0."""
DEPTH = 3e-3
"""How far below the lowest loss a logarithm begins, as a share of the median above it."""
SPARED = 1.4
"""A surface no higher than so many times what would be left of it is not cut."""
ISOLINES = 18
"""About how many isolines a surface has."""


@dataclass(frozen=True)
class Tick:
    """A place on an axis, in the units that axis is drawn in, and what is written there."""

    place: float
    text: str


@dataclass(frozen=True, eq=False)
class Relief:
    """Heights (n, n) float32 over u (n,) and v (n,), drawn from `low` to `top`; nan is a hole.

    `height[i, j]` belongs to u[j], v[i]; over a line there is one row. An isoline runs at every
    multiple of `level`. `top` is `ceiling` times as high above `low` as suits the surface, if that
    is not above its summit.
    """

    surface: Surface
    u: Array
    v: Array
    height: NDArray[np.float32]
    low: float
    top: float
    level: float
    floor: float
    log: bool
    ceiling: float
    names: tuple[str, str]
    u_ticks: tuple[Tick, ...]
    v_ticks: tuple[Tick, ...]
    height_ticks: tuple[Tick, ...]

    @property
    def cut(self) -> bool:
        """Whether something rises above the drawing."""
        return bool((self.height > np.float32(self.top)).any())

    def ticks(self, low: float, top: float) -> tuple[Tick, ...]:
        """Round losses between two drawn heights, for a part of the drawing."""
        low, top = max(low, self.low), min(top, self.top)
        return _height_ticks(low, top, self.surface, self.floor if self.log else None)

    def height_of(self, loss: Floats) -> Array:
        """The drawn height of losses, any shape; nan where the scale has none."""
        return _heights(np.asarray(loss, np.float64), self.floor if self.log else None)

    def loss_of(self, height: float) -> float:
        """The loss that is drawn at a height."""
        return 10.0**height + self.floor if self.log else height

    def at(self, uv: Array) -> Array:
        """The drawn height over uv (..., 2), bilinear in the grid; nan outside and in holes."""
        return bilinear(self.u, self.v, self.height, uv)

    def world(self, points: Array) -> Array:
        """Points (..., 3) of (u, v, height) in the box: x, y from -1 to 1, z from FLAT to PEAK."""
        placed = np.array(points, np.float64)
        for axis, ticks in ((0, self.u), (1, self.v)):
            placed[..., axis] = 2.0 * (placed[..., axis] - ticks[0]) / (ticks[-1] - ticks[0]) - 1.0
        share = (placed[..., 2] - self.low) / (self.top - self.low)
        placed[..., 2] = FLAT + (PEAK - FLAT) * share
        return placed

    def uv(self, xy: Array) -> Array:
        """The (u, v) of world points xy (..., 2)."""
        low = np.array([self.u[0], self.v[0]])
        return low + (xy + 1.0) / 2.0 * (np.array([self.u[-1], self.v[-1]]) - low)


def relief(
    surface: Surface, *, log: bool, starts: Array | None = None, ceiling: float = 1.0
) -> Relief:
    """The drawn form of `surface`; its top reaches the (u, v) of `starts` (k, 2).

    A `ceiling` below 1 cuts more off, one above 1 shows more, up to the summit.
    """
    finite = surface.loss[np.isfinite(surface.loss)]
    floor = _floor(finite)
    height = _heights(surface.loss, floor if log else None)
    low, top = _range(
        height,
        bilinear(surface.u, surface.v, height, starts) if starts is not None else (),
        ceiling,
    )
    return Relief(
        surface=surface,
        u=surface.u,
        v=surface.v,
        height=_pressed(height, low, top).astype(np.float32),
        low=low,
        top=top,
        level=_round_step((top - low) / ISOLINES),
        floor=floor,
        log=log,
        ceiling=ceiling,
        names=surface.slice.names,
        u_ticks=_even_ticks(surface.u[0], surface.u[-1]),
        v_ticks=_even_ticks(surface.v[0], surface.v[-1]),
        height_ticks=_height_ticks(low, top, surface, floor if log else None),
    )


def measured_as(surface: Surface, whole: Relief) -> Relief:
    """The drawn form of `surface` on the scale of another, so that what moves is not the scale.

    What lies deeper than the floor of the box is drawn on it.
    """
    height = _heights(surface.loss, whole.floor if whole.log else None)
    deepest = whole.low - FLAT / (PEAK - FLAT) * (whole.top - whole.low)
    height = _pressed(np.maximum(height, deepest), whole.low, whole.top)
    return replace(
        whole, surface=surface, u=surface.u, v=surface.v, height=height.astype(np.float32)
    )


def bilinear(u: Array, v: Array, grid: NDArray[np.floating[Any]], uv: Array) -> Array:
    """Values of grid (n, m) over even v (n,) and u (m,) at uv (..., 2); nan outside of them.

    A single row is a line, on which v says nothing.
    """
    if len(v) == 1:
        row = cast("Array", grid[0].astype(np.float64))
        return np.interp(uv[..., 0], u, row, left=np.nan, right=np.nan)
    column = (uv[..., 0] - u[0]) / (u[-1] - u[0]) * (len(u) - 1)
    row = (uv[..., 1] - v[0]) / (v[-1] - v[0]) * (len(v) - 1)
    slack = 1e-6
    inside = (column >= -slack) & (column <= len(u) - 1 + slack)
    inside &= (row >= -slack) & (row <= len(v) - 1 + slack)
    column, row = np.where(inside, column, 0.0), np.where(inside, row, 0.0)
    j = np.clip(column.astype(np.intp), 0, len(u) - 2)
    i = np.clip(row.astype(np.intp), 0, len(v) - 2)
    s, t = column - j, row - i
    near = grid[i, j] * (1.0 - s) + grid[i, j + 1] * s
    far = grid[i + 1, j] * (1.0 - s) + grid[i + 1, j + 1] * s
    return np.where(inside, near * (1.0 - t) + far * t, np.nan)


def _heights(loss: Array, floor: float | None) -> Array:
    with np.errstate(all="ignore"):
        height = loss if floor is None else np.log10(np.maximum(loss - floor, 1e-300))
    return np.where(np.isfinite(loss), height, np.nan)


def _floor(finite: Array) -> float:
    if len(finite) == 0:
        return -1.0
    low, median = float(finite.min()), float(np.quantile(finite, 0.5))
    if low >= 0.0:
        return -max(DEPTH * median, 1e-12)
    return low - max(0.02 * (median - low), 1e-12)


def _range(height: Array, reach: Sequence[float] | Array, ceiling: float) -> tuple[float, float]:
    finite = height[np.isfinite(height)]
    if len(finite) == 0:
        return 0.0, 1.0
    low, median, high = (float(q) for q in np.quantile(finite, (0.0, 0.5, 0.9)))
    top = max(low + 3.0 * (median - low), high)
    reached = [float(h) for h in reach if np.isfinite(h) and h < low + 2.0 * (top - low)]
    top = max([top, *(low + 1.05 * (h - low) for h in reached)])
    summit = float(finite.max())
    top = summit if summit <= low + SPARED * (top - low) else top
    top = min(low + ceiling * (top - low), summit)
    if top - low <= 1e-9 * max(abs(low), abs(top), 1e-30):  # a plain, drawn at half height
        air = 0.5 * max(abs(low), 1e-3)
        return low - air, low + air
    return low, top


def _pressed(height: Array, low: float, top: float) -> Array:
    """Heights with what exceeds `top` on a logarithm, so that float32 can carry any wall."""
    span = top - low
    excess = np.maximum(height - top, 0.0) / span
    return np.minimum(height, top) + span * np.log1p(excess)


def _round_step(rough: float) -> float:
    power = 10.0 ** math.floor(math.log10(rough))
    return next(rung * power for rung in (1.0, 2.0, 5.0, 10.0) if rung * power >= rough)


def _even_ticks(low: float, high: float) -> tuple[Tick, ...]:
    if low == high:
        return ()
    places = linear_ticks(low, high, 4)
    step = places[1] - places[0] if len(places) > 1 else 0.0
    return tuple(Tick(place, tick_text(place, step)) for place in places)


def _height_ticks(
    low: float, top: float, surface: Surface, floor: float | None
) -> tuple[Tick, ...]:
    if floor is None:
        return _even_ticks(low, top)
    known = surface.loss[np.isfinite(surface.loss)]
    return _loss_ticks(low, top, floor, signed=bool((known < 0.0).any()))


def _loss_ticks(low: float, top: float, floor: float, *, signed: bool) -> tuple[Tick, ...]:
    """Ticks of a logarithmic height, at round losses; crowded ones are left out."""
    if signed:
        losses = linear_ticks(10.0**low + floor, 10.0**top + floor, 8)
    else:
        losses = log_ticks(10.0**low, 10.0**top + floor, 5)
    ticks: list[Tick] = []
    for loss in reversed(losses):
        place = math.log10(loss - floor) if loss > floor else -math.inf
        nearest = ticks[-1].place if ticks else math.inf
        if low <= place <= min(top, nearest - 0.12 * (top - low)):
            ticks.append(Tick(place, tick_text(loss)))
    return tuple(reversed(ticks))
