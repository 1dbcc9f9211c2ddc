"""What the models of all racers answer at one moment: asked once, shown in several places."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optlab.engine import Status
from optlab.engine.arrays import Array, Counts
from optlab.engine.datasets import Samples
from optlab.engine.fitted import FittingObjective
from optlab.engine.metrics import Report, report
from optlab.session.moment import Moment

USUAL = 0.5
"""The threshold at which both classes are treated alike."""


@dataclass(frozen=True, eq=False)
class Answers:
    """A report per racer on the training and on the test samples, and whose model is drawn."""

    objective: FittingObjective
    thetas: tuple[Array, ...]
    train: tuple[Report, ...]
    test: tuple[Report, ...]
    chosen: int
    batch: Counts
    """The training samples that the next step of that racer sees; none where it sees all."""
    threshold: float = USUAL

    @classmethod
    def at(
        cls, moment: Moment, objective: FittingObjective, chosen: int, threshold: float = USUAL
    ) -> Answers:
        """Ask the model of every racer; of two classes, class 1 is said from `threshold` on."""
        thetas = tuple(snapshot.theta for snapshot in moment.snapshots)
        train, test = (
            tuple(report(objective, theta, samples, threshold) for theta in thetas)
            for samples in (objective.train, objective.test)
        )
        snapshot, batch = moment.snapshots[chosen], np.empty(0, dtype=np.int64)
        if snapshot.status is Status.running and not objective.exact:
            batch = objective.batches.places(snapshot.step)
        return cls(objective, thetas, train, test, chosen, batch, threshold)

    @property
    def theta(self) -> Array:
        """Theta (D,) of the chosen racer."""
        return self.thetas[self.chosen]

    @property
    def samples(self) -> Samples:
        """The samples that count: those kept back, or without a test those of the training."""
        return self.objective.test if self.objective.has_test else self.objective.train

    @property
    def report(self) -> Report:
        """How the chosen racer answers those."""
        return (self.test if self.objective.has_test else self.train)[self.chosen]
