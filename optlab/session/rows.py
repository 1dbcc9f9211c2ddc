"""A run as a table: one row per racer and step, for CSV and JSON.

The rows come from running the experiment, not from a recording, which may have left steps out: a
step is pure, so they are the same, bit by bit. Racer after racer, so that the order does not depend
on the speed of the machine.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable, Iterator
from typing import NamedTuple, TextIO

from optlab.engine.experiment import Experiment
from optlab.engine.objective import prepare
from optlab.engine.run import begin, race
from optlab.engine.snapshot import Chunk, Status
from optlab.session.track import chunk_of


class Row(NamedTuple):
    """One racer after one step; None where there is no number (no gradient yet, no test set)."""

    racer: str
    step: int
    epoch: float
    train_loss: float | None
    test_loss: float | None
    gradient_norm: float | None
    loss_evaluations: int
    gradient_evaluations: int
    samples: int
    status: Status


def rows(experiment: Experiment, until: int | None = None) -> Iterator[list[Row]]:
    """All rows of the run up to step `until`, in blocks of a few milliseconds of work."""
    last = experiment.steps if until is None else min(until, experiment.steps)
    for head in begin(experiment):
        yield _block(experiment, chunk_of(head))
        for chunks in race(experiment, (head,), last):
            for chunk in chunks:
                yield _block(experiment, chunk)


def write_csv(file: TextIO, blocks: Iterable[list[Row]]) -> Iterator[int]:
    """Write the header and all rows; yields after every block how many rows there are so far."""
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(Row._fields)
    written = 0
    for block in blocks:
        writer.writerows([_cell(value) for value in row] for row in block)
        written += len(block)
        yield written


def _cell(value: str | float | None) -> str:
    if value is None:
        return ""
    return repr(value) if isinstance(value, float) else str(value)


def _block(experiment: Experiment, chunk: Chunk) -> list[Row]:
    objective = prepare(experiment)
    name = experiment.racers[chunk.racer].name
    end = len(chunk) - 1
    columns = zip(
        objective.value(chunk.theta).tolist(),
        objective.test_value(chunk.theta).tolist(),
        chunk.gradient_norm.tolist(),
        chunk.cost.tolist(),
        strict=True,
    )
    return [
        Row(
            name,
            chunk.first + i,
            (chunk.first + i) / objective.steps_per_epoch,
            _number(train),
            _number(test),
            _number(norm),
            *cost,
            status=chunk.status if i == end else Status.running,
        )
        for i, (train, test, norm, cost) in enumerate(columns)
    ]


def _number(value: float) -> float | None:
    return value if math.isfinite(value) else None
