"""What the surface view shows, before anybody draws it: a surface, paths on it, marbles, ticks.

The OpenGL view, the software painter and the contour view draw the same scene, so everything that
must agree between them is decided here. A path lies on the drawn surface: its steps are joined by
lines that are straight seen from above and follow the ground, so none of them is lost in a hill.

Rows are thinned by a power of two, the same for what is past and what lies ahead. So the points of
a path stay where they are while the cursor moves over them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from optlab.engine.arrays import Array, Counts
from optlab.engine.slices import Slice
from optlab.qt.theme.palette import Palette
from optlab.qt.views.relief import Relief, relief
from optlab.session.moment import Moment

LIFT = 0.005
"""How far above the ground a path is drawn, as a share of the drawn heights."""
MOST_ROWS = 512
"""Steps of one path that are drawn; with the points between them at most 2,000."""
PIECES = 48
"""Pieces that a line as long as the box is laid on the ground in."""
SEEN = 0.02
"""Share of the drawn heights that a true height must be off to get a marble of its own."""


@dataclass(frozen=True, eq=False)
class Path:
    """The way of one racer: (k, 3) points of (u, v, height), a row of nan where it leaves the box.

    `marble` is where it is now (3,), None outside the box; `ghost` the height at which its true
    loss lies, where that differs from the ground.
    """

    racer: int
    name: str
    colour: str
    past: Array
    ahead: Array
    marble: Array | None
    ghost: float | None


@dataclass(frozen=True, eq=False)
class Scene:
    """A relief and what lies on it; `minima` (k, 3) are the known ones inside the box."""

    relief: Relief
    paths: tuple[Path, ...]
    minima: Array


def compose(
    moment: Moment, palette: Palette, *, log_height: bool, before: Scene | None = None
) -> Scene | None:
    """The scene of `moment`, None while it has no surface.

    The relief of the scene `before` is taken over when the surface is still the same.
    """
    surface = moment.surface
    if surface is None:
        return None
    racers = range(len(moment.experiment.racers))
    tracks = [moment.recording.track(racer) for racer in racers]
    if before is not None and before.relief.surface is surface and before.relief.log == log_height:
        ground = before.relief
    else:
        starts = np.stack([surface.slice.coordinates(track.path.theta[0]) for track in tracks])
        ground = relief(surface, log=log_height, starts=starts)
    paths = tuple(
        path(
            ground,
            racer=racer,
            name=moment.experiment.racers[racer].name,
            colour=palette.racer(racer).colour,
            steps=tracks[racer].path.steps,
            theta=tracks[racer].path.theta,
            now=moment.snapshots[racer].theta,
            cursor=moment.snapshots[racer].step,
            loss=moment.train_losses[racer],
        )
        for racer in racers
    )
    return Scene(ground, paths, _minima(ground, moment.objective.minima))


def path(
    ground: Relief,
    *,
    racer: int,
    name: str,
    colour: str,
    steps: Counts,
    theta: Array,
    now: Array,
    cursor: int,
    loss: float,
) -> Path:
    """The path over `theta` (k, D) recorded at `steps` (k,), cut at step `cursor`: `now` (D,)."""
    slice = ground.surface.slice
    stride = 2 ** max(0, math.ceil(math.log2(max(len(steps), 1) / MOST_ROWS)))
    rows = list(range(0, len(steps), stride))
    if (len(steps) - 1) % stride:
        rows.append(len(steps) - 1)
    split = int(np.searchsorted(steps[rows], cursor))
    here = _coordinates(slice, now[None])
    uv = _coordinates(slice, theta[rows])
    marble = lay(ground, here)[-1:]
    point = marble[0] if len(marble) and np.isfinite(marble[0]).all() else None
    return Path(
        racer=racer,
        name=name,
        colour=colour,
        past=drape(ground, np.concatenate([uv[:split], here])),
        ahead=drape(ground, np.concatenate([here, uv[split:]])),
        marble=point,
        ghost=_ghost(ground, point, loss),
    )


def drape(ground: Relief, uv: Array) -> Array:
    """Lay the line through uv (k, 2) on the ground: points (m, 3), a row of nan where it is broken.

    The steps themselves appear twice, as the end of one line and the beginning of the next.
    """
    begin, end = _clipped(ground, uv[:-1], uv[1:])
    extent = np.array([ground.u[-1] - ground.u[0], ground.v[-1] - ground.v[0]])
    length = np.abs((end - begin) / extent).max(axis=1)
    total = float(length.sum())
    if not total > 0.0:
        return np.empty((0, 3))
    piece = max(1.0 / PIECES, 2.0 * total / MOST_ROWS)
    pieces: Counts = np.ceil(length / piece).astype(np.int64)
    begin, way, pieces = begin[pieces > 0], (end - begin)[pieces > 0], pieces[pieces > 0]
    ends = begin + way
    rows = np.repeat(np.arange(len(pieces)), pieces + 1)
    first: Counts = np.cumsum(pieces + 1) - (pieces + 1)
    share: Array = (np.arange(len(rows)) - first[rows]) / pieces[rows]
    line: Array = begin[rows] + share[:, None] * way[rows]
    points = lay(ground, line)
    apart = np.abs((begin[1:] - ends[:-1]) / extent).max(axis=1) > 1e-9
    return np.insert(points, first[1:][apart], np.nan, axis=0)


def lay(ground: Relief, uv: Array) -> Array:
    """Points (k, 3) just above the ground at uv (k, 2), within the drawing; nan outside it."""
    height = np.minimum(ground.at(uv), ground.top) + LIFT * (ground.top - ground.low)
    return np.column_stack([uv, height])


def _coordinates(slice: Slice, theta: Array) -> Array:
    with np.errstate(all="ignore"):  # theta may have exploded
        return slice.coordinates(theta)


def _clipped(ground: Relief, begin: Array, end: Array) -> tuple[Array, Array]:
    """The parts inside the box of lines from `begin` to `end` (k, 2) (Liang and Barsky)."""
    low = np.array([ground.u[0], ground.v[0]])
    high = np.array([ground.u[-1], ground.v[-1]])
    with np.errstate(all="ignore"):
        way = end - begin
        one, other = (low - begin) / way, (high - begin) / way
        still = way == 0.0
        inside = (begin >= low) & (begin <= high)
        enter = np.where(still, np.where(inside, 0.0, np.inf), np.minimum(one, other)).max(axis=1)
        leave = np.where(still, np.where(inside, 1.0, -np.inf), np.maximum(one, other)).min(axis=1)
    enter, leave = np.maximum(enter, 0.0), np.minimum(leave, 1.0)
    kept = (enter < leave) & np.isfinite(way).all(axis=1)
    begin, way = begin[kept], way[kept]
    return begin + enter[kept, None] * way, begin + leave[kept, None] * way


def _ghost(ground: Relief, marble: Array | None, loss: float) -> float | None:
    height = float(ground.height_of(np.array(loss)))
    if marble is None or not math.isfinite(height):
        return None
    span = ground.top - ground.low
    height = min(max(height, ground.low), ground.top) + LIFT * span
    return height if abs(height - marble[2]) > SEEN * span else None


def _minima(ground: Relief, minima: tuple[tuple[float, ...], ...]) -> Array:
    if not minima:
        return np.empty((0, 3))
    points = lay(ground, _coordinates(ground.surface.slice, np.array(minima)))
    return points[np.isfinite(points).all(axis=1)]
