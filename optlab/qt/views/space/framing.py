"""What of a relief the camera is fitted to, and from which side it is best seen.

The corners of the box are often empty air, so the picture is fitted to the floor and to the surface
itself. And a wall in front hides the valley behind it, so among the four perspectives the one is
taken that has the low side in front; the usual one, unless another is clearly better.
"""

from __future__ import annotations

import math

import numpy as np

from optlab.engine.arrays import Array
from optlab.qt.views.relief import PEAK, Relief
from optlab.qt.views.space.camera import BOX, PRESETS

POINTS = 16
"""Grid points per side that stand for the surface."""
CLEARLY = 0.06
"""How much lower the front must be, in world z per unit, for another side to be better."""

START = PRESETS["perspective"][0][0]
SIDES = tuple((START + turn + 180.0) % 360.0 - 180.0 for turn in (0.0, 90.0, 180.0, 270.0))
"""The azimuths of the four perspectives, the usual one first."""


def outline(relief: Relief) -> Array:
    """World points (k, 3) that the picture must hold."""
    floor = BOX[BOX[:, 2] == 0.0]
    return np.concatenate([floor, _sampled(relief)])


def side(relief: Relief, now: float = START) -> float:
    """The azimuth, one of SIDES, from which `relief` is best seen; `now` if it does as well."""
    x, y, z = _sampled(relief).T
    if len(z) == 0:
        return now
    uneven = z - z.mean()
    rise = (float((x * uneven).mean()), float((y * uneven).mean()))

    def front(azimuth: float) -> float:
        """How much higher the surface is towards an eye at `azimuth` than away from it."""
        angle = math.radians(azimuth)
        return rise[0] * math.cos(angle) + rise[1] * math.sin(angle)

    best = min(SIDES, key=front)
    return best if front(best) < front(now) - CLEARLY else now


def _sampled(relief: Relief) -> Array:
    places = np.unique(np.linspace(0, len(relief.u) - 1, POINTS).astype(np.intp))
    u, v = np.meshgrid(relief.u[places], relief.v[places])
    height = relief.height[np.ix_(places, places)].astype(np.float64)
    points = relief.world(np.stack([u, v, height], axis=-1).reshape(-1, 3))
    points = points[np.isfinite(points[:, 2])]
    points[:, 2] = np.minimum(points[:, 2], PEAK)
    return points
