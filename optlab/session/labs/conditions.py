"""Conditions: what must come out of a run, said of measures; the checks and claims of labs."""

from __future__ import annotations

import math
from collections.abc import Generator
from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal, final

import numpy as np

from optlab.engine.declare import Catalog, Choice, knob
from optlab.engine.experiment import Experiment
from optlab.engine.snapshot import Status
from optlab.engine.trouble import Unfit
from optlab.session.labs.measures import AnyMeasure, sweep
from optlab.session.labs.trial import Trial
from optlab.session.message import Message
from optlab.session.numbers import trimmed


@dataclass(frozen=True)
class Outcome:
    """Whether a condition holds, and one sentence with the numbers that were seen."""

    holds: bool
    figures: Message


Judging = Generator[None, None, Outcome]


class Condition(Choice, frozen=True, kw_only=True):
    """Something that a run meets or does not meet. A number that is none meets nothing."""

    def check(self, experiment: Experiment) -> None:
        """Raise Unfit or BadFile when no run of this experiment could be judged."""
        raise NotImplementedError

    def of(self, trial: Trial) -> Judging:
        """Judge a trial, with stop points."""
        raise NotImplementedError


class OfOne(Condition, frozen=True, kw_only=True):
    """A condition on one number."""

    what: Annotated[AnyMeasure, knob("What", "The number that is looked at.")]

    def check(self, experiment: Experiment) -> None:
        """Raise Unfit when there is no such number."""
        self.what.check(experiment)


@final
class Below(OfOne, frozen=True, kw_only=True, tag="below"):
    """The number is at most `limit`."""

    title: ClassVar[str] = "Below"
    help: ClassVar[str] = "A number is at most a limit."

    limit: Annotated[float, knob("Limit", "The largest value that will do.")]

    def of(self, trial: Trial) -> Judging:
        """Compare."""
        value = yield from self.what.of(trial)
        wanted = Message(
            "{value}; at most {limit} is wanted.",
            {"value": trimmed(value), "limit": trimmed(self.limit)},
        )
        return Outcome(value <= self.limit, wanted)


@final
class Above(OfOne, frozen=True, kw_only=True, tag="above"):
    """The number is at least `limit`."""

    title: ClassVar[str] = "Above"
    help: ClassVar[str] = "A number is at least a limit."

    limit: Annotated[float, knob("Limit", "The smallest value that will do.")]

    def of(self, trial: Trial) -> Judging:
        """Compare."""
        value = yield from self.what.of(trial)
        wanted = Message(
            "{value}; at least {limit} is wanted.",
            {"value": trimmed(value), "limit": trimmed(self.limit)},
        )
        return Outcome(value >= self.limit, wanted)


@final
class About(OfOne, frozen=True, kw_only=True, tag="about"):
    """The number is `value`, give or take `within`."""

    title: ClassVar[str] = "About"
    help: ClassVar[str] = "A number is near another that is given."

    value: Annotated[float, knob("Value", "The number that is wanted.")]
    within: Annotated[float, knob("Within", "How far off it may be.", ge=0)]

    def of(self, trial: Trial) -> Judging:
        """Compare."""
        seen = yield from self.what.of(trial)
        wanted = Message(
            "{value}; {wanted} is wanted, give or take {within}.",
            {"value": trimmed(seen), "wanted": trimmed(self.value), "within": trimmed(self.within)},
        )
        return Outcome(abs(seen - self.value) <= self.within * (1 + 1e-9), wanted)


@final
class Less(OfOne, frozen=True, kw_only=True, tag="less"):
    """The number, `times` over, is less than another. A number that is infinite is never less."""

    title: ClassVar[str] = "Less than"
    help: ClassVar[str] = "One number is less than another, or so many times less."

    than: Annotated[AnyMeasure, knob("Than", "The larger number.")]
    times: Annotated[float, knob("Times", "How many times less at least.", gt=0)] = 1.0

    def check(self, experiment: Experiment) -> None:
        """Raise Unfit when one of the numbers cannot be."""
        self.what.check(experiment)
        self.than.check(experiment)

    def of(self, trial: Trial) -> Judging:
        """Compare both."""
        small = yield from self.what.of(trial)
        large = yield from self.than.of(trial)
        seen = Message("{small} against {large}.", {"small": _told(small), "large": _told(large)})
        return Outcome(math.isfinite(small) and small * self.times < large, seen)


@final
class Ends(Condition, frozen=True, kw_only=True, tag="ends"):
    """A racer ends in this state: diverged, stopped ..., or still running when the plan ends."""

    title: ClassVar[str] = "Ends"
    help: ClassVar[str] = "How a racer ends: running, diverged, converged, stalled, stopped."

    racer: Annotated[str, knob("Racer", "Which one; the first if empty.")] = ""
    how: Annotated[
        Literal["running", "diverged", "converged", "stalled", "stopped"],
        knob("How", "The state at the end."),
    ] = "diverged"

    def check(self, experiment: Experiment) -> None:
        """Raise Unfit when there is no such racer."""
        Trial(experiment).racer(self.racer)

    def of(self, trial: Trial) -> Judging:
        """Look at the racer's last snapshot."""
        yield from trial.run()
        end = trial.snapshot(trial.racer(self.racer))
        seen = Message("It is {status} at step {step}.", {"status": end.status, "step": end.step})
        return Outcome(end.status is Status(self.how), seen)


class Along(OfOne, frozen=True, kw_only=True):
    """A condition on one number along several values of a setting."""

    path: Annotated[str, knob("Path", "The setting that is changed, as of `--set`.")]
    values: Annotated[tuple[float, ...], knob("Values", "What it is set to, in order.")]

    def check(self, experiment: Experiment) -> None:
        """Raise Unfit or BadFile when one of the settings cannot be."""
        if len(self.values) < 2:
            raise Unfit("values", "it takes at least two values to rise or to fall")
        for changes in sweep(self.path, self.values):
            self.what.check(Trial(experiment).elsewhere(changes).experiment)

    def measured(self, trial: Trial) -> Generator[None, None, list[float]]:
        """The number for every value."""
        found: list[float] = []
        for changes in sweep(self.path, self.values):
            found.append((yield from self.what.of(trial.elsewhere(changes))))
        return found


@final
class Rising(Along, frozen=True, kw_only=True, tag="rising"):
    """The number grows from one value of the setting to the next."""

    title: ClassVar[str] = "Rising"
    help: ClassVar[str] = "A number grows while a setting is changed step by step."

    def of(self, trial: Trial) -> Judging:
        """Measure all and compare neighbours."""
        found = yield from self.measured(trial)
        return Outcome(bool((np.diff(found) > 0).all()), _row(found))


@final
class Falling(Along, frozen=True, kw_only=True, tag="falling"):
    """The number shrinks from one value of the setting to the next."""

    title: ClassVar[str] = "Falling"
    help: ClassVar[str] = "A number shrinks while a setting is changed step by step."

    def of(self, trial: Trial) -> Judging:
        """Measure all and compare neighbours."""
        found = yield from self.measured(trial)
        return Outcome(bool((np.diff(found) < 0).all()), _row(found))


def _told(value: float) -> str | Message:
    return Message("never") if math.isinf(value) else trimmed(value)


def _row(found: list[float]) -> Message:
    return Message("{numbers}.", {"numbers": ", ".join(trimmed(each) for each in found)})


AnyCondition = Below | Above | About | Less | Ends | Rising | Falling

CONDITIONS = Catalog(AnyCondition)
