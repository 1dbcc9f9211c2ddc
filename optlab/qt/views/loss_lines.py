"""What the loss chart draws, worked out from a moment: no widget, no colour.

Rows of a track never change, so a thinned curve is kept until the recording publishes new rows.
Under a veil nothing may tell what lies ahead of the cursor: no curve, no end, and no axis that fits
them. A prediction still needs its room on both axes.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace

import numpy as np

from optlab.engine import Status
from optlab.engine.arrays import Array
from optlab.qt.views.curves import MOST_POINTS, known, linear_range, log_range, thin
from optlab.qt.views.loss_axis import Axis, Room, abscissa, cursor_at, end_of, number, place
from optlab.qt.views.ticks import linear_ticks, log_ticks, tick_text
from optlab.session.moment import Moment
from optlab.session.track import Rows

OUTSIDE = 0.5
"""How far beyond the range a curve is still drawn and then cut off: a share, or decades."""

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
        self,
        moment: Moment,
        choice: Choice,
        labels: int = 7,
        points: int = MOST_POINTS,
        *,
        veiled: bool = False,
        room: Room | None = None,
    ) -> Drawing:
        """The drawing of `moment`, with some `labels` up the side, at most `points` a curve.

        Where it is `veiled`, nothing shows of what lies ahead; there is `room` for a prediction.
        """
        count = len(moment.experiment.racers)
        curves = [self._thinned(moment, index, choice.axis, points) for index in range(count)]
        if veiled:
            curves = [
                _past(each, place(moment, index, choice.axis), moment, index)
                for index, each in enumerate(curves)
            ]
        shown = [each.train for each in curves]
        if choice.with_test:
            shown += [each.test for each in curves]
        if room is not None:
            shown.append(np.array([room.high, room.low]))
        low, high = log_range(shown) if choice.logarithmic else linear_range(shown)
        racers = tuple(
            self._racing(moment, index, each, choice, (low, high), veiled=veiled)
            for index, each in enumerate(curves)
        )
        here = cursor_at(moment, choice.axis)
        return Drawing(
            racers=racers,
            x_range=(0.0, end_of(moment, choice.axis, veiled=veiled, room=room)),
            y_range=(math.log10(low), math.log10(high)) if choice.logarithmic else (low, high),
            y_ticks=_heights(low, high, choice.logarithmic, labels),
            cursor=here,
            cursor_text=number(here, choice.axis),
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
        *,
        veiled: bool,
    ) -> Racing:
        low, high = limits

        def height(loss: Array) -> Array:
            if not choice.logarithmic:
                return np.clip(loss, low - OUTSIDE * (high - low), high + OUTSIDE * (high - low))
            return np.log10(np.clip(loss, low, high * 10.0**OUTSIDE))

        at = place(moment, index, choice.axis)
        losses = moment.train_losses[index], moment.test_losses[index]
        train_now, test_now = (
            float(height(np.array(loss))) if math.isfinite(loss) else math.nan for loss in losses
        )
        track = moment.recording.track(index)
        measured = len(curve.train) > 0 and track.steps[-1] == track.last
        told = not veiled or moment.snapshots[index].step >= track.last
        blew_up = told and measured and track.status is Status.diverged
        end = (float(curve.x[-1]), float(height(curve.train[-1:])[0])) if blew_up else None
        nothing = np.empty(0)
        test_x, test = (curve.test_x, curve.test) if choice.with_test else (nothing, nothing)
        return Racing(
            train=Line(curve.x, height(curve.train), at, train_now),
            test=Line(test_x, height(test), at, test_now if choice.with_test else math.nan),
            end=end,
        )


def _past(curve: _Thinned, at: float, moment: Moment, index: int) -> _Thinned:
    """What of a curve lies behind the cursor, at x `at`, and where the racer is now."""
    train, test = moment.train_losses[index], moment.test_losses[index]

    def upto(x: Array, y: Array, now: float) -> tuple[Array, Array]:
        before = int(np.searchsorted(x, at, side="left"))
        here = [now] if math.isfinite(now) else []
        return np.append(x[:before], [at] * len(here)), np.append(y[:before], here)

    x, y = upto(curve.x, curve.train, train)
    test_x, test_y = upto(curve.test_x, curve.test, test)
    return replace(curve, x=x, train=y, test_x=test_x, test=test_y)


def _heights(low: float, high: float, logarithmic: bool, labels: int) -> Ticks:
    if logarithmic:
        return [(math.log10(tick), tick_text(tick)) for tick in log_ticks(low, high, labels)]
    ticks = linear_ticks(low, high, labels - 1)
    return [(tick, tick_text(tick, ticks[1] - ticks[0])) for tick in ticks]
