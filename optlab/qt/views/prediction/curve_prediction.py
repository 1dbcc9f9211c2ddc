"""A loss curve that is predicted: asked for, locked, and laid beside the one that comes.

While it is asked for, and until the cursor has come to its end, the future stays veiled. Then the
gap is measured on what was recorded; another run of the same plan is measured anew.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot

from optlab.engine.arrays import Array
from optlab.qt.text import say, tr
from optlab.qt.views.loss_axis import Room, place_of
from optlab.qt.views.loss_chart import LossChart
from optlab.qt.views.loss_lines import Choice, Drawing
from optlab.qt.views.prediction.ask_bar import AskBar
from optlab.qt.views.prediction.curve_layer import CurveLayer, Sheet
from optlab.qt.views.prediction.curve_outcome import Outcome, outcome_of, true_curve
from optlab.qt.views.prediction.pencil import Pencil
from optlab.qt.views.prediction.sketch import Scale, Sketch
from optlab.session.labs.prediction import RISE, CurveGap
from optlab.session.moment import Moment
from optlab.session.numbers import percent

BELOW = 1e-4
"""How far below the loss that is known there is room for drawing where it is log, as a share."""
SMALLEST = 1e-6
"""Of that loss: the least that is handed on of a loss that is never negative."""


class CurvePrediction(QObject):
    """Asks for a curve on `chart` with the words and chips of `bar`, and keeps it."""

    drawn = Signal(object)
    """The curve that was locked: rows [step, loss]."""
    changed = Signal()
    """What is asked, kept or veiled is another: the plot has to be drawn again."""

    def __init__(self, chart: LossChart, bar: AskBar) -> None:
        super().__init__(chart)
        self._chart, self._bar = chart, bar
        self._layer, self._pencil = CurveLayer(chart), Pencil(chart)
        self._moment: Moment | None = None
        self._sketch: Sketch | None = None
        self._racer = 0
        self._curve: Array | None = None
        self._outcome: Outcome | None = None
        self._given = ""
        self._own = self._log = False
        for source in (bar, self._pencil):
            source.undone.connect(self._undo)
            source.cleared.connect(self._clear)
            source.locked.connect(self._lock)
        bar.dismissed.connect(self.forget)
        self._pencil.moved.connect(self._trace)

    @property
    def asking(self) -> bool:
        """Whether a curve is being drawn."""
        return self._sketch is not None

    @property
    def pending(self) -> bool:
        """Whether there is something that the future would give away."""
        return self.asking or (
            self._curve is not None and self._outcome is None and not self._given
        )

    @property
    def lent(self) -> bool:
        """Whether somebody else than the user asks, or keeps a prediction here."""
        return not self._own and (self.asking or self._curve is not None)

    @property
    def gap(self) -> CurveGap | None:
        """The gap, once it is known."""
        return self._outcome.gap if self._outcome else None

    def room(self, choice: Choice) -> Room | None:
        """What the plot must make room for."""
        sketch, curve, moment = self._sketch, self._curve, self._moment
        if sketch is not None and moment is not None:
            size = abs(sketch.known) or 1.0
            lowest = size * BELOW if choice.logarithmic else min(0.0, _lowest(moment))
            return Room(round(float(sketch.steps[-1])), lowest, sketch.known + (RISE - 1.0) * size)
        if curve is not None:
            low, high, start = *_ends(curve[:, 1]), float(curve[0, 1])
            top = max(high, start + (RISE - 1.0) * abs(start)) if self.pending else high
            return Room(round(float(curve[-1, 0])), low, top)
        return None

    # What is asked -------------------------------------------------------------------------------

    def ask(
        self, moment: Moment, racer: int, until: int, instruction: str = "", *, own: bool = False
    ) -> None:
        """Ask for the loss of a racer from the cursor to step `until`.

        With `own` the user asked for it and may put it away.
        """
        self._moment, self._racer, self._own = moment, racer, own
        self._curve, self._outcome, self._given = None, None, ""
        loss = moment.train_losses[racer]
        loss = loss if np.isfinite(loss) else 1.0
        self._sketch = Sketch(moment.cursor, max(until, moment.cursor + 1), loss)
        name = moment.experiment.racers[racer].name
        self._bar.ask(
            instruction
            or tr(
                "Draw the loss you expect of {racer} up to step {until}: drag, or use the arrow "
                "keys.",
                racer=name,
                until=f"{until:,}",
            ),
            leave=tr("Cancel") if own else "",
        )
        self._pencil.take(self._sketch)
        self._trace()
        self.changed.emit()
        self._chart.setFocus()

    def show(
        self,
        drawn: Sequence[Sequence[float]],
        racer: int,
        outcome: str | None,
        *,
        log: bool,
        own: bool = False,
    ) -> None:
        """Keep the curve `drawn`, rows [step, loss], with `log` or not.

        `outcome` is what to say of it, if that is known.
        """
        self._end_asking()
        self._curve, self._racer, self._own = np.array(drawn, dtype=np.float64), racer, own
        self._log = log
        self._outcome, self._given = None, outcome or ""
        self._tell()
        self.changed.emit()

    @Slot()
    def forget(self) -> None:
        """Ask for nothing and keep nothing."""
        self._end_asking()
        self._curve, self._outcome, self._given = None, None, ""
        self._bar.hide()
        self._layer.lay(None)
        self.changed.emit()

    def _end_asking(self) -> None:
        self._sketch = None
        self._pencil.take(None)

    @Slot()
    def _undo(self) -> None:
        if self._sketch is not None:
            self._sketch.undo()
            self._trace()

    @Slot()
    def _clear(self) -> None:
        if self._sketch is not None:
            self._sketch.clear()
            self._trace()

    @Slot()
    def _lock(self) -> None:
        sketch = self._sketch
        if sketch is None or self._moment is None:
            return
        if not sketch.whole:
            self._bar.hint(tr("Draw on to step {until}.", until=f"{sketch.steps[-1]:,.0f}"))
            return
        curve = sketch.curve(self._pencil.scale)
        if sketch.known > 0.0 and _lowest(self._moment) >= 0.0:
            curve[:, 1] = np.maximum(curve[:, 1], SMALLEST * sketch.known)
        rows = [[float(f"{step:.6g}"), float(f"{loss:.6g}")] for step, loss in curve.tolist()]
        self.show(rows, self._racer, None, log=self._pencil.scale.log, own=self._own)
        self.drawn.emit(rows)

    # What is seen --------------------------------------------------------------------------------

    def follow(self, moment: Moment, choice: Choice, drawing: Drawing) -> None:
        """Lay everything over the `drawing` that the chart now shows of `moment`."""
        self._moment = moment
        if self._racer >= len(moment.experiment.racers):
            if self._sketch is not None or self._curve is not None:
                self.forget()
            return
        low, high = drawing.y_range
        log = choice.logarithmic
        ends = (10.0**low, 10.0**high) if log else (low, high)
        self._pencil.scale = Scale(*ends, log=log)
        if self._sketch is not None:
            self._trace()
        elif self._curve is not None:
            self._compare(moment)
            self._layer.lay(self._sheet(moment, choice, self._curve))

    @Slot()
    def _trace(self) -> None:
        """Show the sketch as it is."""
        sketch, scale = self._sketch, self._pencil.scale
        if sketch is None:
            return
        self._bar.allow(undo=sketch.can_undo, clear=not sketch.blank, lock=sketch.whole)
        curve, held = sketch.curve(scale), sketch.held(scale)
        points = np.column_stack([curve[:, 0], scale.height(curve[:, 1])])
        at = (held[0], float(scale.height(np.array(held[1])))) if held else None
        label = tr("your prediction") if not sketch.blank else tr("draw from here")
        self._layer.lay(Sheet(points, label, at))

    def _sheet(self, moment: Moment, choice: Choice, curve: Array) -> Sheet:
        scale = self._pencil.scale

        def points(steps: Array, losses: Array) -> Array:
            x = place_of(moment, self._racer, choice.axis, steps)
            return np.column_stack([x, scale.height(np.clip(losses, -1e300, 1e300))])

        mine = points(curve[:, 0], curve[:, 1])
        label = tr("your prediction")
        if len(moment.experiment.racers) > 1:
            name = moment.experiment.racers[self._racer].name
            label = tr("your prediction for {racer}", racer=name)
        outcome = self._outcome
        if outcome is None:
            return Sheet(mine, label)
        steps, losses = true_curve(moment, self._racer, curve)
        gap = outcome.gap
        worst = points(np.array([gap.at, gap.at]), np.array([gap.drawn, gap.true]))
        return Sheet(
            mine,
            label,
            true=points(steps, losses),
            worst=(float(worst[0, 0]), float(worst[0, 1]), float(worst[1, 1])),
            figure=tr("gap {share}", share=percent(gap.share))
            if gap.share <= 1.0
            else tr("gap over 100 %"),
        )

    def _compare(self, moment: Moment) -> None:
        """Measure the gap as soon as the cursor has come to the end of what was drawn."""
        curve, before = self._curve, self._outcome
        if curve is None or (before is not None and before.recording is moment.recording):
            return
        outcome = outcome_of(moment, self._racer, curve, log=self._log)
        if outcome is not before:
            self._outcome = outcome
            self._tell()
            self.changed.emit()

    def _tell(self) -> None:
        """Say in the bar what is to be said of a curve that is kept."""
        done = tr("Put away") if self._own else ""
        if self._given:
            self._bar.tell(self._given, leave=done)
        elif self._outcome:
            self._bar.tell(self._outcome.cause, say(self._outcome.gap.says), leave=done)
        elif self._own:
            self._bar.tell(tr("Locked. Press Play and watch what comes."), leave=done)
        else:
            self._bar.hide()


def _ends(losses: Array) -> tuple[float, float]:
    return float(losses.min()), float(losses.max())


def _lowest(moment: Moment) -> float:
    """The lowest loss of known minima, which are marked on the surface anyway; else 0."""
    minima = moment.objective.minima
    return float(moment.objective.value(np.array(minima)).min()) if minima else 0.0
