"""Numbers to predict: points around a curve or a surface that is known."""

from __future__ import annotations

import math
from typing import Annotated, ClassVar, final

import numpy as np

from optlab.engine.arrays import Array
from optlab.engine.datasets.drawing import Noise, SampleCount, heights
from optlab.engine.datasets.samples import Samples
from optlab.engine.declare import Choice, knob
from optlab.engine.losses import Task


@final
class Line(Choice, frozen=True, tag="line"):
    """y = slope * x + intercept + N(0, noise²) with x even in -1 to 1."""

    title: ClassVar[str] = "Line"
    help: ClassVar[str] = "Points around a straight line that you set: can the model find it again?"
    formula: ClassVar[str] = "y = slope · x + intercept + noise"
    task: ClassVar[Task] = "regression"

    samples: SampleCount = 100
    noise: Noise = 0.2
    slope: Annotated[
        float, knob("True slope", "Slope of the line.", ge=-100, le=100, slider=(-3.0, 3.0))
    ] = 1.5
    intercept: Annotated[
        float, knob("True intercept", "Height at x = 0.", ge=-100, le=100, slider=(-3.0, 3.0))
    ] = 0.5

    def draw(self, rng: np.random.Generator) -> Samples:
        """Draw points on the line and push them up or down."""
        x = rng.uniform(-1.0, 1.0, self.samples)
        y = self.slope * x + self.intercept + rng.normal(0.0, self.noise, self.samples)
        return heights(x[:, None], y)


@final
class Sine(Choice, frozen=True, tag="sine"):
    """y = sin(waves * π * x) + N(0, noise²) with x even in -1 to 1."""

    title: ClassVar[str] = "Sine"
    help: ClassVar[str] = "Points around a wave: a straight line cannot follow, a network can."
    formula: ClassVar[str] = "y = sin(waves · π · x) + noise"
    task: ClassVar[Task] = "regression"

    samples: SampleCount = 100
    noise: Noise = 0.1
    waves: Annotated[
        float, knob("Waves", "Full waves from left to right.", ge=0.1, le=10, slider=(0.5, 4.0))
    ] = 1.0

    def draw(self, rng: np.random.Generator) -> Samples:
        """Draw points on the wave and push them up or down."""
        x = rng.uniform(-1.0, 1.0, self.samples)
        y = np.sin(self.waves * math.pi * x) + rng.normal(0.0, self.noise, self.samples)
        return heights(x[:, None], y)


@final
class Plane(Choice, frozen=True, tag="plane"):
    """y = slope_1 * x1 + slope_2 * x2 + intercept + N(0, noise²), x even in the square -1 to 1."""

    title: ClassVar[str] = "Plane"
    help: ClassVar[str] = "Points around a tilted plane that you set: two weights and a bias."
    formula: ClassVar[str] = "y = slope₁ · x₁ + slope₂ · x₂ + intercept + noise"
    task: ClassVar[Task] = "regression"

    samples: SampleCount = 200
    noise: Noise = 0.2
    slope_1: Annotated[
        float,
        knob("True slope 1", "How y grows with x₁.", ge=-100, le=100, slider=(-3.0, 3.0)),
    ] = 1.5
    slope_2: Annotated[
        float,
        knob("True slope 2", "How y grows with x₂.", ge=-100, le=100, slider=(-3.0, 3.0)),
    ] = -0.5
    intercept: Annotated[
        float,
        knob("True intercept", "Height in the middle.", ge=-100, le=100, slider=(-3.0, 3.0)),
    ] = 0.5

    def draw(self, rng: np.random.Generator) -> Samples:
        """Draw points on the plane and push them up or down."""
        x = rng.uniform(-1.0, 1.0, (self.samples, 2))
        y = self.slope_1 * x[:, 0] + self.slope_2 * x[:, 1] + self.intercept
        return heights(x, y + rng.normal(0.0, self.noise, self.samples))


@final
class BumpField(Choice, frozen=True, tag="bump-field"):
    """y = sum of ± exp(-|x - c|² / 2w²) + N(0, noise²): three hills and three hollows.

    Their centres c are a checkerboard of 3 by 2 on the square from -1 to 1, where x is even.
    """

    title: ClassVar[str] = "Bump field"
    help: ClassVar[str] = "Three hills and three hollows on a field: a plane cannot follow them."
    formula: ClassVar[str] = "y = Σ ± exp(−‖x − c‖² / 2w²) + noise"
    task: ClassVar[Task] = "regression"

    samples: SampleCount = 400
    noise: Noise = 0.05
    width: Annotated[
        float,
        knob("Width", "How wide each bump is.", symbol="w", ge=0.01, le=2, slider=(0.1, 0.5)),
    ] = 0.2

    def draw(self, rng: np.random.Generator) -> Samples:
        """Draw points on the field and push them up or down."""
        x = rng.uniform(-1.0, 1.0, (self.samples, 2))
        away = ((x[:, None, :] - CENTRES) ** 2).sum(axis=-1)
        y = np.exp(away / (-2.0 * self.width**2)) @ SIGNS
        return heights(x, y + rng.normal(0.0, self.noise, self.samples))


CENTRES: Array = np.array([(x, y) for y in (-0.5, 0.5) for x in (-0.65, 0.0, 0.65)])
SIGNS: Array = np.array([-1.0, 1.0, -1.0, 1.0, -1.0, 1.0])

Curves = Line | Sine | Plane | BumpField
