"""Penalties: a price on large weights, added to the loss. Biases are never penalised."""

from __future__ import annotations

from typing import Annotated, ClassVar, final

import numpy as np

from optlab.engine.arrays import Array
from optlab.engine.declare import Catalog, Choice, knob

Amount = Annotated[
    float, knob("Amount", "How strong the pull is.", symbol="λ", ge=0, le=10, slider=(0.0, 0.2))
]


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
class L1(Choice, frozen=True, tag="l1"):
    """P = λ Σ |w|, with slope 0 where a weight is 0."""

    title: ClassVar[str] = "L1 (lasso)"
    help: ClassVar[str] = "Pulls all weights to 0 equally hard: those that help little get there."
    formula: ClassVar[str] = "P = λ Σ |w|"
    source: ClassVar[str] = "Tibshirani (1996), Regression shrinkage via the lasso, JRSS B 58"

    amount: Amount = 0.01

    @property
    def active(self) -> bool:
        """Whether the penalty changes anything."""
        return self.amount > 0.0

    def value(self, weights: Array) -> Array:
        """Penalty of weights (..., W) -> (...)."""
        return self.amount * np.sum(np.abs(weights), axis=-1)

    def slope(self, weights: Array) -> Array:
        """dP/dw = λ sign(w) of weights (W,); the kink at 0 counts as flat."""
        return self.amount * np.sign(weights)


@final
class L2(Choice, frozen=True, tag="l2"):
    """P = (λ / 2) Σ w²."""

    title: ClassVar[str] = "L2 (weight decay)"
    help: ClassVar[str] = "Pulls every weight towards 0: smoother models that generalise better."
    formula: ClassVar[str] = "P = (λ / 2) Σ w²"
    source: ClassVar[str] = "Hoerl and Kennard (1970), Ridge regression, Technometrics 12"

    amount: Amount = 0.01

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


AnyPenalty = NoPenalty | L1 | L2

PENALTIES = Catalog(AnyPenalty)
