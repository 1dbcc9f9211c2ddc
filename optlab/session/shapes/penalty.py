"""What one sample is charged for its answer, by every loss of the catalog that could be chosen.

A loss is a mean over samples, so its value on a set of a single sample is that sample's charge (of
RMSE it is the size of the error, because the root is taken of one square). Of several classes the
charge depends on all probabilities; here all wrong classes share what the true one leaves.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from optlab.engine.activations import Sigmoid
from optlab.engine.arrays import Array, Counts
from optlab.engine.fitted import FittingObjective
from optlab.engine.links import Link, Softmax
from optlab.engine.losses import LOSSES, AnyLoss
from optlab.session.message import Message
from optlab.session.numbers import figure

POINTS = 161
NEAREST = 1e-3
"""How close to 0 and 1 probabilities are drawn."""
MOST_DOTS = 300
"""Samples that are drawn: every second, third ... where there are more."""


@dataclass(frozen=True, eq=False)
class Charges:
    """Charges over an answer: `x` (k,) probabilities or errors, a curve (k,) per loss by name.

    `dots` (j, 2) are samples as they are answered now: answer and charge by the chosen loss.
    """

    x: Array
    curves: Mapping[str, Array]
    dots: Array


@dataclass(frozen=True, eq=False)
class Penalties:
    """One set of charges for errors, one per target for classes; `chosen` is a name of a curve."""

    kind: str
    """errors, targets (0 and 1) or classes (the true one of several)."""
    chosen: str
    parts: tuple[Charges, ...]


def penalties(objective: FittingObjective, theta: Array) -> Penalties:
    """Charges by all losses, and those of the training samples at theta (D,)."""
    loss, link = objective.fitting.loss, objective.network.link
    with np.errstate(all="ignore"):
        scores = objective.network.scores(theta, objective.inputs(objective.train.features))
    targets = objective.train.targets
    stride = max(1, -(-len(targets) // MOST_DOTS))
    if isinstance(link, Softmax):
        classes = targets[::stride].astype(np.int64)
        x, curves = _curves(loss, link, 0.0, objective.train.classes)
        dots = _several(loss, link, scores[:, ::stride], classes)
        return Penalties("classes", loss.title, (Charges(x, curves, dots),))
    if isinstance(link, Sigmoid):
        parts = tuple(
            Charges(
                *_curves(loss, link, label),
                _one(loss, link, scores[targets == label], label, stride),
            )
            for label in (0.0, 1.0)
        )
        return Penalties("targets", loss.title, parts)
    errors = scores - targets
    x, curves = _curves(loss, link, _reach(errors))
    dots = _one(loss, link, errors, 0.0, stride)
    return Penalties("errors", loss.title, (Charges(x, curves, dots),))


def penalty_words(shown: Penalties) -> Message:
    """What the shape of the chosen loss means for learning, with its numbers."""
    if shown.kind == "errors":
        charges = shown.parts[0]
        low, high = np.interp(
            [0.5 * charges.x[-1], charges.x[-1]], charges.x, charges.curves[shown.chosen]
        ).tolist()
        return Message(
            "Every dot is a training sample. An error twice as large costs {times} times as much "
            "by {loss}: that decides how much a wild point pulls.",
            {"times": figure(high / low), "loss": shown.chosen},
        )
    top = float(shown.parts[-1].curves[shown.chosen][0])
    values = {"loss": shown.chosen, "top": figure(top)}
    if top > 1.5:
        return Message(
            "A confident mistake costs {top} by {loss} where the truth had a chance of 0.001, and "
            "there is no ceiling: the surer and wronger, the stronger the push to change.",
            values,
        )
    return Message(
        "By {loss} even the surest mistake costs no more than {top}, and on the way back through "
        "the probability its slope fades: what is surely wrong is hardly pushed. "
        "Cross-entropy has no ceiling.",
        values,
    )


def _rivals(chosen: AnyLoss, link: Link) -> list[AnyLoss]:
    """Every loss that can read this link, with the knobs of the chosen one where it is that."""
    kinds: list[Any] = list(LOSSES.values())
    fit = [kind for kind in kinds if type(link) in kind.links]
    return [chosen if isinstance(chosen, kind) else kind() for kind in fit]


def _value(loss: AnyLoss, scores: Array, targets: Array, link: Link) -> Array:
    with np.errstate(all="ignore"):
        return loss.value(scores, targets, link)


@lru_cache(maxsize=64)
def _curves(
    loss: AnyLoss, link: Link, place: float, classes: int = 1
) -> tuple[Array, Mapping[str, Array]]:
    """Answers (k,) and the charges (k,) of all losses for them.

    `place` is the target of a probability, or how far errors are drawn.
    """
    x = np.linspace(NEAREST, 1.0 - NEAREST, POINTS)
    targets = np.array([place])
    if isinstance(link, Softmax):
        scores = np.zeros((POINTS, classes, 1))
        scores[:, 0, 0] = np.log(x * (classes - 1) / (1.0 - x))
        targets = np.zeros((classes, 1))
        targets[0] = 1.0
    elif isinstance(link, Sigmoid):
        scores = np.log(x / (1.0 - x))[:, None]
    else:
        x = np.linspace(-place, place, POINTS)
        scores, targets = x[:, None], np.zeros(1)
    return x, {rival.title: _value(rival, scores, targets, link) for rival in _rivals(loss, link)}


def _several(loss: AnyLoss, link: Softmax, scores: Array, classes: Counts) -> Array:
    """Probability of the true class and charge (j, 2), from scores (C, j) and classes (j,)."""
    each = np.moveaxis(scores, -1, 0)[..., None]
    true = np.equal(classes[:, None], np.arange(len(scores)))[..., None].astype(np.float64)
    said = np.sum(link.apply(each.copy()) * true, axis=(1, 2))
    return _dots(said, _value(loss, each, true, link))


def _one(loss: AnyLoss, link: Link, scores: Array, target: float, stride: int) -> Array:
    """Answer and charge (j, 2) of scores (n,) with one target, every stride-th."""
    some = scores[::stride]
    charged = _value(loss, some[:, None], np.array([target]), link)
    return _dots(link.apply(some.copy()), charged)


def _dots(x: Array, y: Array) -> Array:
    both = np.column_stack([x, y])
    return both[np.isfinite(both).all(axis=1)]


def _reach(errors: Array) -> float:
    """How far errors are drawn: all but the wildest, in steps of √2, so that the picture rests."""
    finite = np.abs(errors[np.isfinite(errors)])
    widest = float(np.quantile(finite, 0.99)) if len(finite) else 1.0
    return math.sqrt(2.0) ** math.ceil(2.0 * math.log2(min(max(widest, 1e-9), 1e150)))
