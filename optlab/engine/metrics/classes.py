"""From probabilities to decisions, and from a table of decisions to shares of them."""

from __future__ import annotations

import numpy as np

from optlab.engine.arrays import Array, Counts

UNDECIDED = -1
"""The class of a sample whose probabilities are not numbers."""


def decide(probabilities: Array, threshold: float = 0.5) -> Counts:
    """Classes (n,) for probabilities (K, n), UNDECIDED where one is nan.

    Of two classes, class 1 is said from `threshold` on (as its point on the ROC curve has it); of
    more, the likeliest, and of equals the first.
    """
    if len(probabilities) == 2:
        said = (probabilities[1] >= threshold).astype(np.int64)
    else:
        said = np.argmax(probabilities, axis=0).astype(np.int64)
    return np.where(np.isnan(probabilities).any(axis=0), UNDECIDED, said)


def confusion(said: Counts, targets: Array, classes: int) -> Counts:
    """How often class j (column) was said where class i (row) is true: (K, K) from (n,) and (n,).

    All 0 when any sample is UNDECIDED: a model that broke has no quality to be told in shares.
    """
    if (said == UNDECIDED).any():
        return np.zeros((classes, classes), np.int64)
    pairs = targets.astype(np.int64) * classes + said
    return np.bincount(pairs, minlength=classes * classes).reshape(classes, classes)


def accuracy(table: Counts) -> float:
    """Share of all samples (0 to 1) whose class is said right; nan without samples."""
    return float(_share(np.trace(table), table.sum()))


def precision(table: Counts) -> Array:
    """Share of what was called class k that is class k, (K,): TP / (TP + FP); nan if never said."""
    return _share(np.diagonal(table), table.sum(axis=0))


def recall(table: Counts) -> Array:
    """Share of class k that was found, (K,): TP / (TP + FN); nan where a class has no samples."""
    return _share(np.diagonal(table), table.sum(axis=1))


def f1(table: Counts) -> Array:
    """2 TP / (2 TP + FP + FN) for each class, (K,): the harmonic mean of precision and recall.

    Source: van Rijsbergen (1979), Information Retrieval, chapter 7. nan only where a class was
    neither there nor said.
    """
    return _share(2 * np.diagonal(table), table.sum(axis=0) + table.sum(axis=1))


def _share(part: Counts, whole: Counts) -> Array:
    """part / whole, nan where the whole is nothing."""
    with np.errstate(invalid="ignore"):
        return np.true_divide(part, whole)
