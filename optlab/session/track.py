"""One racer's part of a recording, in columns that never change once they are published.

Two tables, because they serve two purposes: the *path* is drawn on the surface and holds what the
run can continue from (theta and the optimizer's memory: many bytes per row), the *curves* are
drawn over time (numbers only, but each train and test loss is a measurement that costs about as
much as a step). Both keep every step at first. Past its limit a table keeps only every second step,
then every fourth ...: which steps are kept depends on how far the run is, not on how it was cut.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from optlab.engine.arrays import Array, Counts
from optlab.engine.snapshot import Chunk, Cost, Snapshot, Status

Rows = NDArray[np.void]

SMALLEST = 256
"""Rows that a table has room for at first."""


@dataclass(frozen=True, eq=False)
class Path:
    """Kept steps of one racer, with everything the run needs to continue from any of them."""

    racer: int
    rows: Rows

    @property
    def steps(self) -> Counts:
        """The steps kept (k,), ascending."""
        return self.rows["step"]

    @property
    def theta(self) -> Array:
        """Theta after each of them (k, D)."""
        return self.rows["theta"]

    def upto(self, step: int) -> Array:
        """Theta of the kept steps up to and with `step` (j, D)."""
        return self.theta[: int(np.searchsorted(self.steps, step, side="right"))]

    def before(self, step: int) -> Snapshot:
        """The newest kept snapshot at or before `step`, which is not the racer's last."""
        row = self.rows[max(0, int(np.searchsorted(self.steps, step, side="right")) - 1)]
        return Snapshot(
            self.racer,
            int(row["step"]),
            row["theta"],
            row["memory"],
            float(row["loss"]),
            float(row["gradient_norm"]),
            Cost(*row["cost"].tolist()),
        )


@dataclass(frozen=True, eq=False)
class Track:
    """What is known of one racer: its newest snapshot, its path, and its curves in columns.

    The curves lag behind `last` until they are measured. Row 0 is the start, which no step led to:
    its batch loss and gradient norm are nan; the test loss is nan where there is no test set.
    """

    head: Snapshot
    path: Path
    rows: Rows

    @property
    def racer(self) -> int:
        """The racer's place among the experiment's racers."""
        return self.head.racer

    @property
    def last(self) -> int:
        """The newest step."""
        return self.head.step

    @property
    def status(self) -> Status:
        """How the racer is doing at its newest step."""
        return self.head.status

    @property
    def evidence(self) -> str:
        """Why it ended; empty while it runs."""
        return self.head.evidence

    @property
    def steps(self) -> Counts:
        """The steps (k,) of the curves, ascending."""
        return self.rows["step"]

    @property
    def batch_loss(self) -> Array:
        """The loss each step saw on its batch."""
        return self.rows["batch_loss"]

    @property
    def gradient_norm(self) -> Array:
        """The length of the gradient each step saw."""
        return self.rows["gradient_norm"]

    @property
    def cost(self) -> Counts:
        """Loss evaluations, gradient evaluations and samples paid so far (k, 3)."""
        return self.rows["cost"]

    @property
    def train_loss(self) -> Array:
        """Loss over the whole training set after each step."""
        return self.rows["train_loss"]

    @property
    def test_loss(self) -> Array:
        """Loss over the test set after each step."""
        return self.rows["test_loss"]

    def count(self, step: int) -> int:
        """How many rows of the curves lie at or before `step`."""
        return int(np.searchsorted(self.steps, step, side="right"))


class Table:
    """Rows of one racer by step: grows by doubling, thins itself past its limit. One writer.

    Rows that a view shows are never written again: new rows go behind them or into a fresh array.
    """

    def __init__(self, row: np.dtype[np.void], first: int, limit: int) -> None:
        self._rows: Rows = np.empty(min(SMALLEST, limit), row)
        self._first, self._limit = first, limit
        self._count, self._stride = 0, 1

    @property
    def nbytes(self) -> int:
        """What its rows take, with the room for more."""
        return self._rows.nbytes

    def stride_at(self, step: int) -> int:
        """The distance between kept steps once the run is at `step`."""
        stride = 1
        while step - self._first >= self._limit * stride:
            stride *= 2
        return stride

    def among(self, steps: Counts, newest: int) -> slice:
        """Which of consecutive `steps` are kept once the run is at `newest`."""
        stride = self.stride_at(newest)
        return slice((self._first - int(steps[0])) % stride, None, stride)

    def kept(self, steps: Counts, newest: int) -> NDArray[np.bool_]:
        """Which of `steps` are kept once the run is at `newest`."""
        return (steps - self._first) % self.stride_at(newest) == 0

    def add(self, steps: Counts, columns: Mapping[str, NDArray[Any]]) -> None:
        """Put later rows behind the present ones (the caller has left out what is not `kept`)."""
        stride = self.stride_at(int(steps[-1]))
        if stride > self._stride:
            self._thin(stride)
        begin, end = self._count, self._count + len(steps)
        if end > len(self._rows):
            self._move(self._rows[:begin], max(end, min(2 * len(self._rows), self._limit)))
        rows = self._rows[begin:end]
        rows["step"] = steps
        for name, values in columns.items():
            rows[name] = values
        self._count = end

    def view(self) -> Rows:
        """All rows, read-only."""
        rows = self._rows[: self._count]
        rows.setflags(write=False)
        return rows

    def _thin(self, stride: int) -> None:
        rows = self._rows[: self._count]
        kept = rows[(rows["step"] - self._first) % stride == 0]
        self._move(kept, len(self._rows))
        self._count, self._stride = len(kept), stride

    def _move(self, rows: Rows, room: int) -> None:
        """Continue in a fresh array; readers keep the old one for as long as they hold a view."""
        fresh = np.empty(room, self._rows.dtype)
        fresh[: len(rows)] = rows
        self._rows = fresh


def path_row(memory: Array) -> np.dtype[np.void]:
    """A row of the path of a racer whose memory has the shape (M, D)."""
    return np.dtype(
        [
            ("step", np.int64),
            ("theta", np.float64, memory.shape[1:]),
            ("memory", np.float64, memory.shape),
            ("loss", np.float64),
            ("gradient_norm", np.float64),
            ("cost", np.int64, (3,)),
        ]
    )


CURVE_ROW = np.dtype(
    [
        ("step", np.int64),
        ("batch_loss", np.float64),
        ("gradient_norm", np.float64),
        ("cost", np.int64, (3,)),
        ("train_loss", np.float64),
        ("test_loss", np.float64),
    ]
)


def chunk_of(snapshot: Snapshot) -> Chunk:
    """A single snapshot as a chunk of one row."""
    return Chunk(
        snapshot.racer,
        snapshot.step,
        snapshot.theta[None],
        snapshot.memory[None],
        np.array([snapshot.loss]),
        np.array([snapshot.gradient_norm]),
        np.array([snapshot.cost], dtype=np.int64),
        snapshot.status,
        snapshot.evidence,
    )
