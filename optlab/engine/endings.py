"""How a run ends before its last step: diverged, converged, stalled or stopped, with evidence.

Convergence is read off the slope, and only where every step sees the whole objective: a small step
alone is never called convergence, and a flat mini-batch says nothing about the rest of the data.
A racer has stalled when neither theta nor memory changed: nothing gathers that could move it again.
It is stopped where a person said so (see `stops.py`), or when its method has nothing left to do.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from optlab.engine.arrays import Array
from optlab.engine.optimizers import AnyOptimizer, Exhaustive
from optlab.engine.snapshot import Status
from optlab.engine.stops import AnyStop, Course

DIVERGED_FACTOR = 1e9
"""A loss this many times the start's (plus 1) cannot come back within any lab session."""

FLAT_SLOPE = 1e-10
"""A slope below this, relative to a loss above 1, is flat to the rounding of most objectives."""

SMALL_MOVE = 1e-10
"""A marble may race across a flat point: it has converged only when it also hardly moves."""


class Ending(NamedTuple):
    """The row at which a racer ended (the first row of a block is 1), and why."""

    row: int
    status: Status
    evidence: str


def ending(
    first: int,
    thetas: Array,
    memories: Array,
    losses: Array,
    norms: Array,
    *,
    start_loss: float,
    exact: bool,
) -> Ending | None:
    """Find the first ending in a block, or None.

    The columns, `thetas` (m + 1, D), `memories` (m + 1, M, D), `losses` and `norms` (m + 1,), begin
    with the row 0 before the block; row 1 is step `first`. The loss of a row is what that step saw.
    `exact` says that every step sees the whole objective.
    """
    now, saw, slopes = thetas[1:], losses[1:], norms[1:]
    limit = DIVERGED_FACTOR * (1.0 + abs(start_loss))
    lost = ~(np.abs(saw) < limit) | ~np.isfinite(now).all(axis=1)
    found = [_first(lost, Status.diverged)]
    if exact:
        flat = slopes <= FLAT_SLOPE * np.maximum(1.0, np.abs(saw))
        if flat.any():
            far = np.linalg.norm(np.diff(thetas, axis=0), axis=1)
            flat &= far <= SMALL_MOVE * (1.0 + np.linalg.norm(now, axis=1))
        still = (now == thetas[:-1]).all(axis=1)
        if still.any():
            still &= (memories[1:] == memories[:-1]).all(axis=(1, 2))
        found += [_first(flat, Status.converged), _first(still, Status.stalled)]
    rows = [each for each in found if each is not None]
    if not rows:
        return None
    row, status = min(rows, key=lambda each: each[0])
    if status is Status.diverged:
        evidence = _divergence(now[row], losses[row], losses[row + 1])
    elif status is Status.converged:
        evidence = f"the slope is {slopes[row]:.1e}, flat to rounding; the loss is {saw[row]:.6g}"
    else:
        evidence = "the update is too small to change any parameter"
        if not np.isnan(slopes[row]):
            evidence += f", although the slope is {slopes[row]:.1e}"
    return Ending(row + 1, status, f"{status.capitalize()} at step {first + row}: {evidence}.")


def stopped(first: int, stops: Sequence[AnyStop], course: Course) -> Ending | None:
    """Find the first row at which a stop is met; row 1 is step `first`."""
    found: list[Ending] = []
    for stop in stops:
        met = stop.met(course)
        if met.any():
            row = int(met.argmax())
            found.append(_stop(first, row, stop.evidence(course, row)))
    return first_of(*found)


def finished(first: int, optimizer: AnyOptimizer, memories: Array) -> Ending | None:
    """Find the first row whose memory (m, M, D) says that the method has nothing left to do."""
    if not isinstance(optimizer, Exhaustive):
        return None
    done = optimizer.finished(memories)
    return _stop(first, int(done.argmax()), optimizer.finish) if done.any() else None


def first_of(*endings: Ending | None) -> Ending | None:
    """Return the ending that comes first; of several at one row, the one named first."""
    return min((each for each in endings if each is not None), key=_row, default=None)


def _row(ending: Ending) -> int:
    return ending.row


def _stop(first: int, row: int, evidence: str) -> Ending:
    return Ending(row + 1, Status.stopped, f"Stopped at step {first + row}: {evidence}.")


def _first(
    rows: np.ndarray[tuple[int], np.dtype[np.bool]], status: Status
) -> tuple[int, Status] | None:
    return (int(rows.argmax()), status) if rows.any() else None


def _divergence(theta: Array, before: np.float64, loss: np.float64) -> str:
    if np.isfinite(loss):
        if not np.isfinite(theta).all():
            return f"the update left the range of numbers; the loss was {loss:.4g}"
        told = f"{'rose' if loss > 0.0 else 'fell'} to {loss:.3g}"
    else:
        told = "left the range of numbers"
    was = f"; one step before it was {before:.4g}" if np.isfinite(before) else ""
    return f"the loss {told}{was}"
