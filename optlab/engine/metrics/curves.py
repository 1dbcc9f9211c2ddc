"""What every threshold would give: ROC and precision-recall curves with their areas.

Each distinct score is a threshold, from the highest down, and a sample is called positive from the
threshold on. Samples of equal scores change sides together, so the trapezoids below the ROC curve
count a tie as half, as Mann and Whitney do.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from optlab.engine.arrays import Array


@dataclass(frozen=True, eq=False)
class RocCurve:
    """False and true positive rates, each (k + 1,), of k thresholds after that of infinity.

    Source: Fawcett (2006), An introduction to ROC analysis. Rates are nan where a class is missing.
    """

    false_positive_rate: Array
    true_positive_rate: Array
    thresholds: Array

    @property
    def area(self) -> float:
        """AUC: the chance that a random positive scores above a random negative, ties half."""
        if len(self.thresholds) == 1:  # no scores: a single point has no area, not one of 0
            return float("nan")
        return float(np.trapezoid(self.true_positive_rate, self.false_positive_rate))


@dataclass(frozen=True, eq=False)
class PrecisionRecallCurve:
    """Precision and recall, each (k,), of k thresholds; recall rises.

    The point (recall 0, precision 1) that some draw at the left is not here: where nothing is
    called positive there is no precision.
    """

    precision: Array
    recall: Array
    thresholds: Array

    @property
    def average_precision(self) -> float:
        """Sum of precision times what it adds in recall: the area below the curve as steps."""
        if not len(self.recall):
            return float("nan")
        return float(np.diff(self.recall, prepend=0.0) @ self.precision)


def roc_curve(scores: Array, positive: NDArray[np.bool_]) -> RocCurve:
    """How the rates follow from scores (n,) and who is positive (n,); one nan makes all nan."""
    thresholds, true, false = _counts(scores, positive)
    return RocCurve(
        _share(np.append(0, false), false[-1:]),
        _share(np.append(0, true), true[-1:]),
        np.append(np.inf, thresholds),
    )


def precision_recall_curve(scores: Array, positive: NDArray[np.bool_]) -> PrecisionRecallCurve:
    """How precision follows recall, from scores (n,) and who is positive (n,)."""
    thresholds, true, false = _counts(scores, positive)
    return PrecisionRecallCurve(_share(true, true + false), _share(true, true[-1:]), thresholds)


def _counts(scores: Array, positive: NDArray[np.bool_]) -> tuple[Array, Array, Array]:
    """Each distinct score, high to low, with how many positives and negatives have it or more."""
    if np.isnan(scores).any():
        none = np.empty(0)
        return none, none, none
    order = np.argsort(scores)[::-1]
    ranked, hit = scores[order], positive[order]
    last = np.append(ranked[1:] != ranked[:-1], True)[: len(ranked)]  # of its equals
    true = np.cumsum(hit)[last].astype(np.float64)
    return ranked[last], true, np.flatnonzero(last) + 1.0 - true


def _share(part: NDArray[Any], whole: NDArray[Any]) -> Array:
    """part / whole, nan where the whole is nothing or unknown."""
    if not len(whole):
        return np.full(len(part), np.nan)
    with np.errstate(invalid="ignore"):
        return np.true_divide(part, whole)
