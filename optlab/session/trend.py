"""What a loss curve is doing just now, told from its last fifth."""

from __future__ import annotations

import enum
import math
from dataclasses import dataclass

import numpy as np

from optlab.engine.arrays import Array
from optlab.session.moment import Moment

WINDOW = 0.2
"""Share of the steps so far that counts as now."""

FEWEST_STEPS = 10
"""Now is never shorter than this: two steps make no trend."""

LUCK = 3.0
FEWEST_JUMPS = 5
"""With fewer nobody can tell chance from a cause."""


class Course(enum.Enum):
    """The ways a loss can go."""

    dropping = enum.auto()
    falling = enum.auto()
    flat = enum.auto()
    swinging = enum.auto()
    rising = enum.auto()


@dataclass(frozen=True)
class Trend:
    """How the loss went since step `since`: from `before` to `now`, between `low` and `high`.

    `chance` says that jumps as uneven as these may add up to such a change without a cause.
    """

    course: Course
    since: int
    before: float
    now: float
    low: float
    high: float
    chance: bool


def trend(moment: Moment, racer: int) -> Trend:
    """The trend of one racer's train loss at the cursor (which is past the start)."""
    track = moment.recording.track(racer)
    step, now = moment.snapshots[racer].step, moment.train_losses[racer]
    rows = track.count(step)
    steps = np.append(track.steps[:rows], step)
    losses = np.append(track.train_loss[:rows], now)
    since = step - max(FEWEST_STEPS, int(WINDOW * step))
    recent = min(int(np.searchsorted(steps, since)), len(steps) - 2)
    window = losses[recent:]
    return Trend(
        course(losses, window),
        int(steps[recent]),
        float(window[0]),
        now,
        float(np.min(window)),
        float(np.max(window)),
        by_chance(window),
    )


def course(losses: Array, window: Array) -> Course:
    """Which way `window`, the end of the curve `losses`, goes.

    Changes are measured against the smaller of what the curve has covered in all and the loss now:
    0.01 is much when the loss is 0.02, and little when it is 2 and was never lower than 1.
    """
    if not math.isfinite(window[-1]):
        return Course.rising
    losses, window = losses[np.isfinite(losses)], window[np.isfinite(window)]
    size = float(np.abs(losses).max())
    covered = float(np.ptp(losses))
    scale = min(covered, float(np.abs(window).max()))
    net, wide = float(window[-1] - window[0]), float(np.ptp(window))
    if covered <= 1e-3 * size or wide <= 0.02 * scale:
        return Course.flat
    signs = np.sign(np.diff(window))
    signs = signs[signs != 0.0]
    turns = np.count_nonzero(np.diff(signs))
    half = len(window) // 2
    drift = abs(float(window[half:].mean() - window[:half].mean()))
    # Noise on the way down is no swinging: there the halves lie apart (a straight line: by 0.5).
    if turns >= max(3, 0.3 * len(signs)) and drift <= 0.25 * wide:
        return Course.swinging
    if net > 0.0:
        return Course.rising
    big = -net >= max(0.3 * covered, 0.1 * size)
    return Course.dropping if big else Course.falling


def by_chance(window: Array) -> bool:
    """Whether the net change of a curve (k,) may be the sum of jumps up and down by chance.

    n independent jumps of deviation s add up to about s times the root of n; up to LUCK times that
    is no sign of a cause, unless nearly all of them go the same way.
    """
    jumps = np.diff(window[np.isfinite(window)])
    if len(jumps) < FEWEST_JUMPS:
        return False
    net = float(jumps.sum())
    back = int(np.count_nonzero(jumps * net < 0.0))
    return abs(net) <= LUCK * float(jumps.std()) * math.sqrt(len(jumps)) and back > len(jumps) / 5
