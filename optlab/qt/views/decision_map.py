"""What a model says all over the plane of two features, as pixels of 100 x 100 cells.

The cells are laid out once per objective and plane; a new theta then costs one forward pass in
float32 and one look into a table of colours, together under half a millisecond for a small network.

A class has its own colour, full where the model is sure and pale where the likeliest class is
hardly likelier than the next. A number is told by a colour map over the range of the targets.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor

from optlab.engine.arrays import Array
from optlab.engine.fitted import FittingObjective
from optlab.qt.theme.palette import Palette
from optlab.qt.views.colours import class_shades, diverging, viridis
from optlab.qt.views.feature_plane import FeaturePlane

CELLS = 100
"""Cells along each side."""
FEW_CELLS, MANY_INPUTS = 50, 100
"""Cells where a model has so many inputs (a polynomial's terms) that memory would be the limit."""

Answer = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class DecisionMap:
    """The middles of all cells of a plane, ready for the first layer; the top row comes first."""

    objective: FittingObjective
    plane: FeaturePlane
    cells: int
    _columns: Array

    @classmethod
    def over(cls, objective: FittingObjective, plane: FeaturePlane) -> DecisionMap:
        """Lay the cells over the view of `plane`, in the units of the data."""
        cells = CELLS if objective.network.widths[0] <= MANY_INPUTS else FEW_CELLS
        single = objective.inputs(plane.features(plane.middles(cells))).astype(np.float32)
        return cls(objective, plane, cells, cast("Array", single))

    def answer(self, theta: Array) -> Answer:
        """Say for all cells at theta (D,): the number, or the probability of class 1, (n, n).

        (C, n, n) probabilities where the model has a score per class; nan where it overflows.
        """
        network = self.objective.network
        with np.errstate(all="ignore"):
            scores = network.scores(cast("Array", theta.astype(np.float32)), self._columns)
            said = network.link.apply(scores.astype(np.float32))
        return said.reshape(*said.shape[:-1], self.cells, self.cells)

    def pixels(self, theta: Array, palette: Palette, threshold: float = 0.5) -> NDArray[np.uint32]:
        """Colours (n, n); cells without a number have the colour of the ground.

        Of two classes, class 1 has its colour from `threshold` on.
        """
        said = self.answer(theta)
        if self.objective.task == "regression":
            low, high = self.plane.span
            with np.errstate(invalid="ignore"):
                share = (said - np.float32(low)) / np.float32(high - low or 1.0)
            pixels = viridis()[_rows(np.clip(np.nan_to_num(share, nan=0.5), 0.0, 1.0))]
            pixels[np.isnan(said)] = QColor(palette.panel).rgb()
            return pixels
        if not self.objective.network.several:
            return diverging(palette)[_rows(np.nan_to_num(centred(said, threshold), nan=0.5))]
        if len(said) == 2:
            sure = centred(said[1], threshold)
            said = np.stack([np.float32(1.0) - sure, sure])
        best, lead = likeliest(said)
        return class_shades(palette, len(said))[256 * best + _rows(lead)]


def centred(probability: Answer, threshold: float) -> Answer:
    """Probabilities (...) stretched below and above `threshold`, so that it comes to be at 0.5."""
    if threshold == 0.5:
        return probability
    t = np.float32(min(max(threshold, 1e-6), 1.0 - 1e-6))
    half = np.float32(0.5)
    below = half * probability / t
    above = half + half * (probability - t) / (np.float32(1.0) - t)
    return np.where(probability < t, below, above).astype(np.float32)


def likeliest(probabilities: Answer) -> tuple[NDArray[np.int64], Answer]:
    """The likeliest class (...), and by how much it leads the next (0 to 1); (C, ...) each.

    The lead is 0 where there are no numbers.
    """
    best = np.argmax(probabilities, axis=0)
    rest = probabilities.copy()
    np.put_along_axis(rest, best[None], -1.0, axis=0)
    return best, np.nan_to_num(probabilities.max(axis=0) - rest.max(axis=0), nan=0.0)


def _rows(share: Answer) -> NDArray[np.uint8]:
    """Places in a table of 256 colours, of shares from 0 to 1."""
    return (share * np.float32(255.99)).astype(np.uint8)
