"""Penalties: a price on large weights, added to the loss. Biases are never penalised."""

from __future__ import annotations

from typing import Annotated, ClassVar, final

import numpy as np

from optlab.engine.arrays import Array
from optlab.engine.declare import Catalog, Choice, knob


@final
class NoPenalty(Choice, frozen=True, tag="none"):
    """P = 0."""

    title: ClassVar[str] = "None"
    help: ClassVar[str] = "Only the errors count."
    formula: ClassVar[str] = "P = 0"

    @property
    def active(self) -> bool:
        """Whether the penalty changes anything."""
        return False

    def value(self, weights: Array) -> Array:
        """Penalty of weights (..., W) -> (...)."""
        return np.zeros(weights.shape[:-1])

    def slope(self, weights: Array) -> Array:
        """dP/dw of weights (W,)."""
        return np.zeros_like(weights)


@final
class L2(Choice, frozen=True, tag="l2"):
    """P = (λ / 2) Σ w²."""

    title: ClassVar[str] = "L2 (weight decay)"
    help: ClassVar[str] = "Pulls every weight towards 0: smoother models that generalise better."
    formula: ClassVar[str] = "P = (λ / 2) Σ w²"
    source: ClassVar[str] = "Hoerl and Kennard (1970), Ridge regression, Technometrics 12"

    amount: Annotated[
        float,
        knob("Amount", "How strong the pull is.", symbol="λ", ge=0, le=10, slider=(0.0, 0.2)),
    ] = 0.01

    @property
    def active(self) -> bool:
        """Whether the penalty changes anything."""
        return self.amount > 0.0

    def value(self, weights: Array) -> Array:
        """Penalty of weights (..., W) -> (...)."""
        return 0.5 * self.amount * np.sum(weights * weights, axis=-1)

    def slope(self, weights: Array) -> Array:
        """dP/dw = λ w of weights (W,)."""
        return self.amount * weights


AnyPenalty = NoPenalty | L2

PENALTIES = Catalog(AnyPenalty)
