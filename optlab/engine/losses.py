"""Losses: from the errors of all samples to one number.

A model gives a score per sample; its link turns the score into a prediction (identity for a number,
sigmoid for a probability). A loss sees scores, targets and link together, because cross-entropy is
exact and simple in the score and useless in a rounded probability.

At a kink (an absolute error of 0, the margin of the hinge) the slope is 0: the minimum of one
sample is a place to rest.
"""

from __future__ import annotations

import math
from typing import Annotated, ClassVar, Literal, final

import numpy as np

from optlab.engine.activations import Identity, Sigmoid, Softplus
from optlab.engine.arrays import Array
from optlab.engine.declare import Catalog, Choice, knob

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
class MeanAbsoluteError(Choice, frozen=True, tag="mae"):
    """L = mean |p - y|, with slope 0 where an error is 0."""

    title: ClassVar[str] = "MAE"
    help: ClassVar[str] = (
        "The mean size of the errors: one wild point counts no more than its miss."
    )
    formula: ClassVar[str] = "L = mean |p − y|"
    tasks: ClassVar[tuple[Task, ...]] = ("regression", "classification")

    def value(self, scores: Array, targets: Array, link: Link) -> Array:
        """Loss over the last axis: scores (..., n), targets (n,) -> (...)."""
        return np.mean(np.abs(link.apply(scores.copy()) - targets), axis=-1)

    def slope(self, scores: Array, targets: Array, link: Link) -> tuple[float, Array]:
        """Return loss and derivative by each score; `scores` (n,) is overwritten."""
        error, derivative = _errors(scores, targets, link)
        count = len(error)
        loss = float(np.add.reduce(np.abs(error))) / count
        slope = np.sign(error)
        slope *= 1.0 / count
        return loss, slope if derivative is None else slope * derivative


@final
class Huber(Choice, frozen=True, tag="huber"):
    """L = mean of e² / 2 up to |e| = δ and δ |e| - δ² / 2 beyond, for errors e = p - y.

    With c = min(|e|, δ) both branches are c (|e| - c / 2), and the slope is e clipped to ±δ.
    """

    title: ClassVar[str] = "Huber"
    help: ClassVar[str] = "Small errors count squared, large ones only by size: calm with outliers."
    formula: ClassVar[str] = "L = mean h(p − y), h(e) = e² / 2 if |e| ≤ δ, else δ |e| − δ² / 2"
    source: ClassVar[str] = "Huber (1964), Robust estimation of a location parameter"
    tasks: ClassVar[tuple[Task, ...]] = ("regression", "classification")

    delta: Annotated[
        float,
        knob(
            "Delta",
            "From this error on, errors count by their size instead of squared.",
            symbol="δ",
            scale="log",
            gt=0,
            le=1e6,
            slider=(0.01, 10),
        ),
    ] = 1.0

    def value(self, scores: Array, targets: Array, link: Link) -> Array:
        """Loss over the last axis: scores (..., n), targets (n,) -> (...)."""
        size = np.abs(link.apply(scores.copy()) - targets)
        near = np.minimum(size, self.delta)
        return np.mean(near * (size - 0.5 * near), axis=-1)

    def slope(self, scores: Array, targets: Array, link: Link) -> tuple[float, Array]:
        """Return loss and derivative by each score; `scores` (n,) is overwritten."""
        error, derivative = _errors(scores, targets, link)
        count = len(error)
        size = np.abs(error)
        near = np.minimum(size, self.delta)
        loss = float(np.add.reduce(near * (size - 0.5 * near))) / count
        slope = np.copysign(near, error)
        slope *= 1.0 / count
        return loss, slope if derivative is None else slope * derivative


@final
class LogCosh(Choice, frozen=True, tag="log-cosh"):
    """L = mean log cosh(p - y), with slope tanh(p - y)."""

    title: ClassVar[str] = "Log-cosh"
    help: ClassVar[str] = "Near 0 like half the squared error, far off like the absolute error."
    formula: ClassVar[str] = "L = mean log cosh(p − y)"
    source: ClassVar[str] = "Green (1990), Bayesian reconstructions from emission tomography data"
    tasks: ClassVar[tuple[Task, ...]] = ("regression", "classification")

    def value(self, scores: Array, targets: Array, link: Link) -> Array:
        """Loss over the last axis: scores (..., n), targets (n,) -> (...)."""
        return np.mean(_log_cosh(link.apply(scores.copy()) - targets), axis=-1)

    def slope(self, scores: Array, targets: Array, link: Link) -> tuple[float, Array]:
        """Return loss and derivative by each score; `scores` (n,) is overwritten."""
        error, derivative = _errors(scores, targets, link)
        count = len(error)
        loss = float(np.add.reduce(_log_cosh(error))) / count
        slope = np.tanh(error, error)
        slope *= 1.0 / count
        return loss, slope if derivative is None else slope * derivative


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
        return np.mean(SOFTPLUS.apply(_wrong_way(targets) * scores), axis=-1)

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


@final
class Hinge(Choice, frozen=True, tag="hinge"):
    """L = mean max(0, 1 - t z) with t = -1 for class 0, 1 for class 1; slope 0 at t z = 1."""

    title: ClassVar[str] = "Hinge"
    help: ClassVar[str] = "No charge once a score is 1 or more on the right side: leaves a margin."
    formula: ClassVar[str] = "L = mean max(0, 1 − t z), t = ±1"
    source: ClassVar[str] = "Cortes and Vapnik (1995), Support-vector networks, Machine Learning 20"
    tasks: ClassVar[tuple[Task, ...]] = ("classification",)

    def value(self, scores: Array, targets: Array, link: Link) -> Array:
        """Loss over the last axis: scores (..., n), targets (n,) of 0 and 1 -> (...)."""
        del link  # a score is compared with the margin as it is
        short = _wrong_way(targets) * scores
        short += 1.0
        return np.mean(np.maximum(short, 0.0), axis=-1)

    def slope(self, scores: Array, targets: Array, link: Link) -> tuple[float, Array]:
        """Return loss and derivative -t / n by each score short of its margin, 0 beyond."""
        del link
        count = len(scores)
        way = _wrong_way(targets)
        short = np.maximum(way * scores + 1.0, 0.0)
        loss = float(np.add.reduce(short)) / count
        way *= short > 0.0
        way *= 1.0 / count
        return loss, way


SOFTPLUS = Softplus()

LOG_COSH_FAR = 20.0
"""From here on log cosh grows by 1 per unit, to the last digit."""


def _log_cosh(errors: Array) -> Array:
    """log cosh e as log(1 + 2 sinh²(e/2)), exact near 0, and as a line far off: no overflow."""
    size = np.abs(errors)
    near = np.minimum(size, LOG_COSH_FAR)
    size -= near
    near *= 0.5
    np.sinh(near, near)
    np.multiply(near, near, near)
    near *= 2.0
    np.log1p(near, near)
    near += size
    return near


def _wrong_way(targets: Array) -> Array:
    """The sign by which a score moves away from its target (n,): 1 for class 0, -1 for class 1.

    The cross-entropy of a score is the softplus of it times this sign, which keeps its digits where
    p rounds to 0 or 1; softplus(z) - y z would leave nothing but the rounding of z there.
    """
    return 1.0 - 2.0 * targets


def _errors(scores: Array, targets: Array, link: Link) -> tuple[Array, Array | None]:
    """Errors p - y (in the buffer of `scores`) and dp/dz (None for the identity, where it is 1)."""
    prediction = link.apply(scores)
    derivative = None if isinstance(link, Identity) else link.derivative(prediction)
    return np.subtract(prediction, targets, prediction), derivative


AnyLoss = (
    MeanSquaredError
    | RootMeanSquaredError
    | MeanAbsoluteError
    | Huber
    | LogCosh
    | CrossEntropy
    | Hinge
)

LOSSES = Catalog(AnyLoss)
