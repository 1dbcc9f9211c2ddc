"""A place that is predicted: asked for on the surface, locked, joined to where the racer ended.

The end is known once the cursor has come to the end of the run; another run is measured anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot

from optlab.engine.arrays import Array
from optlab.engine.snapshot import Status
from optlab.qt.text import say, tr
from optlab.qt.views.prediction.ask_bar import AskBar
from optlab.qt.views.prediction.flag import Guess
from optlab.session.labs.prediction import point_cause, point_gap
from optlab.session.moment import Moment
from optlab.session.recording import Recording


class PointPrediction(QObject):
    """Asks for a place with the words and chips of `bar`, and keeps it as a `guess`."""

    marked = Signal(object)
    """The place that was locked: theta as a list of D numbers."""
    changed = Signal()
    """Another guess, or another question."""

    def __init__(self, bar: AskBar) -> None:
        super().__init__(bar)
        self._bar = bar
        self._racer = 0
        self._known: Recording | None = None  # where its end was seen
        self.asking = False
        self.guess: Guess | None = None
        bar.cleared.connect(self.clear)
        bar.locked.connect(self._lock)

    @property
    def pending(self) -> bool:
        """Whether there is something that the future would give away."""
        return self.asking or (self.guess is not None and self.guess.end is None)

    def ask(self, moment: Moment, racer: int, instruction: str = "") -> None:
        """Ask where a racer will end."""
        self.asking, self.guess, self._known, self._racer = True, None, None, racer
        self._bar.ask(
            instruction
            or tr(
                "Where will {racer} end? Click on the place. Keys: arrows (in 3-D with Shift), "
                "then Enter.",
                racer=moment.experiment.racers[racer].name,
            ),
            strokes=False,
        )
        self._bar.allow(undo=False, clear=False, lock=False)
        self.changed.emit()

    def put(self, theta: Array) -> None:
        """Put the flag at theta (D,)."""
        self.guess = Guess(theta)
        self._bar.allow(undo=False, clear=True, lock=True)
        self.changed.emit()

    def show(
        self,
        theta: Sequence[float] | Array | None,
        end: Sequence[float] | Array | None = None,
        outcome: str = "",
        *,
        racer: int = 0,
    ) -> None:
        """Keep a place, or none; with the `end` it is joined, and the `outcome` is told."""
        self.asking, self.guess, self._known, self._racer = False, None, None, racer
        if theta is not None:
            there = None if end is None else np.asarray(end, dtype=np.float64)
            self.guess = Guess(np.asarray(theta, dtype=np.float64), there)
        self._tell(outcome if theta is not None else "")
        self.changed.emit()

    def follow(self, moment: Moment) -> None:
        """Join the place to the end of the racer as soon as the cursor is there."""
        guess, recording = self.guess, moment.recording
        fits = guess is not None and len(guess.theta) == moment.objective.size
        if guess is None or self.asking or not fits or self._racer >= len(moment.snapshots):
            return
        if self._known is not None and self._known is not recording:
            self.guess, self._known = replace(guess, end=None), None
            self._tell("")
        elif guess.end is None and recording.finished and moment.cursor >= recording.reached:
            self._known = recording
            now, start = moment.snapshots[self._racer], recording.snapshot(self._racer, 0).theta
            self.guess = replace(guess, end=now.theta)
            objective, lost = moment.objective, now.status is Status.diverged
            box = objective.box
            if box is None and objective.size <= 2 and moment.slice is not None:
                box = moment.slice.box
            cause = point_cause(guess.theta, now.theta, start, box, objective.value, diverged=lost)
            gap = point_gap(guess.theta, now.theta, start, box)
            self._tell(say(cause), "" if lost else say(gap.says))

    def _tell(self, outcome: str, more: str = "") -> None:
        if outcome:
            self._bar.tell(outcome, more)
        else:
            self._bar.hide()

    @Slot()
    def clear(self) -> None:
        """Take the flag away; it is still asked for."""
        if self.asking:
            self.guess = None
            self._bar.allow(undo=False, clear=False, lock=False)
            self.changed.emit()

    @Slot()
    def _lock(self) -> None:
        guess = self.guess
        if self.asking and guess is not None:
            self.show(guess.theta, racer=self._racer)
            self.marked.emit(guess.theta.tolist())
