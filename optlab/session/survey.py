"""A survey: cut the slice that fits the paths recorded so far, then compute its surface.

It is an iterator, so that the background can draw from it between steps of training and drop it
when something newer is wanted. It begins with a short wait for the recording to be complete, for
a slice that is cut in the middle of a run must be cut again at its end.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from time import perf_counter

import numpy as np

from optlab.engine.arrays import Array
from optlab.engine.slices import AnySlice, Slice, ThreePoints, cutting
from optlab.engine.surface import Surface, refine
from optlab.session.recording import Recording

PATIENCE = 0.05
"""Seconds to wait for the recording."""


class Survey:
    """Surfaces of one slice, coarse to fine; None while it waits or cuts.

    `previous` is the slice drawn until now, which keeps the axes from flipping; a `locked` slice is
    drawn as it is; `asked` is the one or the other. With `seen` nothing after that step shapes the
    slice (see `sliced`). `surface` is the newest one and `done` says that it is the last. `reached`
    is the step up to which the paths were known when the slice was cut, None before; `whole` says
    whether that was all of them, so that the slice does not depend on the speed of the machine.
    """

    def __init__(
        self,
        recording: Recording,
        recipe: AnySlice,
        until: int,
        previous: Slice | None = None,
        locked: Slice | None = None,
        *,
        seen: int | None = None,
    ) -> None:
        self.surface: Surface | None = None
        self.done = False
        self.reached: int | None = None
        self.whole = False
        self.recording = recording
        self.asked: AnySlice | Slice = locked or recipe
        self._recipe, self._previous, self._seen = recipe, previous, seen
        self._items = self._draw(until) if locked is None else self._draw_again(locked)

    def __iter__(self) -> Iterator[Surface | None]:
        """Itself."""
        return self

    def __next__(self) -> Surface | None:
        """The newest complete surface."""
        try:
            item = next(self._items)
        except StopIteration:
            self.done = True
            raise
        if item is not None:
            self.surface = item
        return item

    @property
    def nbytes(self) -> int:
        """What its surface takes."""
        return 0 if self.surface is None else self.surface.loss.nbytes

    def _draw(self, until: int) -> Iterator[Surface | None]:
        recording, previous = self.recording, self._previous
        begun = perf_counter()
        while not self._may_begin(until, perf_counter() - begun):
            yield None
        self.reached, self.whole = recording.reached, recording.finished
        if self._seen is not None:
            self.reached, self.whole = self._seen, False
        if previous is not None and previous.origin.shape != (recording.objective.size,):
            previous = None
        plane = yield from sliced(recording, self._recipe, previous, self._seen)
        yield from refine(recording.objective, plane)

    def _draw_again(self, locked: Slice) -> Iterator[Surface | None]:
        self.reached, self.whole = self.recording.reached, True
        yield from refine(self.recording.objective, locked)

    def _may_begin(self, until: int, waited: float) -> bool:
        recording = self.recording
        if isinstance(self._recipe, ThreePoints) and recording.finished:
            return recording.measured  # the best point is known when all losses are
        return recording.finished or recording.reached >= until or waited > PATIENCE


def sliced(
    recording: Recording,
    recipe: AnySlice,
    previous: Slice | None = None,
    seen: int | None = None,
) -> Generator[None, None, Slice]:
    """Cut a slice through everything recorded, as a job with a stop point at every yield.

    Where only the steps up to `seen` may be known, because somebody is to foretell the others, it
    goes through those, and at least as far around the start as the start is from the origin.
    """
    objective = recording.objective
    paths = [recording.track(racer).path for racer in range(len(recording.heads()))]
    if seen is not None:
        past = [path.upto(seen) for path in paths]
        reach = float(np.linalg.norm(past[0][0])) or 1.0
        return (yield from cutting(objective, recipe, past, previous=previous, reach=reach))
    best = best_seen(recording) if isinstance(recipe, ThreePoints) else None
    rows = [path.theta for path in paths]
    return (yield from cutting(objective, recipe, rows, previous=previous, best=best))


def best_seen(recording: Recording) -> Array | None:
    """Theta (D,) of the lowest training loss measured on any racer; None before there is one."""
    found: list[tuple[float, int, int]] = []
    for racer in range(len(recording.heads())):
        track = recording.track(racer)
        losses = np.where(np.isfinite(track.train_loss), track.train_loss, np.inf)
        row = int(losses.argmin())
        if np.isfinite(losses[row]):
            found.append((float(losses[row]), racer, int(track.steps[row])))
    if not found:
        return None
    _, racer, step = min(found)
    return recording.snapshot(racer, step).theta
