"""A survey: cut the slice that fits the paths recorded so far, then compute its surface.

It is an iterator, so that the background can draw from it between steps of training and drop it
when something newer is wanted. It begins with a short wait for the recording to be complete, for
a slice that is cut in the middle of a run must be cut again at its end.
"""

from __future__ import annotations

from collections.abc import Iterator
from time import perf_counter

from optlab.engine.slices import AnySlice, Slice, cut
from optlab.engine.surface import Surface, refine
from optlab.session.recording import Recording

PATIENCE = 0.05
"""Seconds to wait for the recording."""


class Survey:
    """Surfaces of one slice, coarse to fine; None while it waits.

    `previous` is the slice drawn until now, which keeps the axes from flipping. `reached` is the
    step up to which the paths were known when the slice was cut, None before; `whole` says whether
    that was all of them, so that the slice does not depend on the speed of the machine.
    """

    def __init__(
        self, recording: Recording, recipe: AnySlice, until: int, previous: Slice | None = None
    ) -> None:
        self.reached: int | None = None
        self.whole = False
        self.recording = recording
        self._recipe, self._previous = recipe, previous
        self._items = self._draw(until)

    def __iter__(self) -> Iterator[Surface | None]:
        """Itself."""
        return self

    def __next__(self) -> Surface | None:
        """The newest complete surface."""
        return next(self._items)

    def _draw(self, until: int) -> Iterator[Surface | None]:
        recording, previous = self.recording, self._previous
        begun = perf_counter()
        while not self._may_begin(until, perf_counter() - begun):
            yield None
        self.reached, self.whole = recording.reached, recording.finished
        objective = recording.objective
        paths = [recording.track(racer).path.theta for racer in range(len(recording.heads()))]
        if previous is not None and previous.origin.shape != (objective.size,):
            previous = None
        yield from refine(objective, cut(objective, self._recipe, paths, previous=previous))

    def _may_begin(self, until: int, waited: float) -> bool:
        recording = self.recording
        return recording.finished or recording.reached >= until or waited > PATIENCE
