"""Mini-batches, keyed by the seed and the epoch: every racer sees the same ones.

One permutation serves a whole epoch, and a batch is a view of the shuffled epoch. The last batch of
an epoch may be smaller: an epoch is one pass over the training set, and nothing is left out.

The batches of an objective are made once for all racers, which run side by side and so ask for the
same few epochs; a race of eight would else shuffle each of them eight times.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

from optlab.engine.arrays import Array, frozen
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
    """The batch of every step, made when asked for; `size` 0 stands for the whole training set."""

    def __init__(self, columns: Array, targets: Array, size: int, seed: int) -> None:
        self._columns, self._targets, self._seed = columns, targets, seed
        count = targets.shape[-1]
        self._size = size if 0 < size < count else count
        self.per_epoch = -(-count // self._size)
        self.whole = Batch(columns, columns.T, targets)
        self._epochs: OrderedDict[int, list[Batch]] = OrderedDict()
        epoch = columns.nbytes + targets.nbytes + self.per_epoch * BATCH_BYTES
        self._most = max(2, KEPT_BYTES // epoch)

    def __getitem__(self, step: int) -> Batch:
        """Return the batch that step `step` (counted from 0) sees."""
        if self.per_epoch == 1:
            return self.whole
        epoch, place = divmod(step, self.per_epoch)
        batches = self._epochs.get(epoch)
        return (self._shuffle(epoch) if batches is None else batches)[place]

    def _shuffle(self, epoch: int) -> list[Batch]:
        order = generator(self._seed, "batches", epoch).permutation(self._targets.shape[-1])
        shuffled, targets = (
            frozen(self._columns.take(order, axis=1)),
            frozen(self._targets.take(order, axis=-1)),
        )
        batches: list[Batch] = []
        for first in range(0, targets.shape[-1], self._size):
            cut = slice(first, first + self._size)
            columns = shuffled[:, cut]
            batches.append(Batch(columns, columns.T, targets[..., cut]))
        while len(self._epochs) >= self._most:
            self._epochs.popitem(last=False)
        self._epochs[epoch] = batches
        return batches
