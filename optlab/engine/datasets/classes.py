"""Points of several classes on a plane: drawn by a rule and a seed, so the true border is known."""

from __future__ import annotations

import math
from typing import Annotated, ClassVar, final

import numpy as np

from optlab.engine.datasets.drawing import Balance, Noise, SampleCount, clouds, labels
from optlab.engine.datasets.samples import Samples
from optlab.engine.declare import Choice, knob
from optlab.engine.losses import Task


@final
class Circle(Choice, frozen=True, tag="circle"):
    """Class 1 in a disc of radius 0.5, class 0 in the ring from 0.7 to 1 around it."""

    title: ClassVar[str] = "Circle"
    help: ClassVar[str] = "A disc inside a ring: no straight line can part them."
    task: ClassVar[Task] = "classification"

    samples: SampleCount = 400
    noise: Noise = 0.1
    balance: Balance = 0.5

    def draw(self, rng: np.random.Generator) -> Samples:
        """Draw radius and angle evenly, then push points by N(0, noise²) along each axis."""
        classes = labels(self.samples, self.balance)
        share = rng.uniform(size=self.samples)
        radius = np.where(classes == 1.0, 0.5 * share, 0.7 + 0.3 * share)
        angle = rng.uniform(0.0, 2.0 * math.pi, self.samples)
        points = radius[:, None] * np.column_stack((np.cos(angle), np.sin(angle)))
        points += rng.normal(0.0, self.noise, points.shape)
        return clouds(points, classes)


@final
class Xor(Choice, frozen=True, tag="xor"):
    """Class 1 in two opposite quarters of the square from -1 to 1, class 0 in the other two."""

    title: ClassVar[str] = "XOR"
    help: ClassVar[str] = "Opposite corners belong together: no straight line can part them."
    formula: ClassVar[str] = "class = 1 where x₁ · x₂ < 0"
    source: ClassVar[str] = "Minsky and Papert (1969), Perceptrons"
    task: ClassVar[Task] = "classification"

    samples: SampleCount = 400
    noise: Noise = 0.05
    balance: Balance = 0.5

    def draw(self, rng: np.random.Generator) -> Samples:
        """Draw points at least 0.1 off either axis, then push them by N(0, noise²) along each."""
        classes = labels(self.samples, self.balance)
        points = rng.uniform(0.1, 1.0, (self.samples, 2))
        points[:, 1] *= 1.0 - 2.0 * classes
        points *= rng.choice((-1.0, 1.0), (self.samples, 1))
        points += rng.normal(0.0, self.noise, points.shape)
        return clouds(points, classes)


@final
class TwoGaussians(Choice, frozen=True, tag="two-gaussians"):
    """Two round clouds around (d/2, d/2)/√2 and its opposite, a distance d apart."""

    title: ClassVar[str] = "Two gaussians"
    help: ClassVar[str] = "Two clouds: a straight line parts them as well as anything can."
    task: ClassVar[Task] = "classification"

    samples: SampleCount = 400
    distance: Annotated[
        float,
        knob("Distance", "From centre to centre.", symbol="d", ge=0, le=10, slider=(0.0, 3.0)),
    ] = 1.2
    spread: Annotated[
        float,
        knob("Spread", "Width of each cloud.", symbol="σ", ge=0, le=5, slider=(0.05, 1.0)),
    ] = 0.3
    balance: Balance = 0.5

    def draw(self, rng: np.random.Generator) -> Samples:
        """Draw points of N(centre, σ²) along each axis; class 1 has the centre up and right."""
        classes = labels(self.samples, self.balance)
        points = rng.normal(0.0, self.spread, (self.samples, 2))
        points += ((classes - 0.5) * self.distance / math.sqrt(2.0))[:, None]
        return clouds(points, classes)


@final
class TwoMoons(Choice, frozen=True, tag="two-moons"):
    """Two half circles of radius 1 that reach into each other, one the other's mirror point."""

    title: ClassVar[str] = "Two moons"
    help: ClassVar[str] = "Two half circles hooked into each other: a line comes close, no more."
    source: ClassVar[str] = "Pedregosa et al. (2011), scikit-learn: make_moons, centred"
    task: ClassVar[Task] = "classification"

    samples: SampleCount = 400
    noise: Noise = 0.1
    balance: Balance = 0.5

    def draw(self, rng: np.random.Generator) -> Samples:
        """Draw points evenly along each half circle, pushed by N(0, noise²) along each axis."""
        classes = labels(self.samples, self.balance)
        angle = rng.uniform(0.0, math.pi, self.samples)
        points = np.column_stack((np.cos(angle) - 0.5, np.sin(angle) - 0.25))
        points *= (1.0 - 2.0 * classes)[:, None]
        points += rng.normal(0.0, self.noise, points.shape)
        return clouds(points, classes)


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
    balance: Balance = 0.5

    def draw(self, rng: np.random.Generator) -> Samples:
        """Draw points evenly along each arm, pushed by N(0, noise²) along each axis."""
        classes = labels(self.samples, self.balance)
        share = rng.uniform(0.05, 1.0, self.samples)
        angle = 2.0 * math.pi * self.turns * share + math.pi * classes
        points = share[:, None] * np.column_stack((np.cos(angle), np.sin(angle)))
        points += rng.normal(0.0, self.noise, points.shape)
        return clouds(points, classes)


@final
class Blobs(Choice, frozen=True, tag="blobs"):
    """Round clouds of as many classes as wanted, evenly spaced on a circle of radius 1."""

    title: ClassVar[str] = "Blobs"
    help: ClassVar[str] = "A cloud for every class, side by side on a circle: tell several apart."
    task: ClassVar[Task] = "classification"

    samples: SampleCount = 400
    classes: Annotated[
        int, knob("Classes", "How many clouds there are.", symbol="K", ge=2, le=10, slider=(2, 10))
    ] = 3
    spread: Annotated[
        float,
        knob("Spread", "Width of each cloud.", symbol="σ", ge=0, le=5, slider=(0.05, 1.0)),
    ] = 0.3

    def draw(self, rng: np.random.Generator) -> Samples:
        """Draw points of N(centre, σ²) along each axis, the classes in turn; class A is on top."""
        classes = (np.arange(self.samples) % self.classes).astype(np.float64)
        angle = math.pi * (0.5 - 2.0 * classes / self.classes)
        points = rng.normal(0.0, self.spread, (self.samples, 2))
        points += np.column_stack((np.cos(angle), np.sin(angle)))
        return clouds(points, classes, tuple("ABCDEFGHIJ"[: self.classes]))


Classes = Circle | Xor | TwoGaussians | TwoMoons | TwoSpirals | Blobs
