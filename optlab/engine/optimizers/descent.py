"""Descent along the slope: plain, with momentum, looking ahead, and in steps of a fixed length.

An optimizer is its settings. Its memory is an array (M, D) kept outside it, with one row per name
in `memory_names`. Inside a block of steps the run owns theta and memory, so `step` writes into them
and returns them; at the border of the engine (`advance`) they are copied first and frozen after.
"""

from __future__ import annotations

from typing import Annotated, ClassVar, final

import numpy as np

from optlab.engine.arrays import Array
from optlab.engine.declare import Choice, knob
from optlab.engine.optimizers.oracle import Oracle

LearningRate = Annotated[
    float,
    knob(
        "Learning rate",
        "How far one step goes along the slope: too small takes for ever, too large never settles.",
        symbol="η",
        scale="log",
        gt=0,
        le=10,
        slider=(0.00001, 1.0),
    ),
]
StepLength = Annotated[
    float,
    knob(
        "Step length",
        "How far one step goes, however steep the slope: near the bottom it jumps to and fro.",
        symbol="η",
        scale="log",
        gt=0,
        le=10,
        slider=(0.00001, 1.0),
    ),
]
MomentumShare = Annotated[
    float,
    knob(
        "Momentum",
        "The share of its speed that the marble keeps from step to step.",
        symbol="β",
        ge=0,
        lt=1,
        slider=(0.0, 0.99),
    ),
]


@final
class GradientDescent(Choice, frozen=True, tag="gradient-descent"):
    """θ ← θ − η ∇L(θ)."""

    title: ClassVar[str] = "Gradient descent"
    help: ClassVar[str] = "One step straight down the slope, as long as slope times learning rate."
    formula: ClassVar[str] = "θ ← θ − η ∇L"
    source: ClassVar[str] = "Cauchy (1847), Comptes Rendus 25"
    memory_names: ClassVar[tuple[str, ...]] = ()

    learning_rate: LearningRate = 0.03

    def init(self, theta: Array) -> Array:
        """No memory: shape (0, D)."""
        return np.zeros((0, len(theta)))

    def step(self, theta: Array, memory: Array, oracle: Oracle) -> tuple[Array, Array]:
        """One update of theta (D,)."""
        rate = self.learning_rate * oracle.pace
        theta -= rate * oracle.gradient(theta)
        return theta, memory


@final
class Momentum(Choice, frozen=True, tag="momentum"):
    """V ← β V + η ∇L(θ), θ ← θ − V: the heavy ball."""

    title: ClassVar[str] = "Momentum"
    help: ClassVar[str] = "Keeps part of its speed, so it runs along valleys and over small bumps."
    formula: ClassVar[str] = "V ← β V + η ∇L,  θ ← θ − V"
    source: ClassVar[str] = "Polyak (1964), USSR Comp. Math. and Math. Physics 4(5)"
    memory_names: ClassVar[tuple[str, ...]] = ("velocity",)
    memory_symbols: ClassVar[tuple[str, ...]] = ("V",)

    learning_rate: LearningRate = 0.03
    beta: MomentumShare = 0.9

    def init(self, theta: Array) -> Array:
        """Begin with the velocity at rest: shape (1, D)."""
        return np.zeros((1, len(theta)))

    def step(self, theta: Array, memory: Array, oracle: Oracle) -> tuple[Array, Array]:
        """One update of theta (D,) and velocity (1, D)."""
        rate = self.learning_rate * oracle.pace
        velocity = memory[0]
        velocity *= self.beta
        velocity += rate * oracle.gradient(theta)
        theta -= velocity
        return theta, memory


@final
class Nesterov(Choice, frozen=True, tag="nesterov"):
    """V ← β V + η ∇L(θ − β V), θ ← θ − V: the slope is felt where the speed will carry it."""

    title: ClassVar[str] = "Nesterov"
    help: ClassVar[str] = "Momentum that looks ahead: it feels the slope where it is about to be."
    formula: ClassVar[str] = "V ← β V + η ∇L(θ − β V),  θ ← θ − V"
    source: ClassVar[str] = "Nesterov (1983); in this form Sutskever et al. (2013), ICML"
    memory_names: ClassVar[tuple[str, ...]] = ("velocity",)
    memory_symbols: ClassVar[tuple[str, ...]] = ("V",)

    learning_rate: LearningRate = 0.03
    beta: MomentumShare = 0.9

    def init(self, theta: Array) -> Array:
        """Begin with the velocity at rest: shape (1, D)."""
        return np.zeros((1, len(theta)))

    def step(self, theta: Array, memory: Array, oracle: Oracle) -> tuple[Array, Array]:
        """One update of theta (D,) and velocity (1, D)."""
        rate = self.learning_rate * oracle.pace
        velocity = memory[0]
        velocity *= self.beta
        velocity += rate * oracle.gradient(theta - velocity)
        theta -= velocity
        return theta, memory


@final
class SignDescent(Choice, frozen=True, tag="sign-descent"):
    """θ ← θ − η sign(∇L(θ)): every parameter moves by the same length, or not at all."""

    title: ClassVar[str] = "Sign descent"
    help: ClassVar[str] = "Asks each slope only for its sign: all parameters move equally far."
    formula: ClassVar[str] = "θ ← θ − η sign(∇L)"
    source: ClassVar[str] = (
        "Fabian (1960), Ann. Math. Statist. 31(1); for networks Bernstein et al. (2018), ICML"
    )
    memory_names: ClassVar[tuple[str, ...]] = ()

    learning_rate: StepLength = 0.01

    def init(self, theta: Array) -> Array:
        """No memory: shape (0, D)."""
        return np.zeros((0, len(theta)))

    def step(self, theta: Array, memory: Array, oracle: Oracle) -> tuple[Array, Array]:
        """One update of theta (D,); a parameter without slope stays."""
        rate = self.learning_rate * oracle.pace
        theta -= rate * np.sign(oracle.gradient(theta))
        return theta, memory


@final
class NormalisedDescent(Choice, frozen=True, tag="normalised-descent"):
    """θ ← θ − η ∇L(θ) / ‖∇L(θ)‖: the direction of gradient descent, the length from the knob."""

    title: ClassVar[str] = "Normalised descent"
    help: ClassVar[str] = "Walks straight down the slope in steps that are all equally long."
    formula: ClassVar[str] = "θ ← θ − η ∇L / ‖∇L‖"
    source: ClassVar[str] = "Shor (1985), Minimization methods for non-differentiable functions"
    memory_names: ClassVar[tuple[str, ...]] = ()

    learning_rate: StepLength = 0.01

    def init(self, theta: Array) -> Array:
        """No memory: shape (0, D)."""
        return np.zeros((0, len(theta)))

    def step(self, theta: Array, memory: Array, oracle: Oracle) -> tuple[Array, Array]:
        """One update of theta (D,); where the slope is 0 there is no direction to go."""
        rate = self.learning_rate * oracle.pace
        slope = oracle.gradient(theta)
        flat = oracle.gradient_norm == 0.0
        theta -= rate / (oracle.gradient_norm + flat) * slope
        return theta, memory


Descent = GradientDescent | Momentum | Nesterov | SignDescent | NormalisedDescent
