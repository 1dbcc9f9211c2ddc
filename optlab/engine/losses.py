"""Losses: from the errors of all samples to one number.

A model gives scores; its link turns them into predictions (see `links.py`). A loss sees scores,
targets and link together, because cross-entropy is exact and simple in the score and useless in a
rounded probability. Arrays are (..., n) where a sample has one score and (..., C, n) where it has
one per class; what stands before belongs to different parameters, evaluated together. A mean runs
over all numbers of one model.

At a kink (an absolute error of 0, the margin of the hinge) the slope is 0: the minimum of one
sample is a place to rest.
"""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal, final

import numpy as np

from optlab.engine.activations import Identity, Sigmoid, Softplus
from optlab.engine.arrays import Array
from optlab.engine.declare import Catalog, Choice, knob
from optlab.engine.links import Link, Softmax, flat, through

Task = Literal["regression", "classification"]
Number = float | Array
"""A loss: one number, or an array (...) of them where several models are evaluated together."""

ANY_LINK: tuple[type[Link], ...] = (Identity, Sigmoid, Softmax)


@final
class MeanSquaredError(Choice, frozen=True, tag="mse"):
    """L = mean (p - y)²."""

    title: ClassVar[str] = "MSE"
    help: ClassVar[str] = "The mean of the squared errors: large errors count most."
    formula: ClassVar[str] = "L = mean (p − y)²"
    links: ClassVar[tuple[type[Link], ...]] = ANY_LINK

    def value(self, scores: Array, targets: Array, link: Link) -> Array:
        """Loss of each model: scores and targets, one or C per sample -> (...)."""
        error = flat(link.apply(scores.copy()) - targets, link)
        return np.mean(error * error, axis=-1)

    def slope(self, scores: Array, targets: Array, link: Link) -> tuple[Number, Array]:
        """Return loss and derivative by each score; `scores` is overwritten."""
        prediction = link.apply(scores)
        error = prediction - targets
        all_errors = flat(error, link)
        count = all_errors.shape[-1]
        loss = _square(all_errors) / count
        error *= 2.0 / count
        return loss, through(link, prediction, error)


@final
class RootMeanSquaredError(Choice, frozen=True, tag="rmse"):
    """L = sqrt(mean (p - y)²), with slope 0 where the loss is 0."""

    title: ClassVar[str] = "RMSE"
    help: ClassVar[str] = "The root of the mean squared error: in the units of the label."
    formula: ClassVar[str] = "L = √ mean (p − y)²"
    links: ClassVar[tuple[type[Link], ...]] = ANY_LINK

    def value(self, scores: Array, targets: Array, link: Link) -> Array:
        """Loss of each model: scores and targets, one or C per sample -> (...)."""
        error = flat(link.apply(scores.copy()) - targets, link)
        return np.sqrt(np.mean(error * error, axis=-1))

    def slope(self, scores: Array, targets: Array, link: Link) -> tuple[Number, Array]:
        """Return loss and derivative by each score; `scores` is overwritten."""
        prediction = link.apply(scores)
        error = prediction - targets
        all_errors = flat(error, link)
        count = all_errors.shape[-1]
        loss = np.sqrt(_square(all_errors) / count)
        divisor = count * (loss + (loss == 0.0))  # where the loss is 0, so are all errors
        all_errors /= divisor[..., None]
        return loss, through(link, prediction, error)


@final
class MeanAbsoluteError(Choice, frozen=True, tag="mae"):
    """L = mean |p - y|, with slope 0 where an error is 0."""

    title: ClassVar[str] = "MAE"
    help: ClassVar[str] = (
        "The mean size of the errors: one wild point counts no more than its miss."
    )
    formula: ClassVar[str] = "L = mean |p − y|"
    links: ClassVar[tuple[type[Link], ...]] = ANY_LINK

    def value(self, scores: Array, targets: Array, link: Link) -> Array:
        """Loss of each model: scores and targets, one or C per sample -> (...)."""
        return np.mean(np.abs(flat(link.apply(scores.copy()) - targets, link)), axis=-1)

    def slope(self, scores: Array, targets: Array, link: Link) -> tuple[Number, Array]:
        """Return loss and derivative by each score; `scores` is overwritten."""
        prediction = link.apply(scores)
        error = prediction - targets
        sizes = flat(np.abs(error), link)
        count = sizes.shape[-1]
        loss = np.add.reduce(sizes, -1) / count
        slope = np.sign(error)
        slope *= 1.0 / count
        return loss, through(link, prediction, slope)


@final
class Huber(Choice, frozen=True, tag="huber"):
    """L = mean of e² / 2 up to |e| = δ and δ |e| - δ² / 2 beyond, for errors e = p - y.

    With c = min(|e|, δ) both branches are c (|e| - c / 2), and the slope is e clipped to ±δ.
    """

    title: ClassVar[str] = "Huber"
    help: ClassVar[str] = "Small errors count squared, large ones only by size: calm with outliers."
    formula: ClassVar[str] = "L = mean h(p − y), h(e) = e² / 2 if |e| ≤ δ, else δ |e| − δ² / 2"
    source: ClassVar[str] = "Huber (1964), Robust estimation of a location parameter"
    links: ClassVar[tuple[type[Link], ...]] = ANY_LINK

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
        """Loss of each model: scores and targets, one or C per sample -> (...)."""
        size = np.abs(flat(link.apply(scores.copy()) - targets, link))
        near = np.minimum(size, self.delta)
        return np.mean(near * (size - 0.5 * near), axis=-1)

    def slope(self, scores: Array, targets: Array, link: Link) -> tuple[Number, Array]:
        """Return loss and derivative by each score; `scores` is overwritten."""
        prediction = link.apply(scores)
        error = prediction - targets
        size = np.abs(error)
        near = np.minimum(size, self.delta)
        charges = flat(near * (size - 0.5 * near), link)
        count = charges.shape[-1]
        loss = np.add.reduce(charges, -1) / count
        slope = np.copysign(near, error)
        slope *= 1.0 / count
        return loss, through(link, prediction, slope)


@final
class LogCosh(Choice, frozen=True, tag="log-cosh"):
    """L = mean log cosh(p - y), with slope tanh(p - y)."""

    title: ClassVar[str] = "Log-cosh"
    help: ClassVar[str] = "Near 0 like half the squared error, far off like the absolute error."
    formula: ClassVar[str] = "L = mean log cosh(p − y)"
    source: ClassVar[str] = "Green (1990), Bayesian reconstructions from emission tomography data"
    links: ClassVar[tuple[type[Link], ...]] = ANY_LINK

    def value(self, scores: Array, targets: Array, link: Link) -> Array:
        """Loss of each model: scores and targets, one or C per sample -> (...)."""
        error = flat(link.apply(scores.copy()) - targets, link)
        return np.mean(_log_cosh(error), axis=-1)

    def slope(self, scores: Array, targets: Array, link: Link) -> tuple[Number, Array]:
        """Return loss and derivative by each score; `scores` is overwritten."""
        prediction = link.apply(scores)
        error = prediction - targets
        charges = flat(_log_cosh(error), link)
        count = charges.shape[-1]
        loss = np.add.reduce(charges, -1) / count
        slope = np.tanh(error, error)
        slope *= 1.0 / count
        return loss, through(link, prediction, slope)


@final
class CrossEntropy(Choice, frozen=True, tag="cross-entropy"):
    """L = -mean [y log p + (1 - y) log(1 - p)] with p = sigmoid(z)."""

    title: ClassVar[str] = "Cross-entropy"
    help: ClassVar[str] = "How surprised the model is by the truth: confident mistakes cost most."
    formula: ClassVar[str] = "L = −mean [y log p + (1 − y) log(1 − p)]"
    links: ClassVar[tuple[type[Link], ...]] = (Sigmoid,)

    def value(self, scores: Array, targets: Array, link: Link) -> Array:
        """Loss of each model: scores (..., n), targets (n,) of 0 and 1 -> (...)."""
        del link  # always the sigmoid, folded into the formula
        return np.mean(SOFTPLUS.apply(_wrong_way(targets) * scores), axis=-1)

    def slope(self, scores: Array, targets: Array, link: Link) -> tuple[Number, Array]:
        """Return loss and derivative (p - y) / n by each score; `scores` is overwritten."""
        del link
        count = scores.shape[-1]
        way = _wrong_way(targets)
        surprise = np.logaddexp(0.0, way * scores)  # one call: a batch is small
        loss = np.add.reduce(surprise, -1) / count
        slope = np.expm1(-surprise)  # the probability of the true class, minus 1
        slope *= way
        slope *= -1.0 / count
        return loss, slope

    def terms(self, scores: Array, targets: Array) -> tuple[Array, Array]:
        """The positive term -y log p and the negative -(1 - y) log(1 - p) of every sample (..., n).

        The mean of their sum is the loss; a sample of class 1 pays the first, of class 0 the other.
        """
        return targets * SOFTPLUS.apply(-scores), (1.0 - targets) * SOFTPLUS.apply(scores.copy())


@final
class SoftmaxCrossEntropy(Choice, frozen=True, tag="softmax-cross-entropy"):
    """L = -mean log p of the true class, with p = softmax(z)."""

    title: ClassVar[str] = "Softmax cross-entropy"
    help: ClassVar[str] = "How surprised the model is by the true one of several classes."
    formula: ClassVar[str] = "L = −mean log p(true class),  p = softmax(z)"
    source: ClassVar[str] = "Bridle (1990), Neurocomputing: algorithms, architectures, applications"
    links: ClassVar[tuple[type[Link], ...]] = (Softmax,)

    def value(self, scores: Array, targets: Array, link: Link) -> Array:
        """Loss of each model: scores (..., C, n), targets (C, n) with a 1 per column -> (...)."""
        del link  # always the softmax, folded into the formula
        below = scores - scores.max(axis=-2, keepdims=True)  # so that nothing overflows
        total = np.add.reduce(np.exp(below), -2, dtype=np.float64)  # 1 and very little more
        surprise = np.log(total).astype(scores.dtype, copy=False)
        return np.mean(surprise - np.add.reduce(targets * below, -2), axis=-1)

    def slope(self, scores: Array, targets: Array, link: Link) -> tuple[Number, Array]:
        """Return loss and derivative (p - y) / n by each score (..., C, n)."""
        del link
        count = scores.shape[-1]
        below = scores - np.maximum.reduce(scores, -2)[..., None, :]
        surprise = -np.add.reduce(targets * below, -2)
        slope = np.exp(below, below)
        total = np.add.reduce(slope, -2)
        surprise += np.log(total)
        total *= count
        slope /= total[..., None, :]
        slope -= targets * (1.0 / count)
        return np.add.reduce(surprise, -1) / count, slope


@final
class Hinge(Choice, frozen=True, tag="hinge"):
    """L = mean max(0, 1 - t z) with t = -1 for class 0, 1 for class 1; slope 0 at t z = 1."""

    title: ClassVar[str] = "Hinge"
    help: ClassVar[str] = "No charge once a score is 1 or more on the right side: leaves a margin."
    formula: ClassVar[str] = "L = mean max(0, 1 − t z), t = ±1"
    source: ClassVar[str] = "Cortes and Vapnik (1995), Support-vector networks, Machine Learning 20"
    links: ClassVar[tuple[type[Link], ...]] = (Sigmoid,)

    def value(self, scores: Array, targets: Array, link: Link) -> Array:
        """Loss of each model: scores (..., n), targets (n,) of 0 and 1 -> (...)."""
        del link  # a score is compared with the margin as it is
        short = _wrong_way(targets) * scores
        short += 1.0
        return np.mean(np.maximum(short, 0.0), axis=-1)

    def slope(self, scores: Array, targets: Array, link: Link) -> tuple[Number, Array]:
        """Return loss and derivative -t / n by each score short of its margin, 0 beyond."""
        del link
        count = scores.shape[-1]
        way = _wrong_way(targets)
        short = np.maximum(way * scores + 1.0, 0.0)
        loss = np.add.reduce(short, -1) / count
        slope = way * (short > 0.0)
        slope *= 1.0 / count
        return loss, slope


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


def _square(errors: Array) -> Number:
    """The sum of the squares of every row: errors (..., n) -> (...)."""
    return errors.dot(errors) if errors.ndim == 1 else np.vecdot(errors, errors)


AnyLoss = (
    CrossEntropy
    | SoftmaxCrossEntropy
    | Hinge
    | MeanSquaredError
    | RootMeanSquaredError
    | MeanAbsoluteError
    | Huber
    | LogCosh
)

LOSSES = Catalog(AnyLoss)
