"""Adam and its kin: the mean slope over the root of the mean squared slope.

In the formulas g is ∇L(θ), t counts the steps from 1, and all is taken parameter by parameter.
Both means begin at 0; division by 1 − βᵗ corrects them for it. A mean of the slopes is called m,
a mean of the squared slopes v; m̂ and v̂ are the corrected ones, m̃ looks ahead as well.
"""

from __future__ import annotations

from typing import Annotated, ClassVar, final

import numpy as np

from optlab.engine.arrays import Array
from optlab.engine.declare import Choice, knob
from optlab.engine.optimizers.adaptive import Epsilon
from optlab.engine.optimizers.columns import power, root
from optlab.engine.optimizers.descent import LearningRate
from optlab.engine.optimizers.oracle import Oracle

Beta1 = Annotated[
    float,
    knob("Beta 1", "Memory of the slope.", symbol="β₁", ge=0, lt=1, slider=(0.0, 0.99)),
]
Beta2 = Annotated[
    float,
    knob("Beta 2", "Memory of the squared slope.", symbol="β₂", ge=0, lt=1, slider=(0.0, 0.999)),
]
MEANS = ("mean of slopes", "mean of squared slopes")


def remember(memory: Array, slope: Array, beta1: float, beta2: float) -> tuple[Array, Array]:
    """m ← β₁ m + (1 − β₁) g, v ← β₂ v + (1 − β₂) g²: the first two rows (D,) of the memory."""
    mean, square = memory[0], memory[1]  # unpacking an array takes twice as long
    mean *= beta1
    mean += (1.0 - beta1) * slope
    square *= beta2
    squared = slope * slope
    squared *= 1.0 - beta2
    square += squared
    return mean, square


def moved(top: Array, square: Array, known: float, epsilon: float, rate: float) -> Array:
    """rate · top / (√(v / known) + ε) (D,), where known = 1 − β₂ᵗ corrects v."""
    young = root(known)  # taken out of the root: one division of an array less
    divisor = np.sqrt(square)
    divisor += epsilon * young
    change = top / divisor
    change *= rate * young
    return change


@final
class Adam(Choice, frozen=True, tag="adam"):
    """Mean slope over the root of the mean squared slope, both corrected for their start.

    Algorithm 1 of the paper, as in PyTorch.
    """

    title: ClassVar[str] = "Adam"
    help: ClassVar[str] = (
        "Momentum with a step length of its own for every parameter: rarely fails."
    )
    formula: ClassVar[str] = (
        "m ← β₁ m + (1 − β₁) g,  v ← β₂ v + (1 − β₂) g²,  "
        "m̂ = m / (1 − β₁ᵗ),  v̂ = v / (1 − β₂ᵗ),  θ ← θ − η m̂ / (√v̂ + ε)"
    )
    source: ClassVar[str] = "Kingma and Ba (2015), Adam: a method for stochastic optimization, ICLR"
    memory_names: ClassVar[tuple[str, ...]] = MEANS
    memory_symbols: ClassVar[tuple[str, ...]] = ("m", "v")

    learning_rate: LearningRate = 0.03
    beta1: Beta1 = 0.9
    beta2: Beta2 = 0.999
    epsilon: Epsilon = 1e-8

    def init(self, theta: Array) -> Array:
        """Both means at 0: shape (2, D)."""
        return np.zeros((2, len(theta)))

    def step(self, theta: Array, memory: Array, oracle: Oracle) -> tuple[Array, Array]:
        """One update of theta (D,) and of both means (2, D), in the order of Kingma's section 2."""
        rate = self.learning_rate * oracle.pace
        time = oracle.step + 1
        mean, square = remember(memory, oracle.gradient(theta), self.beta1, self.beta2)
        rate /= 1.0 - power(self.beta1, time)
        theta -= moved(mean, square, 1.0 - power(self.beta2, time), self.epsilon, rate)
        return theta, memory


@final
class AdamW(Choice, frozen=True, tag="adamw"):
    """Adam beside a weight decay that does not pass through its means.

    The variant of PyTorch: the decay is multiplied by the learning rate (in the paper only by the
    schedule) and comes before the move of Adam. It shrinks all of θ, biases included.
    """

    title: ClassVar[str] = "AdamW"
    help: ClassVar[str] = (
        "Adam that also shrinks all parameters a little at every step, so none grows large."
    )
    formula: ClassVar[str] = (
        "m ← β₁ m + (1 − β₁) g,  v ← β₂ v + (1 − β₂) g²,  "
        "m̂ = m / (1 − β₁ᵗ),  v̂ = v / (1 − β₂ᵗ),  θ ← θ − η λ θ − η m̂ / (√v̂ + ε)"
    )
    source: ClassVar[str] = "Loshchilov and Hutter (2019), Decoupled weight decay, ICLR"
    memory_names: ClassVar[tuple[str, ...]] = MEANS
    memory_symbols: ClassVar[tuple[str, ...]] = ("m", "v")

    learning_rate: LearningRate = 0.03
    beta1: Beta1 = 0.9
    beta2: Beta2 = 0.999
    epsilon: Epsilon = 1e-8
    weight_decay: Annotated[
        float,
        knob(
            "Decay",
            "The share, times the learning rate, that every parameter loses at each step.",
            symbol="λ",
            ge=0,
            le=10,
            slider=(0.0, 1.0),
        ),
    ] = 0.01

    def init(self, theta: Array) -> Array:
        """Both means at 0: shape (2, D)."""
        return np.zeros((2, len(theta)))

    def step(self, theta: Array, memory: Array, oracle: Oracle) -> tuple[Array, Array]:
        """One update of theta (D,) and of both means (2, D); the slope is felt before the decay."""
        rate = self.learning_rate * oracle.pace
        time = oracle.step + 1
        mean, square = remember(memory, oracle.gradient(theta), self.beta1, self.beta2)
        theta *= 1.0 - rate * self.weight_decay
        rate /= 1.0 - power(self.beta1, time)
        theta -= moved(mean, square, 1.0 - power(self.beta2, time), self.epsilon, rate)
        return theta, memory


@final
class Nadam(Choice, frozen=True, tag="nadam"):
    """Adam with Nesterov's look ahead: this step's slope already counts as much as in the next.

    With one constant β₁. PyTorch warms it up along the run (`momentum_decay`): the same as here
    once that has passed, for instance with momentum_decay=1e6.
    """

    title: ClassVar[str] = "Nadam"
    help: ClassVar[str] = "Adam that looks ahead, as Nesterov does for momentum."
    formula: ClassVar[str] = (
        "m ← β₁ m + (1 − β₁) g,  v ← β₂ v + (1 − β₂) g²,  "
        "m̃ = β₁ m / (1 − β₁ᵗ⁺¹) + (1 − β₁) g / (1 − β₁ᵗ),  v̂ = v / (1 − β₂ᵗ),  "
        "θ ← θ − η m̃ / (√v̂ + ε)"
    )
    source: ClassVar[str] = "Dozat (2016), Incorporating Nesterov momentum into Adam, ICLR workshop"
    memory_names: ClassVar[tuple[str, ...]] = MEANS
    memory_symbols: ClassVar[tuple[str, ...]] = ("m", "v")

    learning_rate: LearningRate = 0.03
    beta1: Beta1 = 0.9
    beta2: Beta2 = 0.999
    epsilon: Epsilon = 1e-8

    def init(self, theta: Array) -> Array:
        """Both means at 0: shape (2, D)."""
        return np.zeros((2, len(theta)))

    def step(self, theta: Array, memory: Array, oracle: Oracle) -> tuple[Array, Array]:
        """One update of theta (D,) and of both means (2, D); one gradient, where theta stands."""
        rate = self.learning_rate * oracle.pace
        time = oracle.step + 1
        slope = oracle.gradient(theta)
        mean, square = remember(memory, slope, self.beta1, self.beta2)
        ahead = self.beta1 / (1.0 - power(self.beta1, time + 1)) * mean
        ahead += (1.0 - self.beta1) / (1.0 - power(self.beta1, time)) * slope
        theta -= moved(ahead, square, 1.0 - power(self.beta2, time), self.epsilon, rate)
        return theta, memory


@final
class AmsGrad(Choice, frozen=True, tag="amsgrad"):
    """Adam over the largest mean squared slope so far, so that no step length ever grows again.

    The variant of PyTorch: the largest v is kept before, and corrected after, the comparison; the
    paper corrects neither mean.
    """

    title: ClassVar[str] = "AMSGrad"
    help: ClassVar[str] = "Adam that never forgets how steep it once was: its steps only get finer."
    formula: ClassVar[str] = (
        "m ← β₁ m + (1 − β₁) g,  v ← β₂ v + (1 − β₂) g²,  w ← max(w, v),  "
        "m̂ = m / (1 − β₁ᵗ),  ŵ = w / (1 − β₂ᵗ),  θ ← θ − η m̂ / (√ŵ + ε)"
    )
    source: ClassVar[str] = "Reddi, Kale and Kumar (2018), On the convergence of Adam, ICLR"
    memory_names: ClassVar[tuple[str, ...]] = (*MEANS, "largest mean of squared slopes")
    memory_symbols: ClassVar[tuple[str, ...]] = ("m", "v", "w")

    learning_rate: LearningRate = 0.03
    beta1: Beta1 = 0.9
    beta2: Beta2 = 0.999
    epsilon: Epsilon = 1e-8

    def init(self, theta: Array) -> Array:
        """All three means at 0: shape (3, D)."""
        return np.zeros((3, len(theta)))

    def step(self, theta: Array, memory: Array, oracle: Oracle) -> tuple[Array, Array]:
        """One update of theta (D,) and of the three means (3, D)."""
        rate = self.learning_rate * oracle.pace
        time = oracle.step + 1
        mean, square = remember(memory, oracle.gradient(theta), self.beta1, self.beta2)
        largest = memory[2]
        np.maximum(largest, square, out=largest)
        rate /= 1.0 - power(self.beta1, time)
        theta -= moved(mean, largest, 1.0 - power(self.beta2, time), self.epsilon, rate)
        return theta, memory


Moments = Adam | AdamW | Nadam | AmsGrad
