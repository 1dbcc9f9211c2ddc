"""A drawn loss curve beside the true one, on one grid and one scale, and the gap between them.

The gap is a share: the mean distance over the range that was drawn, divided by the height that the
true curve covers there. So 0.1 reads "a tenth of the way it fell" on any loss. Heights are losses,
or logarithms of them where the curve was drawn so: what is too low to be seen on a linear plot must
not count. A curve that grows without bound counts as leaving the plot at its upper edge, for nobody
can draw further.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from optlab.engine.arrays import Array
from optlab.session.message import Message
from optlab.session.numbers import MINUS, figure

POINTS = 1001
"""Places at which the curves are compared."""
RISE = 2.0
"""Of its start: how high a curve can be drawn at least; what grows higher counts as there."""
LEAST = 0.1
"""A curve that covers less than this share of its size counts as covering so much."""
FAINT = 1e-12
"""Of the drawn height: what covers less is as flat as a floor, and no gap is divided by it."""
BELOW = 100.0
"""A drawn loss may be this many times below the lowest true one; zero has no logarithm."""

Drawn = Array | Sequence[Sequence[float]]
"""Rows (k, 2) of step and loss, the steps rising."""


@dataclass(frozen=True, eq=False)
class Pair:
    """Both curves on one grid: `steps` (k,), their losses (k,), and their heights (k,).

    A height is the loss or its logarithm (base 10); `scale` is the height that the true one covers.
    """

    steps: Array
    drawn: Array
    true: Array
    drawn_height: Array
    true_height: Array
    scale: float
    log: bool


@dataclass(frozen=True)
class CurveGap:
    """The mean distance of two curves as a `share` of the height the true one covers (0 = equal).

    `off` is the mean distance in units of the loss, or the mean factor where `log` is compared.
    `largest` is the largest distance as such a share, found at step `at`, where `drawn` was drawn
    and `true` came.
    """

    share: float
    off: float
    largest: float
    at: float
    drawn: float
    true: float
    log: bool

    @property
    def says(self) -> Message:
        """The gap in one sentence."""
        values = {
            "off": rough(self.off),
            "step": f"{self.at:,.0f}",
            "drawn": rough(self.drawn),
            "true": figure(self.true),
        }
        if self.log:
            return Message(
                "On average you were off by a factor of {off}; most at step {step}, where you drew "
                "{drawn} and it was {true}.",
                values,
            )
        return Message(
            "On average you were off by {off}; most at step {step}, where you drew {drawn} and it "
            "was {true}.",
            values,
        )


def curve_gap(drawn: Drawn, steps: ArrayLike, losses: ArrayLike, *, log: bool = False) -> CurveGap:
    """How far the curve `drawn` (k, 2) is from the true `losses` (n,) at `steps` (n,).

    With `log`, logarithms are compared, if there are any. Beyond its end a true curve stays where
    it was. A ValueError says that there is nothing to compare.
    """
    both = pair(drawn, steps, losses, log=log)
    away = np.abs(both.drawn_height - both.true_height)
    far, off = away / both.scale, float(away.mean())
    worst = int(far.argmax())
    return CurveGap(
        share=float(far.mean()),
        off=10.0**off if both.log else off,
        largest=float(far[worst]),
        at=float(both.steps[worst]),
        drawn=float(both.drawn[worst]),
        true=float(both.true[worst]),
        log=both.log,
    )


def pair(drawn: Drawn, steps: ArrayLike, losses: ArrayLike, *, log: bool = False) -> Pair:
    """The curve `drawn` (k, 2) and the true one on one grid over the range that was drawn."""
    points = np.asarray(drawn, dtype=np.float64)
    if points.ndim != 2 or points.shape[1] != 2 or len(points) < 2 or not np.isfinite(points).all():
        raise ValueError("A drawn curve has at least two points, each a step and a loss.")
    if (np.diff(points[:, 0]) <= 0.0).any():
        raise ValueError("The steps of a drawn curve rise from point to point.")
    at, loss = np.asarray(steps, dtype=np.float64), np.asarray(losses, dtype=np.float64)
    known = np.isfinite(loss)
    if not known.any():
        raise ValueError("The run has no loss yet.")
    grid = np.linspace(float(points[0, 0]), float(points[-1, 0]), POINTS)
    true: Array = np.interp(grid, at[known], loss[known])
    low, start = float(true.min()), float(true[0])
    log = log and low > 0.0
    seen = np.minimum(true, max(start + (RISE - 1.0) * abs(start), float(points[:, 1].max())))
    heights: Array = np.log10(seen) if log else seen
    drawn_heights = np.maximum(points[:, 1], low / BELOW) if log else points[:, 1]
    corners: Array = np.log10(drawn_heights) if log else drawn_heights
    drawn_height: Array = np.interp(grid, points[:, 0], corners)
    least = np.log10(1.0 + LEAST) if log else LEAST * float(np.abs(seen).max())
    covered = max(float(np.ptp(heights)), float(least))
    return Pair(
        steps=grid,
        drawn=10.0**drawn_height if log else drawn_height,
        true=true,
        drawn_height=drawn_height,
        true_height=heights,
        scale=max(covered, FAINT * float(np.abs(drawn_height).max())) or 1.0,
        log=log,
    )


def rough(loss: float) -> str:
    """A loss drawn by hand, in two digits."""
    rounded = float(f"{loss:.1e}")
    if rounded != 0.0 and not 1e-4 <= abs(rounded) < 1e6:
        return figure(loss)
    return f"{rounded:,.8g}".replace("-", MINUS)
