"""Lines and marbles as they stand in the world, before anybody draws them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtGui import QColor

from optlab.engine.arrays import Array

LIGHT = (-0.42, 0.62, 0.66)
"""Towards the light as the eye sees it: from the upper left."""
TOWARD_EYE = 0.014
"""World units that a line is drawn nearer than it is, or the ground under it would eat it."""
CASING = 1.1
"""Logical pixels of casing on either side of a line."""
HIDDEN = 0.3
"""Opacity of a marble where the surface hides it."""
SMALLEST = 5.0
"""Radius in logical pixels below which a marble does not shrink, as a share of its own size."""


@dataclass(frozen=True, eq=False)
class Line:
    """World points (k, 3), with rows of nan where it is broken; widths in logical pixels."""

    points: Array
    colour: QColor
    width: float
    casing: QColor
    shimmer: float = 0.0  # opacity where the surface hides it, as a share of its own


@dataclass(frozen=True, eq=False)
class Marble:
    """A sphere of world `radius` around `place` (3,); a hollow one is a ghost."""

    place: Array
    radius: float
    colour: QColor
    hollow: bool = False


def runs(points: Array) -> list[Array]:
    """The unbroken pieces of points (k, 3), each of at least two."""
    broken = np.flatnonzero(np.isnan(points[:, 2]))
    pieces = np.split(points, broken) if len(broken) else [points]
    pieces = [piece[np.isnan(piece[:1, 2]).sum() :] for piece in pieces]
    return [piece for piece in pieces if len(piece) > 1]


def faded(colour: QColor, share: float) -> QColor:
    """The same colour with `share` of its opacity."""
    made = QColor(colour)
    made.setAlphaF(colour.alphaF() * share)
    return made


def rgb(colour: QColor) -> tuple[float, float, float]:
    """Red, green and blue from 0 to 1."""
    return colour.redF(), colour.greenF(), colour.blueF()
