"""What a model that never looks at the features loses: the mark that learning must beat."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from optlab.engine.activations import Sigmoid
from optlab.engine.arrays import Array, frozen
from optlab.engine.fitted import FittingObjective
from optlab.engine.links import Softmax


@lru_cache(maxsize=4)
def guess(objective: FittingObjective) -> Array:
    """Theta (D,) at which the model says the same for every sample: the mean, or how often a class.

    All weights are 0; the last biases are the mean of the training targets, or the scores that the
    link turns into the shares of the classes.
    """
    network, train = objective.network, objective.train
    theta = np.zeros(network.size)
    biases = network.layers(theta)[-1][:, -1]
    if isinstance(network.link, Softmax):
        shares = np.bincount(train.targets.astype(np.int64), minlength=len(biases)) / len(train)
        biases[:] = np.log(np.maximum(shares, 1e-12))
    elif isinstance(network.link, Sigmoid):
        share = float(np.clip(train.targets.mean(), 1e-12, 1.0 - 1e-12))
        biases[:] = np.log(share / (1.0 - share))
    else:
        biases[:] = train.targets.mean()
    return frozen(theta)


@lru_cache(maxsize=4)
def guessing_loss(objective: FittingObjective) -> float:
    """The training loss at `guess`: what is paid without having learnt anything."""
    return float(objective.value(guess(objective)))
