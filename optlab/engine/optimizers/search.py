"""Search without a slope: taste points near by at random, or all the points of a grid.

Both show theta at the best point they know and keep the points tasted last, so that a picture can
show where they looked. A memory has rows of D numbers; what is one number for all parameters stands
in the first place of its row (column 0), the rest of that row stays 0.
"""

from __future__ import annotations

from typing import Annotated, ClassVar, final

import numpy as np

from optlab.engine.arrays import Array
from optlab.engine.declare import Choice, knob
from optlab.engine.optimizers.oracle import Oracle
from optlab.engine.optimizers.probing import tasted

Radius = Annotated[
    float,
    knob(
        "Radius",
        "How far around it looks: too small takes for ever, too large never settles.",
        symbol="σ",
        scale="log",
        gt=0,
        le=1000,
        slider=(0.001, 10.0),
    ),
]


@final
class RandomSearch(Choice, frozen=True, tag="random-search"):
    """The best of theta and of some points around it: it moves only to what is better.

    It pays one loss per try and one where it stands, all on the same batch.
    """

    title: ClassVar[str] = "Random search"
    help: ClassVar[str] = "Tries random points near by and moves only when one of them is better."
    formula: ClassVar[str] = "θ ← the best of {θ, θ + σ ε₁, …, θ + σ εₙ},  εᵢ ~ N(0, I)"
    source: ClassVar[str] = "Matyas (1965), Random optimization, Automation and Remote Control 26"
    accepts: ClassVar[str] = "L(q) < L(θ)"

    radius: Radius = 0.1
    tries: Annotated[
        int,
        knob(
            "Tries",
            "How many random points one step tries.",
            symbol="n",
            scale="log",
            ge=1,
            le=1000,
            slider=(1, 100),
        ),
    ] = 10

    @property
    def memory_names(self) -> tuple[str, ...]:
        """The points tried last."""
        return tuple(f"try {number}" for number in range(1, self.tries + 1))

    def init(self, theta: Array) -> Array:
        """Nothing tried yet, all of them at theta: shape (tries, D)."""
        return np.tile(theta, (self.tries, 1))

    def step(self, theta: Array, memory: Array, oracle: Oracle) -> tuple[Array, Array]:
        """One update of theta (D,), or none; the tries are left in memory (tries, D)."""
        radius = self.radius * oracle.pace
        memory[:] = theta + radius * oracle.random().standard_normal(memory.shape)
        losses = tasted(oracle, np.vstack((theta, memory)))
        oracle.loss = float(losses[0])
        best = int(losses.argmin())  # the first of equals: it stays where nothing is better
        if best > 0:
            theta[:] = memory[best - 1]
        return theta, memory

    def population(self, memory: Array) -> Array:
        """Return the points tried last (tries, D)."""
        return memory


@final
class Exhaustive(Choice, frozen=True, tag="exhaustive"):
    """Every point of a grid, row by row; theta is the best one so far.

    The grid spans the box of a landscape, or the radius around the start; all parameters but the
    two chosen ones stay as they were. A step tastes one row of it: along a line (one parameter)
    that is a single point. N points cost N losses, not one more: the start is not tasted, and what
    the step shows as its loss is the lowest so far. On mini-batches that is the luck of the batch
    as well, for no point is ever tasted twice.
    """

    title: ClassVar[str] = "Exhaustive search"
    help: ClassVar[str] = "Tastes every cup: tries each point of a grid and keeps the best."
    formula: ClassVar[str] = (
        "θ ← the best point so far of the grid  low + (i, j) (high − low) / (n − 1),  "
        "i, j = 0 … n − 1"
    )
    source: ClassVar[str] = (
        "Brooks (1958), A discussion of random methods for seeking maxima, Oper. Res. 6(2): "
        "the factorial method"
    )
    memory_names: ClassVar[tuple[str, ...]] = (
        "low corner",
        "high corner",
        "rows tasted",
        "lowest loss",
    )
    finish: ClassVar[str] = "every point of the grid has been tasted"

    points: Annotated[
        int,
        knob(
            "Points",
            "Points along one side of the grid: with two parameters it has the square of that.",
            symbol="n",
            ge=2,
            le=1001,
            slider=(2, 101),
        ),
    ] = 41
    radius: Annotated[
        float,
        knob(
            "Reach",
            "How far the grid reaches to each side of the start, where nothing else bounds it.",
            scale="log",
            gt=0,
            le=1000,
            slider=(0.1, 10.0),
        ),
    ] = 2.0
    first: Annotated[
        int,
        knob(
            "First parameter",
            "The number of the first parameter that is varied, counted from 0.",
            ge=0,
            le=99_999,
            slider=(0, 100),
        ),
    ] = 0
    second: Annotated[
        int,
        knob(
            "Second parameter",
            "The number of the second one; the same number twice makes the grid a line.",
            ge=0,
            le=99_999,
            slider=(0, 100),
        ),
    ] = 1

    def init(self, theta: Array) -> Array:
        """Nothing tasted yet, the corners unknown: shape (4, D)."""
        return np.zeros((4, len(theta)))

    def step(self, theta: Array, memory: Array, oracle: Oracle) -> tuple[Array, Array]:
        """Taste the next row of the grid, or nothing when all is done."""
        low, high, row, lowest = memory  # the last two hold one number each
        if row[0] == 0.0:
            low[:], high[:] = self._corners(theta, oracle)
            lowest[0] = np.inf
        if row[0] < self.points:
            cups = self._cups(memory, int(row[0]))
            losses = tasted(oracle, cups)
            best = int(losses.argmin())
            if losses[best] < lowest[0]:
                theta[:], lowest[0] = cups[best], losses[best]
            row[0] += 1.0
        oracle.loss = float(lowest[0])
        return theta, memory

    def population(self, memory: Array) -> Array:
        """Return the points tasted last: (points, D), (1, D) along a line, (0, D) at the start."""
        row = int(memory[2, 0])
        return self._cups(memory, row - 1) if row > 0 else memory[:0]

    def finished(self, memories: Array) -> np.ndarray[tuple[int, ...], np.dtype[np.bool]]:
        """Tell for memories (..., 4, D) whether all has been tasted (...)."""
        return np.asarray(memories[..., 2, 0] >= self.points)

    def _axes(self, size: int) -> list[int]:
        """Give the one or two parameters that are varied; beyond the last one is the last one."""
        return list(dict.fromkeys(min(each, size - 1) for each in (self.first, self.second)))

    def _corners(self, theta: Array, oracle: Oracle) -> tuple[Array, Array]:
        low, high = theta.copy(), theta.copy()
        for axis in self._axes(len(theta)):
            around = theta[axis] - self.radius, theta[axis] + self.radius
            low[axis], high[axis] = around if oracle.box is None else oracle.box[axis]
        return low, high

    def _cups(self, memory: Array, row: int) -> Array:
        """Give the points of one row of the grid: (points, D), or (1, D) along a line."""
        low, high = memory[0], memory[1]
        across, *up = self._axes(len(low))
        side = np.linspace(float(low[across]), float(high[across]), self.points)
        if not up:
            side = side[row : row + 1]
        cups = np.tile(low, (len(side), 1))
        cups[:, across] = side
        for axis in up:
            cups[:, axis] = np.linspace(float(low[axis]), float(high[axis]), self.points)[row]
        return cups


Search = RandomSearch | Exhaustive
