"""Forward, loss and backward: how a fitting comes to the slope that a step feels.

The numbers are those of the model itself, sample by sample on the batch of one step. The slope is
the one that the training run computes; the rest is what it passes through on its way.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optlab.engine.arrays import Array, Counts
from optlab.engine.fitted import FittingObjective
from optlab.engine.losses import RootMeanSquaredError


@dataclass(frozen=True, eq=False, slots=True)
class LayerPass:
    """A layer on a batch: what its units give (units, n), and the slope of its parameters.

    The outputs of the last layer are the scores. `span` is where its parameters lie in theta.
    """

    name: str
    outputs: Array
    slope: Array
    span: slice

    @property
    def norm(self) -> float:
        """The length of its slope."""
        return float(np.linalg.norm(self.slope))


@dataclass(frozen=True, eq=False, slots=True)
class Passes:
    """The way from n samples of a batch to their loss, and back to its slope, at theta (D,).

    `places` (n,) are the rows of the training set. Predictions and targets are (n,), or (C, n)
    where the model has a score for every class. `charges` (n,) is what each sample alone would
    cost; `loss` is their mean or, where `rooted`, the root of the mean of their squares. The
    penalty comes on top of it.
    """

    theta: Array
    places: Counts
    layers: tuple[LayerPass, ...]
    predictions: Array
    targets: Array
    charges: Array
    rooted: bool
    loss: float
    penalty: float
    gradient: Array


def passes(objective: FittingObjective, theta: Array, step: int) -> Passes:
    """Go forward and back at theta (D,) on the batch that step `step` (counted from 0) sees."""
    network, loss = objective.network, objective.fitting.loss
    batch = objective.batch(step)
    with np.errstate(all="ignore"):
        outputs = network.signals(theta, batch.columns)
        scores = outputs[-1] if network.several else outputs[-1][0]
        alone, answers = (np.moveaxis(each, -1, 0)[..., None] for each in (scores, batch.targets))
        charges = loss.value(alone, answers, network.link)
        mean = float(loss.value(scores, batch.targets, network.link))
        gradient = objective.gradient(theta, batch)
        penalty = objective.fitting.penalty
        charge = float(penalty.value(theta[network.weights])) if penalty.active else 0.0
        predictions = network.link.apply(scores.copy())
    depths = range(1, len(outputs))
    names = (*(f"h{depth}" for depth in depths), "out")
    return Passes(
        theta,
        objective.batches.places(step),
        tuple(
            LayerPass(name, units, gradient[span], span)
            for name, units, span in zip(names, outputs, network.spans, strict=True)
        ),
        predictions,
        batch.targets,
        charges,
        isinstance(loss, RootMeanSquaredError),
        mean,
        charge,
        gradient,
    )
