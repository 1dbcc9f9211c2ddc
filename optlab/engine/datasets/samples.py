"""Samples: what a dataset gives, in the user's own units, and how it is split.

A split draws one permutation. Numbers to predict are cut off its front; of classes, each gives the
test the same share, to within one sample: of 1,000 parking spaces with 10 free ones a plain draw
would leave a test of 100 without a free one in every third seed, and nothing to measure there.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from optlab.engine.arrays import Array, Counts, frozen
from optlab.engine.losses import Task


@dataclass(frozen=True, eq=False)
class Samples:
    """Features (n, F) and targets (n,) with their names and units.

    Of K classes, targets are 0 to K - 1. `groups` (n,) says to which of `group_names` a sample
    belongs (who or what it is about; no model sees it). With `image`, the F = height x width
    features of a sample are a picture, row by row, from 0 (paper) to 1 (ink).
    """

    features: Array
    targets: Array
    task: Task
    feature_names: tuple[str, ...]
    target_name: str
    feature_units: tuple[str, ...] = ()
    target_unit: str = ""
    class_names: tuple[str, ...] = ()
    groups: Counts | None = None
    group_name: str = ""
    group_names: tuple[str, ...] = ()
    image: tuple[int, int] | None = None

    def __len__(self) -> int:
        return len(self.targets)

    @property
    def classes(self) -> int:
        """How many classes there are; 0 where a number is to be predicted."""
        return len(self.class_names)

    def take(self, rows: Counts) -> Samples:
        """Pick the samples at the given row numbers, read-only."""
        groups = self.groups
        return replace(
            self,
            features=frozen(np.ascontiguousarray(self.features[rows])),
            targets=frozen(np.ascontiguousarray(self.targets[rows])),
            groups=None if groups is None else frozen(np.ascontiguousarray(groups[rows])),
        )


def split(samples: Samples, test_share: float, rng: np.random.Generator) -> tuple[Samples, Samples]:
    """Draw training and test samples; at least one sample is left for training."""
    count = len(samples)
    order = rng.permutation(count)
    tests = min(round(test_share * count), count - 1)
    tested = np.arange(count) < tests
    if samples.task == "classification":
        order = _class_by_class(order, samples)
        tested = np.diff((2 * tests * np.arange(count + 1) + count) // (2 * count)) > 0
    return samples.take(np.sort(order[~tested])), samples.take(np.sort(order[tested]))


def _class_by_class(order: Counts, samples: Samples) -> Counts:
    """Sort the rows of a permutation by class, the rarest first, else as they come.

    Of every run of rows an even spread of tests takes its share, to within one row, and of the
    first run to within half a row: where it matters most.
    """
    labels = samples.targets[order].astype(np.int64)
    sizes = np.bincount(labels, minlength=samples.classes)
    return order[np.lexsort((labels, sizes[labels]))]
