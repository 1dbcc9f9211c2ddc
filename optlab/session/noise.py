"""The surface of one mini-batch: what a single step sees of the ground."""

from __future__ import annotations

from collections.abc import Iterator

from optlab.engine.fitted import FittingObjective
from optlab.engine.objective import Objective
from optlab.engine.slices import Slice
from optlab.engine.surface import Surface, refine

SIZE = 33
"""Points per side: enough to see it tremble, and two milliseconds for a small network."""


class BatchSurvey:
    """Computes the surface of the batch that the step after `step` sees, on a slice.

    It is an iterator for the background; `surface` is the result once it is `done`.
    """

    def __init__(self, objective: Objective, slice: Slice, step: int) -> None:
        self.objective, self.slice, self.step = objective, slice, step
        self.surface: Surface | None = None
        self.done = False
        self._items = self._draw()

    def __iter__(self) -> Iterator[Surface]:
        """Itself."""
        return self

    def __next__(self) -> Surface:
        """The newest surface, or one of those before it again."""
        try:
            self.surface = next(self._items)
        except StopIteration:
            self.done = True
            raise
        return self.surface

    def shows(self, objective: Objective, slice: Slice) -> bool:
        """Whether it is of this objective and this slice."""
        return self.objective is objective and self.slice is slice

    def _draw(self) -> Iterator[Surface]:
        """Batches are dealt on the thread that trains: nobody else turns their pages."""
        objective = self.objective
        batch = objective.batch(self.step) if isinstance(objective, FittingObjective) else None
        yield from refine(objective, self.slice, (SIZE,), batch)
