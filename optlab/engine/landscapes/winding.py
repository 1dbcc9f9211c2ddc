"""Landscapes with one lowest place and a winding or hidden way to it."""

from __future__ import annotations

from typing import ClassVar, final

from optlab.engine.landscapes.ground import Box, Ground, Point, X


@final
class Rosenbrock(Ground, frozen=True, tag="rosenbrock"):
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


@final
class Beale(Ground, frozen=True, tag="beale"):
    """Beale's function, minimum 0 at (3, 0.5)."""

    title: ClassVar[str] = "Beale"
    help: ClassVar[str] = "A flat valley between steep corners: large slopes, then next to none."
    formula: ClassVar[str] = "f = (1.5−x+xy)² + (2.25−x+xy²)² + (2.625−x+xy³)²"
    source: ClassVar[str] = (
        "Beale (1958), On an iterative method for finding a local minimum, Princeton report 25"
    )
    box: ClassVar[Box] = ((-1.0, 4.5), (-1.5, 1.5))
    start: ClassVar[Point] = (0.5, -0.75)
    minima: ClassVar[tuple[Point, ...]] = ((3.0, 0.5),)

    def value(self, x: X, y: X) -> X:
        """Height at x, y (floats or arrays of one shape)."""
        one = 1.5 - x + x * y
        two = 2.25 - x + x * (y * y)
        three = 2.625 - x + x * (y * y * y)
        return one * one + two * two + three * three

    def gradient(self, x: X, y: X) -> tuple[X, X]:
        """(df/dx, df/dy) at x, y."""
        one = 1.5 - x + x * y
        two = 2.25 - x + x * (y * y)
        three = 2.625 - x + x * (y * y * y)
        along = one * (y - 1.0) + two * (y * y - 1.0) + three * (y * y * y - 1.0)
        across = x * (one + 2.0 * y * two + 3.0 * (y * y) * three)
        return 2.0 * along, 2.0 * across


@final
class GoldsteinPrice(Ground, frozen=True, tag="goldstein-price"):
    """A product of a polynomial in s = x + y and one in t = 2x - 3y, minimum 3 at (0, -1)."""

    title: ClassVar[str] = "Goldstein-Price"
    help: ClassVar[str] = "Heights from 3 to a million: hardly one learning rate suits all of it."
    formula: ClassVar[str] = "f = (1 + (s+1)² (19−14s+3s²)) (30 + t² (18−16t+3t²)), s=x+y, t=2x−3y"
    source: ClassVar[str] = (
        "Goldstein and Price (1971), On descent from local minima, Mathematics of Computation 25"
    )
    box: ClassVar[Box] = ((-1.5, 1.5), (-2.0, 1.0))
    start: ClassVar[Point] = (-1.0, 0.5)
    minima: ClassVar[tuple[Point, ...]] = ((0.0, -1.0),)

    def value(self, x: X, y: X) -> X:
        """Height at x, y (floats or arrays of one shape)."""
        s, t = x + y, 2.0 * x - 3.0 * y
        return self._first(s) * self._second(t)

    def gradient(self, x: X, y: X) -> tuple[X, X]:
        """(df/dx, df/dy) at x, y."""
        s, t = x + y, 2.0 * x - 3.0 * y
        by_s = 12.0 * (s + 1.0) * (s - 1.0) * (s - 2.0) * self._second(t)
        by_t = 12.0 * t * (t - 1.0) * (t - 3.0) * self._first(s)
        return by_s + 2.0 * by_t, by_s - 3.0 * by_t

    def _first(self, s: X) -> X:
        return 1.0 + (s + 1.0) * (s + 1.0) * (19.0 - 14.0 * s + 3.0 * (s * s))

    def _second(self, t: X) -> X:
        return 30.0 + t * t * (18.0 - 16.0 * t + 3.0 * (t * t))


Winding = Rosenbrock | Beale | GoldsteinPrice
