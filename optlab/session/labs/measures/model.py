"""Measures of what the model says, and of what is inside it."""

from __future__ import annotations

import math
from typing import Annotated, ClassVar, Literal, cast, final

import numpy as np

from optlab.engine.arrays import Array
from optlab.engine.declare import knob
from optlab.engine.experiment import Experiment
from optlab.engine.fitted import FittingObjective
from optlab.engine.metrics.report import ClassificationReport, Report, by_group, report
from optlab.engine.objective import prepare
from optlab.engine.trouble import Unfit
from optlab.engine.units import layer_units
from optlab.session.labs.measures.measure import (
    Measure,
    Measuring,
    OfRacer,
    On,
    fitting_of,
    has_test,
)
from optlab.session.labs.trial import Trial

Named = Literal[
    "accuracy", "precision", "recall", "f1", "area", "mse", "rmse", "mae", "r2", "sum_of_squares"
]
BY_CLASS = ("precision", "recall", "f1", "area")
OF_NUMBERS = ("mse", "rmse", "mae", "r2", "sum_of_squares")


@final
class Metric(OfRacer, frozen=True, kw_only=True, tag="metric"):
    """A figure of merit on the training or test set, of all samples or of one group."""

    title: ClassVar[str] = "Metric"
    help: ClassVar[str] = "Accuracy, recall, RMSE ... of the model, for all samples or one group."

    name: Annotated[Named, knob("Name", "Which figure.")] = "accuracy"
    on: Annotated[On, knob("On", "Training or test samples.")] = "training"
    group: Annotated[str, knob("Group", "Samples of this group only; all if empty.")] = ""
    label: Annotated[
        str, knob("Class", "Of this class; of the positive one, or the mean over all, if empty.")
    ] = ""
    threshold: Annotated[
        float, knob("Threshold", "From which probability on a yes is said.", ge=0, le=1)
    ] = 0.5

    def check(self, experiment: Experiment) -> None:
        """Raise Unfit when this objective has no such figure, group or class."""
        OfRacer.check(self, experiment)
        objective = fitting_of(experiment)
        has_test(experiment, self.on)
        numbers = objective.task == "regression"
        if numbers != (self.name in OF_NUMBERS):
            kind = "numbers to predict" if numbers else "classes"
            raise Unfit("name", f"the data has {kind}, so it has no {self.name}")
        samples = objective.train
        if self.group and self.group not in samples.group_names:
            known = ", ".join(samples.group_names) or "none"
            raise Unfit("group", f'there is no group "{self.group}"; there is {known}')
        if self.label and self.label not in samples.class_names:
            known = ", ".join(samples.class_names) or "none"
            raise Unfit("label", f'there is no class "{self.label}"; there is {known}')

    def at(self, trial: Trial, racer: int) -> float:
        """The figure."""
        objective = trial.objective
        assert isinstance(objective, FittingObjective)  # noqa: S101  (check has seen to it)
        samples = objective.train if self.on == "training" else objective.test
        theta = trial.snapshot(racer, self.step).theta
        told: Report = report(objective, theta, samples, self.threshold)
        if self.group:
            told = by_group(told, samples)[self.group]
        if not isinstance(told, ClassificationReport) or self.name not in BY_CLASS:
            return float(getattr(told, self.name))
        of_each = cast("Array", getattr(told, self.name))
        if self.label:
            return float(of_each[told.class_names.index(self.label)])
        return float(of_each[1] if len(of_each) == 2 else np.mean(of_each))


@final
class Units(OfRacer, frozen=True, kw_only=True, tag="units"):
    """How many hidden units are dead, or saturated, on all training samples."""

    title: ClassVar[str] = "Hidden units"
    help: ClassVar[str] = "How many hidden units are dead, or saturated."

    state: Annotated[Literal["dead", "saturated"], knob("State", "Which ones to count.")] = "dead"
    layer: Annotated[
        int, knob("Layer", "The hidden layer, from 1; 0: all of them.", ge=0, le=100)
    ] = 0

    def check(self, experiment: Experiment) -> None:
        """Raise Unfit without such a layer."""
        OfRacer.check(self, experiment)
        hidden = len(fitting_of(experiment).network.hidden)
        if not hidden or self.layer > hidden:
            raise Unfit("layer", f"the model has {hidden} hidden layers")

    def at(self, trial: Trial, racer: int) -> float:
        """The count."""
        objective = trial.objective
        assert isinstance(objective, FittingObjective)  # noqa: S101  (check has seen to it)
        theta = trial.snapshot(racer, self.step).theta
        columns = objective.inputs(objective.train.features)
        layers = layer_units(objective.network, theta, columns)
        if self.layer:
            layers = layers[self.layer - 1 : self.layer]
        return float(sum(np.count_nonzero(getattr(each, self.state)) for each in layers))


@final
class Count(Measure, frozen=True, kw_only=True, tag="count"):
    """A number of the objective itself: parameters, features, samples, updates in an epoch."""

    title: ClassVar[str] = "Count"
    help: ClassVar[str] = "How many parameters, features, training samples ... there are."

    of_what: Annotated[
        Literal["parameters", "features", "training", "test", "classes", "updates-per-epoch"],
        knob("Of what", "What is counted."),
    ] = "parameters"

    def check(self, experiment: Experiment) -> None:
        """Raise Unfit when a landscape is asked about data."""
        if self.of_what not in ("parameters", "updates-per-epoch"):
            fitting_of(experiment)

    def of(self, trial: Trial) -> Measuring:
        """Nothing needs to run."""
        yield from ()
        objective = trial.objective
        if self.of_what == "parameters":
            return float(objective.size)
        if self.of_what == "updates-per-epoch":
            return float(objective.steps_per_epoch)
        if not isinstance(objective, FittingObjective):
            return math.nan
        samples = objective.train
        return float(
            {
                "features": samples.features.shape[1],
                "training": len(samples),
                "test": len(objective.test),
                "classes": samples.classes,
            }[self.of_what]
        )


@final
class Share(Measure, frozen=True, kw_only=True, tag="share"):
    """The share of samples of one class: how right one is who always says that class."""

    title: ClassVar[str] = "Share of a class"
    help: ClassVar[str] = "The share of samples of one class, the most frequent one if empty."

    label: Annotated[str, knob("Class", "Its name.")] = ""
    on: Annotated[On, knob("On", "Training or test samples.")] = "training"

    def check(self, experiment: Experiment) -> None:
        """Raise Unfit without such a class."""
        Metric(label=self.label, on=self.on).check(experiment)

    def of(self, trial: Trial) -> Measuring:
        """Nothing needs to run."""
        yield from ()
        objective = prepare(trial.experiment)
        assert isinstance(objective, FittingObjective)  # noqa: S101  (check has seen to it)
        samples = objective.train if self.on == "training" else objective.test
        shares = [
            float(np.count_nonzero(samples.targets == each)) / len(samples)
            for each in range(samples.classes)
        ]
        return shares[samples.class_names.index(self.label)] if self.label else max(shares)
