"""Whose metrics are shown, on which samples, at which threshold: asked once, shown everywhere."""

from __future__ import annotations

from dataclasses import dataclass, replace

from optlab.engine.datasets import Samples
from optlab.engine.fitted import FittingObjective
from optlab.engine.metrics import ClassificationReport, Report, by_group, report
from optlab.session.moment import Moment


@dataclass(frozen=True, eq=False)
class Quality:
    """Reports on one racer's model; `on_test` says on which samples the details are told."""

    objective: FittingObjective
    racer: int
    train: Report
    test: Report
    on_test: bool

    @classmethod
    def at(
        cls,
        moment: Moment,
        objective: FittingObjective,
        racer: int,
        threshold: float,
        *,
        on_test: bool,
    ) -> Quality:
        """Ask the model of `racer` at the cursor."""
        theta = moment.snapshots[racer].theta
        train, test = (
            report(objective, theta, samples, threshold)
            for samples in (objective.train, objective.test)
        )
        return cls(objective, racer, train, test, on_test and objective.has_test)

    def changed(self, threshold: float, *, on_test: bool) -> Quality:
        """The same answers, decided at another threshold or told on other samples."""
        return replace(
            self,
            train=_decided(self.train, threshold),
            test=_decided(self.test, threshold),
            on_test=on_test and self.has_test,
        )

    @property
    def has_test(self) -> bool:
        """Whether samples were kept back."""
        return self.objective.has_test

    @property
    def report(self) -> Report:
        """The report on the samples that are told in detail."""
        return self.test if self.on_test else self.train

    @property
    def other(self) -> Report | None:
        """The report on the other samples, if there are any."""
        if not self.has_test:
            return None
        return self.train if self.on_test else self.test

    @property
    def samples(self) -> Samples:
        """The samples that are told in detail."""
        return self.objective.test if self.on_test else self.objective.train

    @property
    def groups(self) -> dict[str, Report]:
        """A report per group of those samples, by name; empty without groups."""
        return by_group(self.report, self.samples)


def _decided(made: Report, threshold: float) -> Report:
    if isinstance(made, ClassificationReport) and made.threshold != threshold:
        return replace(made, threshold=threshold)
    return made
