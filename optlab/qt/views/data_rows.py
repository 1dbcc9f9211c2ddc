"""What the racers' table and the words beside it say about a moment: no widget."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from optlab.engine import Status
from optlab.engine.arrays import Array
from optlab.engine.fitted import FittingObjective
from optlab.engine.objective import Objective
from optlab.qt.text import tr
from optlab.qt.views.fit import accuracy, hits, line, typical_miss
from optlab.qt.views.racer_table import Sheet
from optlab.session.moment import Moment
from optlab.session.numbers import figure

GAP = 0.05
"""A test accuracy this much below the training accuracy is worth a sentence."""


@dataclass(frozen=True)
class Words:
    """A headline with its caption, and two lines that explain."""

    headline: str
    caption: str
    sentence: str


def fitting_sheet(moment: Moment, objective: FittingObjective) -> Sheet:
    """Losses of every racer, and how often it is right (classes) or how far it is off (numbers)."""
    parts = [("train", objective.train)]
    if objective.has_test:
        parts.append(("test", objective.test))
    classes = objective.task == "classification"
    rows: list[tuple[str, ...]] = []
    for index, racer in enumerate(moment.experiment.racers):
        theta = moment.snapshots[index].theta
        losses = [moment.train_losses[index], moment.test_losses[index]][: len(parts)]
        if classes:
            quality = [percent(accuracy(objective, theta, samples)) for _, samples in parts]
        else:
            quality = [figure(typical_miss(objective, theta, samples)) for _, samples in parts]
        rows.append((racer.name, *(figure(loss) for loss in losses), *quality))
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
    spare = ((2,), (1,), (3,)) if objective.has_test else ((1,),)
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
    return Sheet(tuple(titles), tuple(helps), tuple(rows), leaders, spare=((1, 2),))


def distance(objective: Objective, theta: Array) -> float:
    """How far theta (D,) is from the nearest known minimum; nan where none is known."""
    minima = np.array(objective.minima)
    if not len(minima):
        return math.nan
    with np.errstate(all="ignore"):
        away = np.linalg.norm(minima - theta, axis=1)
    return float(away.min())


def words(moment: Moment, racer: int) -> Words:
    """Headline and explanation for one racer."""
    snapshot = moment.snapshots[racer]
    objective = moment.objective
    if isinstance(objective, FittingObjective):
        made = _class_words if objective.task == "classification" else _number_words
        found = made(moment, objective, racer)
    else:
        found = _landscape_words(moment, racer)
    if snapshot.status is Status.diverged:
        sentence = tr("The numbers have blown up: try a smaller learning rate.")
        return Words(found.headline, found.caption, f"{snapshot.evidence} {sentence}")
    return found


def _class_words(moment: Moment, objective: FittingObjective, racer: int) -> Words:
    theta = moment.snapshots[racer].theta
    shown = objective.test if objective.has_test else objective.train
    right = hits(objective, theta, shown)
    trained, tested = (
        accuracy(objective, theta, samples) for samples in (objective.train, objective.test)
    )
    caption = (
        tr("of {count} new points are right", count=len(shown))
        if objective.has_test
        else tr("of {count} training points are right", count=len(shown))
    )
    if moment.cursor == 0:
        sentence = tr("Nothing is learnt yet: the map is what random weights happen to say.")
    elif tested < trained - GAP:
        sentence = tr(
            "It is better on the points it has seen than on new ones: "
            "it has begun to learn them by heart."
        )
    else:
        wrong = len(shown) - right
        sentence = tr(
            "Full colour: the model is sure. Pale: it cannot decide. "
            "{count} points lie on the wrong side.",
            count=wrong,
        )
    return Words(percent(right / len(shown)), caption, sentence)


def _number_words(moment: Moment, objective: FittingObjective, racer: int) -> Words:
    theta, train = moment.snapshots[racer].theta, objective.train
    shown = objective.test if objective.has_test else train
    miss = typical_miss(objective, theta, shown)
    caption = tr("typical miss on new points") if objective.has_test else tr("typical miss")
    found = line(objective, theta)
    if found is None or not all(math.isfinite(value) for value in found):
        sentence = tr(
            "Every curve is what one racer would answer. The misses are what the loss adds up."
        )
    else:
        sentence = tr(
            "{target} = {intercept} {sign} {slope} · {feature}",
            target=train.target_name,
            intercept=figure(found[1]),
            sign="−" if found[0] < 0 else "+",
            slope=figure(abs(found[0])),
            feature=train.feature_names[0],
        )
    return Words(f"{figure(miss)} {train.target_unit}".strip(), caption, sentence)


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


def percent(share: float) -> str:
    """`91.5 %`, or a dash."""
    return f"{100.0 * share:.1f} %" if math.isfinite(share) else figure(share)


def _leaders(moment: Moment, columns: int) -> tuple[int | None, ...]:
    """The racer with the lowest training loss leads the first column, once several race."""
    losses = np.array(moment.train_losses)
    nobody = (None,) * columns
    if len(losses) < 2 or moment.cursor == 0 or not np.isfinite(losses).any():
        return nobody
    return (int(np.where(np.isfinite(losses), losses, np.inf).argmin()), *nobody[1:])
