"""Whether two places lie in different valleys: whether every way between them crosses a ridge.

The ground is flooded on a grid up to the higher of the two places and a little above it; they lie
in one valley if the water joins them. The little is a share of how high the ground usually is, so
that the steps of the grid in a narrow, bent valley are no ridges; a very low one is then overseen.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from optlab.engine.arrays import Array

Box = tuple[tuple[float, float], ...]
Loss = Callable[[Array], Array]
"""Serves theta (..., D)."""

POINTS = {1: 2049, 2: 161}
"""Points per side of the grid, for so many parameters."""
ABOVE = 0.02
"""Of the usual height of the ground above its lowest place: ridges that are overseen."""


def parted(loss: Loss, box: Box, one: Array, other: Array) -> bool:
    """Whether a ridge parts theta `one` (D,) from `other` (D,), D being 1 or 2, in the box."""
    sides = [
        np.linspace(min(low, a, b), max(high, a, b), POINTS[len(box)])
        for (low, high), a, b in zip(box, one.tolist(), other.tolist(), strict=True)
    ]
    ground = loss(np.stack(np.meshgrid(*sides, indexing="ij"), axis=-1))
    ground = np.where(np.isfinite(ground), ground, np.inf)
    known = ground[np.isfinite(ground)]
    places = [
        tuple(int(np.abs(side - x).argmin()) for side, x in zip(sides, theta.tolist(), strict=True))
        for theta in (one, other)
    ]
    usual = float(np.median(known)) - float(known.min()) if len(known) else 0.0
    level = max(float(ground[place]) for place in places) + ABOVE * usual
    if not np.isfinite(level):
        return False
    wet = ground <= level
    water = np.zeros_like(wet)
    water[places[0]] = True
    before = 0
    while not water[places[1]] and (now := int(water.sum())) > before:
        before = now
        for axis in range(water.ndim):
            ahead = np.moveaxis(water, axis, 0)  # a view: what is set in it is set in `water`
            spread = ahead.copy()
            ahead[1:] |= spread[:-1]
            ahead[:-1] |= spread[1:]
        water &= wet
    return not bool(water[places[1]])
