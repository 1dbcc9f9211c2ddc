"""Measures of formulas: the update in numbers, the charge of a loss, the shape of an activation."""

from __future__ import annotations

import math
from typing import Annotated, ClassVar, Literal, final

import numpy as np

from optlab.engine.activations import AnyActivation, Tanh, pieces
from optlab.engine.declare import knob
from optlab.engine.experiment import Experiment
from optlab.engine.explain import explain
from optlab.engine.links import Identity, Sigmoid
from optlab.engine.losses import AnyLoss, MeanSquaredError
from optlab.engine.snapshot import Status
from optlab.engine.trouble import Unfit
from optlab.session.labs.measures.measure import Measure, Measuring, OfRacer
from optlab.session.labs.trial import Trial


@final
class FormulaError(OfRacer, frozen=True, kw_only=True, tag="formula-error"):
    """How far the formula on screen, worked out with its numbers, is from what the code did."""

    title: ClassVar[str] = "Error of the formula"
    help: ClassVar[str] = "The largest difference between the formula in numbers and the update."

    def at(self, trial: Trial, racer: int) -> float:
        """The largest difference over all parameters; nan where a method is told in words."""
        step = trial.until if self.step < 0 else self.step
        before = trial.snapshot(racer, max(step - 1, 0))
        if before.status is not Status.running:
            return math.nan
        told = explain(trial.experiment, before)
        ends = [line.value for line in told.lines if line.symbol in ("θ", "w")]
        return float(np.abs(ends[-1] - told.theta).max()) if ends else math.nan


@final
class Penalty(Measure, frozen=True, kw_only=True, tag="penalty"):
    """What one sample is charged: by a loss, for a true target and what the model says."""

    title: ClassVar[str] = "Charge for one answer"
    help: ClassVar[str] = "What a loss charges for one answer, such as a confident mistake."

    loss: Annotated[AnyLoss, knob("Loss", "Which loss.")] = MeanSquaredError()
    answer: Annotated[Literal["number", "probability"], knob("Kind", "What the model says.")] = (
        "probability"
    )
    target: Annotated[float, knob("Target", "The truth: a number, or class 0 or 1.")] = 1.0
    said: Annotated[float, knob("Said", "What the model says.")] = 0.5

    def of(self, trial: Trial) -> Measuring:
        """Nothing needs to run."""
        yield from ()
        link = Sigmoid() if self.answer == "probability" else Identity()
        if type(link) not in self.loss.links:
            return math.nan
        with np.errstate(all="ignore"):
            score = math.log(self.said / (1 - self.said)) if self.answer != "number" else self.said
            value = self.loss.value(np.array([score]), np.array([self.target]), link)
        return float(value)


@final
class Shape(Measure, frozen=True, kw_only=True, tag="activation"):
    """What an activation makes of one weighted sum, or how steep it is there."""

    title: ClassVar[str] = "Activation of a sum"
    help: ClassVar[str] = "What an activation makes of a weighted sum, or its slope there."

    activation: Annotated[AnyActivation, knob("Activation", "Which one.")] = Tanh()
    z: Annotated[float, knob("Sum", "The weighted sum.")] = 0.0
    slope: Annotated[bool, knob("Slope", "The slope there instead of the output.")] = False

    def check(self, experiment: Experiment) -> None:
        """Raise Unfit for a maxout unit, which has several sums."""
        if pieces(self.activation) > 1:
            raise Unfit("activation", "a maxout unit has several sums, not one")

    def of(self, trial: Trial) -> Measuring:
        """Nothing needs to run."""
        yield from ()
        sums = np.array([self.z])
        given = self.activation.apply(sums.copy())
        if not self.slope:
            return float(given[0])
        return float(self.activation.derivative(sums if self.activation.needs_sums else given)[0])
