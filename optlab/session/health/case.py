"""One racer at the cursor, as the checks look at it: nothing in it is newer than the cursor."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from optlab.engine.arrays import Array, Counts
from optlab.engine.baseline import guessing_loss
from optlab.engine.batches import Batch
from optlab.engine.experiment import Racer
from optlab.engine.fitted import FittingObjective
from optlab.engine.objective import Objective
from optlab.engine.optimizers import GradientDescent, Momentum, Nesterov
from optlab.engine.snapshot import Snapshot, Status
from optlab.engine.units import LayerUnits, layer_units
from optlab.engine.wiring import layer_norms
from optlab.session.moment import Moment
from optlab.session.track import Rows
from optlab.session.trend import Trend, trend

WORK = 1_000_000
"""Samples times parameters that units and gradients are looked at with: a millisecond or less."""

FEWEST = 20
"""Steps before anything that takes time is judged."""
NEWEST = 10
"""Steps whose direction and pace are judged; to tell creeping, twice with mini-batches."""
LEAST = 0.02
"""Changes below this share of the loss are none."""


@dataclass(frozen=True, eq=False)
class Case:
    """A racer of a moment. What is dear is computed when a check asks for it, and once."""

    moment: Moment
    racer: int

    @property
    def objective(self) -> Objective:
        """What is minimised."""
        return self.moment.objective

    @property
    def fitting(self) -> FittingObjective | None:
        """The same, where it is made of data."""
        objective = self.moment.objective
        return objective if isinstance(objective, FittingObjective) else None

    @property
    def snapshot(self) -> Snapshot:
        """The racer at the cursor."""
        return self.moment.snapshots[self.racer]

    @property
    def chosen(self) -> Racer:
        """Its name, optimizer and schedule."""
        return self.moment.experiment.racers[self.racer]

    @property
    def step(self) -> int:
        """The step it has reached: that of the cursor, or its last."""
        return self.snapshot.step

    @property
    def going(self) -> bool:
        """Whether it has not ended before the cursor."""
        return self.snapshot.status is Status.running

    @property
    def plan(self) -> int:
        """The steps that it is to make in all."""
        return self.moment.experiment.steps

    # Curves --------------------------------------------------------------------------------------

    @cached_property
    def rows(self) -> Rows:
        """The measured rows (k,) of its curves up to the cursor; row 0 is the start."""
        track = self.moment.recording.track(self.racer)
        return track.rows[: track.count(self.step)]

    @property
    def steps(self) -> Counts:
        """The steps (k,) of the rows."""
        return self.rows["step"]

    @property
    def losses(self) -> Array:
        """The train losses (k,)."""
        return self.rows["train_loss"]

    @property
    def norms(self) -> Array:
        """The lengths (k,) of the gradients that each step felt; nan at the start."""
        return self.rows["gradient_norm"]

    @property
    def first(self) -> float:
        """The train loss at the start."""
        return self.moment.recording.losses(self.racer, 0)[0]

    @property
    def now(self) -> float:
        """The train loss at the cursor."""
        return self.moment.train_losses[self.racer]

    @cached_property
    def trend(self) -> Trend:
        """Where its loss is going; not before the first step."""
        return trend(self.moment, self.racer)

    @cached_property
    def path(self) -> Array:
        """Theta (k, D) of the newest 21 kept steps, the cursor's last."""
        kept = self.moment.recording.track(self.racer).path.upto(self.step)[-21:]
        return (
            kept
            if (kept[-1] == self.snapshot.theta).all()
            else np.vstack((kept[1:], self.snapshot.theta))
        )

    @cached_property
    def floor(self) -> float:
        """The lowest loss that is known to be possible; nan where none is known."""
        if self.fitting:
            return 0.0  # no loss and no penalty is ever below
        minima = self.objective.minima
        return float(self.objective.value(np.array(minima)).min()) if minima else math.nan

    @property
    def guessing(self) -> float:
        """The loss of a model that ignores the features; nan for a landscape."""
        return guessing_loss(self.fitting) if self.fitting else math.nan

    # The learning rate ---------------------------------------------------------------------------

    @property
    def learning_rate(self) -> float | None:
        """The knob of that name, if its optimizer has one."""
        return learning_rate(self.chosen)

    @property
    def pace(self) -> float:
        """What the schedule multiplies the learning rate of the newest step by."""
        return self.chosen.schedule.factor(max(self.step - 1, 0), self.plan)

    @cached_property
    def goes_down_with_all(self) -> bool:
        """Whether a step along the slope of all samples, as long as its own, would lower the loss.

        Then it is the choice of samples that leads it up. Memory makes a step longer in the end by
        1 / (1 - beta).
        """
        fitting, rate = self.fitting, self.learning_rate
        if fitting is None or rate is None or not self.follows_slope:
            return False
        length = rate * self.pace / (1.0 - getattr(self.chosen.optimizer, "beta", 0.0))
        theta = self.snapshot.theta
        with np.errstate(all="ignore"):
            after = theta - length * fitting.gradient(theta, self._samples)
            now, then = self.losses_at(np.stack([theta, after]))
        return bool(then < now)

    @property
    def follows_slope(self) -> bool:
        """Whether its steps are as long as learning rate times slope, memory aside."""
        return isinstance(self.chosen.optimizer, GradientDescent | Momentum | Nesterov)

    def losses_at(self, theta: Array) -> Array:
        """The train loss at theta (k, D), on the samples that are looked at -> (k,)."""
        return self.objective.value(theta, self._samples)

    # The network ---------------------------------------------------------------------------------

    @property
    def looked_at(self) -> int:
        """How many training samples units and layers are looked at with: all, where that is quick.

        0 for a landscape.
        """
        if self.fitting is None:
            return 0
        return min(len(self.fitting.train), max(50, WORK // self.fitting.size))

    @cached_property
    def _samples(self) -> Batch | None:
        if self.fitting is None:
            return None
        whole, count = self.fitting.batches.whole, self.looked_at
        return Batch(whole.columns[:, :count], whole.rows[:count], whole.targets[..., :count])

    @cached_property
    def units(self) -> tuple[LayerUnits, ...]:
        """Dead and saturated units of every hidden layer; () for a landscape."""
        return self.units_at(self.snapshot.theta)

    def units_at(self, theta: Array) -> tuple[LayerUnits, ...]:
        """The same at theta (D,)."""
        if self.fitting is None or self._samples is None:
            return ()
        return layer_units(self.fitting.network, theta, self._samples.columns)

    @cached_property
    def layer_slopes(self) -> tuple[float, ...]:
        """How steep the loss is in a weight of each layer: the root of the mean square."""
        fitting = self.fitting
        if fitting is None:
            return ()
        gradient = fitting.gradient(self.snapshot.theta, self._samples)
        norms = layer_norms(fitting.network, gradient)
        counts = (span.stop - span.start for span in fitting.network.spans)
        return tuple(norm / math.sqrt(count) for norm, count in zip(norms, counts, strict=True))


def learning_rate(racer: Racer) -> float | None:
    """The learning rate of a racer, if its optimizer has one."""
    return getattr(racer.optimizer, "learning_rate", None)
