"""Measures of formulas: the update in numbers, and what a loss charges for one answer."""

from __future__ import annotations

import math
from typing import Annotated, ClassVar, Literal, final

import numpy as np

from optlab.engine.declare import knob
from optlab.engine.explain import explain
from optlab.engine.links import Identity, Sigmoid
from optlab.engine.losses import AnyLoss, MeanSquaredError
from optlab.engine.snapshot import Status
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
