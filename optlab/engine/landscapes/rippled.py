"""Rippled landscapes: so many local minima that following the slope alone gets nowhere."""

from __future__ import annotations

import math
from typing import Annotated, ClassVar, final

from optlab.engine.declare import knob
from optlab.engine.landscapes.ground import Box, Ground, Point, X, cos, exp, root, sin

TURN = 2.0 * math.pi
POINT = 1e-150
"""Added to a distance that is divided by: too small to change any but 0."""


@final
class Rastrigin(Ground, frozen=True, tag="rastrigin"):
    """f = x² + y² + A (2 - cos 2πx - cos 2πy), minimum 0 at the origin."""

    title: ClassVar[str] = "Rastrigin"
    help: ClassVar[str] = (
        "An egg box bent into a bowl: a dent near every whole number, one is lowest."
    )
    formula: ClassVar[str] = "f = x² + y² + A (2 − cos 2πx − cos 2πy)"
    source: ClassVar[str] = "Rastrigin (1974), Systems of extremal control"
    box: ClassVar[Box] = ((-2.6, 2.6), (-2.6, 2.6))
    start: ClassVar[Point] = (-2.4, 1.7)
    minima: ClassVar[tuple[Point, ...]] = ((0.0, 0.0),)

    ripple: Annotated[
        float,
        knob("Ripple", "Height of the egg box; 0 leaves a bowl.", symbol="A", ge=0, le=20),
    ] = 10.0

    def value(self, x: X, y: X) -> X:
        """Height at x, y (floats or arrays of one shape)."""
        ripples = cos(TURN * x) + cos(TURN * y)
        return x * x + y * y + self.ripple * (2.0 - ripples)

    def gradient(self, x: X, y: X) -> tuple[X, X]:
        """(df/dx, df/dy) at x, y."""
        steep = self.ripple * TURN
        return 2.0 * x + steep * sin(TURN * x), 2.0 * y + steep * sin(TURN * y)


@final
class Ackley(Ground, frozen=True, tag="ackley"):
    """A funnel of depth 20 among dents, minimum 0 at the origin, where it comes to a point."""

    title: ClassVar[str] = "Ackley"
    help: ClassVar[str] = "Dents all over a plain, and one deep funnel that ends in a sharp point."
    formula: ClassVar[str] = (
        "f = 20 + e − 20 exp(−r/5) − exp((cos 2πx + cos 2πy)/2), r² = (x² + y²)/2"
    )
    source: ClassVar[str] = "Ackley (1987), A connectionist machine for genetic hillclimbing"
    box: ClassVar[Box] = ((-4.0, 4.0), (-4.0, 4.0))
    start: ClassVar[Point] = (-2.8, 2.3)
    minima: ClassVar[tuple[Point, ...]] = ((0.0, 0.0),)

    def value(self, x: X, y: X) -> X:
        """Height at x, y (floats or arrays of one shape)."""
        r = root(0.5 * (x * x + y * y))
        dents = exp(0.5 * (cos(TURN * x) + cos(TURN * y)))
        return 20.0 - 20.0 * exp(-0.2 * r) + (math.e - dents)

    def gradient(self, x: X, y: X) -> tuple[X, X]:
        """(df/dx, df/dy) at x, y; 0 at the point itself, where all directions balance."""
        r = root(0.5 * (x * x + y * y)) + POINT
        funnel = 2.0 * exp(-0.2 * r) / r
        dents = 0.5 * TURN * exp(0.5 * (cos(TURN * x) + cos(TURN * y)))
        return x * funnel + sin(TURN * x) * dents, y * funnel + sin(TURN * y) * dents


Rippled = Rastrigin | Ackley
