"""Activations: what a unit makes of its weighted sum z.

`apply` works in place, because a training step on a small net is about twenty NumPy calls and a
fresh array is a third of each. Derivatives are functions of the output a: z need not be kept.
"""

from __future__ import annotations

from typing import ClassVar, TypeVar, final

import numpy as np

from optlab.engine.arrays import Array, Floats
from optlab.engine.declare import Catalog, Choice

F = TypeVar("F", bound=Floats)


@final
class Identity(Choice, frozen=True, tag="identity"):
    """a = z."""

    title: ClassVar[str] = "identity"
    help: ClassVar[str] = "Passes the weighted sum on unchanged: a network of these is only a line."
    formula: ClassVar[str] = "a = z"

    def apply(self, z: F) -> F:
        """Return `z` (any shape) as it is."""
        return z

    def derivative(self, a: Array) -> Array:
        """da/dz = 1, in the shape of the output `a`."""
        return np.ones_like(a)


@final
class Sigmoid(Choice, frozen=True, tag="sigmoid"):
    """a = 1 / (1 + exp(-z)), computed as (1 + tanh(z/2)) / 2, which cannot overflow."""

    title: ClassVar[str] = "sigmoid"
    help: ClassVar[str] = "Squeezes every sum into 0 to 1; far from 0 it is flat and learns slowly."
    formula: ClassVar[str] = "a = 1 / (1 + e^(-z))"

    def apply(self, z: F) -> F:
        """Overwrite the weighted sums `z` (any shape) with the outputs and return them."""
        np.multiply(z, 0.5, z)
        np.tanh(z, z)
        np.add(z, 1.0, z)
        np.multiply(z, 0.5, z)
        return z

    def derivative(self, a: Array) -> Array:
        """da/dz = a (1 - a), in the shape of the output `a`."""
        return a - a * a


@final
class Tanh(Choice, frozen=True, tag="tanh"):
    """a = tanh(z)."""

    title: ClassVar[str] = "tanh"
    help: ClassVar[str] = "Squeezes every sum into -1 to 1, steep around 0: a good first choice."
    formula: ClassVar[str] = "a = tanh(z)"

    def apply(self, z: F) -> F:
        """Overwrite the weighted sums `z` (any shape) with the outputs and return them."""
        np.tanh(z, z)
        return z

    def derivative(self, a: Array) -> Array:
        """da/dz = 1 - a², in the shape of the output `a`."""
        return 1.0 - a * a


@final
class Relu(Choice, frozen=True, tag="relu"):
    """a = max(0, z), with derivative 0 at z = 0."""

    title: ClassVar[str] = "ReLU"
    help: ClassVar[str] = "Keeps what is positive, cuts the rest to 0: fast, but units can go dead."
    formula: ClassVar[str] = "a = max(0, z)"
    source: ClassVar[str] = "Nair and Hinton (2010), Rectified linear units improve RBMs, ICML"

    def apply(self, z: F) -> F:
        """Overwrite the weighted sums `z` (any shape) with the outputs and return them."""
        np.maximum(z, 0.0, out=z)
        return z

    def derivative(self, a: Array) -> Array:
        """da/dz = 1 where the output `a` is positive, else 0."""
        return (a > 0.0).astype(np.float64)


AnyActivation = Identity | Sigmoid | Tanh | Relu

ACTIVATIONS = Catalog(AnyActivation)
