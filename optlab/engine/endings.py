"""How a run ends before its last step: diverged, converged or stalled, each with its evidence.

Convergence is read off the slope alone, and only where every step sees the whole objective: a small
step is never called convergence, and a flat mini-batch says nothing about the rest of the data.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from optlab.engine.arrays import Array
from optlab.engine.snapshot import Status

DIVERGED_FACTOR = 1e9
"""A loss this many times the start's (plus 1) cannot come back within any lab session."""

FLAT_SLOPE = 1e-10
"""A slope below this, relative to a loss above 1, is flat to the rounding of most objectives."""

SMALL_MOVE = 1e-8
"""A marble may race across a flat point: it has converged only when it also hardly moves."""


class Ending(NamedTuple):
    """The row of a block at which a racer ended, and why."""

    row: int
    status: Status
    evidence: str


def ending(
    first: int, thetas: Array, losses: Array, norms: Array, *, start_loss: float, exact: bool
) -> Ending | None:
    """Find the first ending in a block, or None.

    `thetas` (m + 1, D) and `losses` (m + 1,) begin with the row before the block; `norms` (m,) and
    `first`, the step of the block's first row, do not. The loss of a row is what that step saw.
    """
    limit = DIVERGED_FACTOR * (1.0 + abs(start_loss))
    lost = ~(np.abs(losses[1:]) < limit) | ~np.isfinite(thetas[1:]).all(axis=1)
    found = [_first(lost, Status.diverged)]
    if exact:
        flat = norms <= FLAT_SLOPE * np.maximum(1.0, np.abs(losses[1:]))
        if flat.any():
            moves = np.linalg.norm(np.diff(thetas, axis=0), axis=1)
            flat &= moves <= SMALL_MOVE * (1.0 + np.linalg.norm(thetas[1:], axis=1))
        still = (thetas[1:] == thetas[:-1]).all(axis=1)
        found += [_first(flat, Status.converged), _first(still, Status.stalled)]
    rows = [each for each in found if each is not None]
    if not rows:
        return None
    row, status = min(rows, key=lambda each: each[0])
    return Ending(row, status, _evidence(status, first + row, losses[row : row + 2], norms[row]))


def _first(
    rows: np.ndarray[tuple[int], np.dtype[np.bool]], status: Status
) -> tuple[int, Status] | None:
    return (int(rows.argmax()), status) if rows.any() else None


def _evidence(status: Status, step: int, losses: Array, norm: float) -> str:
    before, now = losses.tolist()
    if status is Status.diverged:
        rose = f"rose to {now:.3g}" if np.isfinite(now) else "left the range of numbers"
        was = f"; one step before it was {before:.4g}" if np.isfinite(before) else ""
        return f"Diverged at step {step}: the loss {rose}{was}."
    if status is Status.converged:
        flat = f"the slope is {norm:.1e}, flat to rounding"
        return f"Converged at step {step}: {flat}; the loss is {now:.6g}."
    return (
        f"Stalled at step {step}: the update is too small to change any parameter, "
        f"although the slope is {norm:.1e}."
    )
