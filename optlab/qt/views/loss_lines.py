"""What the loss chart draws, worked out from a moment: no widget, no colour.

Rows of a track never change, so a thinned curve is kept until the recording publishes new rows.
Along gradient evaluations and samples racers pay differently for a step; the cursor line then
stands where the racer is that paid most, and every racer's own marker shows how far it has come.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Literal, get_args

import numpy as np

from optlab.engine import Status
from optlab.engine.arrays import Array, Counts
from optlab.qt.views.curves import MOST_POINTS, horizon, known, linear_range, log_range, thin
from optlab.qt.views.ticks import linear_ticks, log_ticks, tick_text
from optlab.session.moment import Moment
from optlab.session.track import Rows, Track

OUTSIDE = 0.5
"""How far beyond the range a curve is still drawn and then cut off: a share, or decades."""

Axis = Literal["updates", "epochs", "gradients", "samples"]
AXES: tuple[Axis, ...] = get_args(Axis)
Ticks = list[tuple[float, str]]


@dataclass(frozen=True)
class Choice:
    """How the user wants the chart."""

    axis: Axis = "updates"
    logarithmic: bool = False
    with_test: bool = False


@dataclass(frozen=True)
class Line:
    """One curve of a racer in the chart's units: points to draw and where the cursor parts them."""

    x: Array
    y: Array
    at: float
    """x of the cursor."""
    now: float
    """Height at the cursor, nan where the curve has none."""


@dataclass(frozen=True)
class Racing:
    """One racer: its training curve, its test curve (maybe empty), and its end if it blew up."""

    train: Line
    test: Line
    end: tuple[float, float] | None


@dataclass(frozen=True)
class Drawing:
    """All that the chart shows, heights already logarithms where they are drawn so."""

    racers: tuple[Racing, ...]
    x_range: tuple[float, float]
    y_range: tuple[float, float]
    y_ticks: Ticks
    cursor: float
    cursor_text: str


@dataclass
class _Thinned:
    rows: Rows
    key: tuple[Axis, int]
    x: Array
    train: Array
    test_x: Array
    test: Array


@dataclass
class LossLines:
    """Turns moments into drawings and remembers the thinned curves between them."""

    _kept: dict[int, _Thinned] = field(default_factory=dict[int, _Thinned])

    def draw(
        self, moment: Moment, choice: Choice, labels: int = 7, points: int = MOST_POINTS
    ) -> Drawing:
        """The drawing of `moment`, with some `labels` up the side, at most `points` a curve."""
        count = len(moment.experiment.racers)
        curves = [self._thinned(moment, index, choice.axis, points) for index in range(count)]
        shown = [each.train for each in curves]
        if choice.with_test:
            shown += [each.test for each in curves]
        low, high = log_range(shown) if choice.logarithmic else linear_range(shown)
        racers = tuple(
            self._racing(moment, index, each, choice, (low, high))
            for index, each in enumerate(curves)
        )
        here = _cursor(moment, choice.axis)
        return Drawing(
            racers=racers,
            x_range=(0.0, _end(moment, choice.axis)),
            y_range=(math.log10(low), math.log10(high)) if choice.logarithmic else (low, high),
            y_ticks=_heights(low, high, choice.logarithmic, labels),
            cursor=here,
            cursor_text=_number(here, choice.axis),
        )

    def _thinned(self, moment: Moment, index: int, axis: Axis, points: int) -> _Thinned:
        track = moment.recording.track(index)
        kept = self._kept.get(index)
        key = (axis, points)
        if kept is None or kept.rows is not track.rows or kept.key != key:
            x = abscissa(track.steps, track.cost, axis, moment.objective.steps_per_epoch)
            train, test = known(track.train_loss), known(track.test_loss)
            thin_x, thin_train = thin(x[: len(train)], train, points)
            test_x, thin_test = thin(x[: len(test)], test, points)
            kept = _Thinned(track.rows, key, thin_x, thin_train, test_x, thin_test)
            self._kept[index] = kept
        return kept

    def _racing(
        self,
        moment: Moment,
        index: int,
        curve: _Thinned,
        choice: Choice,
        limits: tuple[float, float],
    ) -> Racing:
        low, high = limits

        def height(loss: Array) -> Array:
            if not choice.logarithmic:
                return np.clip(loss, low - OUTSIDE * (high - low), high + OUTSIDE * (high - low))
            return np.log10(np.clip(loss, low, high * 10.0**OUTSIDE))

        at = _place(moment, index, choice.axis)
        losses = moment.train_losses[index], moment.test_losses[index]
        train_now, test_now = (
            float(height(np.array(loss))) if math.isfinite(loss) else math.nan for loss in losses
        )
        track = moment.recording.track(index)
        measured = len(curve.train) > 0 and track.steps[-1] == track.last
        blew_up = measured and track.status is Status.diverged
        end = (float(curve.x[-1]), float(height(curve.train[-1:])[0])) if blew_up else None
        nothing = np.empty(0)
        test_x, test = (curve.test_x, curve.test) if choice.with_test else (nothing, nothing)
        return Racing(
            train=Line(curve.x, height(curve.train), at, train_now),
            test=Line(test_x, height(test), at, test_now if choice.with_test else math.nan),
            end=end,
        )


def abscissa(steps: Counts, cost: Counts, axis: Axis, steps_per_epoch: int) -> Array:
    """x (k,), never falling, for rows at `steps` (k,) that have cost `cost` (k, 3)."""
    match axis:
        case "updates":
            return steps.astype(np.float64)
        case "epochs":
            return steps / steps_per_epoch
        case "gradients":
            return cost[:, 1].astype(np.float64)
        case "samples":
            return cost[:, 2].astype(np.float64)


def step_at(moment: Moment, axis: Axis, x: float) -> int:
    """The step whose cursor line stands nearest to `x`, from 0 to what has been reached."""
    track = _dearest(moment, axis)
    per_epoch = moment.objective.steps_per_epoch
    if axis in {"updates", "epochs"}:
        step = x * per_epoch if axis == "epochs" else x
    else:
        step = float(np.interp(x, abscissa(track.steps, track.cost, axis, per_epoch), track.steps))
    return min(max(round(step), 0), moment.recording.reached)


def _dearest(moment: Moment, axis: Axis) -> Track:
    """The track that reaches farthest along the axis: the cursor line follows it."""
    tracks = [moment.recording.track(index) for index in range(len(moment.snapshots))]
    per_epoch = moment.objective.steps_per_epoch
    return max(
        tracks,
        key=lambda track: float(abscissa(track.steps[-1:], track.cost[-1:], axis, per_epoch)[0]),
    )


def _place(moment: Moment, index: int, axis: Axis) -> float:
    """x of one racer at the cursor; a racer that has ended stays at its end."""
    snapshot = moment.snapshots[index]
    steps, cost = np.array([snapshot.step]), np.array([snapshot.cost])
    return float(abscissa(steps, cost, axis, moment.objective.steps_per_epoch)[0])


def _cursor(moment: Moment, axis: Axis) -> float:
    """x of the cursor line."""
    if axis == "updates":
        return float(moment.cursor)
    if axis == "epochs":
        return moment.cursor / moment.objective.steps_per_epoch
    return max(_place(moment, index, axis) for index in range(len(moment.snapshots)))


def _end(moment: Moment, axis: Axis) -> float:
    """Where the x axis ends."""
    track = _dearest(moment, axis)
    per_epoch = moment.objective.steps_per_epoch
    reached = float(abscissa(track.steps[-1:], track.cost[-1:], axis, per_epoch)[0])
    if moment.recording.finished:
        return max(reached, 1.0)
    return horizon(reached, reached * moment.experiment.steps / max(int(track.steps[-1]), 1))


def _heights(low: float, high: float, logarithmic: bool, labels: int) -> Ticks:
    if logarithmic:
        return [(math.log10(tick), tick_text(tick)) for tick in log_ticks(low, high, labels)]
    ticks = linear_ticks(low, high, labels - 1)
    return [(tick, tick_text(tick, ticks[1] - ticks[0])) for tick in ticks]


def _number(x: float, axis: Axis) -> str:
    """The cursor's number as it stands on the axis."""
    return f"{x:,.1f}" if axis == "epochs" else f"{x:,.0f}"
