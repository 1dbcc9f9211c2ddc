"""Measures of where theta is."""

from __future__ import annotations

import math
from typing import Annotated, ClassVar, Literal, final

import numpy as np

from optlab.engine.arrays import Array
from optlab.engine.declare import knob
from optlab.engine.experiment import Experiment
from optlab.engine.fitted import FittingObjective
from optlab.engine.objective import Objective, prepare
from optlab.engine.trouble import Unfit
from optlab.session.labs.measures.measure import OfRacer
from optlab.session.labs.trial import Trial


@final
class Parameter(OfRacer, frozen=True, kw_only=True, tag="parameter"):
    """One number of theta; with `own_units` that of a model without hidden layers in real units."""

    title: ClassVar[str] = "Parameter"
    help: ClassVar[str] = "One weight or bias, by its name."

    name: Annotated[str, knob("Name", "The parameter's name, as it stands in the views.")]
    own_units: Annotated[
        bool, knob("Own units", "In the units of the data, not of standardised features.")
    ] = False

    def check(self, experiment: Experiment) -> None:
        """Raise Unfit when there is no such parameter, or it has no units."""
        OfRacer.check(self, experiment)
        objective = prepare(experiment)
        if self.name not in objective.names:
            known = ", ".join(objective.names[:8])
            raise Unfit("name", f'there is no parameter "{self.name}"; there is {known}')
        layered = isinstance(objective, FittingObjective) and objective.network.hidden
        if self.own_units and (layered or not isinstance(objective, FittingObjective)):
            raise Unfit("own_units", "only models without hidden layers have units of their own")

    def at(self, trial: Trial, racer: int) -> float:
        """Its value."""
        theta, objective = trial.snapshot(racer, self.step).theta, trial.objective
        if self.own_units and isinstance(objective, FittingObjective):
            theta = objective.in_own_units(theta)
        return float(theta[objective.names.index(self.name)])


@final
class Distance(OfRacer, frozen=True, kw_only=True, tag="distance"):
    """How far theta is from the nearest of some points: known minima, the best fit, the start."""

    title: ClassVar[str] = "Distance"
    help: ClassVar[str] = (
        "How far the parameters are from the nearest known minimum, the best line, the start."
    )

    to: Annotated[
        Literal["minimum", "lowest", "start"],
        knob("To", "The nearest minimum, the lowest one, or the start."),
    ] = "minimum"

    def check(self, experiment: Experiment) -> None:
        """Raise Unfit when no minimum is known."""
        OfRacer.check(self, experiment)
        if self.to != "start" and not len(known_minima(prepare(experiment))):
            raise Unfit("to", "no minimum of this objective is known")

    def at(self, trial: Trial, racer: int) -> float:
        """The Euclidean distance in theta (D,)."""
        theta = trial.snapshot(racer, self.step).theta
        if self.to == "start":
            points = trial.snapshot(racer, 0).theta[None]
        else:
            points = known_minima(trial.objective)
        if self.to == "lowest":
            points = points[[int(np.argmin(trial.objective.value(points)))]]
        return float(np.linalg.norm(points - theta, axis=-1).min(initial=math.inf))


@final
class Excess(OfRacer, frozen=True, kw_only=True, tag="excess"):
    """How far the training loss is above the lowest possible."""

    title: ClassVar[str] = "Excess loss"
    help: ClassVar[str] = "How far the loss is above the lowest that is possible."

    def check(self, experiment: Experiment) -> None:
        """Raise Unfit when the lowest loss is not known."""
        OfRacer.check(self, experiment)
        if not len(known_minima(prepare(experiment))):
            raise Unfit("what", "the lowest possible loss of this objective is not known")

    def at(self, trial: Trial, racer: int) -> float:
        """The difference of two losses."""
        objective = trial.objective
        lowest = float(objective.value(known_minima(objective)).min())
        return float(objective.value(trial.snapshot(racer, self.step).theta)) - lowest


@final
class WeightSize(OfRacer, frozen=True, kw_only=True, tag="weight-size"):
    """The size of theta: the root of the mean square of all weights and biases."""

    title: ClassVar[str] = "Size of the weights"
    help: ClassVar[str] = "The root of the mean square of all parameters."

    def at(self, trial: Trial, racer: int) -> float:
        """The root mean square of theta (D,)."""
        theta = trial.snapshot(racer, self.step).theta
        return float(np.sqrt(np.mean(np.square(theta))))


@final
class Change(OfRacer, frozen=True, kw_only=True, tag="change"):
    """How far one parameter moved in the update that led to a step, or theta as a whole."""

    title: ClassVar[str] = "Change"
    help: ClassVar[str] = "How far one update moved a parameter (with its sign), or all of them."

    name: Annotated[str, knob("Name", "The parameter; the length of the move if empty.")] = ""

    def check(self, experiment: Experiment) -> None:
        """Raise Unfit when there is no such parameter or no update before that step."""
        if self.name:
            Parameter(name=self.name, racer=self.racer, step=self.step).check(experiment)
        else:
            OfRacer.check(self, experiment)
        if self.step == 0:
            raise Unfit("step", "no update leads to step 0")

    def at(self, trial: Trial, racer: int) -> float:
        """The difference of two snapshots."""
        after = trial.snapshot(racer, self.step)
        change = after.theta - trial.snapshot(racer, max(after.step - 1, 0)).theta
        if not self.name:
            return float(np.linalg.norm(change))
        return float(change[trial.objective.names.index(self.name)])


def known_minima(objective: Objective) -> Array:
    """Minima (k, D): those of a landscape, or the closed form of a line fitted to squares."""
    if isinstance(objective, FittingObjective):
        best = best_line(objective)
        return np.empty((0, objective.size)) if best is None else best[None]
    return np.array(objective.minima).reshape(-1, objective.size)


def best_line(objective: FittingObjective) -> Array | None:
    """Theta (D,) with the least squares on the training set; None for other models and losses.

    RMSE is the root of MSE, so both have the same minimum.
    """
    plain = not objective.network.hidden and not objective.fitting.penalty.active
    if objective.task != "regression" or not plain or objective.fitting.loss.title not in SQUARES:
        return None
    columns = objective.inputs(objective.train.features)
    solution, *_ = np.linalg.lstsq(columns.T, objective.train.targets, rcond=None)
    return solution.astype(np.float64)


SQUARES = ("MSE", "RMSE")
