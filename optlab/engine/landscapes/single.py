"""Landscapes of one parameter: the best temperature of tea, and where a marble fails to find it.

Temperatures are in °C, from iced to boiling, and the height is displeasure: the square of how many
degrees a cup is off. So the curvature is about 2 in all valleys but the narrow ones, and learning
rates mean here what they mean elsewhere: 0.1 rolls, 0.5 arrives in one step, 1 never settles.
"""

from __future__ import annotations

import math
from typing import Annotated, ClassVar, final

from optlab.engine.declare import knob
from optlab.engine.landscapes.ground import Box, Ground, Point, X, cos, sin, whole

TEMPERATURE = ("temperature (°C)",)

BEST = 60.0
"""The best temperature of tea, in °C."""
WAVE = 2.0 * math.pi / 10.0
"""Trains shake the cup every 10 °C."""
HOLE = 67.0
"""The one temperature that a finicky drinker likes, in °C."""


@final
class Tea(Ground, frozen=True, tag="tea"):
    """f = (t - 60)², a parabola."""

    title: ClassVar[str] = "Tea"
    help: ClassVar[str] = (
        "One knob, one best temperature: the warmer or colder the cup, the less you like it."
    )
    formula: ClassVar[str] = "f = (t − 60)²"
    axes: ClassVar[tuple[str, ...]] = TEMPERATURE
    box: ClassVar[Box] = ((20.0, 100.0),)
    start: ClassVar[Point] = (28.0,)
    minima: ClassVar[tuple[Point, ...]] = ((BEST,),)

    def value(self, x: X) -> X:
        """Height at x (a float or an array)."""
        return (x - BEST) * (x - BEST)

    def gradient(self, x: X) -> tuple[X]:
        """(df/dx,) at x."""
        return (2.0 * (x - BEST),)


@final
class IcedTea(Ground, frozen=True, tag="iced-tea"):
    """f = (t - 10)² ((t - 70)² + 100) / 3600: minimum 0 at 10, a valley of height 97 at 68.2."""

    title: ClassVar[str] = "Iced tea"
    help: ClassVar[str] = (
        "Two valleys, iced and hot: a marble that starts hot never learns how good iced tea is."
    )
    formula: ClassVar[str] = "f = (t − 10)² ((t − 70)² + 100) / 3600"
    axes: ClassVar[tuple[str, ...]] = TEMPERATURE
    box: ClassVar[Box] = ((0.0, 90.0),)
    start: ClassVar[Point] = (86.0,)
    minima: ClassVar[tuple[Point, ...]] = ((10.0,),)

    def value(self, x: X) -> X:
        """Height at x (a float or an array)."""
        iced, hot = x - 10.0, x - 70.0
        return iced * iced * (hot * hot + 100.0) / 3600.0

    def gradient(self, x: X) -> tuple[X]:
        """(df/dx,) at x."""
        iced, hot = x - 10.0, x - 70.0
        return (2.0 * iced * (hot * hot + 100.0 + iced * hot) / 3600.0,)


@final
class Trains(Ground, frozen=True, tag="trains"):
    """f = (t - 60)² + A (1 - cos(π (t - 60)/5)), minimum 0 at 60."""

    title: ClassVar[str] = "Trains"
    help: ClassVar[str] = (
        "Passing trains shake your hand as you taste: the bowl gets dents that hold a marble fast."
    )
    formula: ClassVar[str] = "f = (t − 60)² + A (1 − cos(π (t − 60)/5))"
    axes: ClassVar[tuple[str, ...]] = TEMPERATURE
    box: ClassVar[Box] = ((20.0, 100.0),)
    start: ClassVar[Point] = (28.0,)
    minima: ClassVar[tuple[Point, ...]] = ((BEST,),)

    shaking: Annotated[
        float,
        knob("Shaking", "Height of the wiggle; 0 leaves the bowl.", symbol="A", ge=0, le=200),
    ] = 40.0

    def value(self, x: X) -> X:
        """Height at x (a float or an array)."""
        off = x - BEST
        return off * off + self.shaking * (1.0 - cos(WAVE * off))

    def gradient(self, x: X) -> tuple[X]:
        """(df/dx,) at x."""
        off = x - BEST
        return (2.0 * off + self.shaking * WAVE * sin(WAVE * off),)


@final
class TenPointScale(Ground, frozen=True, tag="ten-point-scale"):
    """f = (t - 60)² / 160 rounded to whole marks, lowest from 51.1 to 68.9.

    The slope is that of the treads, 0: on the edges, where the height jumps, there is none.
    """

    title: ClassVar[str] = "Ten-point scale"
    help: ClassVar[str] = (
        "Whole marks turn the bowl into stairs: flat nearly everywhere, so the slope says nothing."
    )
    formula: ClassVar[str] = "f = (t − 60)² / 160, rounded"
    axes: ClassVar[tuple[str, ...]] = TEMPERATURE
    box: ClassVar[Box] = ((20.0, 100.0),)
    start: ClassVar[Point] = (28.0,)
    minima: ClassVar[tuple[Point, ...]] = ((BEST,),)

    def value(self, x: X) -> X:
        """Height at x (a float or an array)."""
        return whole((x - BEST) * (x - BEST) / 160.0)

    def gradient(self, x: X) -> tuple[X]:
        """(df/dx,) at x."""
        return (0.0 * x,)


@final
class FinickyDrinker(Ground, frozen=True, tag="finicky-drinker"):
    """f = 100 - 100 / ((t - 67)² + 1), a hole 2 °C wide at half its depth."""

    title: ClassVar[str] = "Finicky drinker"
    help: ClassVar[str] = (
        "One degree is right, all others are wrong: a deep hole in a plateau with hardly a slope."
    )
    formula: ClassVar[str] = "f = 100 − 100 / ((t − 67)² + 1)"
    axes: ClassVar[tuple[str, ...]] = TEMPERATURE
    box: ClassVar[Box] = ((20.0, 100.0),)
    start: ClassVar[Point] = (28.0,)
    minima: ClassVar[tuple[Point, ...]] = ((HOLE,),)

    def value(self, x: X) -> X:
        """Height at x (a float or an array)."""
        off = x - HOLE
        return 100.0 - 100.0 / (off * off + 1.0)

    def gradient(self, x: X) -> tuple[X]:
        """(df/dx,) at x."""
        off = x - HOLE
        wide = off * off + 1.0
        return (200.0 * (off / wide) / wide,)


@final
class RavineSlice(Ground, frozen=True, tag="ravine-slice"):
    """f = (cos² α + κ sin² α) d² / 2: the ravine over a line through its bottom."""

    title: ClassVar[str] = "Ravine slice"
    help: ClassVar[str] = (
        "The ravine cut along a line: across it a narrow bowl, along it a wide one."
    )
    formula: ClassVar[str] = "f = (cos² α + κ sin² α) d² / 2"
    source: ClassVar[str] = "Goh (2017), Why momentum really works, Distill"
    axes: ClassVar[tuple[str, ...]] = ("distance",)
    box: ClassVar[Box] = ((-1.0, 1.0),)
    start: ClassVar[Point] = (-0.8,)
    minima: ClassVar[tuple[Point, ...]] = ((0.0,),)

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
    ] = 25.0
    angle: Annotated[
        float,
        knob(
            "Angle",
            "Direction of the line: 0 runs along the ravine, 90 straight across.",
            symbol="α",
            unit="°",
            ge=0,
            le=90,
        ),
    ] = 90.0

    @property
    def curvature(self) -> float:
        """Second derivative, the same everywhere."""
        turn = math.radians(self.angle)
        return math.cos(turn) ** 2 + self.condition * math.sin(turn) ** 2

    def value(self, x: X) -> X:
        """Height at x (a float or an array)."""
        return 0.5 * self.curvature * (x * x)

    def gradient(self, x: X) -> tuple[X]:
        """(df/dx,) at x."""
        return (self.curvature * x,)


Single = Tea | IcedTea | Trains | TenPointScale | FinickyDrinker | RavineSlice
