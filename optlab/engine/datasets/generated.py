"""Generated datasets: points drawn by a rule and a seed, so the true pattern is known."""

from __future__ import annotations

import math
from typing import Annotated, ClassVar, final

import numpy as np

from optlab.engine.arrays import Array
from optlab.engine.datasets.samples import Samples
from optlab.engine.declare import Choice, knob
from optlab.engine.losses import Task

SampleCount = Annotated[
    int,
    knob("Samples", "How many points are drawn.", symbol="n", ge=10, le=10_000, slider=(20, 1000)),
]
Noise = Annotated[
    float,
    knob("Noise", "How far points are pushed off the true pattern.", ge=0, le=5, slider=(0.0, 0.5)),
]


def _plane(points: Array, classes: Array) -> Samples:
    """Two features and two classes."""
    return Samples(
        features=points,
        targets=classes,
        task="classification",
        feature_names=("x₁", "x₂"),
        feature_units=("", ""),
        target_name="class",
        class_names=("orange", "blue"),
    )


@final
class Circle(Choice, frozen=True, tag="circle"):
    """Class 1 in a disc of radius 0.5, class 0 in the ring from 0.7 to 1 around it."""

    title: ClassVar[str] = "Circle"
    help: ClassVar[str] = "A disc inside a ring: no straight line can part them."
    task: ClassVar[Task] = "classification"

    samples: SampleCount = 400
    noise: Noise = 0.1

    def draw(self, rng: np.random.Generator) -> Samples:
        """Draw radius and angle evenly, then push points by N(0, noise²) along each axis."""
        classes = (np.arange(self.samples) % 2).astype(np.float64)
        share = rng.uniform(size=self.samples)
        radius = np.where(classes == 1.0, 0.5 * share, 0.7 + 0.3 * share)
        angle = rng.uniform(0.0, 2.0 * math.pi, self.samples)
        points = radius[:, None] * np.column_stack((np.cos(angle), np.sin(angle)))
        points += rng.normal(0.0, self.noise, points.shape)
        return _plane(points, classes)


@final
class TwoSpirals(Choice, frozen=True, tag="two-spirals"):
    """Two arms around each other, half a turn apart."""

    title: ClassVar[str] = "Two spirals"
    help: ClassVar[str] = "Two arms wound into each other: hard, a good test for larger networks."
    source: ClassVar[str] = "Lang and Witbrock (1988), Learning to tell two spirals apart"
    task: ClassVar[Task] = "classification"

    samples: SampleCount = 400
    noise: Noise = 0.03
    turns: Annotated[
        float,
        knob("Turns", "How often each arm winds around.", ge=0.25, le=4, slider=(0.5, 3.0)),
    ] = 1.25

    def draw(self, rng: np.random.Generator) -> Samples:
        """Draw points evenly along each arm, pushed by N(0, noise²) along each axis."""
        classes = (np.arange(self.samples) % 2).astype(np.float64)
        share = rng.uniform(0.05, 1.0, self.samples)
        angle = 2.0 * math.pi * self.turns * share + math.pi * classes
        points = share[:, None] * np.column_stack((np.cos(angle), np.sin(angle)))
        points += rng.normal(0.0, self.noise, points.shape)
        return _plane(points, classes)


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
        return Samples(
            features=x[:, None],
            targets=y,
            task="regression",
            feature_names=("x",),
            feature_units=("",),
            target_name="y",
        )


Generated = Circle | TwoSpirals | Line
