"""Starts: where theta begins. All racers of a run begin at the same point.

A start that draws gets a keyed generator and the size of one layer after the other; biases begin
at 0. The parameters of a landscape are drawn as the weights of one unit.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, ClassVar, final

import numpy as np

from optlab.engine.arrays import Array
from optlab.engine.declare import Catalog, Choice, knob
from optlab.engine.trouble import Unfit

Shapes = Sequence[tuple[int, int]]


@final
class Zeros(Choice, frozen=True, tag="zeros"):
    """Every parameter 0."""

    title: ClassVar[str] = "Zeros"
    help: ClassVar[str] = "All parameters 0: fine for a line, but units of a network stay alike."

    def weights(self, rng: np.random.Generator, outputs: int, inputs: int) -> Array:
        """Weights of one layer, shape (outputs, inputs)."""
        del rng
        return np.zeros((outputs, inputs))


@final
class Normal(Choice, frozen=True, tag="normal"):
    """Weights from N(0, scale²)."""

    title: ClassVar[str] = "Normal"
    help: ClassVar[str] = "Weights drawn from a bell curve around 0."
    formula: ClassVar[str] = "w ~ N(0, σ²)"

    scale: Annotated[
        float, knob("Scale", "Spread of the draw.", symbol="σ", gt=0, le=10, slider=(0.01, 3.0))
    ] = 0.5

    def weights(self, rng: np.random.Generator, outputs: int, inputs: int) -> Array:
        """Weights of one layer, shape (outputs, inputs)."""
        return rng.normal(0.0, self.scale, (outputs, inputs))


@final
class Uniform(Choice, frozen=True, tag="uniform"):
    """Weights from U(-scale, scale)."""

    title: ClassVar[str] = "Uniform"
    help: ClassVar[str] = "Weights drawn evenly between minus and plus the scale."
    formula: ClassVar[str] = "w ~ U(−s, s)"

    scale: Annotated[
        float, knob("Scale", "Largest weight.", symbol="s", gt=0, le=10, slider=(0.01, 3.0))
    ] = 0.5

    def weights(self, rng: np.random.Generator, outputs: int, inputs: int) -> Array:
        """Weights of one layer, shape (outputs, inputs)."""
        return rng.uniform(-self.scale, self.scale, (outputs, inputs))


@final
class Glorot(Choice, frozen=True, tag="glorot"):
    """Weights from U(-s, s) with s = sqrt(6 / (inputs + outputs))."""

    title: ClassVar[str] = "Glorot"
    help: ClassVar[str] = "Sized so that signals keep their strength through tanh and sigmoid."
    formula: ClassVar[str] = "w ~ U(−s, s), s = √(6 / (inputs + outputs))"
    source: ClassVar[str] = "Glorot and Bengio (2010), AISTATS"

    def weights(self, rng: np.random.Generator, outputs: int, inputs: int) -> Array:
        """Weights of one layer, shape (outputs, inputs)."""
        scale = np.sqrt(6.0 / (inputs + outputs))
        return rng.uniform(-scale, scale, (outputs, inputs))


@final
class He(Choice, frozen=True, tag="he"):
    """Weights from N(0, 2 / inputs)."""

    title: ClassVar[str] = "He"
    help: ClassVar[str] = "Sized for ReLU layers, which let only half of the signal through."
    formula: ClassVar[str] = "w ~ N(0, 2 / inputs)"
    source: ClassVar[str] = "He et al. (2015), Delving deep into rectifiers, ICCV"

    def weights(self, rng: np.random.Generator, outputs: int, inputs: int) -> Array:
        """Weights of one layer, shape (outputs, inputs)."""
        return rng.normal(0.0, np.sqrt(2.0 / inputs), (outputs, inputs))


@final
class At(Choice, frozen=True, tag="at"):
    """Exactly the given theta, as chosen by a click on the surface or in a file."""

    title: ClassVar[str] = "At a point"
    help: ClassVar[str] = "Exactly the point you chose, for example by a click on the surface."

    theta: Annotated[
        tuple[float, ...], knob("Point", "One number per parameter of the model.", symbol="θ")
    ] = ()

    def point(self, size: int) -> Array:
        """Return the chosen theta (size,); raise Unfit when it is none."""
        if len(self.theta) != size:
            have = len(self.theta)
            raise Unfit(
                "start.theta", f"The start needs {size} numbers, one per parameter: not {have}."
            )
        theta = np.array(self.theta, dtype=np.float64)
        if not np.isfinite(theta).all():
            raise Unfit("start.theta", "The start must be made of finite numbers.")
        return theta


AnyStart = Zeros | Normal | Uniform | Glorot | He | At

STARTS = Catalog(AnyStart)
