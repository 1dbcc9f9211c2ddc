"""A place that is predicted: asked for on the surface, locked, joined to where the racer ended."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot

from optlab.engine.arrays import Array
from optlab.qt.text import tr
from optlab.qt.views.prediction.ask_bar import AskBar
from optlab.qt.views.prediction.flag import Guess
from optlab.session.moment import Moment


class PointPrediction(QObject):
    """Asks for a place with the words and chips of `bar`, and keeps it as a `guess`."""

    marked = Signal(object)
    """The place that was locked: theta as a list of D numbers."""
    changed = Signal()
    """Another guess, or another question."""

    def __init__(self, bar: AskBar) -> None:
        super().__init__(bar)
        self._bar = bar
        self.asking = False
        self.guess: Guess | None = None
        bar.cleared.connect(self.clear)
        bar.locked.connect(self._lock)

    def ask(self, moment: Moment, racer: int, instruction: str = "") -> None:
        """Ask where a racer will end."""
        self.asking, self.guess = True, None
        self._bar.ask(
            instruction
            or tr(
                "Where will {racer} end? Click on the place, or move the cross with the arrow keys "
                "(in 3-D with Shift) and press Enter.",
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
        end: Sequence[float] | Array | None,
        outcome: str,
    ) -> None:
        """Keep a place, or none; with the `end` it is joined, and the `outcome` is told."""
        self.asking = False
        self.guess = None
        if theta is not None:
            there = None if end is None else np.asarray(end, dtype=np.float64)
            self.guess = Guess(np.asarray(theta, dtype=np.float64), there)
        if theta is not None and outcome:
            self._bar.tell(outcome)
        else:
            self._bar.hide()
        self.changed.emit()

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
            self.show(guess.theta, None, "")
            self.marked.emit(guess.theta.tolist())
