"""What slices are cut from: an objective, and the rows of the paths that shape the picture.

A racer that explodes would stretch the box until every other path is a dot. So for a fitting rows
count only while their loss stays within ten times that of the start (or of the zero vector, where
that is higher).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from optlab.engine.arrays import Array
from optlab.engine.objective import Objective

if TYPE_CHECKING:
    from optlab.engine.slices.slice import Slice

MOST_ROWS = 256  # rows of all paths together that decide the plane: 7 ms at D = 2,410
LOSS_REACH = 10.0  # how much higher than the start a row may be and still shape the slice


@dataclass(frozen=True, eq=False)
class Walked:
    """An objective, the `paths` (k, D) walked on it, and the slice `previous` drawn until now.

    `seen` (D,) is the best point that any racer has seen, where somebody kept an eye on it.
    """

    objective: Objective
    paths: Sequence[Array]
    previous: Slice | None = None
    seen: Array | None = None

    @property
    def start(self) -> Array:
        """Where the first path begins (D,)."""
        return self.paths[0][0]

    @property
    def end(self) -> Array:
        """Where the first path ends (D,)."""
        return self.paths[0][-1]

    @property
    def best(self) -> Array:
        """The point (D,) of lowest training loss: `seen`, or else that of the rows at hand."""
        if self.seen is not None and np.isfinite(self.seen).all():
            return self.seen
        rows = np.concatenate([thinned(path, MOST_ROWS // len(self.paths)) for path in self.paths])
        losses = self.objective.value(rows)
        return rows[int(np.where(np.isfinite(losses), losses, np.inf).argmin())]


def thinned(path: Array, most: int) -> Array:
    """Give at most `most` (>= 2) evenly spread rows of a path (k, D), its two ends among them."""
    if len(path) <= most:
        return path
    return path[np.linspace(0, len(path) - 1, most).astype(np.intp)]


def shown(objective: Objective, path: Array) -> Array:
    """Keep the rows of a path (k, D) that shape the slice: finite, few, and not of an explosion."""
    rows = path[np.isfinite(path).all(axis=1)]
    if len(rows) == 0:
        return np.zeros((1, objective.size))
    rows = thinned(rows, MOST_ROWS)
    if objective.box is not None:
        return rows
    ceiling = LOSS_REACH * float(
        np.nanmax(objective.value(np.stack([rows[0], np.zeros_like(rows[0])])))
    )
    with np.errstate(all="ignore"):  # an exploded end may overflow
        if objective.value(rows[-1]) <= ceiling:
            return rows
        kept = np.array([bool(objective.value(row) <= ceiling) for row in rows])
    kept[0] = True
    return rows[kept]
