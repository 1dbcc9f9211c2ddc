"""One sample and what a model makes of it: its answer, and what the loss charges for it alone."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from optlab.engine.arrays import Array
from optlab.engine.datasets import Samples
from optlab.engine.fitted import FittingObjective
from optlab.engine.losses import CrossEntropy


class Pick(NamedTuple):
    """Which sample: its place (from 0) among those for training, or for testing."""

    row: int
    test: bool


@dataclass(frozen=True, eq=False)
class OneSample:
    """Sample `pick` and the model at theta (D,)."""

    objective: FittingObjective
    theta: Array
    pick: Pick

    @cached_property
    def sample(self) -> Samples:
        """The sample as a set of one."""
        whole = self.objective.test if self.pick.test else self.objective.train
        return whole.take(np.array([self.pick.row]))

    @property
    def target(self) -> float:
        """The true value, or the true class as a number."""
        return float(self.sample.targets[0])

    @property
    def prediction(self) -> float:
        """What the model says of a regression, in the target's unit."""
        return float(self.objective.predict(self.theta, self.sample.features)[0])

    @property
    def probabilities(self) -> Array:
        """How likely the model takes every class to be, (K,)."""
        return self.objective.probabilities(self.theta, self.sample.features)[:, 0]

    @property
    def loss(self) -> float:
        """What the loss charges for this sample alone, without penalty."""
        return float(self.objective.loss_on(self.theta, self.sample))

    @property
    def terms(self) -> tuple[float, float] | None:
        """The positive and the negative term of a cross-entropy, which add up to `loss`."""
        loss, network = self.objective.fitting.loss, self.objective.network
        if not isinstance(loss, CrossEntropy):
            return None
        with np.errstate(all="ignore"):
            scores = network.scores(self.theta, self.objective.inputs(self.sample.features))
            positive, negative = loss.terms(scores, self.sample.targets)
        return float(positive[0]), float(negative[0])
