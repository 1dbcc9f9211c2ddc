"""How far predicted numbers (n,) are off the true ones (n,): nan without samples, inf past 1e308.

Two of them are also losses; here they are measured on any samples, in the target's own unit, and
whatever was minimised.
"""

from __future__ import annotations

import math

import numpy as np

from optlab.engine.arrays import Array


def sum_of_squares(predictions: Array, targets: Array) -> float:
    """Σ (p - y)², in the square of the target's unit."""
    if not len(targets):
        return math.nan
    with np.errstate(all="ignore"):
        errors = predictions - targets
        return float(np.sum(errors * errors))


def mean_squared_error(predictions: Array, targets: Array) -> float:
    """MSE = mean (p - y)², in the square of the target's unit."""
    return _mean_square(predictions, targets)


def root_mean_squared_error(predictions: Array, targets: Array) -> float:
    """RMSE = sqrt(MSE), in the target's unit."""
    return math.sqrt(_mean_square(predictions, targets))


def mean_absolute_error(predictions: Array, targets: Array) -> float:
    """MAE = mean |p - y|, in the target's unit."""
    if not len(targets):
        return math.nan
    with np.errstate(all="ignore"):
        return float(np.mean(np.abs(predictions - targets)))


def r_squared(predictions: Array, targets: Array) -> float:
    """R² = 1 - MSE / variance: 1 is exact, 0 as good as always saying the mean, below is worse.

    nan where all targets are the same: there is nothing to explain.
    """
    if (
        not len(targets) or np.ptp(targets) == 0.0
    ):  # the variance of equal numbers may round to 1e-34
        return math.nan
    return 1.0 - _mean_square(predictions, targets) / float(np.var(targets))


def _mean_square(predictions: Array, targets: Array) -> float:
    if not len(targets):
        return math.nan
    with np.errstate(all="ignore"):
        errors = predictions - targets
        return float(np.mean(errors * errors))
