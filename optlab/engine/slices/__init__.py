"""Slices: the plane through parameter space that is drawn, or the line where there is no more.

A recipe (`recipes`) says what was chosen; `cut` builds the slice from it and from the paths walked
so far; `meaning` says in words what its axes are.
"""

from optlab.engine.slices.cutting import cut, cutting
from optlab.engine.slices.meaning import Direction, Weight, meaning
from optlab.engine.slices.recipes import (
    SLICES,
    AnySlice,
    GradientAndCurvature,
    PathPlane,
    RandomDirections,
    ThreePoints,
    TwoParameters,
)
from optlab.engine.slices.slice import Slice
from optlab.engine.slices.walked import Walked, thinned

__all__ = [
    "SLICES",
    "AnySlice",
    "Direction",
    "GradientAndCurvature",
    "PathPlane",
    "RandomDirections",
    "Slice",
    "ThreePoints",
    "TwoParameters",
    "Walked",
    "Weight",
    "cut",
    "cutting",
    "meaning",
    "thinned",
]
