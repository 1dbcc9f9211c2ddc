"""What every node sees: its output all over the plane of two features, as a small picture.

All nodes are evaluated in one forward pass in float32 over 32 x 32 places, and coloured by one
look into a table; for a small network that takes a fifth of a millisecond. Where samples are
pictures there is no plane; then a unit of the first layer is drawn as the picture of its weights.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import cast

import numpy as np
from numpy.typing import NDArray

from optlab.engine.arrays import Array
from optlab.engine.fitted import FittingObjective
from optlab.engine.links import Identity
from optlab.qt.theme.palette import Palette
from optlab.qt.views.colours import Table, class_shades, diverging, viridis
from optlab.qt.views.feature_plane import FeaturePlane

CELLS = 32
MOST_CLASSES = 10
MOST_INPUTS = 100
"""The terms of a polynomial can be thousands: that many pictures nobody sees."""

Pixels = NDArray[np.uint32]


@dataclass(frozen=True, eq=False)
class NodeMaps:
    """The places of a plane, ready for the first layer."""

    objective: FittingObjective
    plane: FeaturePlane
    _columns: Array

    @staticmethod
    def suit(objective: FittingObjective) -> bool:
        """Whether there is a plane to look at, and few enough inputs to be seen on it."""
        return objective.train.image is None and objective.network.widths[0] <= MOST_INPUTS

    @classmethod
    def over(cls, objective: FittingObjective) -> NodeMaps:
        """Lay the places over the plane that tells most."""
        plane = FeaturePlane.telling(objective.train, objective.test)
        places = plane.features(plane.middles(CELLS))
        return cls(objective, plane, cast("Array", objective.inputs(places).astype(np.float32)))

    def answers(self, theta: Array) -> list[Array]:
        """What all nodes give at theta (D,): inputs, hidden layers, predictions (units, cells²)."""
        network = self.objective.network
        with np.errstate(all="ignore"):
            outputs = network.signals(cast("Array", theta.astype(np.float32)), self._columns)
            said = network.link.apply(outputs[-1].astype(np.float32))
        return [self._columns[:-1], *outputs[:-1], cast("Array", said)]

    def pixels(self, theta: Array, palette: Palette) -> Pixels:
        """Colours of all nodes one below the other, layer by layer: (nodes x cells, cells).

        Blue stands for positive, orange for negative, each layer measured by its strongest answer.
        Predictions have the colours of the data view.
        """
        *layers, said = self.answers(theta)
        levels = [127.5 + 127.5 * shares_of(each) for each in layers]
        rows = np.vstack([*levels, self._levels(said)]).astype(np.uint16)
        tables = _tables(palette)
        if isinstance(self.objective.network.link, Identity):
            rows[-len(said) :] += np.uint16(VIRIDIS)
        elif self.objective.network.several:
            shades = np.arange(len(said)) % MOST_CLASSES
            rows[-len(said) :] += (CLASSES + 256 * shades).astype(np.uint16)[:, None]
        return tables[rows].reshape(-1, CELLS)

    def _levels(self, said: Array) -> Array:
        """Predictions as places 0 to 255 in their table."""
        if isinstance(self.objective.network.link, Identity):
            low, high = self.plane.span
            said = (said - np.float32(low)) / np.float32(high - low or 1.0)
        return 255.0 * np.clip(np.nan_to_num(said, nan=0.5), 0.0, 1.0)


def weight_pictures(weights: Array, image: tuple[int, int], palette: Palette) -> Pixels:
    """Weights (rows, height x width) of units that see a picture, one below the other."""
    height, width = image
    levels = (127.5 + 127.5 * shares_of(weights)).astype(np.uint16)
    return _tables(palette)[levels].reshape(-1, height, width).reshape(-1, width)


def heat(values: Array, palette: Palette) -> Pixels:
    """A matrix in colours: blue positive, orange negative, measured by its largest number."""
    return _tables(palette)[(127.5 + 127.5 * shares_of(values)).astype(np.uint16)]


def shares_of(values: Array) -> Array:
    """Numbers over the largest of them, -1 to 1; 0 for what is no number."""
    values = np.nan_to_num(values, nan=0.0, posinf=0.0, neginf=0.0)
    return values / (np.abs(values).max(initial=0.0) or 1.0)


VIRIDIS, CLASSES = 256, 512
"""Where the colours of numbers and of classes begin in the table."""


@cache
def _tables(palette: Palette) -> Table:
    return np.concatenate([diverging(palette), viridis(), class_shades(palette, MOST_CLASSES)])
