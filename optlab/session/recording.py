"""The recording: all steps so far of all racers, written by one thread and read by many.

Readers need no lock: everything they get is a Track, which never changes, and a new set of tracks
is published by one assignment. Memory is bounded: past a limit the tables keep every second step,
every fourth ..., and what was left out is computed again from the kept step before it, with the
same bits, because a step is a pure function. So 1,000,000 steps need no more room than 65,536.

Train and test loss of a step are measurements, not part of the run. Policy: every step while the
run is short (`curve_limit`), then every second, fourth ... step and the last one; `losses` measures
any other step on demand. Measuring is a job of its own (`measure`), to be interleaved with racing.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from optlab.engine.arrays import Array, Counts
from optlab.engine.experiment import Experiment
from optlab.engine.fitted import FittingObjective
from optlab.engine.objective import Objective
from optlab.engine.run import begin, race
from optlab.engine.snapshot import Chunk, Snapshot, Status
from optlab.session.track import CURVE_ROW, Path, Table, Track, chunk_of, path_row

MOST_PATH_ROWS = 65_536
"""Of one racer: a run of a million steps is at its full size after 7 % of it."""

MOST_CURVE_ROWS = 4096
"""Of one racer: twice what a plot draws."""

FEWEST_PATH_ROWS = 64
FEWEST_CURVE_ROWS = 256

MEASURING_WORK = 1 << 31
"""Multiply-adds to spend on measuring the first, dense part of a curve: a second or two."""

SLICE = 0.005
"""Seconds of measuring between two stop points."""


@dataclass(frozen=True, eq=False)
class Unmeasured:
    """Steps of one racer whose losses are still to be measured."""

    racer: int
    steps: Counts
    theta: Array
    batch_loss: Array
    gradient_norm: Array
    cost: Counts

    def rows(self, chosen: slice | NDArray[np.bool_]) -> Unmeasured:
        """Some of them."""
        return Unmeasured(
            self.racer,
            self.steps[chosen],
            self.theta[chosen],
            self.batch_loss[chosen],
            self.gradient_norm[chosen],
            self.cost[chosen],
        )


class Recording:
    """Append-only. `append` and `measure` belong to one thread, everything else to any."""

    def __init__(
        self,
        experiment: Experiment,
        objective: Objective,
        start: tuple[Snapshot, ...] | None = None,
        budget_bytes: int = 64 << 20,
    ) -> None:
        self.experiment = experiment
        self.objective = objective
        heads = begin(experiment) if start is None else start
        self._paths = [_path_table(head, budget_bytes // len(heads)) for head in heads]
        limit = curve_limit(objective)
        self._curves = [Table(CURVE_ROW, head.step, limit) for head in heads]
        self._unmeasured: deque[Unmeasured] = deque()
        self._replayed: list[Snapshot | None] = [None for _ in heads]
        self._tracks = tuple(
            Track(head, Path(head.racer, path.view()), curve.view())
            for head, path, curve in zip(heads, self._paths, self._curves, strict=True)
        )
        self.append([chunk_of(head) for head in heads])
        for _ in self.measure():
            pass

    @property
    def reached(self) -> int:
        """The step up to which every racer is known: as far as a cursor may go."""
        tracks = self._tracks
        return min(self._unfinished(tracks), default=max(track.last for track in tracks))

    @property
    def finished(self) -> bool:
        """Whether nothing more will be recorded."""
        return not self._unfinished(self._tracks)

    @property
    def measured(self) -> bool:
        """Whether the losses of all that was appended are known."""
        return not self._unmeasured

    @property
    def nbytes(self) -> int:
        """What the tables take."""
        return sum(table.nbytes for table in (*self._paths, *self._curves))

    def heads(self) -> tuple[Snapshot, ...]:
        """The newest snapshot of every racer: where the race goes on."""
        return tuple(track.head for track in self._tracks)

    def track(self, racer: int) -> Track:
        """What is known of one racer now."""
        return self._tracks[racer]

    def snapshot(self, racer: int, step: int) -> Snapshot:
        """One racer at one step, bit by bit as it was; past its newest step, that one."""
        track = self._tracks[racer]
        if step >= track.last:
            return track.head
        base, recent = track.path.before(step), self._replayed[racer]
        if recent is not None and base.step < recent.step <= step:
            base = recent
        if base.step < step:
            base = self._replayed[racer] = _replay(self.experiment, base, step)
        return base

    def losses(self, racer: int, step: int) -> tuple[float, float]:
        """Train and test loss of one racer at one step (nan where there is no test set)."""
        track = self._tracks[racer]
        step = min(step, track.last)
        row = track.count(step) - 1
        if row >= 0 and track.steps[row] == step:
            return float(track.train_loss[row]), float(track.test_loss[row])
        theta = self.snapshot(racer, step).theta[None]
        return float(self.objective.value(theta)[0]), float(self.objective.test_value(theta)[0])

    def append(self, chunks: Iterable[Chunk]) -> None:
        """Take the newest steps in; their losses are measured by `measure`."""
        tracks = list(self._tracks)
        for chunk in chunks:
            head = chunk.snapshot(-1)
            path = self._keep(chunk, head)
            tracks[chunk.racer] = replace(tracks[chunk.racer], head=head, path=path)
        self._tracks = tuple(tracks)

    def measure(self) -> Iterator[None]:
        """Measure what was appended, a few milliseconds between two yields."""
        size = 16
        while self._unmeasured:
            begun = perf_counter()
            block = self._unmeasured[0]
            self._measure(block.rows(slice(0, size)))
            if len(block.steps) > size:
                self._unmeasured[0] = block.rows(slice(size, None))
            else:
                self._unmeasured.popleft()
            size = max(1, int(size * min(2.0, SLICE / (perf_counter() - begun))))
            yield

    def _keep(self, chunk: Chunk, head: Snapshot) -> Path:
        """Put the rows of a chunk where they belong; return the longer path."""
        path, curve = self._paths[chunk.racer], self._curves[chunk.racer]
        steps = np.arange(chunk.first, chunk.first + len(chunk))
        kept = path.among(steps, head.step)
        if len(steps[kept]):
            columns = {
                "theta": chunk.theta[kept],
                "memory": chunk.memory[kept],
                "loss": chunk.loss[kept],
                "gradient_norm": chunk.gradient_norm[kept],
                "cost": chunk.cost[kept],
            }
            path.add(steps[kept], columns)
        new = Unmeasured(
            chunk.racer, steps, chunk.theta, chunk.loss, chunk.gradient_norm, chunk.cost
        )
        drawn = new.rows(curve.among(steps, head.step))
        if len(drawn.steps):
            self._unmeasured.append(drawn)
        if self._has_ended(head) and head.step not in drawn.steps[-1:]:
            self._unmeasured.append(new.rows(slice(-1, None)))
        return Path(chunk.racer, path.view())

    def _measure(self, rows: Unmeasured) -> None:
        """Measure some rows of one racer and publish them."""
        track, curve = self._tracks[rows.racer], self._curves[rows.racer]
        wanted = curve.kept(rows.steps, track.last)  # the run went on since they were appended
        wanted |= (rows.steps == track.last) & self._has_ended(track.head)
        if not wanted.any():
            return
        rows = rows.rows(wanted)
        columns = {
            "batch_loss": rows.batch_loss,
            "gradient_norm": rows.gradient_norm,
            "cost": rows.cost,
            "train_loss": self.objective.value(rows.theta),
            "test_loss": self.objective.test_value(rows.theta),
        }
        curve.add(rows.steps, columns)
        tracks = list(self._tracks)
        tracks[rows.racer] = replace(track, rows=curve.view())
        self._tracks = tuple(tracks)

    def _unfinished(self, tracks: tuple[Track, ...]) -> list[int]:
        """The newest steps of the racers that will go on."""
        return [track.last for track in tracks if not self._has_ended(track.head)]

    def _has_ended(self, head: Snapshot) -> bool:
        return head.status is not Status.running or head.step >= self.experiment.steps


def curve_limit(objective: Objective) -> int:
    """Rows of a curve before it is thinned: fewer where one measurement is dear."""
    samples = 1
    if isinstance(objective, FittingObjective):
        samples = len(objective.train) + len(objective.test)
    affordable = MEASURING_WORK // (objective.size * samples)
    return min(MOST_CURVE_ROWS, max(FEWEST_CURVE_ROWS, affordable))


def _path_table(start: Snapshot, budget: int) -> Table:
    row = path_row(start.memory)
    return Table(
        row, start.step, min(MOST_PATH_ROWS, max(FEWEST_PATH_ROWS, budget // row.itemsize))
    )


def _replay(experiment: Experiment, base: Snapshot, step: int) -> Snapshot:
    """The racer at a later step that is known to exist."""
    for chunks in race(experiment, (base,), step):
        base = chunks[0].snapshot(-1)
    return base
