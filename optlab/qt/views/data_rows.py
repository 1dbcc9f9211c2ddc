"""What the racers' table and the words beside it say about a moment: no widget."""

from __future__ import annotations

import math

import numpy as np

from optlab.engine import Status
from optlab.engine.arrays import Array
from optlab.engine.metrics import ClassificationReport, Report
from optlab.engine.objective import Objective
from optlab.qt.text import tr
from optlab.qt.views.answers import Answers
from optlab.qt.views.fitting_words import Words, fitting_words
from optlab.qt.views.racer_table import Sheet
from optlab.session.moment import Moment
from optlab.session.numbers import figure, percent


def fitting_sheet(moment: Moment, answers: Answers) -> Sheet:
    """Losses of every racer, and how often it is right (classes) or how far it is off (numbers)."""
    objective = answers.objective
    parts = [(moment.train_losses, answers.train), (moment.test_losses, answers.test)]
    parts = parts[: 1 + objective.has_test]
    classes = objective.task == "classification"
    rows = [
        (
            racer.name,
            *(figure(losses[index]) for losses, _ in parts),
            *(quality(reports[index]) for _, reports in parts),
        )
        for index, racer in enumerate(moment.experiment.racers)
    ]
    good = tr("right") if classes else tr("miss")
    titles = [tr("train loss"), tr("test loss")][: len(parts)]
    titles += [f"{good}, {name}" for name in (tr("train"), tr("test"))][: len(parts)]
    loss_helps = [
        tr("Loss over all training samples at the cursor."),
        tr("Loss over the samples kept back from training."),
    ]
    if classes:
        good_helps = [
            tr("Share of training samples whose class is predicted right."),
            tr("Share of test samples whose class is predicted right."),
        ]
    else:
        good_helps = [
            tr("Root of the mean squared miss on the training samples, in the target's unit."),
            tr("Root of the mean squared miss on the test samples, in the target's unit."),
        ]
    helps = (*loss_helps[: len(parts)], *good_helps[: len(parts)])
    spare = ((2,), (1,), (0,)) if objective.has_test else ((0,),)
    return Sheet(tuple(titles), helps, tuple(rows), _leaders(moment, len(titles)), spare)


def landscape_sheet(moment: Moment) -> Sheet:
    """Height, place, and distance to the nearest known minimum of every racer."""
    objective = moment.objective
    rows: list[tuple[str, ...]] = []
    for index, racer in enumerate(moment.experiment.racers):
        theta = moment.snapshots[index].theta
        cells = [figure(value) for value in (moment.train_losses[index], *theta.tolist())]
        if objective.minima:
            cells.append(figure(distance(objective, theta)))
        rows.append((racer.name, *cells))
    titles = [tr("height f"), *objective.names]
    helps = [tr("The value of the landscape where the racer is.")]
    helps += [tr("Where the racer is.") for _ in objective.names]
    if objective.minima:
        titles.append(tr("to minimum"))
        helps.append(tr("Distance to the nearest known minimum."))
    leaders = _leaders(moment, len(titles))
    return Sheet(
        tuple(titles), tuple(helps), tuple(rows), leaders, (tuple(range(1, 1 + objective.size)),)
    )


def distance(objective: Objective, theta: Array) -> float:
    """How far theta (D,) is from the nearest known minimum; nan where none is known."""
    minima = np.array(objective.minima)
    if not len(minima):
        return math.nan
    with np.errstate(all="ignore"):
        away = np.linalg.norm(minima - theta, axis=1)
    return float(away.min())


def quality(report: Report) -> str:
    """The one number that people ask for: how often right, or how far off."""
    if isinstance(report, ClassificationReport):
        return percent(report.accuracy)
    return figure(report.rmse)


def words(moment: Moment, answers: Answers | None, racer: int) -> Words:
    """Headline and explanation for one racer; `answers` where there is data."""
    snapshot = moment.snapshots[racer]
    if answers is None:
        found = _landscape_words(moment, racer)
    else:
        found = fitting_words(answers, begun=moment.cursor > 0)
    if snapshot.status is Status.diverged:
        sentence = tr("The numbers have blown up: try a smaller learning rate.")
        return Words(found.headline, found.caption, f"{snapshot.evidence} {sentence}")
    return found


def _landscape_words(moment: Moment, racer: int) -> Words:
    away = distance(moment.objective, moment.snapshots[racer].theta)
    height = figure(moment.train_losses[racer])
    if math.isnan(away):
        return Words(
            height,
            tr("height above zero"),
            tr("This landscape has no lowest point: downhill goes on for ever."),
        )
    sentence = tr("The minimum is where the slope is flat and every way leads up.")
    if away < 1e-2:
        sentence = tr("It has practically arrived: the slope there is close to nothing.")
    return Words(figure(away), tr("from the nearest minimum"), sentence)


def _leaders(moment: Moment, columns: int) -> tuple[int | None, ...]:
    """The racer with the lowest training loss leads the first column, once several race."""
    losses = np.array(moment.train_losses)
    nobody = (None,) * columns
    if len(losses) < 2 or moment.cursor == 0 or not np.isfinite(losses).any():
        return nobody
    return (int(np.where(np.isfinite(losses), losses, np.inf).argmin()), *nobody[1:])
