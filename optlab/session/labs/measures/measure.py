"""What all measures have in common: a number that is worked out from a trial."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import Annotated, Literal, cast

import msgspec

from optlab.engine.declare import Choice, knob
from optlab.engine.experiment import Experiment
from optlab.engine.fitted import FittingObjective
from optlab.engine.objective import prepare
from optlab.engine.trouble import Unfit
from optlab.session.labs.trial import Trial

Measuring = Generator[None, None, float]
"""A number on its way: nan where the trial has no such number."""

On = Literal["training", "test"]


class Measure(Choice, frozen=True, kw_only=True):
    """A number of a trial. `check` says before any run whether an experiment can have it."""

    def check(self, experiment: Experiment) -> None:
        """Raise Unfit when no run of this experiment has such a number."""

    def of(self, trial: Trial) -> Measuring:
        """Work it out, with stop points."""
        raise NotImplementedError


class OfRacer(Measure, frozen=True, kw_only=True):
    """A number of one racer after some step, by default of the first one at the end."""

    racer: Annotated[str, knob("Racer", "Whose number; the first racer's if empty.")] = ""
    step: Annotated[
        int, knob("Step", "After how many updates; -1: at the end.", ge=-1, le=10_000_000)
    ] = -1

    def check(self, experiment: Experiment) -> None:
        """Raise Unfit when there is no such racer."""
        Trial(experiment).racer(self.racer)
        if self.step > experiment.steps:
            raise Unfit("step", f"the run has only {experiment.steps} steps, not {self.step}")

    def of(self, trial: Trial) -> Measuring:
        """Run the trial, then look at one racer."""
        yield from trial.run()
        return self.at(trial, trial.racer(self.racer))

    def at(self, trial: Trial, racer: int) -> float:
        """The number of the racer at this place, once the trial was run."""
        raise NotImplementedError


def of_the_start(*looked: msgspec.Struct) -> bool:
    """Whether all numbers of racers in these measures and conditions are those before any step."""
    racers = [each for whole in looked for each in _inside(whole) if isinstance(each, OfRacer)]
    return bool(racers) and all(each.step == 0 for each in racers)


def _inside(value: object) -> Iterator[object]:
    """A declaration and all that it is made of."""
    yield value
    if isinstance(value, msgspec.Struct):
        for field in value.__struct_fields__:
            yield from _inside(getattr(value, field))
    elif isinstance(value, tuple):
        for each in cast("tuple[object, ...]", value):
            yield from _inside(each)


def fitting_of(experiment: Experiment) -> FittingObjective:
    """The objective, when it is made of data; raises Unfit for a landscape."""
    objective = prepare(experiment)
    if not isinstance(objective, FittingObjective):
        raise Unfit("what", "a landscape has no data, so there is no such number")
    return objective


def has_test(experiment: Experiment, on: On) -> None:
    """Raise Unfit when a number on the test set is asked for, and there is none."""
    if on == "test" and not prepare(experiment).has_test:
        raise Unfit("on", "no data is kept back for testing here")
