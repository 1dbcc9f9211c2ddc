"""A step taken apart, and what a page tells about one phase of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from optlab.engine.arrays import Array
from optlab.engine.explain import Explanation, Passes
from optlab.engine.fitted import FittingObjective
from optlab.engine.optimizers import AnyOptimizer
from optlab.qt.views.one_step.formula import Told
from optlab.qt.views.one_step.sheet import Bar, Sheet
from optlab.qt.widgets.facts import Fact
from optlab.session.moment import Moment
from optlab.session.numbers import figure


class Walk(NamedTuple):
    """The way from a batch to its slope, and the fitting that was walked through."""

    objective: FittingObjective
    passes: Passes


@dataclass(frozen=True, eq=False)
class Apart:
    """A step taken apart: its moment, its numbers, and on data the way there and back."""

    moment: Moment
    explanation: Explanation
    walk: Walk | None

    @property
    def optimizer(self) -> AnyOptimizer:
        """Who makes the step."""
        return self.moment.experiment.racers[self.explanation.before.racer].optimizer


@dataclass(frozen=True, eq=False)
class Page:
    """One phase: at the left formula, words and facts; at the right a sheet.

    `parameters` are those of the sheet's rows, where its rows are parameters.
    """

    told: Told
    words: str
    facts: tuple[Fact, ...]
    sheet: Sheet
    parameters: tuple[int, ...] = ()


def largest(numbers: Array) -> float:
    """The size of the largest finite number, 0 where there is none."""
    finite = np.abs(numbers[np.isfinite(numbers)])
    return float(finite.max()) if finite.size else 0.0


def bar(number: float, scale: float, *, signed: bool = True) -> Bar:
    """A number beside the largest one of its kind."""
    seen = scale > 0.0 and np.isfinite(number)
    return Bar(figure(number), number / scale if seen else 0.0, signed)
