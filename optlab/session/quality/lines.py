"""Metrics as lines of a table: name, help, and a figure per set of samples.

A figure that is not defined is a dash and says why. What is counted against what is told in the
helps: of two classes, precision, recall and F1 are those of class 1, the one that is looked for.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from optlab.engine.metrics import ClassificationReport, RegressionReport, Report
from optlab.session.message import Message
from optlab.session.numbers import figure, percent

NO_SAMPLES = Message("There are no samples to count.")
BROKEN = Message("The model's answers are not numbers any more, so nothing can be counted.")


@dataclass(frozen=True)
class Figure:
    """A number as it is read; `why` there is none."""

    text: str
    why: Message | None = None


@dataclass(frozen=True)
class Line:
    """A metric, class or group, what it means, and its figures."""

    name: Message
    help: Message
    figures: tuple[Figure, ...]


def quality_lines(reports: Sequence[Report]) -> list[Line]:
    """All metrics of one model, a figure per report (train, test)."""
    classed = [each for each in reports if isinstance(each, ClassificationReport)]
    if classed:
        return _two_classes(classed) if len(classed[0].class_names) == 2 else _several(classed)
    return _numbers([each for each in reports if isinstance(each, RegressionReport)])


def class_lines(report: ClassificationReport) -> list[Line]:
    """A line per class: samples, precision, recall, F1."""
    lines: list[Line] = []
    for label, name in enumerate(report.class_names):
        shares = report.precision[label], report.recall[label], report.f1[label]
        figures = [
            _share(float(x), report, why) for x, why in zip(shares, _whys(name), strict=True)
        ]
        count = int(np.sum(report.targets == label))
        help_ = Message(
            "“{name}” against all other classes: {count} samples are “{name}”, "
            "{said} are called so.",
            {"name": name, "count": count, "said": int(report.confusion[:, label].sum())},
        )
        lines.append(Line(_literal(name), help_, (Figure(f"{count:,}"), *figures)))
    return lines


def group_lines(groups: Mapping[str, Report]) -> list[Line]:
    """A line per group: samples, and how often right with precision and recall, or RMSE and MAE."""
    lines: list[Line] = []
    for name, report in groups.items():
        figures = [Figure(f"{len(report):,}")]
        if isinstance(report, ClassificationReport):
            two = len(report.class_names) == 2
            precision = float(report.precision[1]) if two else report.macro_precision
            recall = float(report.recall[1]) if two else report.macro_recall
            whys = _whys(report.class_names[1])[:2] if two else (SOME_UNSAID, SOME_MISSING)
            figures.append(_share(report.accuracy, report, NO_SAMPLES))
            for share, why in zip((precision, recall), whys, strict=True):
                figures.append(_share(share, report, why))
        else:
            figures += [_number(x, NO_SAMPLES) for x in (report.rmse, report.mae)]
        help_ = Message("Only the {count} samples of {name}.", {"count": len(report), "name": name})
        lines.append(Line(_literal(name), help_, tuple(figures)))
    return lines


SOME_UNSAID = Message("A class is never said, so it has no precision, and the mean has none.")
SOME_MISSING = Message("A class has no samples, so it has no recall, and the mean has none.")
ONE_SIDED = Message("It takes samples of both classes to compare how they are ranked.")


def _two_classes(reports: Sequence[ClassificationReport]) -> list[Line]:
    yes = reports[0].class_names[1]
    unsaid, missing, neither = _whys(yes)
    said = {"yes": yes}

    def line(
        name: Message, help_: Message, read: Callable[[ClassificationReport], float], why: Message
    ) -> Line:
        return Line(name, help_, tuple(_share(float(read(each)), each, why) for each in reports))

    def area(name: Message, help_: Message, read: Callable[[ClassificationReport], float]) -> Line:
        figures = [_number(float(read(each)), _why(each, ONE_SIDED)) for each in reports]
        return Line(name, help_, tuple(figures))

    return [
        _accuracy(reports),
        line(
            Message("precision"),
            Message("Of all that is called “{yes}”, the share that is: TP / (TP + FP).", said),
            lambda each: each.precision[1],
            unsaid,
        ),
        line(
            Message("recall"),
            Message("Of all that is “{yes}”, the share that is found: TP / (TP + FN).", said),
            lambda each: each.recall[1],
            missing,
        ),
        line(
            Message("F1"),
            Message("Precision and recall in one number: their harmonic mean."),
            lambda each: each.f1[1],
            neither,
        ),
        area(
            Message("ROC area"),
            Message(
                "The chance that a random “{yes}” gets a higher probability than a random other: "
                "1 is perfect, 0.5 is a coin. It does not depend on the threshold.",
                said,
            ),
            lambda each: each.roc[1].area,
        ),
        area(
            Message("average precision"),
            Message(
                "The area below the precision-recall curve: honest where “{yes}” is rare.", said
            ),
            lambda each: each.precision_recall[1].average_precision,
        ),
        *_macro(reports),
    ]


def _several(reports: Sequence[ClassificationReport]) -> list[Line]:
    return [_accuracy(reports), *_macro(reports)]


def _accuracy(reports: Sequence[ClassificationReport]) -> Line:
    help_ = Message("The share of all samples whose class is said right.")
    figures = tuple(_share(each.accuracy, each, NO_SAMPLES) for each in reports)
    return Line(Message("accuracy"), help_, figures)


def _macro(reports: Sequence[ClassificationReport]) -> list[Line]:
    """The plain means over classes, in which a rare class counts as much as a common one."""
    neither = Message("A class is neither there nor said, so it has no F1, and the mean has none.")
    rows: list[tuple[Message, Callable[[ClassificationReport], float], Message]] = [
        (Message("mean precision"), lambda each: each.macro_precision, SOME_UNSAID),
        (Message("mean recall"), lambda each: each.macro_recall, SOME_MISSING),
        (Message("mean F1"), lambda each: each.macro_f1, neither),
    ]
    help_ = Message("The plain mean over all classes: a rare one counts as much as a common one.")
    return [
        Line(name, help_, tuple(_share(read(each), each, why) for each in reports))
        for name, read, why in rows
    ]


def _numbers(reports: Sequence[RegressionReport]) -> list[Line]:
    same = Message("All targets are the same, so there is nothing to explain.")
    rows: list[tuple[Message, Message, Callable[[RegressionReport], float], Message]] = [
        (
            Message("R²"),
            Message(
                "How much of the targets' spread is explained: 1 is exact, 0 is no better than "
                "always saying the mean, below 0 is worse."
            ),
            lambda each: each.r2,
            same,
        ),
        (
            Message("RMSE"),
            Message(
                "Root of the mean squared error, in the target's unit: large errors count most."
            ),
            lambda each: each.rmse,
            NO_SAMPLES,
        ),
        (
            Message("MAE"),
            Message(
                "Mean size of the errors, in the target's unit: every error counts by its size."
            ),
            lambda each: each.mae,
            NO_SAMPLES,
        ),
        (
            Message("MSE"),
            Message("Mean squared error, in the square of the target's unit."),
            lambda each: each.mse,
            NO_SAMPLES,
        ),
    ]
    return [
        Line(name, help_, tuple(_number(read(each), _why(each, why)) for each in reports))
        for name, help_, read, why in rows
    ]


def _whys(name: str) -> tuple[Message, Message, Message]:
    """Why a class has no precision, no recall, no F1."""
    said = {"name": name}
    return (
        Message("“{name}” is never said, so no share of that can be right.", said),
        Message("No sample is “{name}”, so there is none to find.", said),
        Message("“{name}” is neither there nor said.", said),
    )


def _share(share: float, report: ClassificationReport, why: Message) -> Figure:
    return Figure(percent(share), _why(report, why) if math.isnan(share) else None)


def _number(value: float, why: Message) -> Figure:
    return Figure(figure(value), why if math.isnan(value) else None)


def _why(report: Report, otherwise: Message) -> Message:
    """Why there is no number: no samples, no answers, or for the reason of the metric itself."""
    if not len(report):
        return NO_SAMPLES
    answers = (
        report.probabilities if isinstance(report, ClassificationReport) else report.predictions
    )
    return BROKEN if np.isnan(answers).any() else otherwise


def _literal(name: str) -> Message:
    """A name out of the data, as it is."""
    return Message("{name}", {"name": name})
