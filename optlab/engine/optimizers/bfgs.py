"""BFGS: the curvature learnt on the way, from how the slope changed along the last steps.

The limited-memory form, for every model: it keeps m pairs of (move, change of the slope) where BFGS
proper keeps a matrix D x D. A recording keeps the memory of every step, and for a network of 2,000
parameters that matrix would be 32 MB a step, m = 10 pairs a third of a megabyte. What it costs:
what happened more than m steps ago is forgotten. With two parameters nobody can tell the two apart.

Both slopes of a pair are felt in one step, on the batch of that step (Schraudolph et al. 2007):
between two batches the slope changes for reasons that have nothing to do with curvature. That is
one gradient more than a method for the whole set alone would pay.
"""

from __future__ import annotations

from typing import Annotated, ClassVar, final

import numpy as np

from optlab.engine.arrays import Array
from optlab.engine.declare import Choice, knob
from optlab.engine.optimizers.linesearch import ARMIJO, ROUNDING, FirstTry, descend
from optlab.engine.optimizers.oracle import Oracle

UPWARDS = 1e-10
"""A pair counts when the slope grew along its move: s · y above this share of ‖s‖ ‖y‖."""


@final
class Bfgs(Choice, frozen=True, tag="bfgs"):
    """θ ← θ + a d, d = −B ∇L, where B is the inverse Hessian that explains the last m pairs.

    Algorithms 7.4 and 7.5 of Nocedal and Wright with a halving line search in place of Wolfe's, and
    so a pair may say that the ground curves downwards: such a pair is left out (the cautious update
    of Li and Fukushima 2001). It pays two gradients and one loss for each try. Where no try is good
    enough it forgets all pairs, and begins anew down the slope.
    """

    title: ClassVar[str] = "BFGS"
    help: ClassVar[str] = (
        "Learns from its last steps how the ground bends: nearly Newton, at a fraction of the cost."
    )
    formula: ClassVar[str] = (
        "θ ← θ − a B ∇L,  a the first of η, η/2 … that falls,  B y = s for the last pairs"
    )
    source: ClassVar[str] = "Liu and Nocedal (1989), Mathematical Programming 45"
    accepts: ClassVar[str] = ARMIJO

    learning_rate: FirstTry = 1.0
    pairs: Annotated[
        int,
        knob(
            "Pairs",
            "How many of its last steps it remembers.",
            symbol="m",
            ge=1,
            le=50,
            slider=(1, 20),
        ),
    ] = 10

    @property
    def memory_names(self) -> tuple[str, ...]:
        """The pairs, oldest first: all moves, then all changes of the slope."""
        ages = range(self.pairs, 0, -1)
        return (*(f"move {age}" for age in ages), *(f"change of slope {age}" for age in ages))

    def init(self, theta: Array) -> Array:
        """No pair yet: shape (2 m, D)."""
        return np.zeros((2 * self.pairs, len(theta)))

    def step(self, theta: Array, memory: Array, oracle: Oracle) -> tuple[Array, Array]:
        """One update of theta (D,) and of the pairs (2 m, D)."""
        slope = oracle.gradient(theta).copy()
        stood, size = oracle.loss, oracle.gradient_norm
        if not 0.0 < size < np.inf:
            return theta, memory
        moves, changes = memory[: self.pairs], memory[self.pairs :]
        first = self.learning_rate * oracle.pace
        if not moves[-1].any():
            first /= max(1.0, size)  # nothing is known about the length yet
        before, move = theta.copy(), -_explained(moves, changes, slope)
        if not descend(oracle, theta, move, float(move @ slope), first, rounding=ROUNDING):
            memory[:] = 0.0
            return theta, memory
        moved, changed = theta - before, oracle.gradient(theta) - slope
        oracle.loss, oracle.gradient_norm = stood, size
        along = float(moved @ changed)
        if along > UPWARDS * float(np.linalg.norm(moved) * np.linalg.norm(changed)):
            moves[:-1], changes[:-1] = moves[1:], changes[1:]
            moves[-1], changes[-1] = moved, changed
        return theta, memory


def _explained(moves: Array, changes: Array, slope: Array) -> Array:
    """Give B g (D,) by the two loops of Nocedal and Wright (7.4), rows without a pair being 0."""
    known = np.flatnonzero(moves.any(axis=1)).tolist()
    along = np.einsum("kd,kd->k", moves, changes)
    shares = np.zeros(len(moves))
    result = slope.copy()
    for k in reversed(known):
        shares[k] = moves[k] @ result / along[k]
        result -= shares[k] * changes[k]
    if known:
        result *= along[-1] / (changes[-1] @ changes[-1])
    for k in known:
        result += (shares[k] - changes[k] @ result / along[k]) * moves[k]
    return result
