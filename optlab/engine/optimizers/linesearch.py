"""Line searches: the direction comes from the slope, the length of the step from trying."""

from __future__ import annotations

from typing import Annotated, ClassVar, final

import numpy as np

from optlab.engine.arrays import Array
from optlab.engine.declare import Choice, knob
from optlab.engine.optimizers.oracle import Oracle

SHORTEST = 1e-20
"""A step this much shorter than the first try changes nothing: the search gives up."""

LEAST_SHARE = 1e-4
"""Armijo's share where no knob asks for it: next to any fall will do."""

ARMIJO = f"L(q) ≤ L(θ) + {LEAST_SHARE} ⟨∇L, q − θ⟩"
"""When a point q that was tried is good enough, said in the notation of the formulas."""

ROUNDING = 1e-14
"""What a loss may seem to rise by, relative to itself, when only its last digits are left."""

FirstTry = Annotated[
    float,
    knob(
        "First try",
        "The share of the step it tries first and halves until the loss falls: on small batches "
        "take 0.1.",
        symbol="η",
        scale="log",
        gt=0,
        le=10,
        slider=(0.01, 1.0),
    ),
]


def descend(
    oracle: Oracle,
    theta: Array,
    move: Array,
    slope: float,
    first: float,
    *,
    shrink: float = 0.5,
    share: float = LEAST_SHARE,
    rounding: float = 0.0,
) -> bool:
    """Add a · move (D,) to theta (D,), a the first of `first`, shrink · first ... to fall enough.

    Along the move the loss has the slope `slope` < 0 per unit of a, and it must fall by at least
    share · a · |slope|; `rounding` is the relative rise that counts as none. It pays one loss per
    try, compares them with `oracle.loss`, and leaves theta alone where no try was good: then False.
    """
    allowed = oracle.loss + rounding * abs(oracle.loss)
    length, shortest = first, SHORTEST * first
    while length > shortest:
        there = theta + length * move
        if oracle.value(there) <= allowed + share * length * slope:
            theta[:] = there
            return True
        length *= shrink
    return False


@final
class Backtracking(Choice, frozen=True, tag="backtracking"):
    """The first of η, τη, τ²η ... whose fall is at least a share c of what the slope promised.

    It pays one gradient and one loss per try, all on the batch of the step. The loss and the slope
    that the step shows are those where it stood, not those of the tries. When rounding hides every
    fall it stays where it is, which ends an exact run as stalled.
    """

    title: ClassVar[str] = "Line search"
    help: ClassVar[str] = "Tries a long step and shortens it until the loss has fallen enough."
    formula: ClassVar[str] = (
        "θ ← θ − a ∇L,  a the first of η, τη, τ²η … with  L(θ − a ∇L) ≤ L(θ) − c a ‖∇L‖²"
    )
    source: ClassVar[str] = "Armijo (1966), Pacific J. Math. 16(1)"
    accepts: ClassVar[str] = "L(q) ≤ L(θ) + c ⟨∇L, q − θ⟩"
    memory_names: ClassVar[tuple[str, ...]] = ()

    learning_rate: Annotated[
        float,
        knob(
            "First try",
            "The learning rate that every step tries first.",
            symbol="η",
            scale="log",
            gt=0,
            le=10,
            slider=(0.001, 10.0),
        ),
    ] = 1.0
    shrink: Annotated[
        float,
        knob(
            "Shrink",
            "What is left of a step that did not bring enough, for the next try.",
            symbol="τ",
            ge=0.1,
            le=0.9,
            slider=(0.1, 0.9),
        ),
    ] = 0.5
    share: Annotated[
        float,
        knob(
            "Least gain",
            "The share of the fall promised by the slope that must come true.",
            symbol="c",
            scale="log",
            gt=0,
            lt=1,
            slider=(0.0001, 0.9),
        ),
    ] = 0.0001

    def init(self, theta: Array) -> Array:
        """No memory: shape (0, D)."""
        return np.zeros((0, len(theta)))

    def step(self, theta: Array, memory: Array, oracle: Oracle) -> tuple[Array, Array]:
        """One update of theta (D,), or none when no try was good enough."""
        move = -oracle.gradient(theta)
        slope = -oracle.gradient_norm * oracle.gradient_norm
        first = self.learning_rate * oracle.pace
        descend(oracle, theta, move, slope, first, shrink=self.shrink, share=self.share)
        return theta, memory


LineSearch = Backtracking
