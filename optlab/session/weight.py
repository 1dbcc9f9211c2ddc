"""One parameter of one racer: its way through the recorded steps, and theta with it set."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optlab.engine.arrays import Array, Counts, frozen
from optlab.session.recording import Recording

MOST = 400
"""Points of a history: a small curve has no more pixels."""


@dataclass(frozen=True, eq=False)
class History:
    """Blocks of steps: the first step of each (k,), and the lowest and highest value in it (k,)."""

    steps: Counts
    low: Array
    high: Array

    @property
    def extent(self) -> tuple[float, float]:
        """The lowest and the highest finite value (0 and 0 where there is none)."""
        numbers = np.concatenate([self.low, self.high])
        numbers = numbers[np.isfinite(numbers)]
        return (float(numbers.min()), float(numbers.max())) if len(numbers) else (0.0, 0.0)

    def upto(self, step: int) -> History:
        """The blocks that begin at `step` or before."""
        kept = self.steps <= step
        return History(self.steps[kept], self.low[kept], self.high[kept])


def history(recording: Recording, racer: int, parameter: int, most: int = MOST) -> History:
    """The kept values of a parameter, in at most `most` blocks; a wiggle is never averaged away."""
    path = recording.track(racer).path
    values, steps = path.theta[:, parameter], path.steps
    size = -(-len(values) // most)
    if size <= 1:
        return History(steps.copy(), values.copy(), values.copy())
    cuts = np.arange(0, len(values), size)
    return History(
        steps[cuts], np.minimum.reduceat(values, cuts), np.maximum.reduceat(values, cuts)
    )


def edited(theta: Array, parameter: int, value: float) -> Array:
    """Theta (D,) with one parameter set; the rest as it was."""
    changed = theta.copy()
    changed[parameter] = value
    return frozen(changed)
