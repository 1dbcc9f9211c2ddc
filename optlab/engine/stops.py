"""Stops: what ends a run before its last step, and how often the loss is looked at for that.

A step sees only the loss of its own mini-batch, before it moves, and sees it for nothing. A check
evaluates the loss of the whole training set after the step, and that has its price: one loss
evaluation that touches every sample. Checks change what a run costs, never where it goes.

None of these ends is called convergence: a loss below a number, a gentle slope of one batch or an
empty purse say nothing about a minimum.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar, final

import numpy as np

from optlab.engine.arrays import Array, Counts
from optlab.engine.declare import Catalog, Choice, knob

Rows = np.ndarray[tuple[int], np.dtype[np.bool]]

SECONDS_PER_NUMBER = 1e-9
"""The modelled price of one parameter on one sample: an ordinary processor of today."""


def modelled_seconds(samples: float, parameters: int) -> float:
    """Time that touching so many samples takes, with every parameter used once for each."""
    return SECONDS_PER_NUMBER * parameters * samples


@dataclass(frozen=True, eq=False)
class Course:
    """Consecutive steps of one racer: what each saw on its batch, and had been touched after it.

    `loss`, `gradient_norm` and `checked` are (m,); `checked` is the loss that was looked at after a
    step, nan where none was. `checks` says whether the loss is ever looked at.
    """

    loss: Array
    gradient_norm: Array
    samples: Counts
    checked: Array
    checks: bool


@final
class NoCheck(Choice, frozen=True, tag="none"):
    """The loss is never looked at."""

    title: ClassVar[str] = "Never"
    help: ClassVar[str] = "Nothing is paid: a stop sees only what each step sees on its own batch."

    def due(self, steps: Counts, samples: Counts, parameters: int, price: int) -> Rows:
        """No step (m,) is followed by a check."""
        del samples, parameters, price
        return np.zeros(len(steps), dtype=np.bool)


@final
class EverySteps(Choice, frozen=True, tag="steps"):
    """The loss is looked at after every k-th step."""

    title: ClassVar[str] = "Every k steps"
    help: ClassVar[str] = "Looks at the loss of all training samples after every k steps."

    every: Annotated[
        int,
        knob(
            "Every",
            "Steps from one check to the next: rarer checks cost less.",
            symbol="k",
            unit="steps",
            scale="log",
            ge=1,
            le=1_000_000,
            slider=(1, 1000),
        ),
    ] = 10

    def due(self, steps: Counts, samples: Counts, parameters: int, price: int) -> Rows:
        """Whether each of the steps (m,), counted from 1, is followed by a check."""
        del samples, parameters, price
        return steps % self.every == 0


@final
class EverySeconds(Choice, frozen=True, tag="seconds"):
    """The loss is looked at after the first step that ends in another s modelled seconds.

    Time is modelled, so that a run is the same on every machine: samples touched times parameters
    times a nanosecond, checks included.
    """

    title: ClassVar[str] = "Every s seconds"
    help: ClassVar[str] = "Looks at the loss as time goes by: time that is modelled, not measured."

    seconds: Annotated[
        float,
        knob(
            "Seconds",
            "Modelled time from one check to the next: samples times parameters, a billion each s.",
            symbol="s",
            unit="s",
            scale="log",
            ge=1e-9,
            le=1e6,
            slider=(1e-6, 1.0),
        ),
    ] = 1e-5

    def due(self, steps: Counts, samples: Counts, parameters: int, price: int) -> Rows:
        """Whether each step is followed by a check, which touches `price` samples.

        `samples` (m + 1,) were touched before the first step and after each one, without these
        checks.
        """
        found = np.zeros(len(steps), dtype=np.bool)
        paid = 0
        counts = samples.tolist()
        for row in range(len(steps)):
            times = (modelled_seconds(counts[at] + paid, parameters) for at in (row, row + 1))
            before, after = (int(time / self.seconds) for time in times)
            if after > before:
                found[row] = True
                paid += price
        return found


@final
class LossBelow(Choice, frozen=True, tag="loss-below"):
    """Stop when the loss is at most epsilon."""

    title: ClassVar[str] = "Loss below"
    help: ClassVar[str] = "Good enough: stops when the loss is small, at a check if there are any."
    formula: ClassVar[str] = "L ≤ ε"

    epsilon: Annotated[
        float,
        knob("Loss", "The loss that is good enough.", symbol="ε", ge=-1e9, le=1e9, slider=(0, 1)),
    ] = 0.1

    def met(self, course: Course) -> Rows:
        """Whether the loss that was looked at after each step, or else the seen one, is so low."""
        return (course.checked if course.checks else course.loss) <= self.epsilon

    def evidence(self, course: Course, row: int) -> str:
        """Say what was met at a row."""
        if course.checks:
            return f"the loss, checked there, is {course.checked[row]:.6g}, below {self.epsilon:g}"
        return f"the loss seen there is {course.loss[row]:.6g}, below {self.epsilon:g}"


@final
class GradientBelow(Choice, frozen=True, tag="gradient-below"):
    """Stop when the norm of the gradient is at most epsilon."""

    title: ClassVar[str] = "Slope below"
    help: ClassVar[str] = "Stops where the ground is nearly flat: a valley, a saddle or a plateau."
    formula: ClassVar[str] = "‖∇L‖ ≤ ε"

    epsilon: Annotated[
        float,
        knob(
            "Slope",
            "The norm of the gradient that counts as flat.",
            symbol="ε",
            scale="log",
            gt=0,
            le=1e6,
            slider=(1e-8, 1.0),
        ),
    ] = 1e-3

    def met(self, course: Course) -> Rows:
        """Whether the gradient that each step felt is so small; never where it felt none."""
        return course.gradient_norm <= self.epsilon

    def evidence(self, course: Course, row: int) -> str:
        """Say what was met at a row."""
        return f"the slope is {course.gradient_norm[row]:.3g}, below {self.epsilon:g}"


@final
class SamplesSpent(Choice, frozen=True, tag="samples"):
    """Stop when a budget of samples has been touched, by steps and checks."""

    title: ClassVar[str] = "Samples spent"
    help: ClassVar[str] = "A budget: stops when so many samples have been looked at, however well."

    budget: Annotated[
        int,
        knob(
            "Budget",
            "Samples that may be touched; the step that reaches it is still taken.",
            unit="samples",
            scale="log",
            ge=1,
            le=10**12,
            slider=(1_000, 10_000_000),
        ),
    ] = 10_000

    def met(self, course: Course) -> Rows:
        """Whether so many samples had been touched after each step."""
        return course.samples >= self.budget

    def evidence(self, course: Course, row: int) -> str:
        """Say what was met at a row."""
        return f"{course.samples[row]:,} samples are touched, of a budget of {self.budget:,}"


AnyCheck = NoCheck | EverySteps | EverySeconds

CHECKS = Catalog(AnyCheck)

AnyStop = LossBelow | GradientBelow | SamplesSpent

STOPS = Catalog(AnyStop)
