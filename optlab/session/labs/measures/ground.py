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

    On a landscape two ends are one place when they are nearer than `apart` of the picture's
    diagonal. On data every seed draws data of its own, so there final losses are told apart, by
    `apart` of the way from the start to the lowest of them (medians over seeds).
    """

    title: ClassVar[str] = "Basins"
    help: ClassVar[str] = "At how many different places the runs of many seeds end."

    apart: Annotated[
        float, knob("Apart", "Share of the picture, or of the fall of the loss.", gt=0, lt=1)
    ] = 0.1

    def of(self, trial: Trial) -> Measuring:
        """Run all seeds and group where they end."""
        trials = yield from trial.seeds(self.seeds)
        racer = trial.racer(self.racer)
        ends = [
            each.snapshot(racer).theta
            for each in trials
            if each.snapshot(racer).status is not Status.diverged
        ]
        box = trial.objective.box
        if not ends:
            return math.nan
        if box is not None:
            reach = math.dist(*zip(*box, strict=True))
            return float(groups(np.array(ends), self.apart * reach))
        final = np.array([each.recording.losses(racer, each.until)[0] for each in trials])
        begun = float(np.median([each.recording.losses(racer, 0)[0] for each in trials]))
        final = final[np.isfinite(final)]
        return float(groups(final[:, None], self.apart * (begun - float(final.min()))))


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


def groups(points: Array, reach: float) -> int:
    """How many clusters points (k, D) form, where each is within `reach` of another of its own."""
    near = np.linalg.norm(points[:, None] - points[None], axis=-1) <= reach
    left, found = set(range(len(points))), 0
    while left:
        found += 1
        front = {left.pop()}
        while front:
            touched = {each for at in front for each in np.flatnonzero(near[at]).tolist()}
            front = touched & left
            left -= front
    return found
