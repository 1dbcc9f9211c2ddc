"""Landscapes with several valleys: a minimum found need not be the lowest."""

from __future__ import annotations

import math
from typing import Annotated, ClassVar, final

from optlab.engine.declare import knob
from optlab.engine.landscapes.ground import Box, Ground, Point, X

LOWEST = -2.903534027771177
"""The lower root of 2x³ - 16x + 2.5, the slope of Styblinski and Tang's function."""


@final
class DoubleWell(Ground, frozen=True, tag="double-well"):
    """f = (x² - 1)² + y² + τ x: two valleys, the left one lower by about 2τ."""

    title: ClassVar[str] = "Double well"
    help: ClassVar[str] = "Two valleys and a pass: the nearer one need not be the lower one."
    formula: ClassVar[str] = "f = (x² − 1)² + y² + τ x"
    box: ClassVar[Box] = ((-2.0, 2.0), (-1.5, 1.5))
    start: ClassVar[Point] = (1.8, 1.0)

    tilt: Annotated[
        float,
        knob("Tilt", "How much lower the left valley lies.", symbol="τ", ge=0, le=1),
    ] = 0.3

    @property
    def minima(self) -> tuple[Point, ...]:
        """The lowest place: a root of 4x³ - 4x + τ, in closed form; both valleys without a tilt."""
        third = math.acos(-3.0 * math.sqrt(3.0) / 8.0 * self.tilt) / 3.0
        left = 2.0 / math.sqrt(3.0) * math.cos(third + 2.0 * math.pi / 3.0)
        return ((left, 0.0),) if self.tilt else ((-1.0, 0.0), (1.0, 0.0))

    def value(self, x: X, y: X) -> X:
        """Height at x, y (floats or arrays of one shape)."""
        dip = x * x - 1.0
        return dip * dip + y * y + self.tilt * x

    def gradient(self, x: X, y: X) -> tuple[X, X]:
        """(df/dx, df/dy) at x, y."""
        return 4.0 * x * (x * x - 1.0) + self.tilt, 2.0 * y


@final
class Himmelblau(Ground, frozen=True, tag="himmelblau"):
    """f = (x² + y - 11)² + (x + y² - 7)², four minima of height 0."""

    title: ClassVar[str] = "Himmelblau"
    help: ClassVar[str] = "Four equally low valleys: start and method decide where a racer ends."
    formula: ClassVar[str] = "f = (x² + y − 11)² + (x + y² − 7)²"
    source: ClassVar[str] = "Himmelblau (1972), Applied nonlinear programming"
    box: ClassVar[Box] = ((-5.0, 5.0), (-5.0, 5.0))
    start: ClassVar[Point] = (0.0, 2.25)
    minima: ClassVar[tuple[Point, ...]] = (
        (3.0, 2.0),
        (-2.805118086952745, 3.131312518250573),
        (-3.779310253377747, -3.2831859912861696),
        (3.5844283403304917, -1.8481265269644036),
    )

    def value(self, x: X, y: X) -> X:
        """Height at x, y (floats or arrays of one shape)."""
        one, two = x * x + y - 11.0, x + y * y - 7.0
        return one * one + two * two

    def gradient(self, x: X, y: X) -> tuple[X, X]:
        """(df/dx, df/dy) at x, y."""
        one, two = x * x + y - 11.0, x + y * y - 7.0
        return 4.0 * x * one + 2.0 * two, 2.0 * one + 4.0 * y * two


@final
class ThreeHumpCamel(Ground, frozen=True, tag="three-hump-camel"):
    """f = 2x² - 1.05x⁴ + x⁶/6 + xy + y², minimum 0 at the origin."""

    title: ClassVar[str] = "Three humps"
    help: ClassVar[str] = (
        "Valleys between a camel's humps: the middle one is lowest, the others trap."
    )
    formula: ClassVar[str] = "f = 2x² − 1.05x⁴ + x⁶/6 + xy + y²"
    source: ClassVar[str] = (
        "Jamil and Yang (2013), A literature survey of benchmark functions, IJMMNO 4"
    )
    box: ClassVar[Box] = ((-2.2, 2.2), (-2.2, 2.2))
    start: ClassVar[Point] = (-2.0, -1.5)
    minima: ClassVar[tuple[Point, ...]] = ((0.0, 0.0),)

    def value(self, x: X, y: X) -> X:
        """Height at x, y (floats or arrays of one shape)."""
        square = x * x
        return square * (2.0 - 1.05 * square + square * square / 6.0) + x * y + y * y

    def gradient(self, x: X, y: X) -> tuple[X, X]:
        """(df/dx, df/dy) at x, y."""
        square = x * x
        return x * (4.0 - 4.2 * square + square * square) + y, x + 2.0 * y


@final
class StyblinskiTang(Ground, frozen=True, tag="styblinski-tang"):
    """f = Σ (x⁴ - 16x² + 5x) / 2 over x and y, minimum -78.33."""

    title: ClassVar[str] = "Styblinski-Tang"
    help: ClassVar[str] = "Four valleys of different depth: the deepest is near (−2.9, −2.9)."
    formula: ClassVar[str] = "f = (x⁴ − 16x² + 5x + y⁴ − 16y² + 5y) / 2"
    source: ClassVar[str] = "Styblinski and Tang (1990), Neural Networks 3"
    box: ClassVar[Box] = ((-4.5, 4.5), (-4.5, 4.5))
    start: ClassVar[Point] = (0.5, -0.5)
    minima: ClassVar[tuple[Point, ...]] = ((LOWEST, LOWEST),)

    def value(self, x: X, y: X) -> X:
        """Height at x, y (floats or arrays of one shape)."""
        return self._part(x) + self._part(y)

    def gradient(self, x: X, y: X) -> tuple[X, X]:
        """(df/dx, df/dy) at x, y."""
        return self._slope(x), self._slope(y)

    def _part(self, x: X) -> X:
        return 0.5 * (x * (x * (x * x - 16.0) + 5.0))

    def _slope(self, x: X) -> X:
        return 2.0 * (x * (x * x - 8.0)) + 2.5


Several = DoubleWell | Himmelblau | ThreeHumpCamel | StyblinskiTang
