"""Data in which some samples are few: a rare feature, a rare class, a smaller group."""

from __future__ import annotations

import math
from typing import Annotated, ClassVar, final

import numpy as np

from optlab.engine.datasets.drawing import Noise, SampleCount, labels
from optlab.engine.datasets.samples import Samples
from optlab.engine.declare import Choice, knob
from optlab.engine.losses import Task


@final
class RareFeature(Choice, frozen=True, tag="rare-feature"):
    """y = weight * (common + rare) + N(0, noise²), where rare is 0 in most samples.

    Both features are N(0, 1) where they are not 0, so each counts as much when it is there, but
    the slope of the loss along the rare one's weight is smaller by its share. Standardised features
    all have the same spread, which hides just that.
    """

    title: ClassVar[str] = "Rare feature"
    help: ClassVar[str] = "Two features count the same, one nearly always 0. Turn Standardise off."
    formula: ClassVar[str] = "y = weight · (common + rare) + noise"
    source: ClassVar[str] = (
        "after Duchi, Hazan and Singer (2011), Adaptive subgradient methods, JMLR 12"
    )
    task: ClassVar[Task] = "regression"

    samples: SampleCount = 400
    noise: Noise = 0.1
    rare: Annotated[
        float,
        knob(
            "Rare share",
            "Share of samples in which the rare feature is not 0.",
            scale="log",
            ge=0.001,
            le=1,
            slider=(0.01, 1.0),
        ),
    ] = 0.05
    weight: Annotated[
        float,
        knob("True weight", "Of both features alike.", ge=-100, le=100, slider=(-3.0, 3.0)),
    ] = 1.0

    def draw(self, rng: np.random.Generator) -> Samples:
        """Draw both features, put out the rare one but in its share, and push y up or down."""
        features = rng.normal(0.0, 1.0, (self.samples, 2))
        kept = max(1, round(self.rare * self.samples))
        features[rng.permutation(self.samples)[kept:], 1] = 0.0
        y = self.weight * features.sum(axis=1) + rng.normal(0.0, self.noise, self.samples)
        return Samples(
            features=features,
            targets=y,
            task="regression",
            feature_names=("common", "rare"),
            feature_units=("", ""),
            target_name="y",
        )


@final
class Parking(Choice, frozen=True, tag="parking"):
    """Parking spaces, taken but for a few, each with two sensors in the ground; class 1 is free.

    A car bends the magnetic field of the earth and keeps the daylight off: N(25, 8²) µT and
    N(30, 12²) % over a taken space, N(10, 6²) µT and N(60, 15²) % over a free one, all spreads
    times `blur`. The numbers are made up, to overlap so far that a border misses many free ones.
    """

    title: ClassVar[str] = "Parking spaces"
    help: ClassVar[str] = "Of 1,000 spaces 10 are free: always to say 'taken' is 99 % right."
    task: ClassVar[Task] = "classification"

    samples: Annotated[
        int,
        knob(
            "Spaces", "How many parking spaces.", symbol="n", ge=20, le=10_000, slider=(100, 2000)
        ),
    ] = 1000
    free: Annotated[
        float,
        knob(
            "Free share",
            "Share of spaces that are free.",
            scale="log",
            ge=0.001,
            le=0.5,
            slider=(0.005, 0.5),
        ),
    ] = 0.01
    blur: Annotated[
        float,
        knob("Blur", "How imprecise the sensors are.", ge=0.05, le=5, slider=(0.2, 2.0)),
    ] = 1.0

    def draw(self, rng: np.random.Generator) -> Samples:
        """Draw both readings of every space, none below 0 and no light above 100 %."""
        classes = labels(self.samples, self.free)
        free = classes[:, None] == 1.0
        readings = np.where(free, (10.0, 60.0), (25.0, 30.0))
        spreads = np.where(free, (6.0, 15.0), (8.0, 12.0))
        readings += self.blur * spreads * rng.normal(size=spreads.shape)
        return Samples(
            features=readings.clip((0.0, 0.0), (np.inf, 100.0)),
            targets=classes,
            task="classification",
            feature_names=("field change", "daylight"),
            feature_units=("µT", "%"),
            target_name="space",
            class_names=("taken", "free"),
        )


@final
class TwoGroups(Choice, frozen=True, tag="two-groups"):
    """Two classes whose clouds lie along another direction for the smaller group, B.

    The centres are a distance 2 apart: along 45° for group A, along 45° + `turn` for group B. The
    group is no feature, so one border has to do for both, and it is drawn by the larger group.
    """

    title: ClassVar[str] = "Two groups"
    help: ClassVar[str] = "One model for two groups: right on the whole, wrong for the smaller one?"
    task: ClassVar[Task] = "classification"

    samples: SampleCount = 600
    share: Annotated[
        float,
        knob("Share of B", "Share of samples from group B.", ge=0.02, le=0.5, slider=(0.05, 0.5)),
    ] = 0.2
    turn: Annotated[
        float,
        knob(
            "Difference",
            "By how much the pattern of group B is turned against that of group A.",
            unit="°",
            ge=0,
            le=180,
            slider=(0.0, 180.0),
        ),
    ] = 90.0
    spread: Annotated[
        float,
        knob("Spread", "Width of each cloud.", symbol="σ", ge=0, le=5, slider=(0.05, 1.0)),
    ] = 0.45

    def draw(self, rng: np.random.Generator) -> Samples:
        """Draw points of N(centre, σ²) along each axis, as many of either class in each group."""
        groups = labels(self.samples, self.share).astype(np.int64)
        classes = np.empty(self.samples)
        for group in (0, 1):
            members = groups == group
            classes[members] = np.arange(members.sum()) % 2
        angle = math.pi / 4.0 + np.radians(self.turn) * groups
        points = rng.normal(0.0, self.spread, (self.samples, 2))
        way = 2.0 * classes - 1.0
        points += way[:, None] * np.column_stack((np.cos(angle), np.sin(angle)))
        return Samples(
            features=points,
            targets=classes,
            task="classification",
            feature_names=("x₁", "x₂"),
            feature_units=("", ""),
            target_name="class",
            class_names=("orange", "blue"),
            groups=groups,
            group_name="group",
            group_names=("group A", "group B"),
        )


Uneven = RareFeature | Parking | TwoGroups
