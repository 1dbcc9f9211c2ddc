"""A loss curve drawn by hand: one loss for every column, strokes over it, and what undoes them.

Columns stand evenly from the first step to the last. The first holds what is known already, so the
curve begins where the racer is. A stroke fills every column that it passes, in a straight line of
the drawn scale, and overwrites what stood there: a curve has one loss per step. With keys the same
curve is pulled at a handle that walks along a few stops.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optlab.engine.arrays import Array

COLUMNS = 121
"""Places that hold a loss."""
STOPS = 10
"""Places where the keys pull at the curve, beside the first."""
WHOLE = 0.92
"""Share of the steps that a curve must reach to count as drawn."""
TINY = 1e-300


@dataclass(frozen=True)
class Scale:
    """Heights of a plot: losses from `low` to `high`, or their logarithms."""

    low: float
    high: float
    log: bool

    def height(self, loss: Array) -> Array:
        """The height of losses."""
        return np.log10(np.maximum(loss, TINY)) if self.log else loss

    def loss(self, height: Array) -> Array:
        """The loss at heights."""
        return 10.0**height if self.log else height

    def within(self, loss: float) -> float:
        """The nearest loss that can be drawn."""
        return min(max(loss, self.low), self.high)


class Sketch:
    """A curve from step `first`, where the loss is `known`, to step `until`."""

    def __init__(self, first: float, until: float, known: float) -> None:
        self.steps: Array = np.linspace(first, until, COLUMNS)
        self.known = known
        self.handle: int | None = None
        """The stop that the keys pull at, None while they are not used."""
        self._losses = np.full(COLUMNS, np.nan)
        self._losses[0] = known
        self._before: list[Array] = []
        self._last: tuple[int, float] | None = None
        self._pulled: int | None = None

    @property
    def blank(self) -> bool:
        """Whether nothing is drawn yet."""
        return bool(np.isnan(self._losses[1:]).all())

    @property
    def whole(self) -> bool:
        """Whether the curve reaches the end."""
        return bool((~np.isnan(self._losses[round(WHOLE * (COLUMNS - 1)) :])).any())

    @property
    def can_undo(self) -> bool:
        """Whether there is a stroke to take back."""
        return bool(self._before)

    def curve(self, scale: Scale) -> Array:
        """Steps and losses (k, 2) as far as drawn; gaps are bridged in a straight line."""
        drawn = np.flatnonzero(~np.isnan(self._losses))
        columns = np.arange(int(drawn[-1]) + 1)
        heights: Array = np.interp(columns, drawn, scale.height(self._losses[drawn]))
        return np.column_stack([self.steps[columns], scale.loss(heights)])

    # With the mouse ------------------------------------------------------------------------------

    def press(self, step: float, loss: float) -> None:
        """Begin a stroke."""
        self._keep()
        self.handle = None
        self._last = (self._column(step), loss)
        self._set(self._last[0], loss)

    def drag(self, step: float, loss: float, scale: Scale) -> None:
        """Draw on to another place."""
        if self._last is None:
            return
        before, column = self._last, self._column(step)
        ends = scale.height(np.array([before[1], loss]))
        low, high = sorted((before[0], column))
        columns = np.arange(low, high + 1)
        way = (columns - before[0]) / (column - before[0]) if column != before[0] else 1.0
        self._losses[columns] = scale.loss(ends[0] + way * (ends[1] - ends[0]))
        self._losses[0] = self.known
        self._last = (column, loss)

    def release(self) -> None:
        """End the stroke."""
        self._last = None

    # With the keys -------------------------------------------------------------------------------

    def walk(self, by: int, scale: Scale) -> None:
        """Move the handle by stops; what is not drawn yet goes on as high as it was."""
        self.handle = min(max((self.handle or 0) + by, 0), STOPS)
        self._pulled = None
        drawn = self.curve(scale)
        column = self._stop(self.handle)
        if column >= len(drawn):
            self._keep()
            self._losses[len(drawn) : column + 1] = drawn[-1, 1]

    def lift(self, share: float, scale: Scale) -> None:
        """Raise the curve at the handle by a share of the drawn height; its neighbours follow."""
        if not self.handle:
            self.walk(1, scale)
        handle = self.handle or 1
        column = self._stop(handle)
        if self._pulled != handle:
            self._keep()
            self._pulled = handle
        ends = scale.height(np.array([scale.low, scale.high]))
        now = scale.height(self.curve(scale)[column, 1])
        self._losses[column] = scale.within(
            float(scale.loss(np.clip(now + share * (ends[1] - ends[0]), ends[0], ends[1])))
        )
        for beside in (handle - 1, handle + 1):
            other = self._stop(min(beside, STOPS))
            if other != column and not np.isnan(self._losses[other]):
                low, high = sorted((column, other))
                heights = scale.height(self._losses[[low, high]])
                line = np.linspace(float(heights[0]), float(heights[1]), high - low + 1)
                self._losses[low : high + 1] = scale.loss(line)
        self._losses[0] = self.known

    def held(self, scale: Scale) -> tuple[float, float] | None:
        """Step and loss at the handle."""
        if self.handle is None:
            return None
        step, loss = self.curve(scale)[self._stop(self.handle)].tolist()
        return step, loss

    # Taking back ---------------------------------------------------------------------------------

    def undo(self) -> None:
        """Take the last stroke back."""
        if self._before:
            self._losses = self._before.pop()
        self.handle = self._last = self._pulled = None

    def clear(self) -> None:
        """Begin anew; that can be taken back, too."""
        self._keep()
        self._losses[1:] = np.nan
        self.handle = self._last = self._pulled = None

    def _keep(self) -> None:
        self._before.append(self._losses.copy())
        self._pulled = None

    def _set(self, column: int, loss: float) -> None:
        if column > 0:
            self._losses[column] = loss

    def _column(self, step: float) -> int:
        first, until = float(self.steps[0]), float(self.steps[-1])
        share = (step - first) / (until - first)
        return min(max(round(share * (COLUMNS - 1)), 0), COLUMNS - 1)

    def _stop(self, handle: int) -> int:
        return handle * (COLUMNS - 1) // STOPS
