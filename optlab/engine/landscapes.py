"""Landscapes: analytic functions of two parameters, the standard ground for watching optimizers.

`value` and `gradient` are plain arithmetic in x and y, so that they serve a point and a whole grid.
"""

from __future__ import annotations

from typing import Annotated, ClassVar, TypeVar, final

from optlab.engine.arrays import Array
from optlab.engine.declare import Catalog, Choice, knob

Box = tuple[tuple[float, float], tuple[float, float]]
Point = tuple[float, ...]
X = TypeVar("X", float, Array)


@final
class Bowl(Choice, frozen=True, tag="bowl"):
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
class Ravine(Choice, frozen=True, tag="ravine"):
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
class Saddle(Choice, frozen=True, tag="saddle"):
    """f = x² - y², flat at the origin and unbounded below along y."""

    title: ClassVar[str] = "Saddle"
    help: ClassVar[str] = "A pass between two hills: flat at the middle, but no minimum there."
    formula: ClassVar[str] = "f = x² − y²"
    box: ClassVar[Box] = ((-2.0, 2.0), (-2.0, 2.0))
    start: ClassVar[Point] = (-1.6, 0.001)
    minima: ClassVar[tuple[Point, ...]] = ()

    def value(self, x: X, y: X) -> X:
        """Height at x, y (floats or arrays of one shape)."""
        return x * x - y * y

    def gradient(self, x: X, y: X) -> tuple[X, X]:
        """(df/dx, df/dy) at x, y."""
        return 2.0 * x, -2.0 * y


@final
class Rosenbrock(Choice, frozen=True, tag="rosenbrock"):
    """f = (1 - x)² + 100 (y - x²)², minimum 0 at (1, 1)."""

    title: ClassVar[str] = "Rosenbrock"
    help: ClassVar[str] = "A curved valley: easy to fall into, hard to follow to its end at (1, 1)."
    formula: ClassVar[str] = "f = (1 − x)² + 100 (y − x²)²"
    source: ClassVar[str] = "Rosenbrock (1960), The Computer Journal 3"
    box: ClassVar[Box] = ((-2.0, 2.0), (-1.0, 3.0))
    start: ClassVar[Point] = (-1.5, 2.0)
    minima: ClassVar[tuple[Point, ...]] = ((1.0, 1.0),)

    def value(self, x: X, y: X) -> X:
        """Height at x, y (floats or arrays of one shape)."""
        return (1.0 - x) * (1.0 - x) + 100.0 * ((y - x * x) * (y - x * x))

    def gradient(self, x: X, y: X) -> tuple[X, X]:
        """(df/dx, df/dy) at x, y."""
        across = y - x * x
        return -2.0 * (1.0 - x) - 400.0 * x * across, 200.0 * across


AnyLandscape = Bowl | Ravine | Saddle | Rosenbrock

LANDSCAPES = Catalog(AnyLandscape)
