"""Probing: methods that know the ground only by its height, and pay for every look."""

from __future__ import annotations

from typing import Annotated, ClassVar, final

import numpy as np

from optlab.engine.arrays import Array
from optlab.engine.declare import Choice, knob
from optlab.engine.optimizers.descent import LearningRate
from optlab.engine.optimizers.oracle import Oracle

PROBED = 1 << 20
"""Numbers in one block of probes (8 MiB): all of a large model's at once would fill the memory."""


def tasted(oracle: Oracle, points: Array) -> Array:
    """Return the losses (P,) at points (P, D); one that is not a finite number counts as inf."""
    rows = max(1, PROBED // points.shape[1])
    blocks = [oracle.value(points[first : first + rows]) for first in range(0, len(points), rows)]
    losses = np.concatenate(blocks)
    losses[~np.isfinite(losses)] = np.inf
    return losses


@final
class FiniteDifferences(Choice, frozen=True, tag="finite-differences"):
    """Gradient descent that probes the slope: one loss a little further along each parameter.

    Forward differences pay D + 1 losses a step, all on its batch, and no gradient. The loss that
    the step shows is the one where it stood. It shows no slope, and so never claims convergence:
    the probed one is the slope half a probe further, flat where the true one is not.
    """

    title: ClassVar[str] = "Finite differences"
    help: ClassVar[str] = (
        "Feels its way: tries a little of every direction to learn how the ground slopes."
    )
    formula: ClassVar[str] = "gᵢ = (L(θ + h eᵢ) − L(θ)) / h,  θ ← θ − η g"
    source: ClassVar[str] = "Kiefer and Wolfowitz (1952), Ann. Math. Statist. 23(3)"
    memory_names: ClassVar[tuple[str, ...]] = ()

    learning_rate: LearningRate = 0.03
    probe: Annotated[
        float,
        knob(
            "Probe",
            "How far it feels ahead: too far blurs the slope, too near drowns in rounding.",
            symbol="h",
            scale="log",
            gt=0,
            le=10,
            slider=(1e-10, 1.0),
        ),
    ] = 1e-4

    def init(self, theta: Array) -> Array:
        """No memory: shape (0, D)."""
        return np.zeros((0, len(theta)))

    def step(self, theta: Array, memory: Array, oracle: Oracle) -> tuple[Array, Array]:
        """One update of theta (D,)."""
        rate = self.learning_rate * oracle.pace
        oracle.loss = here = float(oracle.value(theta))
        slope = np.empty_like(theta)
        rows = max(1, PROBED // len(theta))
        for first in range(0, len(theta), rows):
            some = slice(first, first + rows)
            ahead = np.tile(theta, (len(slope[some]), 1))
            np.fill_diagonal(ahead[:, some], theta[some] + self.probe)
            slope[some] = oracle.value(ahead)
        slope -= here
        slope /= self.probe
        theta -= rate * slope
        return theta, memory


Probing = FiniteDifferences
