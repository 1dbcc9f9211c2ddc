"""Conjugate gradients: no step undoes what the steps before it have done."""

from __future__ import annotations

from typing import ClassVar, final

import numpy as np

from optlab.engine.arrays import Array
from optlab.engine.declare import Choice
from optlab.engine.optimizers.linesearch import ARMIJO, ROUNDING, FirstTry, descend
from optlab.engine.optimizers.oracle import Oracle


@final
class ConjugateGradient(Choice, frozen=True, tag="conjugate-gradient"):
    """d ← −g + β d, θ ← θ + a d, a as far as the curvature along d says that the bottom is.

    Polak and Ribière's β, never below 0; wherever d would not lead down it begins anew with the
    slope alone (PR+, Nocedal and Wright section 5.2). The length is Newton's for one direction, as
    in Shewchuk's section 14.2, tried first and halved until the loss falls: exact on a quadratic,
    which is solved in as many steps as there are parameters. It pays a gradient, two more for the
    curvature, and one loss for each try. Where the ground curves downwards along d, the size of the
    curvature gives the length all the same, for d leads down. Slopes of different mini-batches do
    not fit together: there it is hardly more than gradient descent that finds its own length.
    """

    title: ClassVar[str] = "Conjugate gradient"
    help: ClassVar[str] = (
        "Walks to the bottom of one direction, then along one that keeps what was won."
    )
    formula: ClassVar[str] = (
        "β = max(0, ⟨g, g − h⟩ / ⟨h, h⟩),  d ← β d − g,  θ ← θ + a d,  "
        "a the first of c, c/2 … that falls,  c = η |⟨g, d⟩ / ⟨d, H d⟩|"
    )
    source: ClassVar[str] = (
        "Polak and Ribière (1969); Shewchuk (1994), Conjugate gradients without the agonizing pain"
    )
    accepts: ClassVar[str] = ARMIJO
    memory_names: ClassVar[tuple[str, ...]] = ("direction", "slope before")
    memory_symbols: ClassVar[tuple[str, ...]] = ("d", "h")

    learning_rate: FirstTry = 1.0

    def init(self, theta: Array) -> Array:
        """No direction yet: shape (2, D)."""
        return np.zeros((2, len(theta)))

    def step(self, theta: Array, memory: Array, oracle: Oracle) -> tuple[Array, Array]:
        """One update of theta (D,), of its direction and of the slope it remembers (2, D)."""
        slope = oracle.gradient(theta).copy()
        size = oracle.gradient_norm
        if not 0.0 < size < np.inf:
            return theta, memory
        direction, before = memory
        kept = float(slope @ (slope - before))
        square = float(before @ before)
        direction *= max(0.0, kept) / square if square > 0.0 else 0.0
        direction -= slope
        down = float(direction @ slope)
        if not -np.inf < down < 0.0:
            direction[:] = -slope
            down = -size * size
        before[:] = slope
        bend = abs(float(direction @ oracle.curvature(theta, direction)))
        first = self.learning_rate * oracle.pace
        first *= -down / bend if 0.0 < bend < np.inf else 1.0 / max(1.0, size)
        if not descend(oracle, theta, direction, down, first, rounding=ROUNDING):
            memory[:] = 0.0
        return theta, memory
