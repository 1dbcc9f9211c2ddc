"""Measures of the loss over time."""

from __future__ import annotations

import math
from typing import Annotated, ClassVar, final

import numpy as np

from optlab.engine.declare import knob
from optlab.engine.experiment import Experiment
from optlab.session.labs.measures.measure import Measuring, OfRacer, On, has_test
from optlab.session.labs.trial import Trial


@final
class Loss(OfRacer, frozen=True, kw_only=True, tag="loss"):
    """The loss over the whole training or test set."""

    title: ClassVar[str] = "Loss"
    help: ClassVar[str] = "The loss over all samples after some step, or the lowest one so far."

    on: Annotated[On, knob("On", "Training or test samples.")] = "training"
    lowest: Annotated[bool, knob("Lowest", "The lowest one up to that step.")] = False

    def check(self, experiment: Experiment) -> None:
        """Raise Unfit without such a racer or set."""
        OfRacer.check(self, experiment)
        has_test(experiment, self.on)

    def at(self, trial: Trial, racer: int) -> float:
        """The loss, measured on all samples."""
        step = trial.until if self.step < 0 else min(self.step, trial.until)
        if self.lowest:
            rows = trial.rows(racer)
            rows = rows[rows["step"] <= step]
            seen = rows["train_loss" if self.on == "training" else "test_loss"]
            return float(np.fmin.reduce(seen, initial=math.inf))
        return trial.recording.losses(racer, step)[self.on == "test"]


@final
class StepsTo(OfRacer, frozen=True, kw_only=True, tag="steps-to"):
    """How many updates it took until the training loss was first so low; inf: never."""

    title: ClassVar[str] = "Steps to a loss"
    help: ClassVar[str] = "Updates until the training loss first was this low; infinite if never."

    loss: Annotated[float, knob("Loss", "The loss to be reached.")]

    def at(self, trial: Trial, racer: int) -> float:
        """The first recorded step with such a loss."""
        rows = trial.rows(racer)
        low = rows["step"][rows["train_loss"] <= self.loss]
        return float(low[0]) if len(low) else math.inf


@final
class Rises(OfRacer, frozen=True, kw_only=True, tag="rises"):
    """How many updates made the training loss larger."""

    title: ClassVar[str] = "Rises"
    help: ClassVar[str] = "How many updates made the training loss larger."

    def at(self, trial: Trial, racer: int) -> float:
        """Count the rises between recorded steps."""
        seen = trial.rows(racer)["train_loss"]
        return float(np.count_nonzero(np.diff(seen) > 0))


@final
class Roughness(OfRacer, frozen=True, kw_only=True, tag="roughness"):
    """How much the training loss goes up and down: all rises over the whole fall; 0 is smooth."""

    title: ClassVar[str] = "Roughness"
    help: ClassVar[str] = "All rises of the loss together, over how far it fell in all."

    def at(self, trial: Trial, racer: int) -> float:
        """The sum of rises over the distance between the highest and the lowest loss."""
        seen = trial.rows(racer)["train_loss"]
        fall = float(np.ptp(seen))
        return float(np.maximum(np.diff(seen), 0.0).sum() / fall) if fall else 0.0


@final
class GradientNorm(OfRacer, frozen=True, kw_only=True, tag="gradient-norm"):
    """The length of the gradient over the whole training set."""

    title: ClassVar[str] = "Length of the gradient"
    help: ClassVar[str] = "How steep the ground is there, over all training samples."

    def at(self, trial: Trial, racer: int) -> float:
        """The norm of the gradient there."""
        theta = trial.snapshot(racer, self.step).theta
        return float(np.linalg.norm(trial.objective.gradient(theta)))


@final
class LossAt(OfRacer, frozen=True, kw_only=True, tag="loss-at"):
    """The loss of the whole training set at a point that is given, not reached."""

    title: ClassVar[str] = "Loss at a point"
    help: ClassVar[str] = "The training loss with these parameters, wherever the racers are."

    theta: Annotated[tuple[float, ...], knob("Theta", "The parameters, in their order.")]

    def of(self, trial: Trial) -> Measuring:
        """Nothing needs to run."""
        yield from ()
        if len(self.theta) != trial.objective.size:
            return math.nan
        return float(trial.objective.value(np.array(self.theta)))
