"""What a model says all over the plane of two features, as pixels of 100 x 100 cells.

The cells are laid out once per objective and view; a new theta then costs one forward pass in
float32 and one look into a table of 256 colours, together under half a millisecond.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import numpy as np
from numpy.typing import NDArray

from optlab.engine.arrays import Array
from optlab.engine.fitted import FittingObjective
from optlab.engine.network import columns
from optlab.qt.views.colours import Table

CELLS = 100
"""Cells along each side."""

Interval = tuple[float, float]


@dataclass(frozen=True, eq=False)
class DecisionMap:
    """The middles of all cells over x and y, ready for the first layer; the top row comes first."""

    objective: FittingObjective
    x: Interval
    y: Interval
    _columns: Array

    @classmethod
    def over(cls, objective: FittingObjective, x: Interval, y: Interval) -> DecisionMap:
        """Lay the cells over x and y, in the units of the data; the objective has two features."""
        across = x[0] + (np.arange(CELLS) + 0.5) * ((x[1] - x[0]) / CELLS)
        down = y[1] - (np.arange(CELLS) + 0.5) * ((y[1] - y[0]) / CELLS)
        middles = cast("Array", np.stack(np.meshgrid(across, down), axis=-1).reshape(-1, 2))
        single = columns(objective.scaling(middles)).astype(np.float32)
        return cls(objective, x, y, cast("Array", single))

    def probability(self, theta: Array) -> NDArray[np.float32]:
        """Probability of class 1 in all cells (CELLS, CELLS) at theta (D,); nan if it overflows."""
        network = self.objective.network
        with np.errstate(all="ignore"):
            scores = network.scores(cast("Array", theta.astype(np.float32)), self._columns)
            return network.link.apply(scores.astype(np.float32)).reshape(CELLS, CELLS)

    def pixels(self, theta: Array, table: Table) -> NDArray[np.uint32]:
        """Colours (CELLS, CELLS); cells without a number take the middle of the table."""
        share = np.nan_to_num(self.probability(theta), nan=0.5)
        return table[(share * np.float32(255.99)).astype(np.uint8)]
