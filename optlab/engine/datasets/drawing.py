"""What generated datasets share: their usual knobs, labels, and the samples they make of points."""

from __future__ import annotations

from typing import Annotated

import numpy as np

from optlab.engine.arrays import Array
from optlab.engine.datasets.samples import Samples
from optlab.engine.declare import knob

SampleCount = Annotated[
    int,
    knob("Samples", "How many points are drawn.", symbol="n", ge=10, le=10_000, slider=(20, 1000)),
]
Noise = Annotated[
    float,
    knob("Noise", "How far points are pushed off the true pattern.", ge=0, le=5, slider=(0.0, 0.5)),
]
Balance = Annotated[
    float,
    knob(
        "Balance",
        "Share of points that are blue: at 0.5 both classes are equally common.",
        ge=0.02,
        le=0.98,
        slider=(0.05, 0.95),
    ),
]


def labels(count: int, share: float) -> Array:
    """Classes 0 and 1 in turn (n,), the share of class 1 as even as can be; one of each at least.

    A half gives 0, 1, 0, 1 ...; nothing is drawn, so the share changes no other number of a draw.
    """
    share = min(max(share, 1.0 / count), 1.0 - 1.0 / count)
    reached = np.floor(share * np.arange(count + 1) + 1e-9)  # 49 times 1/49 is not quite 1
    return np.diff(reached)


def clouds(
    points: Array, classes: Array, class_names: tuple[str, ...] = ("orange", "blue")
) -> Samples:
    """Two features (n, 2) and classes (n,)."""
    return Samples(
        features=points,
        targets=classes,
        task="classification",
        feature_names=("x₁", "x₂"),
        feature_units=("", ""),
        target_name="class",
        class_names=class_names,
    )


def heights(features: Array, y: Array) -> Samples:
    """Features (n, F) and a number to tell (n,)."""
    count = features.shape[1]
    names = ("x",) if count == 1 else ("x₁", "x₂")
    return Samples(
        features=features,
        targets=y,
        task="regression",
        feature_names=names,
        feature_units=("",) * count,
        target_name="y",
    )
