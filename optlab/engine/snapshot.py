"""Snapshots and chunks: what a run leaves behind, step by step."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from optlab.engine.arrays import Array, Counts


class Status(StrEnum):
    """How a racer is doing; all but `running` are final, and their evidence is a sentence."""

    running = "running"
    converged = "converged"
    stalled = "stalled"
    stopped = "stopped"
    diverged = "diverged"


class Cost(NamedTuple):
    """What a racer paid so far."""

    loss_evaluations: int = 0
    gradient_evaluations: int = 0
    samples: int = 0


@dataclass(frozen=True, eq=False, slots=True)
class Snapshot:
    """One racer after one step: enough to show it, to explain it and to continue from it.

    `theta` (D,) and `memory` (M, D) are read-only. `loss` and `gradient_norm` are what the step
    that led here saw on its batch (nan at step 0, and for steps that asked for no gradient).
    """

    racer: int
    step: int
    theta: Array
    memory: Array
    loss: float
    gradient_norm: float
    cost: Cost
    status: Status = Status.running
    evidence: str = ""


@dataclass(frozen=True, eq=False, slots=True)
class Chunk:
    """Consecutive steps of one racer in columns; `status` and `evidence` are the last row's."""

    racer: int
    first: int
    theta: Array
    memory: Array
    loss: Array
    gradient_norm: Array
    cost: Counts
    status: Status = Status.running
    evidence: str = ""

    def __len__(self) -> int:
        return len(self.loss)

    def snapshot(self, row: int) -> Snapshot:
        """Return the snapshot of one row (negative rows count from the end)."""
        row = range(len(self))[row]
        last = row == len(self) - 1
        evaluations, gradients, samples = self.cost[row].tolist()
        return Snapshot(
            self.racer,
            self.first + row,
            self.theta[row],
            self.memory[row],
            float(self.loss[row]),
            float(self.gradient_norm[row]),
            Cost(evaluations, gradients, samples),
            self.status if last else Status.running,
            self.evidence if last else "",
        )
