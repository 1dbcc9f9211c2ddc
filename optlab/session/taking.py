"""A step taken apart, at once or in the background."""

from __future__ import annotations

from dataclasses import dataclass

from optlab.engine.explain import Explanation, Passes, explain, passes
from optlab.engine.fitted import FittingObjective
from optlab.engine.snapshot import Snapshot
from optlab.session.moment import Moment


@dataclass(frozen=True, eq=False)
class Taken:
    """The numbers of a step, and on data the way to its slope and back."""

    explanation: Explanation
    passes: Passes | None


def take(moment: Moment, before: Snapshot) -> Taken:
    """Take the update from `before` apart; the passes are those where the slope was felt first."""
    told, objective = explain(moment.experiment, before), moment.objective
    if not isinstance(objective, FittingObjective):
        return Taken(told, None)
    at = told.felt[0].theta if told.felt else before.theta
    return Taken(told, passes(objective, at, before.step))


class Taking:
    """An iterator that takes a step apart, in one item: a step cannot be halved."""

    def __init__(self, moment: Moment, before: Snapshot) -> None:
        self.moment, self.before = moment, before
        self.taken: Taken | None = None

    def __iter__(self) -> Taking:
        return self

    def __next__(self) -> None:
        if self.taken is not None:
            raise StopIteration
        self.taken = take(self.moment, self.before)
