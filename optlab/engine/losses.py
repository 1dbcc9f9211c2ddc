"""Losses: from the errors of all samples to one number.

A model gives a score per sample; its link turns the score into a prediction (identity for a number,
sigmoid for a probability). A loss sees scores, targets and link together, because cross-entropy is
exact and simple in the score and useless in a rounded probability.
"""

from __future__ import annotations

import math
from typing import ClassVar, Literal, final

import numpy as np

from optlab.engine.activations import Identity, Sigmoid
from optlab.engine.arrays import Array
from optlab.engine.declare import Catalog, Choice

Link = Identity | Sigmoid
Task = Literal["regression", "classification"]


@final
class MeanSquaredError(Choice, frozen=True, tag="mse"):
    """L = mean (p - y)²."""

    title: ClassVar[str] = "MSE"
    help: ClassVar[str] = "The mean of the squared errors: large errors count most."
    formula: ClassVar[str] = "L = mean (p − y)²"
    tasks: ClassVar[tuple[Task, ...]] = ("regression", "classification")

    def value(self, scores: Array, targets: Array, link: Link) -> Array:
        """Loss over the last axis: scores (..., n), targets (n,) -> (...)."""
        error = link.apply(scores.copy()) - targets
        return np.mean(error * error, axis=-1)

    def slope(self, scores: Array, targets: Array, link: Link) -> tuple[float, Array]:
        """Return loss and derivative by each score; `scores` (n,) is overwritten."""
        error, derivative = _errors(scores, targets, link)
        count = len(error)
        loss = float(error.dot(error)) / count
        error *= 2.0 / count
        return loss, error if derivative is None else error * derivative


@final
class RootMeanSquaredError(Choice, frozen=True, tag="rmse"):
    """L = sqrt(mean (p - y)²), with slope 0 where the loss is 0."""

    title: ClassVar[str] = "RMSE"
    help: ClassVar[str] = "The root of the mean squared error: in the units of the label."
    formula: ClassVar[str] = "L = √ mean (p − y)²"
    tasks: ClassVar[tuple[Task, ...]] = ("regression", "classification")

    def value(self, scores: Array, targets: Array, link: Link) -> Array:
        """Loss over the last axis: scores (..., n), targets (n,) -> (...)."""
        error = link.apply(scores.copy()) - targets
        return np.sqrt(np.mean(error * error, axis=-1))

    def slope(self, scores: Array, targets: Array, link: Link) -> tuple[float, Array]:
        """Return loss and derivative by each score; `scores` (n,) is overwritten."""
        error, derivative = _errors(scores, targets, link)
        count = len(error)
        loss = math.sqrt(float(error.dot(error)) / count)
        if loss > 0.0:
            error *= 1.0 / (count * loss)
        return loss, error if derivative is None else error * derivative


@final
class CrossEntropy(Choice, frozen=True, tag="cross-entropy"):
    """L = -mean [y log p + (1 - y) log(1 - p)] with p = sigmoid(z)."""

    title: ClassVar[str] = "Cross-entropy"
    help: ClassVar[str] = "How surprised the model is by the truth: confident mistakes cost most."
    formula: ClassVar[str] = "L = −mean [y log p + (1 − y) log(1 − p)]"
    tasks: ClassVar[tuple[Task, ...]] = ("classification",)

    def value(self, scores: Array, targets: Array, link: Link) -> Array:
        """Loss over the last axis: scores (..., n), targets (n,) of 0 and 1 -> (...)."""
        del link  # always the sigmoid, folded into the formula
        return np.mean(_softplus(_wrong_way(targets) * scores), axis=-1)

    def slope(self, scores: Array, targets: Array, link: Link) -> tuple[float, Array]:
        """Return loss and derivative (p - y) / n by each score; `scores` (n,) is overwritten."""
        del link
        count = len(scores)
        way = _wrong_way(targets)
        surprise = np.logaddexp(0.0, way * scores)  # one call: a batch is small
        loss = float(np.add.reduce(surprise)) / count
        slope = np.expm1(-surprise)  # the probability of the true class, minus 1
        slope *= way
        slope *= -1.0 / count
        return loss, slope


def _wrong_way(targets: Array) -> Array:
    """The sign by which a score moves away from its target (n,): 1 for class 0, -1 for class 1.

    The loss of a score is the softplus of it times this sign, which keeps its digits where p rounds
    to 0 or 1; softplus(z) - y z would leave nothing but the rounding of z there.
    """
    return 1.0 - 2.0 * targets


def _softplus(z: Array) -> Array:
    """log(1 + exp(z)) of many numbers, several times as fast as np.logaddexp; overwrites `z`."""
    tail = np.abs(z)
    np.negative(tail, tail)
    np.exp(tail, tail)
    np.log1p(tail, tail)
    np.maximum(z, 0.0, out=z)
    z += tail
    return z


def _errors(scores: Array, targets: Array, link: Link) -> tuple[Array, Array | None]:
    """Errors p - y (in the buffer of `scores`) and dp/dz (None for the identity, where it is 1)."""
    prediction = link.apply(scores)
    derivative = None if isinstance(link, Identity) else link.derivative(prediction)
    return np.subtract(prediction, targets, prediction), derivative


AnyLoss = MeanSquaredError | RootMeanSquaredError | CrossEntropy

LOSSES = Catalog(AnyLoss)
