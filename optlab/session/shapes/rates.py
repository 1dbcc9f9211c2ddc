"""How the learning rate of every racer goes along the run, as its schedule has it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optlab.engine.arrays import Array, Counts
from optlab.engine.experiment import Experiment, Racer
from optlab.session.message import Message
from optlab.session.numbers import figure, percent

POINTS = 240


@dataclass(frozen=True, eq=False)
class Rate:
    """One racer: factors (k,) of the steps (k,), and the learning rate that they multiply.

    `full` is None where the optimizer has no learning rate; a schedule then scales its radius or
    does nothing.
    """

    racer: int
    steps: Counts
    factors: Array
    full: float | None
    now: float
    """The factor of the update that the cursor's step makes."""

    @property
    def rates(self) -> Array:
        """Learning rates (k,); the factors themselves where there is none."""
        return self.factors * (1.0 if self.full is None else self.full)


def rates(experiment: Experiment, cursor: int) -> tuple[Rate, ...]:
    """The schedule of every racer over the planned steps, and where `cursor` is."""
    last = max(experiment.steps - 1, 0)
    steps = np.unique(np.linspace(0, last, POINTS).round().astype(np.int64))
    return tuple(
        Rate(
            index,
            steps,
            np.array([racer.schedule.factor(step, experiment.steps) for step in steps.tolist()]),
            full_rate(racer),
            racer.schedule.factor(min(cursor, last), experiment.steps),
        )
        for index, racer in enumerate(experiment.racers)
    )


def full_rate(racer: Racer) -> float | None:
    """What the knob says; None for an optimizer without one."""
    rate = getattr(racer.optimizer, "learning_rate", None)
    return float(rate) if isinstance(rate, int | float) else None


def rate_words(rate: Rate, racer: Racer) -> Message:
    """What the schedule does to one racer at the cursor."""
    values: dict[str, str | int | Message] = {
        "name": racer.name,
        "title": racer.schedule.title,
        "share": percent(rate.now),
    }
    if rate.full is None:
        return Message(
            "{name} has no learning rate. Its schedule is {title}, at {share} now.", values
        )
    values |= {"now": figure(rate.full * rate.now), "full": figure(rate.full)}
    if rate.now == 1.0 and bool(np.all(rate.factors == 1.0)):
        return Message("{name} keeps its learning rate of {full} from the first step on.", values)
    return Message(
        "{name} takes its next step with a learning rate of {now}: {share} of the {full} chosen.",
        values,
    )
