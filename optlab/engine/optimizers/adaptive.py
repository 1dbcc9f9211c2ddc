"""Adaptive methods: every parameter gets a step length of its own, from the slopes it has felt.

In the formulas all products, quotients and roots are taken parameter by parameter; g is ∇L(θ).
Those that keep a mean of the slopes as well are in `adam.py`.
"""

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
Decay = Annotated[
    float,
    knob(
        "Decay",
        "The share of the memory of squared slopes that is kept from step to step.",
        symbol="ρ",
        ge=0,
        lt=1,
        slider=(0.0, 0.999),
    ),
]


@final
class AdaGrad(Choice, frozen=True, tag="adagrad"):
    """The learning rate over the root of all squared slopes so far: rare features step far.

    The variant of PyTorch: ε stands outside the root, and the sum begins at 0.
    """

    title: ClassVar[str] = "AdaGrad"
    help: ClassVar[str] = (
        "The more slope a parameter has felt, the shorter its steps: rare features catch up."
    )
    formula: ClassVar[str] = "s ← s + g²,  θ ← θ − η g / (√s + ε)"
    source: ClassVar[str] = "Duchi, Hazan and Singer (2011), JMLR 12"
    memory_names: ClassVar[tuple[str, ...]] = ("sum of squared slopes",)
    memory_symbols: ClassVar[tuple[str, ...]] = ("s",)

    learning_rate: LearningRate = 0.1
    epsilon: Epsilon = 1e-10

    def init(self, theta: Array) -> Array:
        """No slope felt yet: shape (1, D)."""
        return np.zeros((1, len(theta)))

    def step(self, theta: Array, memory: Array, oracle: Oracle) -> tuple[Array, Array]:
        """One update of theta (D,) and of the sum (1, D)."""
        rate = self.learning_rate * oracle.pace
        slope = oracle.gradient(theta)
        total = memory[0]
        total += slope * slope
        theta -= rate * slope / (np.sqrt(total) + self.epsilon)
        return theta, memory


@final
class RmsProp(Choice, frozen=True, tag="rmsprop"):
    """The learning rate over the root of the mean squared slope of late.

    The variant of PyTorch: ε stands outside the root, no momentum, not centred; the mean begins at
    0 and is not corrected for it, so the first steps are long.
    """

    title: ClassVar[str] = "RMSProp"
    help: ClassVar[str] = (
        "Divides each slope by its usual size of late: steep and flat directions move alike."
    )
    formula: ClassVar[str] = "v ← ρ v + (1 − ρ) g²,  θ ← θ − η g / (√v + ε)"
    source: ClassVar[str] = "Tieleman and Hinton (2012), Coursera, lecture 6.5"
    memory_names: ClassVar[tuple[str, ...]] = ("mean of squared slopes",)
    memory_symbols: ClassVar[tuple[str, ...]] = ("v",)

    learning_rate: LearningRate = 0.01
    decay: Decay = 0.9
    epsilon: Epsilon = 1e-8

    def init(self, theta: Array) -> Array:
        """The mean at 0: shape (1, D)."""
        return np.zeros((1, len(theta)))

    def step(self, theta: Array, memory: Array, oracle: Oracle) -> tuple[Array, Array]:
        """One update of theta (D,) and of the mean (1, D)."""
        rate = self.learning_rate * oracle.pace
        slope = oracle.gradient(theta)
        square = memory[0]
        square *= self.decay
        square += (1.0 - self.decay) * slope * slope
        theta -= rate * slope / (np.sqrt(square) + self.epsilon)
        return theta, memory


@final
class Adadelta(Choice, frozen=True, tag="adadelta"):
    """The size of the moves of late over the size of the slopes of late, times the slope.

    Zeiler's algorithm 1, with a learning rate of 1, as in PyTorch.
    """

    title: ClassVar[str] = "Adadelta"
    help: ClassVar[str] = (
        "Finds its own step length from how far it moved before: it starts slowly, from almost 0."
    )
    formula: ClassVar[str] = (
        "v ← ρ v + (1 − ρ) g²,  Δ = g √(u + ε) / √(v + ε),  u ← ρ u + (1 − ρ) Δ²,  θ ← θ − η Δ"
    )
    source: ClassVar[str] = "Zeiler (2012), arXiv:1212.5701"
    memory_names: ClassVar[tuple[str, ...]] = ("mean of squared slopes", "mean of squared moves")
    memory_symbols: ClassVar[tuple[str, ...]] = ("v", "u")

    learning_rate: LearningRate = 1.0
    decay: Decay = 0.95
    epsilon: Epsilon = 1e-6

    def init(self, theta: Array) -> Array:
        """Both means at 0: shape (2, D)."""
        return np.zeros((2, len(theta)))

    def step(self, theta: Array, memory: Array, oracle: Oracle) -> tuple[Array, Array]:
        """One update of theta (D,) and of both means (2, D)."""
        rate = self.learning_rate * oracle.pace
        slope = oracle.gradient(theta)
        square, moved = memory[0], memory[1]
        square *= self.decay
        square += (1.0 - self.decay) * slope * slope
        change = slope * (np.sqrt(moved + self.epsilon) / np.sqrt(square + self.epsilon))
        moved *= self.decay
        moved += (1.0 - self.decay) * change * change
        theta -= rate * change
        return theta, memory


Adaptive = AdaGrad | RmsProp | Adadelta
