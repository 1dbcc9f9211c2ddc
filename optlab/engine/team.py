"""Teams: racers that take their steps together, in one set of calls.

A step on a small network is some twenty NumPy calls of which each costs ten times what its numbers
do. So racers whose optimizer is of one class, on one architecture, advance as one: theta becomes
(K, D), the knobs become columns and the products batches of products. That is the same code, called
with arrays of one more axis; a racer alone is a team of one, without the axis. Every number is the
one it would be alone, bit by bit (a test), so a step can still be recomputed on its own.

Inside a block of steps the team owns theta, memory and all buffers and works in place; at its ends
arrays are copied in and frozen out. Endings are found in the columns of a block after it was made:
that keeps the loop free of checks, costs at most one block, and cannot depend on where the blocks
were cut.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple, TypeVar

import numpy as np

from optlab.engine.arrays import Array, Counts, frozen
from optlab.engine.endings import ending, finished, first_of, stopped
from optlab.engine.experiment import Experiment, Racer
from optlab.engine.objective import Objective, side_by_side
from optlab.engine.optimizers import NumberByNumber, Oracle, TeamOracle
from optlab.engine.optimizers.columns import abreast, column
from optlab.engine.snapshot import Chunk, Snapshot, Status
from optlab.engine.stops import Course, NoCheck

BLOCK_BYTES = 1 << 24
"""What theta and memory of a block may take: a population is a hundred times as large as theta."""

Kind = TypeVar("Kind", bound=Oracle)


class Run(NamedTuple):
    """A racer of an experiment, its objective made ready, and the snapshot it goes on from."""

    experiment: Experiment
    objective: Objective
    snapshot: Snapshot

    @property
    def racer(self) -> Racer:
        """Who runs."""
        return self.experiment.racers[self.snapshot.racer]


def oracle_of(run: Run, kind: type[Kind]) -> Kind:
    """Make the oracle, of whatever kind, that a racer asks from this snapshot on."""
    return kind(
        run.objective.differentiator(),
        run.objective.value,
        run.snapshot.cost,
        seed=run.experiment.seed,
        box=run.objective.box,
    )


def teams(runs: Iterable[tuple[int, Run]]) -> list[Team]:
    """Put runs, each with its place, together as far as they can take their steps in one call."""
    found: dict[object, list[tuple[int, Run]]] = {}
    for place, run in runs:
        optimizer, architecture = run.racer.optimizer, run.objective.architecture
        key: object = place
        if isinstance(optimizer, NumberByNumber) and architecture is not None:
            key = (type(optimizer), run.snapshot.step, architecture)
        found.setdefault(key, []).append((place, run))
    return [Team(members) for members in found.values()]


class Team:
    """Runs in lockstep: where they stand, and what they need to go on."""

    def __init__(self, members: Sequence[tuple[int, Run]]) -> None:
        """`members` are runs with their places, all at one step and fit for one set of calls."""
        self.members = list(members)
        runs = [run for _, run in members]
        self._alone = len(runs) == 1
        self._pace = _pace(runs)
        self._start_losses = [_start_loss(run) for run in runs]
        if self._alone:
            self._oracle = oracle_of(runs[0], Oracle)
            self._step_of = runs[0].racer.optimizer.step
        else:
            self._oracle = TeamOracle(side_by_side([run.objective for run in runs]))
            self._step_of = abreast([run.racer.optimizer for run in runs])

    @property
    def step(self) -> int:
        """The step at which all stand."""
        return self.members[0][1].snapshot.step

    def block(self, steps: int) -> list[tuple[int, Chunk]]:
        """Take the next `steps` steps, or fewer: a chunk for every place.

        Afterwards the members stand at their ends, some of which may be final.
        """
        theta, memory = self._gathered()
        steps = max(1, min(steps, BLOCK_BYTES // (theta.nbytes + memory.nbytes)))
        thetas = np.empty((1 + steps, *theta.shape))
        memories = np.empty((1 + steps, *memory.shape))
        thetas[0], memories[0] = theta, memory
        seen: list[tuple[float, float]] = []
        paid: list[tuple[int, int, int]] = []
        oracle, step_of, pace = self._oracle, self._step_of, self._pace
        before = oracle.loss_evaluations, oracle.gradient_evaluations, oracle.samples
        with np.errstate(all="ignore"):
            for row, step in enumerate(range(self.step, self.step + steps), 1):
                oracle.turn(step, pace(step))
                theta, memory = step_of(theta, memory, oracle)
                thetas[row] = theta
                memories[row] = memory
                seen.append((oracle.loss, oracle.gradient_norm))
                paid.append((oracle.loss_evaluations, oracle.gradient_evaluations, oracle.samples))
            spent = np.array(paid, dtype=np.int64) - np.array(before)
            parted = self._parted(thetas, memories, np.array(seen, dtype=np.float64))
            chunks = [
                (place, _chunk(run, _Columns(*own, spent + np.array(run.snapshot.cost)), loss))
                for (place, run), own, loss in zip(
                    self.members, parted, self._start_losses, strict=True
                )
            ]
        self.members = [
            (place, run._replace(snapshot=chunk.snapshot(-1)))
            for (place, run), (_, chunk) in zip(self.members, chunks, strict=True)
        ]
        return chunks

    def _gathered(self) -> tuple[Array, Array]:
        """Theta (D,) and memory (M, D) of one, or (K, D) and (M, K, D) of several, as copies."""
        snapshots = [run.snapshot for _, run in self.members]
        if self._alone:
            return snapshots[0].theta.copy(), snapshots[0].memory.copy()
        thetas = np.stack([snapshot.theta for snapshot in snapshots])
        return thetas, np.stack([snapshot.memory for snapshot in snapshots], axis=1)

    def _parted(
        self, thetas: Array, memories: Array, seen: Array
    ) -> list[tuple[Array, Array, Array]]:
        """Give each member its own (m + 1, D), (m + 1, M, D) and (m, 2) out of a block's arrays."""
        if self._alone:
            return [(thetas, memories, seen)]
        return [
            (
                np.ascontiguousarray(thetas[:, place]),
                np.ascontiguousarray(memories[:, :, place]),
                seen[:, :, place, 0],
            )
            for place in range(len(self.members))
        ]


class _Columns(NamedTuple):
    """A block of one racer: the first two begin before the first of its m steps."""

    thetas: Array
    """(m + 1, D)"""
    memories: Array
    """(m + 1, M, D)"""
    seen: Array
    """(m, 2), the loss and the norm of the gradient"""
    cost: Counts
    """(m, 3), as in Cost"""


def _start_loss(run: Run) -> float:
    start = run.objective.start(run.experiment.start, run.experiment.seed)
    return float(run.objective.value(start))


def _pace(runs: Sequence[Run]) -> Callable[[int], float]:
    """What the learning rates of a step are multiplied by."""
    plans = [(run.racer.schedule.factor, run.experiment.steps) for run in runs]
    if len({(run.racer.schedule, run.experiment.steps) for run in runs}) == 1:
        factor, steps = plans[0]
        return lambda step: factor(step, steps)
    return lambda step: column([factor(step, steps) for factor, steps in plans])


def _chunk(run: Run, columns: _Columns, start_loss: float) -> Chunk:
    """Make the chunk of one racer out of its columns, up to its end if it has one."""
    experiment, objective, before = run
    thetas, memories, seen, cost = columns
    first = before.step + 1
    checked = _checked(run, thetas[1:], cost)
    losses = np.concatenate(([before.loss], seen[:, 0]))
    norms = np.concatenate(([before.gradient_norm], seen[:, 1]))
    end = first_of(
        ending(
            first, thetas, memories, losses, norms, start_loss=start_loss, exact=objective.exact
        ),
        finished(first, run.racer.optimizer, memories[1:]),
        stopped(
            first,
            experiment.stops,
            Course(
                losses[1:],
                norms[1:],
                cost[:, 2],
                checked,
                checks=not isinstance(experiment.check, NoCheck),
            ),
        ),
    )
    last, status, evidence = end or (len(seen), Status.running, "")
    if status is Status.diverged:  # stay where the last usable step left it
        thetas[last], memories[last] = thetas[last - 1], memories[last - 1]
    made = slice(1, last + 1)
    return Chunk(
        before.racer,
        first,
        frozen(thetas[made]),
        frozen(memories[made]),
        frozen(losses[made]),
        frozen(norms[made]),
        frozen(cost[:last]),
        status,
        evidence,
    )


def _checked(run: Run, thetas: Array, cost: Counts) -> Array:
    """Look at the loss at thetas (m, D) where a check is due, and add its price to cost (m, 3).

    Returns the losses (m,), nan where none was looked at.
    """
    experiment, objective, before = run
    steps = np.arange(before.step + 1, before.step + 1 + len(thetas))
    samples = np.concatenate(([before.cost.samples], cost[:, 2]))
    due = experiment.check.due(steps, samples, objective.size, objective.samples)
    checked = np.full(len(thetas), np.nan)
    if due.any():
        checked[due] = objective.value(thetas[due])
        made = np.cumsum(due)
        cost[:, 0] += made
        cost[:, 2] += made * objective.samples
    return checked
