"""Mini-batches, keyed by the seed and the epoch: every racer sees the same ones.

One permutation serves a whole epoch. The last batch of an epoch may be smaller: an epoch is one
pass over the training set, and nothing is left out. Samples are shuffled as rows, so that those of
a batch lie together: that is quick, and BLAS may add up a product of scattered samples in another
order than that of a stack of them, and a racer in a team would differ from itself alone.

The batches of an objective are made once for all racers, which run side by side and so ask for the
same few epochs; a race of eight would else shuffle each of them eight times.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from optlab.engine.arrays import Array, Counts, frozen
from optlab.engine.keys import generator

KEPT_BYTES = 8 << 20
"""What the epochs made last may take: thousands of steps of a small set, two epochs of a large."""

BATCH_BYTES = 512
"""What a batch takes beside its numbers."""


@dataclass(eq=False, slots=True)
class Batch:
    """Samples in columns (F + 1, n), the same in rows, and targets (n,) or (C, n), read-only.

    Not frozen: that would take three times as long to make, for every batch of every epoch.
    """

    columns: Array
    rows: Array
    targets: Array

    @property
    def samples(self) -> int:
        """n, the number of samples."""
        return self.targets.shape[-1]


class Batches:
    """The batch of every step, made when asked for; `size` 0 stands for the whole training set.

    K training sets of one shape may stand side by side, each shuffled by its own seed; then all
    arrays have a leading axis K.
    """

    def __init__(self, columns: Array, targets: Array, size: int, seeds: tuple[int, ...]) -> None:
        """Samples in columns (F + 1, N), targets (N,) or (C, N), and a seed for each set."""
        self.columns, self.targets, self.seeds = columns, targets, seeds
        self._rows = np.ascontiguousarray(np.swapaxes(columns, -1, -2))
        count = targets.shape[-1]
        self.size = size if 0 < size < count else count
        self.per_epoch = -(-count // self.size)
        self.whole = _batch(self._rows, targets)
        self._epochs: OrderedDict[int, list[Batch]] = OrderedDict()
        epoch = columns.nbytes + targets.nbytes + self.per_epoch * BATCH_BYTES
        self._most = max(2, KEPT_BYTES // epoch)

    @classmethod
    def side_by_side(cls, sets: Sequence[Batches]) -> Batches:
        """Put training sets of one shape and batch size side by side."""
        columns = np.stack([each.columns for each in sets])
        targets = np.stack([each.targets for each in sets])
        return cls(columns, targets, sets[0].size, tuple(each.seeds[0] for each in sets))

    def __getitem__(self, step: int) -> Batch:
        """Return the batch that step `step` (counted from 0) sees."""
        if self.per_epoch == 1:
            return self.whole
        epoch, place = divmod(step, self.per_epoch)
        batches = self._epochs.get(epoch)
        return (self._shuffle(epoch) if batches is None else batches)[place]

    def places(self, step: int) -> Counts:
        """Return which samples (n,) of the first training set step `step` (from 0) sees."""
        count = self.targets.shape[-1]
        if self.per_epoch == 1:
            return np.arange(count, dtype=np.int64)
        epoch, place = divmod(step, self.per_epoch)
        return _order(self.seeds[0], epoch, count)[place * self.size : (place + 1) * self.size]

    def _shuffle(self, epoch: int) -> list[Batch]:
        count = self.targets.shape[-1]
        orders = [_order(seed, epoch, count) for seed in self.seeds]
        rows = frozen(_ordered(self._rows, orders, -2))
        targets = frozen(_ordered(self.targets, orders, -1))
        cuts = [slice(first, first + self.size) for first in range(0, count, self.size)]
        batches = [_batch(rows[..., cut, :], targets[..., cut]) for cut in cuts]
        while len(self._epochs) >= self._most:
            self._epochs.popitem(last=False)
        self._epochs[epoch] = batches
        return batches


def _batch(rows: Array, targets: Array) -> Batch:
    return Batch(np.swapaxes(rows, -1, -2), rows, targets)


def _order(seed: int, epoch: int, count: int) -> Counts:
    return generator(seed, "batches", epoch).permutation(count)


def _ordered(samples: Array, orders: Sequence[Counts], axis: int) -> Array:
    """Put the samples along an axis into another order: one for all, or one for each of K."""
    if len(orders) == 1:
        return samples.take(orders[0], axis=axis)
    return np.stack([one.take(o, axis=axis) for one, o in zip(samples, orders, strict=True)])
