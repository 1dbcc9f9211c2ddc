"""What a model's answers come to, in a headline and a sentence: no widget."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optlab.engine.metrics import ClassificationReport, RegressionReport
from optlab.qt.text import tr
from optlab.qt.views.answers import USUAL, Answers
from optlab.session.numbers import figure, percent

GAP = 0.05
"""A test accuracy this much below the training accuracy is worth a sentence."""


@dataclass(frozen=True)
class Words:
    """A headline with its caption, and two lines that explain."""

    headline: str
    caption: str
    sentence: str


def fitting_words(answers: Answers, *, begun: bool) -> Words:
    """Headline and explanation of the chosen racer's answers; `begun` after the first step."""
    report = answers.report
    if isinstance(report, RegressionReport):
        return _number_words(answers, report)
    return _class_words(answers, report, begun=begun)


def _class_words(answers: Answers, report: ClassificationReport, *, begun: bool) -> Words:
    objective, count = answers.objective, len(report)
    if objective.has_test:
        caption = tr("of {count} new samples are right", count=count)
    else:
        caption = tr("of {count} training samples are right", count=count)
    trained = answers.train[answers.chosen]
    if isinstance(trained, ClassificationReport) and report.accuracy < trained.accuracy - GAP:
        sentence = tr(
            "It does better on samples it has seen than on new ones: it learns them by heart."
        )
    elif begun:
        sentence = _key_to_picture(answers, int(np.sum(report.said != report.targets)))
    else:
        sentence = tr("Nothing is learnt yet: the first weights happen to say this.")
    more = f"{_cut(answers)} {_moved(answers)}".strip()
    return Words(percent(report.accuracy), caption, f"{sentence} {more}".rstrip())


def _moved(answers: Answers) -> str:
    """That the border is not where both classes are equally likely, if it is not."""
    if answers.threshold == USUAL or answers.objective.train.classes != 2:
        return ""
    return tr(
        "The border is where “{yes}” has a probability of {threshold}: see Metrics.",
        yes=answers.objective.train.class_names[1],
        threshold=f"{answers.threshold:.3f}".removesuffix("0"),
    )


def _key_to_picture(answers: Answers, wrong: int) -> str:
    train, count = answers.objective.train, len(answers.samples)
    if train.image:
        return tr(
            "Below each picture: what it is taken for, and how sure the model is. "
            "Of all {count} it takes {wrong} for something else.",
            count=count,
            wrong=wrong,
        )
    new = tr("new points") if answers.objective.has_test else tr("points")
    said = {"wrong": wrong, "count": count, "points": new}
    if train.features.shape[1] > 2:
        return tr("Pale: undecided. Wrong: {wrong} of {count} {points}.", **said)
    return tr(
        "Pale: the model cannot decide. {wrong} of {count} {points} lie on the wrong side.",
        **said,
    )


def _cut(answers: Answers) -> str:
    """What a map of two features cannot show, where there are more."""
    train = answers.objective.train
    others = train.features.shape[1] - 2
    if train.image or others < 1:
        return ""
    if others == 1:
        return tr("The third feature rests at its training mean.")
    return tr("{count} other features rest at their training mean.", count=others)


def _number_words(answers: Answers, report: RegressionReport) -> Words:
    objective = answers.objective
    train = objective.train
    caption = tr("typical miss on new samples") if objective.has_test else tr("typical miss")
    features = train.features.shape[1]
    if objective.network.widths == (1, 1):
        sentence = _line(answers)
    elif features == 1:
        sentence = tr(
            "Every curve is what one racer would answer. The misses are what the loss adds up."
        )
    elif features == 2:
        sentence = tr(
            "The ground has the colour of what the model says, each point that of what is true: "
            "where a point stands out, the model misses."
        )
    else:
        sentence = tr(
            "A point on the dashed line is predicted exactly, one above it too high, "
            "one below it too low."
        )
    if features == 1:
        sentence = f"{sentence}\n{_chain(answers)}"
    return Words(f"{figure(report.rmse)} {train.target_unit}".strip(), caption, sentence)


def _chain(answers: Answers) -> str:
    """From errors to one number, on the training samples: theirs are the misses that are drawn."""
    trained, unit = answers.train[answers.chosen], answers.objective.train.target_unit
    if not isinstance(trained, RegressionReport):
        return ""
    return tr(
        "{count} training errors → their squares add up to {total} → mean {mean} (MSE) "
        "→ root {root} (RMSE).",
        count=len(trained),
        total=figure(trained.sum_of_squares),
        mean=figure(trained.mse),
        root=f"{figure(trained.rmse)} {unit}".strip(),
    )


def _line(answers: Answers) -> str:
    """The line that was found, in the user's units."""
    train = answers.objective.train
    slope, intercept = answers.objective.in_own_units(answers.theta).tolist()
    return tr(
        "{target} = {intercept} {sign} {slope} · {feature}",
        target=train.target_name,
        intercept=figure(intercept),
        sign="−" if slope < 0 else "+",
        slope=figure(abs(slope)),
        feature=train.feature_names[0],
    )
