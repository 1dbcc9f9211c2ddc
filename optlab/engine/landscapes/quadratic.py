"""Quadratic landscapes: one valley with straight rules, where theory is exact."""

from __future__ import annotations

from typing import Annotated, ClassVar, final

from optlab.engine.declare import knob
from optlab.engine.landscapes.ground import Box, Ground, Point, X


@final
class Bowl(Ground, frozen=True, tag="bowl"):
    """f = x² + y², minimum 0 at the origin."""

    title: ClassVar[str] = "Bowl"
    help: ClassVar[str] = "Equally steep all round: every method finds the bottom."
    formula: ClassVar[str] = "f = x² + y²"
    box: ClassVar[Box] = ((-2.0, 2.0), (-2.0, 2.0))
    start: ClassVar[Point] = (-1.5, 1.2)
    minima: ClassVar[tuple[Point, ...]] = ((0.0, 0.0),)

    def value(self, x: X, y: X) -> X:
        """Height at x, y (floats or arrays of one shape)."""
        return x * x + y * y

    def gradient(self, x: X, y: X) -> tuple[X, X]:
        """(df/dx, df/dy) at x, y."""
        return 2.0 * x, 2.0 * y


@final
class Ravine(Ground, frozen=True, tag="ravine"):
    """f = (x² + κ y²) / 2, a quadratic whose Hessian has condition number κ."""

    title: ClassVar[str] = "Ravine"
    help: ClassVar[str] = "Steep across, nearly flat along: plain descent zigzags, momentum less."
    formula: ClassVar[str] = "f = (x² + κ y²) / 2"
    source: ClassVar[str] = "Goh (2017), Why momentum really works, Distill"
    box: ClassVar[Box] = ((-2.0, 2.0), (-1.0, 1.0))
    start: ClassVar[Point] = (-1.8, 0.8)
    minima: ClassVar[tuple[Point, ...]] = ((0.0, 0.0),)

    condition: Annotated[
        float,
        knob(
            "Condition",
            "How much steeper across than along.",
            symbol="κ",
            scale="log",
            ge=1,
            le=10_000,
            slider=(1.0, 1000.0),
        ),
    ] = 20.0

    def value(self, x: X, y: X) -> X:
        """Height at x, y (floats or arrays of one shape)."""
        return 0.5 * (x * x + self.condition * (y * y))

    def gradient(self, x: X, y: X) -> tuple[X, X]:
        """(df/dx, df/dy) at x, y."""
        return x, self.condition * y


@final
class Booth(Ground, frozen=True, tag="booth"):
    """f = (x + 2y - 7)² + (2x + y - 5)², minimum 0 at (1, 3)."""

    title: ClassVar[str] = "Booth"
    help: ClassVar[str] = "A slanted valley, nine times steeper across than along."
    formula: ClassVar[str] = "f = (x + 2y − 7)² + (2x + y − 5)²"
    source: ClassVar[str] = (
        "Jamil and Yang (2013), A literature survey of benchmark functions, IJMMNO 4"
    )
    box: ClassVar[Box] = ((-4.0, 6.0), (-2.0, 8.0))
    start: ClassVar[Point] = (-3.0, 1.0)
    minima: ClassVar[tuple[Point, ...]] = ((1.0, 3.0),)

    def value(self, x: X, y: X) -> X:
        """Height at x, y (floats or arrays of one shape)."""
        one, two = x + 2.0 * y - 7.0, 2.0 * x + y - 5.0
        return one * one + two * two

    def gradient(self, x: X, y: X) -> tuple[X, X]:
        """(df/dx, df/dy) at x, y."""
        one, two = x + 2.0 * y - 7.0, 2.0 * x + y - 5.0
        return 2.0 * one + 4.0 * two, 4.0 * one + 2.0 * two


Quadratic = Bowl | Ravine | Booth
