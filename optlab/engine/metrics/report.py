"""A report: all metrics of one theta on some samples, each worked out when it is asked for.

A table of racers asks for one number sixty times a second, a report page for all of them once; so
the report keeps the answers of the model, and everything else follows from them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Self, TypeVar

import numpy as np
from numpy.typing import NDArray

from optlab.engine.arrays import Array, Counts
from optlab.engine.datasets import Samples
from optlab.engine.fitted import FittingObjective
from optlab.engine.metrics import classes, numbers
from optlab.engine.metrics.curves import (
    PrecisionRecallCurve,
    RocCurve,
    precision_recall_curve,
    roc_curve,
)


@dataclass(frozen=True, eq=False)
class ClassificationReport:
    """Metrics of probabilities (K, n) for targets (n,), which hold the class as a number.

    Arrays (K,) have one entry per class, each against all others; of two classes, class 1 is the
    positive one and is said from `threshold` on. A macro average is the plain mean over classes.
    """

    probabilities: Array
    targets: Array
    class_names: tuple[str, ...]
    threshold: float = 0.5

    def __len__(self) -> int:
        return len(self.targets)

    @cached_property
    def said(self) -> Counts:
        """The class decided on for each sample (n,), -1 where the model gives no number."""
        return classes.decide(self.probabilities, self.threshold)

    @cached_property
    def confusion(self) -> Counts:
        """How often class j (column) was said where class i (row) is true, (K, K)."""
        return classes.confusion(self.said, self.targets, len(self.class_names))

    @property
    def accuracy(self) -> float:
        """Share of samples (0 to 1) whose class is said right."""
        return classes.accuracy(self.confusion)

    @property
    def precision(self) -> Array:
        """Share of what was called class k that is class k, (K,)."""
        return classes.precision(self.confusion)

    @property
    def recall(self) -> Array:
        """Share of class k that was found, (K,)."""
        return classes.recall(self.confusion)

    @property
    def f1(self) -> Array:
        """Harmonic mean of precision and recall, (K,)."""
        return classes.f1(self.confusion)

    @property
    def macro_precision(self) -> float:
        """Mean precision over classes; nan while a class is never said."""
        return float(np.mean(self.precision))

    @property
    def macro_recall(self) -> float:
        """Mean recall over classes; nan while a class has no samples."""
        return float(np.mean(self.recall))

    @property
    def macro_f1(self) -> float:
        """Mean F1 over classes."""
        return float(np.mean(self.f1))

    @cached_property
    def roc(self) -> tuple[RocCurve, ...]:
        """The ROC curve of each class against all others."""
        return tuple(roc_curve(*each) for each in self._against_the_rest())

    @cached_property
    def precision_recall(self) -> tuple[PrecisionRecallCurve, ...]:
        """The precision-recall curve of each class against all others."""
        return tuple(precision_recall_curve(*each) for each in self._against_the_rest())

    @property
    def area(self) -> Array:
        """AUC of each class against all others, (K,)."""
        return np.array([curve.area for curve in self.roc])

    @property
    def average_precision(self) -> Array:
        """Average precision of each class against all others, (K,)."""
        return np.array([curve.average_precision for curve in self.precision_recall])

    def only(self, rows: NDArray[np.bool_]) -> Self:
        """Report on the samples that `rows` (n,) marks."""
        return replace(self, probabilities=self.probabilities[:, rows], targets=self.targets[rows])

    def _against_the_rest(self) -> list[tuple[Array, NDArray[np.bool_]]]:
        return [(row, self.targets == label) for label, row in enumerate(self.probabilities)]


@dataclass(frozen=True, eq=False)
class RegressionReport:
    """Metrics of predictions (n,) for targets (n,), in the target's own unit."""

    predictions: Array
    targets: Array

    def __len__(self) -> int:
        return len(self.targets)

    @property
    def sum_of_squares(self) -> float:
        """Sum of the squared errors."""
        return numbers.sum_of_squares(self.predictions, self.targets)

    @property
    def mse(self) -> float:
        """Mean squared error."""
        return numbers.mean_squared_error(self.predictions, self.targets)

    @property
    def rmse(self) -> float:
        """Root of the mean squared error."""
        return numbers.root_mean_squared_error(self.predictions, self.targets)

    @property
    def mae(self) -> float:
        """Mean absolute error."""
        return numbers.mean_absolute_error(self.predictions, self.targets)

    @property
    def r2(self) -> float:
        """Share of the targets' variance that is explained: 1 is exact."""
        return numbers.r_squared(self.predictions, self.targets)

    def only(self, rows: NDArray[np.bool_]) -> Self:
        """Report on the samples that `rows` (n,) marks."""
        return replace(self, predictions=self.predictions[rows], targets=self.targets[rows])


Report = ClassificationReport | RegressionReport
R = TypeVar("R", bound=Report)


def report(
    objective: FittingObjective, theta: Array, samples: Samples, threshold: float = 0.5
) -> Report:
    """Report on the model at theta (D,) and any samples that have the objective's features."""
    if objective.task == "regression":
        return RegressionReport(objective.predict(theta, samples.features), samples.targets)
    probabilities = objective.probabilities(theta, samples.features)
    return ClassificationReport(probabilities, samples.targets, samples.class_names, threshold)


def by_group(whole: R, samples: Samples) -> dict[str, R]:
    """Split a report on `samples` into one per group, by name; empty where there are no groups."""
    if samples.groups is None:
        return {}
    return {
        name: whole.only(samples.groups == group) for group, name in enumerate(samples.group_names)
    }
