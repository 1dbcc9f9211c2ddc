"""How a drawn curve came out on a recording, once the cursor is at the end of what was drawn."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optlab.engine.arrays import Array
from optlab.engine.experiment import Fitting
from optlab.engine.snapshot import Status
from optlab.qt.text import say
from optlab.qt.views.curves import known
from optlab.session.labs.prediction import CurveGap, curve_cause, curve_gap
from optlab.session.moment import Moment
from optlab.session.recording import Recording


@dataclass(frozen=True, eq=False)
class Outcome:
    """How a prediction came out on one recording: the gap, and its cause in words."""

    recording: Recording
    gap: CurveGap
    cause: str


def outcome_of(moment: Moment, racer: int, curve: Array, *, log: bool) -> Outcome | None:
    """The outcome of `curve` (k, 2), drawn with `log` or not; None while nobody is to know."""
    recording = moment.recording
    track, end = recording.track(racer), float(curve[-1, 0])
    last = min(end, recording.reached) if recording.finished else end
    losses = known(track.train_loss)
    if moment.cursor < last or len(losses) == 0 or track.steps[-1] < min(end, track.last):
        return None
    steps = track.steps[: len(losses)]
    cause = curve_cause(
        curve,
        steps,
        losses,
        log=log,
        samples=_samples(moment),
        diverged=track.status is Status.diverged and track.last <= end,
    )
    gap = curve_gap(curve, steps, losses, log=log)
    return Outcome(recording, gap, say(cause))


def true_curve(moment: Moment, racer: int, curve: Array) -> tuple[Array, Array]:
    """Steps and losses (k,) of what came, over the steps that were drawn."""
    track = moment.recording.track(racer)
    losses = known(track.train_loss)
    steps = track.steps[: len(losses)].astype(np.float64)
    first, end = float(curve[0, 0]), float(curve[-1, 0])
    inside = (steps > first) & (steps < end)
    ends = np.interp([first, end], steps, losses)
    return (
        np.concatenate([[first], steps[inside], [end]]),
        np.concatenate([ends[:1], losses[inside], ends[1:]]),
    )


def _samples(moment: Moment) -> int:
    """How many samples a step sees, 0 where it sees all."""
    objective = moment.experiment.objective
    return (
        objective.batch_size if isinstance(objective, Fitting) and not moment.objective.exact else 0
    )
