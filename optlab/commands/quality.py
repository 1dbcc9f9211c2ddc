"""The metrics of a trained model as plain data, and the one that fits into a table."""

from __future__ import annotations

from typing import Any

from optlab.engine.arrays import Array
from optlab.engine.datasets import Samples
from optlab.engine.fitted import FittingObjective
from optlab.engine.losses import CrossEntropy
from optlab.engine.metrics import ClassificationReport, RegressionReport, Report, by_group, report
from optlab.engine.objective import Objective
from optlab.session.numbers import figure, percent


def metrics(objective: Objective, theta: Array) -> dict[str, Any] | None:
    """Metrics on the training and on the test samples; None for a landscape or without a test."""
    if not isinstance(objective, FittingObjective):
        return None
    return {
        "train": _measured(objective, theta, objective.train),
        "test": _measured(objective, theta, objective.test) if objective.has_test else None,
    }


def own_units(objective: Objective, theta: Array) -> dict[str, float] | None:
    """The weights as they are for features in the user's own units; None where they have none."""
    if not isinstance(objective, FittingObjective) or objective.network.hidden:
        return None
    return dict(zip(objective.names, objective.in_own_units(theta).tolist(), strict=True))


def terms(objective: Objective, theta: Array) -> dict[str, float] | None:
    """The two sums of cross-entropy on the training set, whose sum it is; None for other losses."""
    if not isinstance(objective, FittingObjective):
        return None
    loss = objective.fitting.loss
    if not isinstance(loss, CrossEntropy):
        return None
    train = objective.train
    scores = objective.network.scores(theta, objective.inputs(train.features))
    positive, negative = (float(each.mean()) for each in loss.terms(scores, train.targets))
    return {"positive": positive, "negative": negative}


def heading(objective: Objective) -> str:
    """What the column with `headline` is called; empty for a landscape."""
    if not isinstance(objective, FittingObjective):
        return ""
    name = "RMSE" if objective.task == "regression" else "right"
    return f"{'test' if objective.has_test else 'train'} {name}"


def headline(measured: dict[str, Any]) -> str:
    """The number people ask for: the share that is right, or the typical miss."""
    shown = measured["test"] or measured["train"]
    return percent(shown["accuracy"]) if "accuracy" in shown else figure(shown["rmse"])


def _measured(objective: FittingObjective, theta: Array, samples: Samples) -> dict[str, Any]:
    whole = report(objective, theta, samples)
    groups = {name: plain(part) for name, part in by_group(whole, samples).items()}
    return {**plain(whole), "groups": {samples.group_name: groups}} if groups else plain(whole)


def plain(report: Report) -> dict[str, Any]:
    """A report as plain data; of two classes the second is the positive one."""
    if isinstance(report, RegressionReport):
        return {
            "samples": len(report),
            "rmse": report.rmse,
            "mae": report.mae,
            "mse": report.mse,
            "r2": report.r2,
        }
    return {
        "samples": len(report),
        "accuracy": report.accuracy,
        "confusion": report.confusion.tolist(),
        "macro_precision": report.macro_precision,
        "macro_recall": report.macro_recall,
        "macro_f1": report.macro_f1,
        "classes": _by_class(report),
    }


def _by_class(report: ClassificationReport) -> dict[str, dict[str, float]]:
    """The shares of each class against all others."""
    columns = {
        "precision": report.precision,
        "recall": report.recall,
        "f1": report.f1,
        "auc": report.area,
        "average_precision": report.average_precision,
    }
    return {
        name: {title: float(column[place]) for title, column in columns.items()}
        for place, name in enumerate(report.class_names)
    }
