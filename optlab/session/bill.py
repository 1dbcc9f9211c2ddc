"""What every racer paid, what it would pay on more data, and what it had paid on reaching a loss.

A step of one method costs a multiple of another's, so racers are compared fairly by what they paid.
On N samples instead of n the same number of epochs touches N / n times as many. Time is modelled, a
nanosecond for every parameter and sample (see `optlab.engine.stops`), so it is the same everywhere.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from optlab.engine.objective import Objective
from optlab.engine.snapshot import Cost
from optlab.engine.stops import modelled_seconds
from optlab.session.moment import Moment

SIZES = (1_000, 100_000, 1_000_000)
"""Sizes of data sets to think of, beside the size of the present one."""


@dataclass(frozen=True)
class Bill:
    """Steps made, evaluations paid, samples touched; seconds are modelled (0 without data)."""

    steps: int
    loss_evaluations: int
    gradient_evaluations: int
    samples: float
    seconds: float

    @property
    def evaluations(self) -> int:
        """Evaluations of both kinds."""
        return self.loss_evaluations + self.gradient_evaluations


@dataclass(frozen=True)
class Fair:
    """What each racer had paid when its train loss first was `loss` or less; None: not yet."""

    loss: float
    bills: tuple[Bill | None, ...]


def bill(steps: int, cost: Cost, objective: Objective, size: int = 0) -> Bill:
    """The bill of a racer; with `size`, as many epochs on so many training samples."""
    times = size / objective.samples if size and objective.samples else 1.0
    samples = times * cost.samples
    seconds = modelled_seconds(samples, objective.size)
    return Bill(steps, cost.loss_evaluations, cost.gradient_evaluations, samples, seconds)


def bills(moment: Moment, size: int = 0) -> tuple[Bill, ...]:
    """What every racer has paid at the cursor."""
    return tuple(bill(each.step, each.cost, moment.objective, size) for each in moment.snapshots)


def fair(moment: Moment, size: int = 0) -> Fair | None:
    """Compare by the lowest loss that all racers have reached which got below the start.

    None before anybody has.
    """
    rows = [
        (track := moment.recording.track(each.racer)).rows[: track.count(each.step)]
        for each in moment.snapshots
    ]
    start = moment.recording.losses(0, 0)[0]
    lowest = [float(np.nanmin(each["train_loss"], initial=math.inf)) for each in rows]
    target = max((each for each in lowest if each < start), default=math.nan)
    if math.isnan(target):
        return None
    paid: list[Bill | None] = []
    for each, low in zip(rows, lowest, strict=True):
        if low > target:
            paid.append(None)
            continue
        row = each[int(np.argmax(each["train_loss"] <= target))]
        paid.append(bill(int(row["step"]), Cost(*row["cost"].tolist()), moment.objective, size))
    return Fair(target, tuple(paid))
