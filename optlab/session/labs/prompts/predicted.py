"""Prompts that are answered with the mouse: a loss curve drawn, an end point marked."""

from __future__ import annotations

import math
from typing import Annotated, Any, ClassVar, cast, final

import numpy as np

from optlab.engine.arrays import Array
from optlab.engine.declare import knob
from optlab.engine.experiment import Experiment
from optlab.engine.fitted import FittingObjective
from optlab.engine.objective import Objective
from optlab.engine.slices import PathPlane, cut
from optlab.engine.snapshot import Status
from optlab.engine.trouble import Unfit
from optlab.session.labs.prediction import curve_cause, curve_gap, point_cause, point_gap
from optlab.session.labs.prompts.prompt import Judging, Prompt, Verdict
from optlab.session.labs.trial import Trial

MOST_POINTS = 2_000


@final
class DrawnCurve(Prompt, frozen=True, kw_only=True, tag="drawn-curve"):
    """The loss curve that the student expects, drawn on the plot: rows of step and loss."""

    title: ClassVar[str] = "Drawn curve"
    help: ClassVar[str] = "The loss curve that is expected, drawn before the run."

    racer: Annotated[str, knob("Racer", "Whose curve; the first racer's if empty.")] = ""
    until: Annotated[
        int, knob("Until", "Up to which step; 0: the whole plan.", ge=0, le=10_000_000)
    ] = 0
    within: Annotated[
        float, knob("Within", "The gap up to which it counts as close.", gt=0, le=10)
    ] = 0.25
    log: Annotated[
        bool, knob("Logarithmic", "Drawn and compared on a logarithm: equal factors count alike.")
    ] = False

    def check(self, experiment: Experiment) -> None:
        """Raise Unfit when there is no such racer or step."""
        Trial(experiment).racer(self.racer)
        if self.until > experiment.steps:
            raise Unfit("until", f"the run has {experiment.steps} steps, not {self.until}")

    def read(self, value: object) -> Array:
        """Points (k, 2) of steps and losses; the steps rise."""
        points = _numbers(value, 2)
        if len(points) < 2:
            raise ValueError("Draw a curve: at least two points.")
        if not (np.diff(points[:, 0]) > 0).all():
            raise ValueError("A curve goes from left to right.")
        return points

    def judge(self, value: object, trial: Trial) -> Judging:
        """Compare with the losses of the run."""
        drawn = self.read(value)
        recording = yield from trial.run()
        racer = trial.racer(self.racer)
        rows = trial.rows(racer)
        rows = rows[rows["step"] <= (self.until or trial.experiment.steps)]
        steps, losses = rows["step"].astype(float), rows["train_loss"]
        objective = recording.objective
        cause = curve_cause(
            drawn,
            steps,
            losses,
            log=self.log,
            samples=0 if objective.exact else batch_size(objective),
            diverged=trial.snapshot(racer).status is Status.diverged,
        )
        gap = curve_gap(drawn, steps, losses, log=self.log)
        return Verdict(gap.share <= self.within, gap.share, cause)


@final
class MarkedPoint(Prompt, frozen=True, kw_only=True, tag="marked-point"):
    """The end point that the student expects, marked on the surface: theta."""

    title: ClassVar[str] = "Marked point"
    help: ClassVar[str] = "Where a racer is expected to end, marked on the surface."

    racer: Annotated[str, knob("Racer", "Who; the first racer if empty.")] = ""
    within: Annotated[
        float, knob("Within", "Share of the picture's width that counts as close.", gt=0, le=1)
    ] = 0.1

    def check(self, experiment: Experiment) -> None:
        """Raise Unfit when there is no such racer, or no surface that is known beforehand."""
        trial = Trial(experiment)
        trial.racer(self.racer)
        if trial.objective.size > 2:
            raise Unfit("kind", "a point can be marked only where there are one or two parameters")

    def read(self, value: object) -> Array:
        """A theta (D,)."""
        numbers = cast("list[Any]", value) if isinstance(value, list) else []
        if not 1 <= len(numbers) <= 2:
            raise ValueError("Mark a point on the surface.")
        return _numbers([numbers], len(numbers))[0]

    def judge(self, value: object, trial: Trial) -> Judging:
        """Compare with where the racer ended."""
        marked = self.read(value)
        yield from trial.run()
        objective = trial.objective
        if len(marked) != objective.size:
            raise ValueError(f"A point has {objective.size} numbers here.")
        racer = trial.racer(self.racer)
        end, start = trial.snapshot(racer), trial.snapshot(racer, 0).theta
        box = objective.box
        if box is None:
            path = trial.recording.track(racer).path.rows["theta"]
            box = cut(objective, PathPlane(), [path]).box
        lost = end.status is Status.diverged
        gap = point_gap(marked, end.theta, start, box)
        cause = point_cause(marked, end.theta, start, box, objective.value, diverged=lost)
        return Verdict(gap.share <= self.within, gap.share, cause)


def batch_size(objective: Objective) -> int:
    """How many samples a step sees; 0 for a landscape."""
    return objective.batches.size if isinstance(objective, FittingObjective) else 0


def _numbers(value: object, width: int) -> Array:
    """Rows (k, width) of finite numbers; raises ValueError."""
    message = "Points are lists of numbers."
    if not isinstance(value, list) or len(cast("list[Any]", value)) > MOST_POINTS:
        raise ValueError(message)
    rows = cast("list[Any]", value)
    for row in rows:
        if not isinstance(row, list) or len(cast("list[Any]", row)) != width:
            raise ValueError(message)
        for cell in cast("list[Any]", row):
            if isinstance(cell, bool) or not isinstance(cell, int | float):
                raise ValueError(message)
            if not math.isfinite(cell):
                raise ValueError("A point must be a finite number.")
    return np.array(rows, dtype=float).reshape(-1, width)
