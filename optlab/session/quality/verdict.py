"""What the metrics come to, in a plain sentence or two: facts with their numbers, no guesses.

Of the things that could be said the one that teaches most is: a high share of right answers that
hides a class nobody finds; else what precision and recall count; else the class found least.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from optlab.engine.metrics import ClassificationReport, RegressionReport, Report
from optlab.session.message import Message
from optlab.session.numbers import figure, percent
from optlab.session.quality.lines import BROKEN, NO_SAMPLES

LOPSIDED = 0.8
"""From this share of one class on, the share of right answers says little."""
FEW_FOUND = 0.5
"""Less of the rare class found than this is worth a warning."""
FEWEST = 10
"""A group of fewer samples is too small to be compared."""
CLASS_GAP = 0.05
"""Groups whose shares of right answers differ by this much do not fare alike."""
NUMBER_GAP = 1.2
"""Nor do those whose typical errors differ by this factor."""


def verdict(report: Report) -> Message:
    """What the metrics of one model on some samples say."""
    if not len(report):
        return NO_SAMPLES
    if isinstance(report, RegressionReport):
        return _numbers(report)
    if not report.confusion.any():
        return BROKEN
    if len(report.class_names) == 2:
        return _lopsided(report) or _looked_for(report)
    return _weakest(report)


def group_verdict(groups: Mapping[str, Report]) -> Message | None:
    """How differently the groups fare; None where there are not two large enough to compare."""
    large = {name: each for name, each in groups.items() if len(each) >= FEWEST}
    scores = {name: _score(each) for name, each in large.items()}
    scores = {name: score for name, score in scores.items() if math.isfinite(score)}
    if len(scores) < 2:
        return None
    best, worst = max(scores, key=scores.__getitem__), min(scores, key=scores.__getitem__)
    if any(isinstance(each, RegressionReport) for each in groups.values()):
        low, high = -scores[best], -scores[worst]
        values = {"best": best, "worst": worst, "low": figure(low), "high": figure(high)}
        if high < NUMBER_GAP * low:
            return Message(
                "The groups fare about alike: a typical error of {low} to {high}.", values
            )
        return Message(
            "One loss for all, but not the same errors: typically {low} for {best} and {high} for "
            "{worst}. A mean over everybody hides who pays.",
            values,
        )
    values = {
        "best": best,
        "worst": worst,
        "high": percent(scores[best]),
        "low": percent(scores[worst]),
    }
    if scores[best] - scores[worst] < CLASS_GAP:
        return Message("The groups fare about alike: {low} to {high} are right.", values)
    return Message(
        "One loss for all, but not the same errors: right for {high} of {best}, for only {low} of "
        "{worst}. A mean over everybody hides who pays.",
        values,
    )


def _score(report: Report) -> float:
    """More is better: the share of right answers, or how little the answers are off."""
    return report.accuracy if isinstance(report, ClassificationReport) else -report.rmse


def _lopsided(report: ClassificationReport) -> Message | None:
    """The trap of rare classes: nearly always right, and yet it finds hardly any."""
    there = report.confusion.sum(axis=1)
    rare, common = int(np.argmin(there)), int(np.argmax(there))
    share = float(there[common] / there.sum())
    found = int(report.confusion[rare, rare])
    if share < LOPSIDED or not there[rare] or found >= FEW_FOUND * there[rare]:
        return None
    values = {
        "right": percent(report.accuracy),
        "common": report.class_names[common],
        "share": percent(share),
        "count": int(there[rare]),
        "rare": report.class_names[rare],
        "found": found,
        "recall": percent(found / int(there[rare])),
    }
    if rare == 1:
        return Message(
            "{right} are right, but always saying “{common}” would make {share} right. Of the "
            "{count} that are “{rare}” it finds {found}: recall {recall}. "
            "A lower threshold finds more.",
            values,
        )
    return Message(
        "{right} are right, but always saying “{common}” would make {share} right. Of the "
        "{count} that are “{rare}” it finds {found}: recall {recall}. "
        "A higher threshold finds more.",
        values,
    )


def _looked_for(report: ClassificationReport) -> Message:
    """What precision and recall count, with the numbers that they count."""
    table = report.confusion
    values = {
        "yes": report.class_names[1],
        "said": int(table[:, 1].sum()),
        "there": int(table[1].sum()),
        "found": int(table[1, 1]),
    }
    if not values["said"]:
        return Message("It never says “{yes}”, and misses all {there} that there are.", values)
    return Message(
        "Precision: of {said} called “{yes}”, {found} are. "
        "Recall: of {there} that are “{yes}”, it finds {found}.",
        values,
    )


def _weakest(report: ClassificationReport) -> Message:
    """The class that is found least, and what it is taken for."""
    table, there = report.confusion, report.confusion.sum(axis=1)
    label = int(np.argmin(np.where(there > 0, report.recall, np.inf)))
    wrong = table[label].copy()
    wrong[label] = 0
    values = {
        "name": report.class_names[label],
        "found": int(table[label, label]),
        "there": int(there[label]),
        "other": report.class_names[int(np.argmax(wrong))],
        "taken": int(wrong.max()),
    }
    if not values["taken"]:
        return Message("Every sample of every class is found.")
    return Message(
        "“{name}” is found least: {found} of {there}. Most often it is taken for “{other}”, "
        "{taken} times.",
        values,
    )


def _numbers(report: RegressionReport) -> Message:
    if np.isnan(report.predictions).any():
        return BROKEN
    share, values = report.r2, {"rmse": figure(report.rmse), "share": percent(report.r2)}
    if math.isnan(share):
        return Message("Its typical error is {rmse}; all targets are the same.", values)
    if share < 0.0:
        return Message(
            "Its typical error is {rmse}. Always saying the mean would be closer: R² is below 0.",
            values,
        )
    return Message(
        "Its typical error is {rmse}: that leaves {share} of the targets' spread explained (R²).",
        values,
    )
