"""Samples: what a dataset gives, in the user's own units, and how it is split."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from optlab.engine.arrays import Array, frozen
from optlab.engine.losses import Task


@dataclass(frozen=True, eq=False)
class Samples:
    """Features (n, F) and targets (n,) with their names and units; classes are targets 0 and 1."""

    features: Array
    targets: Array
    task: Task
    feature_names: tuple[str, ...]
    target_name: str
    feature_units: tuple[str, ...] = ()
    target_unit: str = ""
    class_names: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.targets)

    def take(self, rows: np.ndarray[tuple[int], np.dtype[np.int64]]) -> Samples:
        """Pick the samples at the given row numbers, read-only."""
        return replace(
            self,
            features=frozen(np.ascontiguousarray(self.features[rows])),
            targets=frozen(np.ascontiguousarray(self.targets[rows])),
        )


def split(samples: Samples, test_share: float, rng: np.random.Generator) -> tuple[Samples, Samples]:
    """Draw training and test samples; at least one sample is left for training."""
    order = rng.permutation(len(samples))
    tests = min(round(test_share * len(samples)), len(samples) - 1)
    return samples.take(np.sort(order[tests:])), samples.take(np.sort(order[:tests]))
