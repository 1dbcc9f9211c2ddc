"""What there is to know about one update."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from optlab.engine.arrays import Array
from optlab.engine.explain.heard import Bent, Felt
from optlab.engine.explain.lines import Line
from optlab.engine.snapshot import Cost, Snapshot


@dataclass(frozen=True, eq=False, slots=True)
class Term:
    """A quantity of the step: its symbol ("" without one), its meaning and its value () or (D,)."""

    symbol: str
    meaning: str
    value: Array
    when: Literal["before", "now", "after"]


@dataclass(frozen=True, eq=False, slots=True)
class Trial:
    """A point (D,) at which the step asked for the loss, and the loss there.

    `bound` is what the loss may be at most for the point to be good enough (nan without a rule).
    """

    theta: Array
    loss: float
    bound: float
    accepted: bool


@dataclass(frozen=True, eq=False, slots=True)
class Explanation:
    """One update: from `before`, with the slope that was felt, to theta (D,) and memory (M, D).

    `step` counts updates from 1. `rate` tells the learning rate in force, which is `factor` times
    that of the knob (None for methods that have none). `lines` is empty for a formula in words, and
    where a large model was probed at more points than can be kept. `loss` and `gradient_norm` are
    what the step saw on its batch of `samples` samples (0 for a landscape), `paid` is its own cost.
    `rule` says what a trial must fulfil to be good enough, "" when there is no such rule; `drew`
    whether chance had a part in the step (beside the choice of the batch).
    """

    title: str
    formula: str
    rule: str
    step: int
    names: tuple[str, ...]
    before: Snapshot
    theta: Array
    memory: Array
    change: Array
    factor: float
    rate: Line | None
    lines: tuple[Line, ...]
    terms: tuple[Term, ...]
    trials: tuple[Trial, ...]
    felt: tuple[Felt, ...]
    bent: tuple[Bent, ...]
    drew: bool
    loss: float
    gradient_norm: float
    samples: int
    paid: Cost

    @property
    def accepted(self) -> int | None:
        """The place among `trials` of the point it went to; None when it stayed or went elsewhere.

        A method that goes to no point that it tried has none: probing, or the mean of the best.
        """
        return next((place for place, each in enumerate(self.trials) if each.accepted), None)
