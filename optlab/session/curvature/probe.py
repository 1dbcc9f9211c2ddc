"""The curvature of the ground along the way of one racer, measured in the background.

A spectrum takes up to two hundred gradients, so it is measured at `PLACES` recorded steps, the ends
first, then in the middles of what is open: the curve is there early and fills up. The step of the
cursor comes before all of them. What was measured once is kept, and nothing is shown of a recording
that is not the present one, because a probe belongs to one recording.
"""

from __future__ import annotations

import math
from collections.abc import Generator, Iterator
from dataclasses import dataclass

import numpy as np

from optlab.engine.arrays import Array, Counts
from optlab.engine.curvature import SMALL, Spectrum, parabolic, spectrum
from optlab.session.recording import Recording

PLACES = 41
"""Recorded steps at which the ends of the spectrum are measured."""
ROOM = 3_000_000
"""Samples times parameters above which a product is dear: then there are fewer places."""
FEWEST = 9
FEW = 30
"""Parameters up to which the ends are read off a whole spectrum."""
KEPT = 16
"""Whole spectra that are kept: those of the cursor's last steps."""


@dataclass(frozen=True, eq=False)
class Place:
    """The spectrum at one step; `parabolic` says that the loss is a parabola all over."""

    step: int
    spectrum: Spectrum
    parabolic: bool


@dataclass(frozen=True, eq=False)
class Ends:
    """The largest and the smallest curvature (k,) at measured steps (k,), in rising order."""

    steps: Counts
    largest: Array
    smallest: Array


class Probe:
    """An iterator for the background; `ends` and `place` are what is known so far, at any time.

    `wanted` is the step of the cursor. It is set by the window and read by the worker; all that is
    published is put in place by one assignment.
    """

    def __init__(
        self, recording: Recording, racer: int, wanted: int, before: Probe | None = None
    ) -> None:
        self.recording, self.racer, self.wanted = recording, racer, wanted
        self.last = recording.track(racer).last
        self.done = self._given_up = False
        kin = before if before is not None and before.is_of(recording, racer) else None
        self.measured: dict[int, tuple[float, float]] = dict(kin.measured) if kin else {}
        self.places: dict[int, Place] = kin.places if kin else {}
        self.ends = _sorted(self.measured)
        self._items = self._work()

    def __iter__(self) -> Iterator[None]:
        """Itself."""
        return self

    def __next__(self) -> None:
        """Measure a little more."""
        if self._given_up or not next(self._items, False):
            self.done = True
            raise StopIteration

    def give_up(self) -> None:
        """Measure nothing more; a probe after this one goes on where it was."""
        self._given_up = True

    def is_of(self, recording: Recording, racer: int) -> bool:
        """Whether it is about this racer of this recording."""
        return self.recording is recording and self.racer == racer

    def serves(self, step: int) -> bool:
        """Whether nothing is left to do for a cursor at `step` and what is recorded by now."""
        if self._given_up:
            return False
        grown = self.recording.track(self.racer).last
        far = grown > 1.5 * self.last or (self.recording.finished and grown > self.last)
        return not self.done or (step in self.places and not far)

    def place(self, step: int) -> Place | None:
        """What is known at `step`, or else of the newest step that the cursor was at."""
        places = self.places
        return places.get(step) or next(reversed(places.values()), None)

    @property
    def share(self) -> float:
        """How much of the curve is measured, 0..1."""
        planned = self._planned()
        return sum(step in self.measured for step in planned) / len(planned)

    def _planned(self) -> list[int]:
        """Steps of the curve, in the order in which they are measured."""
        kept = self.recording.track(self.racer).path.steps
        kept = kept[kept <= self.last]
        objective = self.recording.objective
        work = objective.size * max(objective.samples, 1)
        count = PLACES if work <= ROOM else max(FEWEST, PLACES * ROOM // work)
        rows = np.unique(np.linspace(0, len(kept) - 1, count).round().astype(np.int64))
        steps = [int(step) for step in kept[rows]]
        return [steps[at] for at in _halving(len(steps))]

    def _work(self) -> Iterator[bool]:
        while True:
            step = self.wanted
            if step not in self.places:
                yield from self._look(step)
                continue
            left = next((each for each in self._planned() if each not in self.measured), None)
            if left is None:
                return
            yield from self._measure(left)

    def _look(self, step: int) -> Iterator[bool]:
        """Measure all there is at the step of the cursor."""
        known = yield from self._spectrum(step, SMALL)
        newest = dict(list(self.places.items())[1 - KEPT :])
        newest[step] = Place(step, known, parabolic(self.recording.objective, known))
        self.places = newest
        self._publish(step, known)

    def _measure(self, step: int) -> Iterator[bool]:
        """Measure the ends at one step of the curve: by Lanczos they come sooner."""
        known = yield from self._spectrum(step, FEW)
        self._publish(step, known)

    def _spectrum(self, step: int, small: int) -> Generator[bool, None, Spectrum]:
        theta = self.recording.snapshot(self.racer, step).theta
        items = spectrum(self.recording.objective, theta, small=small)
        known = next(items)
        yield True
        for known in items:  # noqa: B007  (the last one counts)
            yield True
        return known

    def _publish(self, step: int, known: Spectrum) -> None:
        self.measured[step] = known.largest, known.smallest
        self.ends = _sorted(self.measured)


def _sorted(known: dict[int, tuple[float, float]]) -> Ends:
    steps = sorted(step for step, (largest, _) in known.items() if math.isfinite(largest))
    values = np.array([known[step] for step in steps]).reshape(-1, 2)
    return Ends(np.array(steps, dtype=np.int64), values[:, 0], values[:, 1])


def _halving(count: int) -> list[int]:
    """0 .. count - 1: the ends, then the middle, then the middles of the halves ..."""
    order = list(dict.fromkeys([0, count - 1]))
    gaps = [(0, count - 1)]
    while gaps:
        low, high = gaps.pop(0)
        middle = (low + high) // 2
        if middle in {low, high}:
            continue
        order.append(middle)
        gaps += [(low, middle), (middle, high)]
    return order
