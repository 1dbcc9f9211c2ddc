"""How well a model fits its data, in words of everyday: hits, misses, the line it has found."""

from __future__ import annotations

import math

import numpy as np

from optlab.engine.arrays import Array
from optlab.engine.datasets import Samples
from optlab.engine.fitted import FittingObjective


def hits(objective: FittingObjective, theta: Array, samples: Samples) -> int:
    """How many classes the model gets right at theta (D,)."""
    with np.errstate(invalid="ignore"):
        said = objective.predict(theta, samples.features) > 0.5
    return int(np.sum(said == (samples.targets > 0.5)))


def accuracy(objective: FittingObjective, theta: Array, samples: Samples) -> float:
    """Share of classes the model gets right (0 to 1), nan without samples."""
    return hits(objective, theta, samples) / len(samples) if len(samples) else math.nan


def typical_miss(objective: FittingObjective, theta: Array, samples: Samples) -> float:
    """Root of the mean squared miss, in the unit of the target; nan without samples."""
    if not len(samples):
        return math.nan
    with np.errstate(all="ignore"):
        misses = objective.predict(theta, samples.features) - samples.targets
        return float(np.sqrt(np.mean(misses * misses)))


def line(objective: FittingObjective, theta: Array) -> tuple[float, float] | None:
    """(slope, intercept) in the user's units where the model is a line over one feature."""
    if objective.network.widths != (1, 1) or objective.task != "regression":
        return None
    at = objective.predict(theta, np.array([[0.0], [1.0]]))
    return float(at[1] - at[0]), float(at[0])
