"""The run: pure steps from one snapshot to the next, alone or in blocks.

A step is a pure function of (experiment, snapshot). Inside a block the run owns theta, memory and
all buffers and works in place; at the border arrays are copied in and frozen out. `advance` is a
block of one step, so a recording made in blocks equals one made step by step, bit by bit. Endings
(diverged, converged, stalled) are found in the columns of a block after it was made: that keeps the
loop free of checks, costs at most one block, and cannot depend on where the blocks were cut.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from time import perf_counter
from typing import TypeVar

import numpy as np

from optlab.engine.arrays import frozen
from optlab.engine.endings import ending
from optlab.engine.experiment import Experiment
from optlab.engine.losses import Number
from optlab.engine.objective import prepare
from optlab.engine.optimizers import Oracle
from optlab.engine.snapshot import Chunk, Cost, Snapshot, Status

FIRST_BLOCK = 8
LONGEST_BLOCK = 512

Kind = TypeVar("Kind", bound=Oracle)


def begin(experiment: Experiment) -> tuple[Snapshot, ...]:
    """Put every racer at the start (step 0): all at the same theta, nothing paid yet."""
    theta = prepare(experiment).start(experiment.start, experiment.seed)
    return tuple(
        Snapshot(
            index, 0, theta, frozen(racer.optimizer.init(theta)), float("nan"), float("nan"), Cost()
        )
        for index, racer in enumerate(experiment.racers)
    )


def advance(experiment: Experiment, snapshot: Snapshot) -> Snapshot:
    """Take one step; a racer that has ended comes back as it is."""
    if snapshot.status is not Status.running:
        return snapshot
    return _Runner(experiment, snapshot).block(1).snapshot(-1)


def race(
    experiment: Experiment, from_row: Sequence[Snapshot], until: int, budget: float = 0.008
) -> Iterator[tuple[Chunk, ...]]:
    """Run all racers on from `from_row` to step `until`, in items of about `budget` seconds.

    Each item holds one chunk per racer that moved: all of them, or one after the other where a
    single step of each would take too long. How the steps are cut into items depends on the speed
    of the machine; the steps themselves do not.
    """
    runners = [_Runner(experiment, snapshot) for snapshot in from_row]
    block = FIRST_BLOCK
    while going := [runner for runner in runners if runner.goes_on(until)]:
        spent, chunks = 0.0, list[Chunk]()
        for runner in going:
            begun = perf_counter()
            chunks.append(runner.block(min(block, until - runner.snapshot.step)))
            spent += perf_counter() - begun
            if block == 1 or runner is going[-1]:
                yield tuple(chunks)
                chunks.clear()
        block = max(1, min(LONGEST_BLOCK, int(block * min(2.0, budget / max(spent, 1e-6)))))


def oracle_of(experiment: Experiment, snapshot: Snapshot, kind: type[Kind]) -> Kind:
    """Make the oracle, of whatever kind, that a racer asks from this snapshot on."""
    objective = prepare(experiment)
    return kind(
        objective.differentiator(),
        objective.value,
        snapshot.cost,
        seed=experiment.seed,
        box=objective.box,
    )


class _Runner:
    """One racer on its way: the snapshot it stands at and what it needs to go on."""

    def __init__(self, experiment: Experiment, snapshot: Snapshot) -> None:
        self._experiment = experiment
        self._racer = experiment.racers[snapshot.racer]
        self._objective = prepare(experiment)
        self._oracle = oracle_of(experiment, snapshot, Oracle)
        start = self._objective.start(experiment.start, experiment.seed)
        self._start_loss = float(self._objective.value(start))
        self.snapshot = snapshot

    def goes_on(self, until: int) -> bool:
        """Whether there is anything left to do up to step `until`."""
        return self.snapshot.status is Status.running and self.snapshot.step < until

    def block(self, steps: int) -> Chunk:
        """Take the next `steps` steps (fewer when the racer ends on the way)."""
        before, oracle = self.snapshot, self._oracle
        theta, memory = before.theta.copy(), before.memory.copy()
        step_of, factor = self._racer.optimizer.step, self._racer.schedule.factor
        thetas = np.empty((1 + steps, *theta.shape))
        memories = np.empty((1 + steps, *memory.shape))
        thetas[0], memories[0] = theta, memory
        seen: list[tuple[Number, Number]] = [(before.loss, before.gradient_norm)]
        paid: list[tuple[int, int, int]] = []
        planned = self._experiment.steps
        with np.errstate(all="ignore"):
            for row, step in enumerate(range(before.step, before.step + steps), 1):
                oracle.turn(step, factor(step, planned))
                theta, memory = step_of(theta, memory, oracle)
                thetas[row] = theta
                memories[row] = memory
                seen.append((oracle.loss, oracle.gradient_norm))
                paid.append((oracle.loss_evaluations, oracle.gradient_evaluations, oracle.samples))
            losses, norms = np.array(seen).T
            end = ending(
                before.step + 1,
                thetas,
                memories,
                losses,
                norms,
                start_loss=self._start_loss,
                exact=self._objective.exact,
            )
        last, status, evidence = steps, Status.running, ""
        if end is not None:
            last, status, evidence = end
            if status is Status.diverged:  # stay where the last usable step left it
                thetas[last], memories[last] = thetas[last - 1], memories[last - 1]
        made = slice(1, last + 1)
        chunk = Chunk(
            before.racer,
            before.step + 1,
            frozen(thetas[made]),
            frozen(memories[made]),
            frozen(losses[made]),
            frozen(norms[made]),
            frozen(np.array(paid[:last], dtype=np.int64)),
            status,
            evidence,
        )
        self.snapshot = chunk.snapshot(-1)
        return chunk
