"""Activations: what a unit makes of its weighted sum z.

`apply` works in place, because a training step on a small net is about twenty NumPy calls and a
fresh array is a third of each. So derivatives are functions of the outputs a, which are at hand
anyway; only where two sums give the same output (GELU and SiLU dip below 0) must z be kept, and
`derivative` takes z: those classes say `needs_sums`. Rejected: derivatives of (z, a) for all, which
makes every net keep both, and slopes computed on the way forward, which every class would have to
write twice. At a kink the derivative is the one from the left.
"""

from __future__ import annotations

import math
from typing import Annotated, ClassVar, TypeVar, cast, final

import numpy as np

from optlab.engine.arrays import Array, Floats
from optlab.engine.declare import Catalog, Choice, knob

F = TypeVar("F", bound=Floats)


@final
class Identity(Choice, frozen=True, tag="identity"):
    """a = z."""

    title: ClassVar[str] = "identity"
    help: ClassVar[str] = "Passes the weighted sum on unchanged: a network of these is only a line."
    formula: ClassVar[str] = "a = z"
    needs_sums: ClassVar[bool] = False

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
    needs_sums: ClassVar[bool] = False

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
    needs_sums: ClassVar[bool] = False

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
    needs_sums: ClassVar[bool] = False

    def apply(self, z: F) -> F:
        """Overwrite the weighted sums `z` (any shape) with the outputs and return them."""
        np.maximum(z, 0.0, out=z)
        return z

    def derivative(self, a: Array) -> Array:
        """da/dz = 1 where the output `a` is positive, else 0."""
        return (a > 0.0).astype(np.float64)


@final
class LeakyRelu(Choice, frozen=True, tag="leaky-relu"):
    """a = z where z is positive, else s z."""

    title: ClassVar[str] = "Leaky ReLU"
    help: ClassVar[str] = "ReLU with a gentle slope below 0, so that no unit goes dead."
    formula: ClassVar[str] = "a = max(s z, z)"
    source: ClassVar[str] = "Maas, Hannun and Ng (2013), Rectifier nonlinearities, ICML"
    needs_sums: ClassVar[bool] = False

    slope: Annotated[
        float, knob("Slope", "How steep it is below 0.", symbol="s", ge=0, le=1, slider=(0.0, 0.5))
    ] = 0.1

    def apply(self, z: F) -> F:
        """Overwrite the weighted sums `z` (any shape) with the outputs and return them."""
        np.maximum(z, self.slope * z, out=z)
        return z

    def derivative(self, a: Array) -> Array:
        """da/dz = 1 where the output `a` is positive, else s."""
        return np.where(a > 0.0, 1.0, self.slope)


@final
class Elu(Choice, frozen=True, tag="elu"):
    """a = z where z is positive, else α (exp(z) - 1); smooth at 0 only for α = 1."""

    title: ClassVar[str] = "ELU"
    help: ClassVar[str] = "Like ReLU, but bends smoothly down to -α instead of stopping at 0."
    formula: ClassVar[str] = "a = z if z > 0, else α (e^z − 1)"
    source: ClassVar[str] = "Clevert, Unterthiner and Hochreiter (2016), ELUs, ICLR"
    needs_sums: ClassVar[bool] = False

    alpha: Annotated[
        float,
        knob(
            "Alpha", "How far below 0 the output can get.", symbol="α", gt=0, le=10, slider=(0.1, 3)
        ),
    ] = 1.0

    def apply(self, z: F) -> F:
        """Overwrite the weighted sums `z` (any shape) with the outputs and return them."""
        below = np.minimum(z, 0.0)
        np.expm1(below, below)
        below *= self.alpha
        np.maximum(z, 0.0, out=z)
        np.add(z, below, z)
        return z

    def derivative(self, a: Array) -> Array:
        """da/dz = 1 where the output `a` is positive, else α exp(z) = a + α."""
        return np.where(a > 0.0, 1.0, a + self.alpha)


@final
class Softplus(Choice, frozen=True, tag="softplus"):
    """a = log(1 + exp(z)), computed as max(0, z) + log(1 + exp(-|z|)), which cannot overflow."""

    title: ClassVar[str] = "softplus"
    help: ClassVar[str] = "A ReLU without its corner: always positive, always a little steep."
    formula: ClassVar[str] = "a = log(1 + e^z)"
    source: ClassVar[str] = "Dugas et al. (2001), Second-order functional knowledge, NIPS 13"
    needs_sums: ClassVar[bool] = False

    def apply(self, z: F) -> F:
        """Overwrite the weighted sums `z` (any shape) with the outputs and return them."""
        tail = np.abs(z)
        np.negative(tail, tail)
        np.exp(tail, tail)  # np.logaddexp is one call and several times as slow on many numbers
        np.log1p(tail, tail)
        np.maximum(z, 0.0, out=z)
        np.add(z, tail, z)
        return z

    def derivative(self, a: Array) -> Array:
        """da/dz = sigmoid(z) = 1 - exp(-a), in the shape of the output `a`."""
        return -np.expm1(-a)


@final
class Silu(Choice, frozen=True, tag="silu"):
    """a = z sigmoid(z)."""

    title: ClassVar[str] = "SiLU"
    help: ClassVar[str] = "The sum times its own sigmoid: a smooth ReLU with a small dip below 0."
    formula: ClassVar[str] = "a = z / (1 + e^(-z))"
    source: ClassVar[str] = "Elfwing, Uchibe and Doya (2018), Sigmoid-weighted linear units"
    needs_sums: ClassVar[bool] = True

    def apply(self, z: F) -> F:
        """Overwrite the weighted sums `z` (any shape) with the outputs and return them."""
        np.multiply(z, SIGMOID.apply(z.copy()), z)
        return z

    def derivative(self, z: Array) -> Array:
        """da/dz = s + z s' with s = sigmoid(z), at the sums `z`."""
        share = SIGMOID.apply(z.copy())
        return share + z * SIGMOID.derivative(share)


@final
class Gelu(Choice, frozen=True, tag="gelu"):
    """a = z sigmoid(v) with v = √(8/π) (z + 0.044715 z³), within 0.0005 of z Φ(z)."""

    # Of the two formulas in the paper this is the one without an error function, which NumPy lacks.

    title: ClassVar[str] = "GELU"
    help: ClassVar[str] = "A smooth ReLU with a small dip below 0, common in language models."
    formula: ClassVar[str] = "a = z (1 + tanh(√(2/π) (z + 0.044715 z³))) / 2"
    source: ClassVar[str] = "Hendrycks and Gimpel (2016), Gaussian error linear units"
    needs_sums: ClassVar[bool] = True

    def apply(self, z: F) -> F:
        """Overwrite the weighted sums `z` (any shape) with the outputs and return them."""
        near = _near(z)
        bent = near.copy()
        bent *= near
        bent *= GELU_CUBIC
        bent += GELU_LINEAR
        bent *= near
        np.multiply(z, SIGMOID.apply(bent), z)
        return z

    def derivative(self, z: Array) -> Array:
        """da/dz = s + z s' dv/dz with s = sigmoid(v), at the sums `z`."""
        near = _near(z)
        square = near * near
        share = SIGMOID.apply(near * (GELU_LINEAR + GELU_CUBIC * square))
        return share + near * SIGMOID.derivative(share) * (GELU_LINEAR + 3.0 * GELU_CUBIC * square)


@final
class Maxout(Choice, frozen=True, tag="maxout"):
    """a = the largest of the sums of k pieces, each with weights and a bias of its own.

    So a layer has k times as many parameters. Rows of sums stand unit by unit, piece by piece.
    """

    title: ClassVar[str] = "Maxout"
    help: ClassVar[str] = (
        "The largest of several sums: a unit bends where it wants, for as many times the weights."
    )
    formula: ClassVar[str] = "a = max(z₁, …, z_k)"
    source: ClassVar[str] = "Goodfellow et al. (2013), Maxout networks, ICML"
    needs_sums: ClassVar[bool] = True

    pieces: Annotated[
        int, knob("Pieces", "Sums that every unit chooses from.", symbol="k", ge=2, le=8)
    ] = 2

    def apply(self, z: F) -> F:
        """Return the largest piece of every unit: sums (..., units k, n) -> (..., units, n)."""
        return self._parted(z).max(axis=-2)

    def derivative(self, z: Array) -> Array:
        """da/dz at the sums `z` (..., units k, n): 1 at the (first) largest piece, else 0."""
        parts = self._parted(z)
        winner = parts.argmax(axis=-2, keepdims=True)
        chosen = np.zeros_like(parts)
        np.put_along_axis(chosen, winner, 1.0, axis=-2)
        return chosen.reshape(z.shape)

    def _parted(self, z: F) -> F:
        *lead, rows, count = z.shape
        return cast("F", z.reshape(*lead, rows // self.pieces, self.pieces, count))


SIGMOID = Sigmoid()

GELU_LINEAR = math.sqrt(8.0 / math.pi)
GELU_CUBIC = 0.044715 * GELU_LINEAR
GELU_FAR = 10.0
"""From here on the sigmoid is 0 or 1 to the last digit."""


def _near(z: F) -> F:
    """Sums `z` without those so far out that their cubes could overflow, in a new array."""
    near = z.copy()
    np.minimum(near, GELU_FAR, out=near)  # np.clip takes as long as four of these on a small batch
    np.maximum(near, -GELU_FAR, out=near)
    return near


def pieces(activation: AnyActivation) -> int:
    """How many weighted sums a unit of this activation has."""
    return activation.pieces if isinstance(activation, Maxout) else 1


AnyActivation = Identity | Sigmoid | Tanh | Relu | LeakyRelu | Elu | Maxout | Softplus | Silu | Gelu

ACTIVATIONS = Catalog(AnyActivation)
