"""Measures made of other measures."""

from __future__ import annotations

import math
from collections.abc import Generator, Iterator
from typing import Annotated, ClassVar, final

import numpy as np

from optlab.engine.declare import Catalog, knob
from optlab.engine.experiment import Experiment
from optlab.session.labs.measures.curves import (
    GradientNorm,
    Loss,
    LossAt,
    Rises,
    Roughness,
    StepsTo,
)
from optlab.session.labs.measures.formula import FormulaError, Penalty, Shape
from optlab.session.labs.measures.ground import Basins, Curvature, Successes
from optlab.session.labs.measures.measure import Measure, Measuring
from optlab.session.labs.measures.model import Count, Metric, Share, Units
from optlab.session.labs.measures.paid import Paid, PaidTo
from optlab.session.labs.measures.places import Change, Distance, Excess, Parameter, WeightSize
from optlab.session.labs.trial import MOST_SEEDS, Trial


@final
class Constant(Measure, frozen=True, kw_only=True, tag="constant"):
    """A number that is simply given."""

    title: ClassVar[str] = "Constant"
    help: ClassVar[str] = "A number that is given, not measured."

    value: Annotated[float, knob("Value", "The number.")]

    def of(self, trial: Trial) -> Measuring:
        """The number itself."""
        yield from ()
        return self.value


class Two(Measure, frozen=True, kw_only=True):
    """A number made of two others."""

    first: Annotated[AnyMeasure, knob("First", "The first number.")]
    second: Annotated[AnyMeasure, knob("Second", "The second number.")]

    def check(self, experiment: Experiment) -> None:
        """Raise Unfit when one of them cannot be."""
        self.first.check(experiment)
        self.second.check(experiment)

    def both(self, trial: Trial) -> Generator[None, None, tuple[float, float]]:
        """Work out both."""
        one = yield from self.first.of(trial)
        other = yield from self.second.of(trial)
        return one, other


@final
class Difference(Two, frozen=True, kw_only=True, tag="difference"):
    """The first number minus the second."""

    title: ClassVar[str] = "Difference"
    help: ClassVar[str] = "One measure minus another."

    def of(self, trial: Trial) -> Measuring:
        """Subtract."""
        one, other = yield from self.both(trial)
        return one - other


@final
class Ratio(Two, frozen=True, kw_only=True, tag="ratio"):
    """The first number divided by the second."""

    title: ClassVar[str] = "Ratio"
    help: ClassVar[str] = "One measure divided by another."

    def of(self, trial: Trial) -> Measuring:
        """Divide; by 0 there is no number."""
        one, other = yield from self.both(trial)
        return one / other if other else math.nan


@final
class Elsewhere(Measure, frozen=True, kw_only=True, tag="elsewhere"):
    """A number of another run: that of the experiment with changes."""

    title: ClassVar[str] = "Elsewhere"
    help: ClassVar[str] = "A measure of the run with other settings."

    what: Annotated[AnyMeasure, knob("What", "Which number.")]
    set: Annotated[tuple[str, ...], knob("Set", "Changes, as of `--set`.")]

    def check(self, experiment: Experiment) -> None:
        """Raise Unfit or BadFile when there is no such run or number."""
        self.what.check(Trial(experiment).elsewhere(self.set).experiment)

    def of(self, trial: Trial) -> Measuring:
        """Run the other experiment and measure there."""
        return (yield from self.what.of(trial.elsewhere(self.set)))


@final
class Median(Measure, frozen=True, kw_only=True, tag="median"):
    """The median of a number over several seeds."""

    title: ClassVar[str] = "Median over seeds"
    help: ClassVar[str] = "The median of a measure over several seeds."

    what: Annotated[AnyMeasure, knob("What", "Which number.")]
    seeds: Annotated[int, knob("Seeds", "How many runs.", ge=1, le=MOST_SEEDS)] = 10

    def check(self, experiment: Experiment) -> None:
        """Raise Unfit when there is no such number."""
        self.what.check(experiment)

    def of(self, trial: Trial) -> Measuring:
        """Measure every seed; nan where most have no number."""
        values: list[float] = []
        for each in (yield from trial.seeds(self.seeds)):
            values.append((yield from self.what.of(each)))
        return float(np.median(values))


@final
class Best(Measure, frozen=True, kw_only=True, tag="best"):
    """The value of a setting, among those listed, with which a number is lowest."""

    title: ClassVar[str] = "Best setting"
    help: ClassVar[str] = "The value of a setting with which a measure is lowest (or highest)."

    what: Annotated[AnyMeasure, knob("What", "The number that is to be low.")]
    path: Annotated[str, knob("Path", "The setting, as of `--set`.")]
    values: Annotated[tuple[float, ...], knob("Values", "What is tried.")]
    highest: Annotated[bool, knob("Highest", "Look for the highest number instead.")] = False

    def check(self, experiment: Experiment) -> None:
        """Raise Unfit or BadFile when one of the settings cannot be."""
        for changes in sweep(self.path, self.values):
            self.what.check(Trial(experiment).elsewhere(changes).experiment)

    def of(self, trial: Trial) -> Measuring:
        """Run all of them."""
        found: list[float] = []
        for changes in sweep(self.path, self.values):
            found.append((yield from self.what.of(trial.elsewhere(changes))))
        worst = -math.inf if self.highest else math.inf
        usable = [each if math.isfinite(each) else worst for each in found]
        place = np.argmax(usable) if self.highest else np.argmin(usable)
        return self.values[int(place)]


def sweep(path: str, values: tuple[float, ...]) -> Iterator[tuple[str, ...]]:
    """The changes that give a setting one value after the other; whole numbers stay whole."""
    for value in values:
        text = repr(int(value)) if value == int(value) else repr(value)
        yield (f"{path}={text}",)


AnyMeasure = (
    Loss
    | LossAt
    | StepsTo
    | Rises
    | Roughness
    | GradientNorm
    | Paid
    | PaidTo
    | Parameter
    | Change
    | Distance
    | Excess
    | WeightSize
    | Metric
    | Share
    | Units
    | Count
    | Curvature
    | Basins
    | Successes
    | FormulaError
    | Penalty
    | Shape
    | Constant
    | Difference
    | Ratio
    | Elsewhere
    | Median
    | Best
)

MEASURES = Catalog(AnyMeasure)
