"""The arrows at the marble of one racer: straight downhill, its next step, and its velocity.

Downhill is a direction, so its arrow has one length everywhere. In a whole space of two parameters
it comes from the gradient itself; in a slice of more it is that of the drawn ground, across its
isolines: the true gradient leaves the slice, and its shadow need not point downhill in the picture.
Step and velocity are as long as they are. With eight racers at once nobody would see any of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from optlab.engine.arrays import Array
from optlab.qt.views.draping import coordinates, drape
from optlab.qt.views.relief import Relief, bilinear
from optlab.session.moment import Moment

Kind = Literal["downhill", "step", "velocity"]

LENGTH = 0.15
"""Of the arrow downhill, as a share of the box."""
LEAST = 0.008
"""Share of the box that an arrow must be long to be drawn."""
SLIGHT = 1e-9
"""Share of all drawn losses that the loss must fall along the arrow to have a direction."""
VELOCITY = "velocity"
"""What a method calls the memory that it subtracts from theta at each step."""

COLOURS: dict[Kind, tuple[str, str]] = {
    "downhill": ("#ffffff", "#20242b"),
    "step": ("#20242b", "#ffffff"),
    "velocity": ("#e0318c", "#ffffff"),
}
"""Of an arrow and of its casing: on the colours of the ground, which no theme changes."""


@dataclass(frozen=True, eq=False)
class Arrow:
    """From the marble to its tip, laid on the ground: points (m, 3) of (u, v, height)."""

    kind: Kind
    points: Array


def arrows(moment: Moment, ground: Relief, racer: int, *, ahead: bool = True) -> tuple[Arrow, ...]:
    """The arrows of one racer at the cursor, as far as there are any to be seen.

    The next step may be left out with what lies `ahead`.
    """
    now, slice = moment.snapshots[racer], ground.surface.slice
    here = coordinates(slice, now.theta[None])[0]
    ends: dict[Kind, Array] = {"downhill": here + _downhill(moment, ground, now.theta, here)}
    names = tuple(moment.experiment.racers[racer].optimizer.memory_names)
    if VELOCITY in names:
        carried = now.theta - now.memory[names.index(VELOCITY)]
        ends["velocity"] = coordinates(slice, carried[None])[0]
    if ahead and moment.recording.track(racer).last > now.step:
        following = moment.recording.snapshot(racer, now.step + 1).theta
        ends["step"] = coordinates(slice, following[None])[0]
    made: list[Arrow] = []
    for kind, end in ends.items():
        with np.errstate(all="ignore"):  # it may have exploded
            seen = np.abs((end - here) / _extent(ground)).max() >= LEAST
        points = drape(ground, np.stack([here, end])) if seen else np.empty((0, 3))
        points = points[np.isfinite(points[:, 2])]
        if len(points) > 1:
            made.append(Arrow(kind, points))
    return tuple(made)


def _downhill(moment: Moment, ground: Relief, theta: Array, here: Array) -> Array:
    """The way down (2,) at theta (D,), as long as the arrow; nan where there is none."""
    slice, extent = ground.surface.slice, _extent(ground)
    with np.errstate(all="ignore"):
        if moment.objective.size == 2:
            slope = -moment.objective.gradient(theta)
            way = coordinates(slice, (theta + slope)[None])[0] - here
        else:
            way = -_slope(ground, here)
        length = LENGTH / np.abs(way / extent).max()
        fall = float(way @ way) * length
        drawn = ground.surface.loss[np.isfinite(ground.surface.loss)]
        known = fall > SLIGHT * float(np.ptp(drawn)) and np.isfinite(length)
        return way * length if known else np.full(2, np.nan)


def _slope(ground: Relief, here: Array) -> Array:
    """How the drawn loss rises along u and v (2,), over one cell; nan at holes and outside."""
    surface = ground.surface
    half = _extent(ground) / (2.0 * np.array([len(ground.u) - 1, len(ground.v) - 1]))
    ways = np.diag(half)
    places = np.concatenate([here + ways, here - ways])
    low, high = (np.array([ground.u[end], ground.v[end]]) for end in (0, -1))
    losses = bilinear(surface.u, surface.v, surface.loss, np.clip(places, low, high))
    return (losses[:2] - losses[2:]) / (2.0 * half)


def _extent(ground: Relief) -> Array:
    return np.array([ground.u[-1] - ground.u[0], ground.v[-1] - ground.v[0]])
