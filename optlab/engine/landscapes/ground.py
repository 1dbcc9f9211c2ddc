"""What every landscape stands on: its types, and functions that serve a point and a whole grid.

A landscape has one parameter or two, and says so by its `axes`; its `value` and `gradient` take one
argument for each of them.

A path is walked point by point, with Python floats: NumPy's arithmetic on one number costs several
times as much. So `exp`, `sin`, `cos`, `root` and `whole` take and give a float, or an array, and
call NumPy for both: the bits of a path and of the surface under it must not differ, and the math
module may round another way. (A square root has only one right rounding.)
"""

from __future__ import annotations

import math
from typing import ClassVar, TypeVar

import numpy as np

from optlab.engine.arrays import Array
from optlab.engine.declare import Choice

Box = tuple[tuple[float, float], ...]
Point = tuple[float, ...]
X = TypeVar("X", float, Array)


class Ground(Choice, frozen=True):
    """A landscape; `axes` are the names of its parameters."""

    axes: ClassVar[tuple[str, ...]] = ("x", "y")


def exp(x: X) -> X:
    """e to the power of x."""
    if isinstance(x, float):
        return float(np.exp(x))
    return np.exp(x)


def cos(x: X) -> X:
    """Cosine of x in radians; nan at infinity, without a warning for a float."""
    if isinstance(x, float):
        return float(np.cos(x)) if math.isfinite(x) else math.nan
    return np.cos(x)


def sin(x: X) -> X:
    """Sine of x in radians; nan at infinity, without a warning for a float."""
    if isinstance(x, float):
        return float(np.sin(x)) if math.isfinite(x) else math.nan
    return np.sin(x)


def root(x: X) -> X:
    """Square root of x, which is not negative."""
    if isinstance(x, float):
        return math.sqrt(x)
    return np.sqrt(x)


def whole(x: X) -> X:
    """The whole number nearest to x, the upper one of two."""
    if isinstance(x, float):
        return float(np.floor(x + 0.5))
    return np.floor(x + 0.5)
