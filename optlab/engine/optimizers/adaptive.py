"""Adaptive methods: every parameter gets a step length of its own, from the slopes it has felt."""

from __future__ import annotations

from typing import Annotated, ClassVar, final

import numpy as np

from optlab.engine.arrays import Array
from optlab.engine.declare import Choice, knob
from optlab.engine.optimizers.descent import LearningRate
from optlab.engine.optimizers.oracle import Oracle

Epsilon = Annotated[
    float,
    knob(
        "Epsilon",
        "A tiny number that keeps the division safe where the slope is 0.",
        symbol="ε",
        scale="log",
        gt=0,
        le=1,
        slider=(1e-10, 1e-2),
    ),
]


@final
class Adam(Choice, frozen=True, tag="adam"):
    """Mean slope over the root of the mean squared slope, both corrected for their start."""

    title: ClassVar[str] = "Adam"
    help: ClassVar[str] = (
        "Momentum with a step length of its own for every parameter: rarely fails."
    )
    formula: ClassVar[str] = (
        "m ← β₁ m + (1 − β₁) g,  v ← β₂ v + (1 − β₂) g²,  "
        "θ ← θ − η (m / (1 − β₁ᵗ)) / (√(v / (1 − β₂ᵗ)) + ε)"
    )
    source: ClassVar[str] = "Kingma and Ba (2015), Adam: a method for stochastic optimization, ICLR"
    memory_names: ClassVar[tuple[str, ...]] = ("mean of slopes", "mean of squared slopes")

    learning_rate: LearningRate = 0.03
    beta1: Annotated[
        float,
        knob("Beta 1", "Memory of the slope.", symbol="β₁", ge=0, lt=1, slider=(0.0, 0.99)),
    ] = 0.9
    beta2: Annotated[
        float,
        knob(
            "Beta 2", "Memory of the squared slope.", symbol="β₂", ge=0, lt=1, slider=(0.0, 0.999)
        ),
    ] = 0.999
    epsilon: Epsilon = 1e-8

    def init(self, theta: Array) -> Array:
        """Both means at 0: shape (2, D)."""
        return np.zeros((2, len(theta)))

    def step(self, theta: Array, memory: Array, oracle: Oracle) -> tuple[Array, Array]:
        """One update of theta (D,) and of both means (2, D), in the order of Kingma's section 2."""
        rate = self.learning_rate * oracle.pace
        time = oracle.step + 1
        slope = oracle.gradient(theta)
        mean, square = memory[0], memory[1]  # unpacking an array takes twice as long
        mean *= self.beta1
        mean += (1.0 - self.beta1) * slope
        square *= self.beta2
        slope *= slope
        slope *= 1.0 - self.beta2
        square += slope
        young = (1.0 - self.beta2**time) ** 0.5
        root = np.sqrt(square)
        root += self.epsilon * young
        change = mean / root
        change *= rate * young / (1.0 - self.beta1**time)
        theta -= change
        return theta, memory


Adaptive = Adam
