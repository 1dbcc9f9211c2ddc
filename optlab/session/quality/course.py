"""A metric over time: accuracy, or RMSE, at up to 200 recorded steps of every racer.

A report costs about as much as a step, so it is not made for every step but for every second,
fourth, eighth ... one, whichever leaves few enough: a longer run then needs only half of its values
anew, and a job takes over what the job before it has found.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from time import perf_counter

import numpy as np

from optlab.engine.arrays import Array, Counts
from optlab.engine.fitted import FittingObjective
from optlab.engine.metrics import ClassificationReport, Report, report
from optlab.session.recording import Recording
from optlab.session.track import Track

MOST_STEPS = 200
"""Of one racer: a small chart has not many more pixels."""
REGROWTH = 1.25
"""A course is followed anew when the recording is this much longer than the one it is of."""
SLICE = 0.005
"""Seconds of work between two stop points."""

Values = dict[tuple[int, int], tuple[float, float]]


@dataclass(frozen=True, eq=False)
class Course:
    """Accuracy or RMSE of one racer after `steps` (k,), over train and test samples, (k,) each.

    nan where there are no samples or where the model gives no numbers.
    """

    steps: Counts
    train: Array
    test: Array


class QualityJob:
    """Follows all racers of a recording; an iterator for the background.

    `courses` grows by one racer after the other, each in one assignment; it is whole once `done`.
    """

    def __init__(
        self, recording: Recording, threshold: float = 0.5, before: QualityJob | None = None
    ) -> None:
        self.recording, self.threshold = recording, threshold
        self.reached = recording.reached
        self.courses: tuple[Course, ...] = ()
        self.done = False
        same = before is not None and before.serves(recording, threshold)
        self.known: Values = dict(before.known) if before is not None and same else {}
        self._items = self._follow()

    def __iter__(self) -> Iterator[None]:
        """Itself."""
        return self

    def __next__(self) -> None:
        """Work on for a few milliseconds."""
        next(self._items)

    def serves(self, recording: Recording, threshold: float) -> bool:
        """Whether its values are those of this recording at this threshold."""
        return self.recording is recording and self.threshold == threshold

    def _follow(self) -> Iterator[None]:
        objective = self.recording.objective
        begun = perf_counter()
        if isinstance(objective, FittingObjective):
            for racer in range(len(self.recording.experiment.racers)):
                track = self.recording.track(racer)
                rows = _rows(track)
                steps, thetas = track.path.steps[rows], track.path.theta[rows]
                if steps[-1] != track.last:
                    steps = np.append(steps, track.last)
                    thetas = np.concatenate([thetas, track.head.theta[None]])
                for step, theta in zip(steps.tolist(), thetas, strict=True):
                    if (racer, step) not in self.known:
                        self.known[racer, step] = self._measure(objective, theta)
                    if perf_counter() - begun > SLICE:
                        yield
                        begun = perf_counter()
                values = np.array([self.known[racer, step] for step in steps.tolist()])
                self.courses = (*self.courses, Course(steps, values[:, 0], values[:, 1]))
        self.done = True
        yield

    def _measure(self, objective: FittingObjective, theta: Array) -> tuple[float, float]:
        train, test = (
            report(objective, theta, samples, self.threshold)
            for samples in (objective.train, objective.test)
        )
        return _headline(train), _headline(test)


def _headline(report: Report) -> float:
    """The one number that is followed."""
    return report.accuracy if isinstance(report, ClassificationReport) else report.rmse


def courses_due(job: QualityJob | None, recording: Recording, threshold: float) -> bool:
    """Whether a new job is due: for another run or threshold, or for one that has grown."""
    if job is None or not job.serves(recording, threshold):
        return True
    grown = REGROWTH if not recording.finished else 1.0
    return job.done and recording.reached > max(job.reached, 1) * grown


def _rows(track: Track) -> Counts:
    """Which rows of a path are measured: those at multiples of a power of two."""
    steps = track.path.steps - track.path.steps[0]
    stride = 1
    while steps[-1] >= (MOST_STEPS - 1) * stride:
        stride *= 2
    return np.flatnonzero(steps % stride == 0)
