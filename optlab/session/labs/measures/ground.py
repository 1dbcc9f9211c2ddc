"""Measures of the ground: how it bends, and where many starts lead."""

from __future__ import annotations

import math
from typing import Annotated, ClassVar, Literal, final

import numpy as np

from optlab.engine.arrays import Array
from optlab.engine.curvature import spectrum
from optlab.engine.declare import knob
from optlab.engine.experiment import Experiment
from optlab.engine.snapshot import Status
from optlab.session.labs.measures.measure import Measure, Measuring, OfRacer
from optlab.session.labs.trial import MOST_SEEDS, Trial


@final
class Curvature(OfRacer, frozen=True, kw_only=True, tag="curvature"):
    """The largest or the smallest curvature (eigenvalue of the Hessian) where theta is."""

    title: ClassVar[str] = "Curvature"
    help: ClassVar[str] = "The largest or smallest curvature of the training loss there."

    which: Annotated[Literal["largest", "smallest"], knob("Which", "Which end.")] = "largest"

    def of(self, trial: Trial) -> Measuring:
        """Run, then measure the spectrum."""
        yield from trial.run()
        theta = trial.snapshot(trial.racer(self.racer), self.step).theta
        known = None
        for known in spectrum(trial.objective, theta):  # noqa: B007  (the last one counts)
            yield
        return math.nan if known is None else float(getattr(known, self.which))


class OverSeeds(Measure, frozen=True, kw_only=True):
    """A number of one racer over several seeds."""

    racer: Annotated[str, knob("Racer", "Whose number; the first racer's if empty.")] = ""
    seeds: Annotated[int, knob("Seeds", "How many runs.", ge=1, le=MOST_SEEDS)] = 20

    def check(self, experiment: Experiment) -> None:
        """Raise Unfit when there is no such racer."""
        Trial(experiment).racer(self.racer)


@final
class Basins(OverSeeds, frozen=True, kw_only=True, tag="basins"):
    """How many different places the runs of many seeds end at.

    Two ends are one place when they are nearer than `apart` of the largest distance between any two
    ends. On data every seed draws data of its own, so there it is the final losses that are told
    apart by `apart` of their largest difference.
    """

    title: ClassVar[str] = "Basins"
    help: ClassVar[str] = "At how many different places the runs of many seeds end."

    apart: Annotated[float, knob("Apart", "Share of the largest distance.", gt=0, lt=1)] = 0.1

    def of(self, trial: Trial) -> Measuring:
        """Run all seeds and group where they end."""
        trials = yield from trial.seeds(self.seeds)
        racer = trial.racer(self.racer)
        ends = [each.snapshot(racer) for each in trials]
        points = np.array([end.theta for end in ends if end.status is not Status.diverged])
        if not len(points):
            return math.nan
        if trial.objective.samples:
            final = np.array([each.recording.losses(racer, each.until)[0] for each in trials])
            points = final[np.isfinite(final)][:, None]
        return float(_groups(points, self.apart))


@final
class Successes(OverSeeds, frozen=True, kw_only=True, tag="successes"):
    """How many of the seeds bring the training loss down to `loss`."""

    title: ClassVar[str] = "Successes"
    help: ClassVar[str] = "How many of many seeds bring the training loss down to a value."

    loss: Annotated[float, knob("Loss", "The loss to be reached.")]

    def of(self, trial: Trial) -> Measuring:
        """Run all seeds and count."""
        trials = yield from trial.seeds(self.seeds)
        racer = trial.racer(self.racer)
        low = (np.fmin.reduce(each.rows(racer)["train_loss"], initial=math.inf) for each in trials)
        return float(sum(each <= self.loss for each in low))


def _groups(points: Array, apart: float) -> int:
    """How many clusters (single linkage) points (k, D) form at `apart` of their largest distance.

    Runs that end within a millionth of each other's size are one place, however close all are.
    """
    distances = np.linalg.norm(points[:, None] - points[None], axis=-1)
    scale = float(np.abs(points).max(initial=0.0))
    near = distances <= max(apart * float(distances.max()), 1e-6 * scale)
    if float(distances.max()) <= 1e-3 * scale:
        return 1
    left, groups = set(range(len(points))), 0
    while left:
        groups += 1
        front = {left.pop()}
        while front:
            touched = {each for at in front for each in np.flatnonzero(near[at]).tolist()}
            front = touched & left
            left -= front
    return groups
