"""What the ROC and the precision-recall canvas draw, worked out from a report: no widget."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from optlab.engine.arrays import Array
from optlab.engine.metrics import ClassificationReport

MOST_POINTS = 400
"""Of one curve: a small canvas has not more pixels."""

Kind = Literal["roc", "precision-recall"]


@dataclass(frozen=True, eq=False)
class Rates:
    """A curve of one class: x and y (k,) from 0 to 1, the thresholds, its area."""

    x: Array
    y: Array
    thresholds: Array
    area: float

    @property
    def known(self) -> bool:
        """Whether there is a curve: no class is missing, no answer is nan."""
        whole = np.isfinite(self.x).all() and np.isfinite(self.y).all()
        return len(self.x) > 0 and bool(whole)


def rates(report: ClassificationReport, kind: Kind, label: int) -> Rates:
    """The curve of class `label` against all others."""
    if kind == "roc":
        roc = report.roc[label]
        return Rates(roc.false_positive_rate, roc.true_positive_rate, roc.thresholds, roc.area)
    curve = report.precision_recall[label]
    return Rates(curve.recall, curve.precision, curve.thresholds, curve.average_precision)


def here(report: ClassificationReport, kind: Kind) -> tuple[float, float]:
    """Where the report's own threshold stands on the curve of class 1 of two; may be nan."""
    found = float(report.recall[1])
    if kind == "roc":
        return 1.0 - float(report.recall[0]), found
    return found, float(report.precision[1])


def threshold_near(rates: Rates, x: float, y: float) -> float | None:
    """The threshold, 0 to 1, whose point lies nearest to (x, y); None without a curve."""
    if not rates.known:
        return None
    nearest = int(np.argmin((rates.x - x) ** 2 + (rates.y - y) ** 2))
    return float(np.clip(rates.thresholds[nearest], 0.0, 1.0))


def corners(rates: Rates, kind: Kind) -> Array:
    """The points (k, 2) of the curve as it is drawn.

    The area below a precision-recall curve is counted in steps, so it is drawn in steps.
    """
    rows = np.arange(len(rates.x))
    if len(rows) > MOST_POINTS:
        rows = np.unique(np.linspace(0, len(rows) - 1, MOST_POINTS).round().astype(np.int64))
    x, y = rates.x[rows], rates.y[rows]
    if kind == "roc" or not len(x):
        return np.column_stack([x, y])
    begin = np.append(0.0, x[:-1])
    return np.column_stack([np.column_stack([begin, x]).ravel(), np.repeat(y, 2)])
