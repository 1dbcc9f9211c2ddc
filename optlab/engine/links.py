"""Links: how the scores of a model become predictions.

A number is its score, the probability of one of two classes is the sigmoid of its score, and the
probabilities of several classes are the softmax of as many scores. With several scores per sample
they stand in rows, (..., C, n) for C classes and n samples; with one they are (..., n).
"""

from __future__ import annotations

from typing import final

import numpy as np

from optlab.engine.activations import F, Identity, Sigmoid
from optlab.engine.arrays import Array


@final
class Softmax:
    """p_c = exp(z_c) / Σ exp(z), for scores of several classes in rows.

    Source: Bridle (1990), Probabilistic interpretation of feedforward classification outputs.
    """

    def apply(self, z: F) -> F:
        """Overwrite the scores `z` (..., C, n) with probabilities that add to 1, and return them.

        The highest score is taken off first, so nothing overflows.
        """
        np.subtract(z, z.max(axis=-2, keepdims=True), z)
        np.exp(z, z)
        np.divide(z, z.sum(axis=-2, keepdims=True), z)
        return z

    def back(self, prediction: Array, slope: Array) -> Array:
        """dL/dz = p (g - Σ p g) from g = dL/dp, both (..., C, n)."""
        mean = np.sum(prediction * slope, axis=-2, keepdims=True)
        return prediction * (slope - mean)


Link = Identity | Sigmoid | Softmax


def through(link: Link, prediction: Array, slope: Array) -> Array:
    """Take the slope by the prediction back through the link, to the slope by the score."""
    if isinstance(link, Identity):
        return slope
    if isinstance(link, Softmax):
        return link.back(prediction, slope)
    return slope * link.derivative(prediction)


def flat(values: Array, link: Link) -> Array:
    """All numbers of one model in one axis: (..., C, n) -> (..., C n), where there are classes."""
    return values.reshape(*values.shape[:-2], -1) if isinstance(link, Softmax) else values
