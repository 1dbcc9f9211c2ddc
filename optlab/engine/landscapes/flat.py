"""Landscapes that are flat where there is no minimum: saddles and plateaus."""

from __future__ import annotations

from typing import ClassVar, final

from optlab.engine.landscapes.ground import Box, Ground, Point, X, exp


@final
class Saddle(Ground, frozen=True, tag="saddle"):
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
class MonkeySaddle(Ground, frozen=True, tag="monkey-saddle"):
    """f = x³ - 3xy², flat at the origin with three ways down."""

    title: ClassVar[str] = "Monkey saddle"
    help: ClassVar[str] = (
        "Three ways down from one flat point, two for the legs and one for the tail."
    )
    formula: ClassVar[str] = "f = x³ − 3xy²"
    source: ClassVar[str] = "Hilbert and Cohn-Vossen (1932), Anschauliche Geometrie"
    box: ClassVar[Box] = ((-1.5, 1.5), (-1.5, 1.5))
    start: ClassVar[Point] = (1.2, 0.01)
    minima: ClassVar[tuple[Point, ...]] = ()

    def value(self, x: X, y: X) -> X:
        """Height at x, y (floats or arrays of one shape)."""
        return x * x * x - 3.0 * x * (y * y)

    def gradient(self, x: X, y: X) -> tuple[X, X]:
        """(df/dx, df/dy) at x, y."""
        return 3.0 * (x * x - y * y), -6.0 * x * y


@final
class Plateau(Ground, frozen=True, tag="plateau"):
    """f = 1 - exp(-(x² + y²) / 2), flat far out and 0 at the origin."""

    title: ClassVar[str] = "Plateau"
    help: ClassVar[str] = "Nearly flat around a hollow: a small slope does not mean a low place."
    formula: ClassVar[str] = "f = 1 − exp(−(x² + y²) / 2)"
    box: ClassVar[Box] = ((-4.0, 4.0), (-4.0, 4.0))
    start: ClassVar[Point] = (-2.9, 1.8)
    minima: ClassVar[tuple[Point, ...]] = ((0.0, 0.0),)

    def value(self, x: X, y: X) -> X:
        """Height at x, y (floats or arrays of one shape)."""
        return 1.0 - exp(-0.5 * (x * x + y * y))

    def gradient(self, x: X, y: X) -> tuple[X, X]:
        """(df/dx, df/dy) at x, y."""
        hollow = exp(-0.5 * (x * x + y * y))
        return x * hollow, y * hollow


Flat = Saddle | MonkeySaddle | Plateau
