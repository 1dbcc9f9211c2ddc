"""The horizontal axis of the loss chart: what it counts, and where a racer stands on it.

Along evaluations and samples racers pay differently for a step; the cursor line then
stands where the racer is that paid most, and every racer's own marker shows how far it has come.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from optlab.engine.arrays import Array, Counts
from optlab.qt.views.curves import horizon
from optlab.session.moment import Moment
from optlab.session.track import Track

Axis = Literal["updates", "epochs", "gradients", "evaluations", "samples"]
AXES: tuple[Axis, ...] = get_args(Axis)


@dataclass(frozen=True)
class Room:
    """What must fit beside the curves: all steps to `until`, losses from `low` to `high`."""

    until: int
    low: float
    high: float


def place_of(moment: Moment, index: int, axis: Axis, steps: Array) -> Array:
    """x (k,) of the `steps` (k,) of a racer; beyond what it has paid so far it goes on alike."""
    per_epoch = moment.objective.steps_per_epoch
    if axis == "updates":
        return steps
    if axis == "epochs":
        return steps / per_epoch
    track = moment.recording.track(index)
    x = abscissa(track.steps, track.cost, axis, per_epoch)
    each = float(x[-1]) / max(int(track.steps[-1]), 1)
    known: Array = np.interp(steps, track.steps, x)
    return known + each * np.maximum(steps - int(track.steps[-1]), 0.0)


def abscissa(steps: Counts, cost: Counts, axis: Axis, steps_per_epoch: int) -> Array:
    """x (k,), never falling, for rows at `steps` (k,) that have cost `cost` (k, 3)."""
    match axis:
        case "updates":
            return steps.astype(np.float64)
        case "epochs":
            return steps / steps_per_epoch
        case "gradients":
            return cost[:, 1].astype(np.float64)
        case "evaluations":
            return (cost[:, 0] + cost[:, 1]).astype(np.float64)
        case "samples":
            return cost[:, 2].astype(np.float64)


def step_at(moment: Moment, axis: Axis, x: float) -> int:
    """The step whose cursor line stands nearest to `x`, from 0 to what has been reached."""
    track = dearest(moment, axis)
    per_epoch = moment.objective.steps_per_epoch
    if axis in {"updates", "epochs"}:
        step = x * per_epoch if axis == "epochs" else x
    else:
        step = float(np.interp(x, abscissa(track.steps, track.cost, axis, per_epoch), track.steps))
    return min(max(round(step), 0), moment.recording.reached)


def dearest(moment: Moment, axis: Axis) -> Track:
    """The track that reaches farthest along the axis: the cursor line follows it."""
    tracks = [moment.recording.track(index) for index in range(len(moment.snapshots))]
    per_epoch = moment.objective.steps_per_epoch
    return max(
        tracks,
        key=lambda track: float(abscissa(track.steps[-1:], track.cost[-1:], axis, per_epoch)[0]),
    )


def place(moment: Moment, index: int, axis: Axis) -> float:
    """x of one racer at the cursor; a racer that has ended stays at its end."""
    snapshot = moment.snapshots[index]
    steps, cost = np.array([snapshot.step]), np.array([snapshot.cost])
    return float(abscissa(steps, cost, axis, moment.objective.steps_per_epoch)[0])


def cursor_at(moment: Moment, axis: Axis) -> float:
    """x of the cursor line."""
    if axis == "updates":
        return float(moment.cursor)
    if axis == "epochs":
        return moment.cursor / moment.objective.steps_per_epoch
    return max(place(moment, index, axis) for index in range(len(moment.snapshots)))


def end_of(moment: Moment, axis: Axis, *, veiled: bool, room: Room | None) -> float:
    """Where the x axis ends; that a racer ends early is no news for one that is `veiled`."""
    track = dearest(moment, axis)
    wanted = 0.0
    if room is not None:
        wanted = float(place_of(moment, track.racer, axis, np.array([float(room.until)]))[0])
    if veiled:
        whole = np.array([float(moment.experiment.steps)])
        return max(wanted or float(place_of(moment, track.racer, axis, whole)[0]), 1.0)
    return max(_horizon(moment, axis, track), wanted)


def _horizon(moment: Moment, axis: Axis, track: Track) -> float:
    per_epoch = moment.objective.steps_per_epoch
    reached = float(abscissa(track.steps[-1:], track.cost[-1:], axis, per_epoch)[0])
    if moment.recording.finished:
        return max(reached, 1.0)
    return horizon(reached, reached * moment.experiment.steps / max(int(track.steps[-1]), 1))


def number(x: float, axis: Axis) -> str:
    """The cursor's number as it stands on the axis."""
    return f"{x:,.1f}" if axis == "epochs" else f"{x:,.0f}"
