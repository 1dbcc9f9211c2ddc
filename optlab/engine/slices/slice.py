"""A built slice: a plane through parameter space, the part of it that is drawn, and its axes.

Most slices have orthonormal axes and distances are the usual ones. Filter-normalised directions
are measured in the lengths of the weights themselves, and so are distances to their plane: only
then is the foot of a path on it, and with that the drawn box, the same for networks that differ by
a rescaling of their ReLU units and so are the same function.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, cast, final

import numpy as np

from optlab.engine.arrays import Array

if TYPE_CHECKING:
    from optlab.engine.slices.recipes import AnySlice

Interval = tuple[float, float]


@final
@dataclass(frozen=True, eq=False)
class Slice:
    """A built slice: theta = origin (D,) + u axes[0] + v axes[1], drawn over `box` of (u, v).

    The axes (2, D) are orthonormal unless `unit` (D,) is given, the length in which the distance
    along each parameter is measured; a parameter with the unit 0 does not count. Only for D = 1,
    where the whole space is a line, is the second axis zero; v is then 0 everywhere and its name
    empty.
    """

    recipe: AnySlice
    origin: Array
    axes: Array
    box: tuple[Interval, Interval]
    names: tuple[str, str]
    unit: Array | None = None

    @cached_property
    def duals(self) -> Array:
        """The (2, D) that read (u, v) off a displacement: duals · axesᵀ is the identity."""
        return duals(self.axes, self.unit)

    def coordinates(self, theta: Array) -> Array:
        """Give (..., 2), the (u, v) of the foot of theta (..., D) on the plane."""
        with np.errstate(all="ignore"):  # theta may have exploded
            return (theta - self.origin) @ self.duals.T

    def theta(self, uv: Array) -> Array:
        """Give (..., D), the point of the plane at uv (..., 2)."""
        return self.origin + uv @ self.axes


def duals(axes: Array, unit: Array | None) -> Array:
    """Give the duals (2, D) of `axes` (2, D): the axes themselves where there is no unit.

    With `unit` (D,) the foot of a point is the nearest one in a distance measured in those units.
    """
    if unit is None:
        return axes
    with np.errstate(divide="ignore"):
        each = np.where(unit > 0.0, 1.0 / unit, 0.0)
    measured = axes * each
    return cast("Array", np.linalg.solve(measured @ measured.T, measured)) * each
