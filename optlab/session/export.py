"""Exports: a run written to a file, as an iterator of the share that is done.

The file appears whole or not at all: it is written beside its place and moved there at the end, and
an export that is given up takes its unfinished file away.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from optlab.engine.experiment import Experiment
from optlab.session.rows import rows, write_csv


def export_csv(path: Path, experiment: Experiment, until: int | None = None) -> Iterator[float]:
    """Write every step of every racer up to `until` to `path`; yields the share (0 to 1) done.

    Raises OSError when the place cannot be written.
    """
    last = experiment.steps if until is None else min(until, experiment.steps)
    whole = len(experiment.racers) * (last + 1)
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("w", encoding="utf-8", newline="") as file:
            for written in write_csv(file, rows(experiment, until)):
                yield written / whole
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
