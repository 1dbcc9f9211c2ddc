"""The saddles of a landscape of two parameters: flat places with ways down and ways up.

They are found, not declared, for a knob may move them. A grid says in which cells both slopes
change their sign; Newton's method goes on from there. What it ends at is a saddle when the slope,
followed once around the place, turns backwards. That count is the index of the place (Poincaré
1881, Hopf 1926): +1 for a minimum or a summit, -1 for a pass, -2 for a monkey saddle, at which all
second derivatives are 0 and the Hessian says nothing.

Source: Milnor (1965), Topology from the differentiable viewpoint, section 6.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from optlab.engine.arrays import Array
from optlab.engine.landscapes import Box

CELLS = 97
"""Cells along a side: odd, for the middle of a box shall not be a corner of one."""
STEPS = 40
"""Of Newton's method; at a monkey saddle each only halves the distance."""
NEAR = 1e-4
"""Half the distance, as a share of the box, at which slopes are compared for a curvature."""
SAME = 2e-3
"""Share of the box: places nearer than this are one, and the slope is followed so far around it."""
AROUND = 64
"""Places on the way around."""
LEVEL = 1e-6
"""A slope is none below this share of the usual slope in the box."""

Gradient = Callable[[Array, Array], tuple[Array, Array]]


def saddles(gradient: Gradient, box: Box) -> Array:
    """Saddles (k, 2) inside `box` ((low, high), (low, high)), ordered by x.

    `gradient` takes arrays x, y of one shape and gives (df/dx, df/dy).
    """
    low, high = np.array(box, np.float64).T
    extent = high - low

    def slope(places: Array) -> Array:
        """The slope per box (k, 2) at shares of the box (k, 2)."""
        point = low + places * extent
        with np.errstate(all="ignore"):
            return np.stack(gradient(point[..., 0], point[..., 1]), axis=-1) * extent

    line = np.linspace(0.0, 1.0, CELLS + 1)
    corners = slope(np.stack(np.meshgrid(line, line), axis=-1))
    usual = float(np.median(np.linalg.norm(corners[np.isfinite(corners).all(axis=-1)], axis=-1)))
    places = _flattest(slope, _candidates(corners))
    kept = ((places > 0.0) & (places < 1.0)).all(axis=1)
    places = places[kept]
    places = places[np.linalg.norm(slope(places), axis=1) <= LEVEL * usual]
    found: list[Array] = []
    for place in places:
        if all(np.abs(place - other).max() > SAME for other in found) and index(slope, place) < 0:
            found.append(place)
    ordered = sorted((low + place * extent for place in found), key=tuple)
    return np.array(ordered).reshape(-1, 2)


def index(slope: Callable[[Array], Array], place: Array) -> int:
    """How often the slope turns while one walks once around `place` (2,); 0 where it vanishes."""
    turn = np.linspace(0.0, 2.0 * np.pi, AROUND, endpoint=False)
    seen = slope(place + 0.5 * SAME * np.column_stack([np.cos(turn), np.sin(turn)]))
    length = np.linalg.norm(seen, axis=1)
    if not np.isfinite(length).all() or length.min() == 0.0:
        return 0
    angle = np.arctan2(seen[:, 1], seen[:, 0])
    change = np.diff(angle, append=angle[:1])
    change -= 2.0 * np.pi * np.rint(change / (2.0 * np.pi))
    return int(np.rint(change.sum() / (2.0 * np.pi)))


def _candidates(corners: Array) -> Array:
    """The middles of the cells (k, 2), as shares of the box, in which both slopes may be 0."""
    four = np.stack([corners[:-1, :-1], corners[1:, :-1], corners[:-1, 1:], corners[1:, 1:]])
    both = ((four.min(axis=0) <= 0.0) & (four.max(axis=0) >= 0.0)).all(axis=-1)
    rows, columns = np.nonzero(both)
    return (np.column_stack([columns, rows]) + 0.5) / CELLS


def _flattest(slope: Callable[[Array], Array], places: Array) -> Array:
    """Where Newton's method ends from each of `places` (k, 2); its steps are at most a cell."""
    across, along = NEAR * np.eye(2)
    for _ in range(STEPS):
        (a, b), (c, d) = (
            ((slope(places + way) - slope(places - way)) / (2.0 * NEAR)).T
            for way in (across, along)
        )
        x, y = slope(places).T
        with np.errstate(all="ignore"):
            step = np.stack([d * x - c * y, a * y - b * x], axis=-1) / (a * d - b * c)[:, None]
        step = np.nan_to_num(step, posinf=0.0, neginf=0.0)
        places = places - np.clip(step, -1.0 / CELLS, 1.0 / CELLS)
    return places
