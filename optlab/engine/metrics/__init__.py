"""Metrics: how good a model is, in the numbers people ask for. They are not what is minimised.

A loss must have a slope and is taken apart over and over; a metric answers a question once: how
often right, how many found, how far off. What is undefined (the precision of a model that never
says yes, the R² of targets that are all the same) is nan, never 0 and never a warning; so is every
metric of a model that answers a single sample with something that is not a number.
"""

from optlab.engine.metrics.classes import accuracy, confusion, decide, f1, precision, recall
from optlab.engine.metrics.curves import (
    PrecisionRecallCurve,
    RocCurve,
    precision_recall_curve,
    roc_curve,
)
from optlab.engine.metrics.numbers import (
    mean_absolute_error,
    mean_squared_error,
    r_squared,
    root_mean_squared_error,
    sum_of_squares,
)
from optlab.engine.metrics.report import (
    ClassificationReport,
    RegressionReport,
    Report,
    by_group,
    report,
)

__all__ = [
    "ClassificationReport",
    "PrecisionRecallCurve",
    "RegressionReport",
    "Report",
    "RocCurve",
    "accuracy",
    "by_group",
    "confusion",
    "decide",
    "f1",
    "mean_absolute_error",
    "mean_squared_error",
    "precision",
    "precision_recall_curve",
    "r_squared",
    "recall",
    "report",
    "roc_curve",
    "root_mean_squared_error",
    "sum_of_squares",
]
