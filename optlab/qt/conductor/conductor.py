"""The conductor: decides what runs, what is shown, and when.

Views draw, panels ask, the window wires; all asking ends here. What was chosen is one frozen
experiment in a history, what was recorded is a recording, where we look is a playback. One timer
of 16 ms pulls: it moves the cursor, keeps the work behind it going, and then says once that
something moved. The timer stops when nothing can change.

While a knob is dragged edits arrive faster than pictures can be made. An edit is held back until
the one before it has been seen (or a quarter of a second has passed), so dragging shows a living
picture instead of starting everything anew at every pixel.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace as changed
from time import perf_counter

import numpy as np
from msgspec.structs import replace
from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from optlab.engine import Experiment, Landscape, Unfit, check
from optlab.engine.arrays import Array
from optlab.engine.slices import AnySlice
from optlab.engine.starts import At
from optlab.qt.conductor.rules import Rules
from optlab.qt.conductor.work import Work
from optlab.qt.text import tr
from optlab.session.history import History
from optlab.session.moment import Moment, moment
from optlab.session.playback import Playback, Stride
from optlab.session.recording import Recording

TICK_MS = 16
AWAITING_MS = 4
"""Between two looks for the first picture after an edit, which a person waits for."""

PATIENCE = 0.12
"""Seconds for which the picture before an edit stays, while the new one is on its way."""


class Conductor(QObject):
    """What was chosen, what was recorded, where we look; signals say that one of them changed."""

    chosen = Signal()  # another experiment: `experiment`
    moved = Signal()  # another moment: `moment`
    transported = Signal()  # playing, speed or stride changed: `playback`
    noticed = Signal(str)  # one sentence for the person
    computed = Signal(str)  # what a view had asked for, in this lane, is worked out

    def __init__(self, experiment: Experiment, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.work = Work(experiment, self)
        self.work.failed.connect(self.noticed)
        self.work.computed.connect(self.computed)
        self.history = History(experiment)
        self.playback = Playback()
        self._rules: Rules | None = None
        self._held: tuple[Experiment, str, bool] | None = None
        self._timer = QTimer(self, interval=TICK_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._batch_shown = False
        self.moment: Moment = moment(self.recording, 0)
        self._published: object = None
        self._wait()

    @property
    def recording(self) -> Recording:
        """All steps so far."""
        return self.work.recording

    def obey(self, rules: Rules | None) -> None:
        """Refuse edits and hold the cursor back as these say; None lets everything pass."""
        self._rules = rules

    # What was chosen -----------------------------------------------------------------------------

    @property
    def experiment(self) -> Experiment:
        """All that is chosen now."""
        return self.history.present

    @Slot(object, str, bool)
    def edit(self, experiment: Experiment, label: str, final: bool = True) -> None:  # noqa: FBT002
        """Choose another experiment; one that cannot work is refused with a sentence."""
        if not self._seen and perf_counter() - self._begun < 2 * PATIENCE and not final:
            self._held = (experiment, label, final)
            return
        self._held = None
        before = self.experiment
        try:
            check(experiment)
            refusal = self._refusal(before, experiment)
        except Unfit as trouble:
            refusal = str(trouble)
        if refusal:
            self.noticed.emit(refusal)
            self.chosen.emit()  # panels go back to what is chosen
            return
        self.history.do(experiment, label, final)
        if experiment != before:
            self._begin()
        self.chosen.emit()

    def open(self, experiment: Experiment, label: str) -> None:
        """Choose another experiment as a whole, and look at its start."""
        self.playback = self.playback.pause().seek(0, 0)
        self.edit(experiment, label)
        self.transported.emit()

    @Slot()
    def undo(self) -> None:
        """Take the last edit back."""
        before = self.experiment
        refusal = self._refusal(before, self.history.undo())
        if refusal:
            self.history.redo()
            self.noticed.emit(refusal)
        self._return_to(self.experiment)

    @Slot()
    def redo(self) -> None:
        """Make the last undone edit again."""
        before = self.experiment
        refusal = self._refusal(before, self.history.redo())
        if refusal:
            self.history.undo()
            self.noticed.emit(refusal)
        self._return_to(self.experiment)

    def _return_to(self, experiment: Experiment) -> None:
        self._held = None
        if experiment != self.recording.experiment:
            self._begin()
        self.chosen.emit()

    def reroll(self) -> None:
        """Choose another seed: other data, another start, other batches."""
        seed = int(np.random.default_rng().integers(1, 10_000))
        experiment = self.experiment
        self.edit(replace(experiment, seed=seed), tr("Roll the dice"))
        if isinstance(experiment.objective, Landscape) and isinstance(experiment.start, At):
            self.noticed.emit(tr("Nothing is random here: the start is a point that was chosen."))

    def set_seed(self, seed: int) -> None:
        """Choose this seed."""
        self.edit(replace(self.experiment, seed=seed), tr("Seed {seed}", seed=seed))

    @Slot(object)
    def set_start(self, theta: Array) -> None:
        """Let all racers start at theta (D,)."""
        start = At(tuple(float(each) for each in theta))
        self.edit(replace(self.experiment, start=start), tr("Start at a point"))

    @Slot(object)
    def start_from(self, theta: Array) -> None:
        """Let all racers start at theta (D,), and look at that start."""
        self.restart()
        self.set_start(theta)

    @Slot(object)
    def set_slice(self, recipe: AnySlice) -> None:
        """Draw another slice."""
        self.work.draw(recipe, self.playback.step)
        self._wait()

    @Slot()
    def fit_slice(self) -> None:
        """Draw the slice as wide as the paths are now."""
        self.work.fit(self.playback.step)
        self._wait()

    @Slot(bool)
    def lock_slice(self, locked: bool) -> None:
        """Keep plane and extent of the drawn slice while other things change, or no longer."""
        self.work.lock(locked, self.playback.step)
        self._wait()

    def hide_ahead(self, *, hidden: bool) -> None:
        """Let no slice tell what lies ahead of the cursor, or show again all there is."""
        if hidden is not self.work.hidden:
            self.work.hide_ahead(self.playback.step, hidden=hidden)
            self._wait()

    @Slot(bool)
    def show_batch(self, shown: bool) -> None:
        """Draw the surface of the batch that the next step sees, or that of the whole set."""
        self._batch_shown = shown
        self._wait()

    def compute(self, lane: str, job: Iterator[object]) -> None:
        """Have the `job` of a view drawn from in the background; `computed` tells its end."""
        self.work.compute(lane, job)

    # Where we look -------------------------------------------------------------------------------

    @Slot()
    def toggle(self) -> None:
        """Play or pause; at the end of the plan, play goes on with as many steps again."""
        self.pause() if self.playback.playing else self.play()

    @Slot()
    def play(self) -> None:
        """Let the cursor move; at the end of the plan the run is made longer."""
        if self._holds():
            return
        ended = self.recording.finished and self.playback.step >= self.recording.reached
        if ended and self.recording.reached < self.experiment.steps:
            self.noticed.emit(tr("Every racer has ended. Restart, or change something."))
            return
        if ended:
            self._lengthen()
        self._play(self.playback.play())

    @Slot()
    def pause(self) -> None:
        """Let the cursor rest."""
        self._play(self.playback.pause())

    @Slot()
    def restart(self) -> None:
        """Go back to the start; the same start, the same batches, the same run."""
        self._play(self.playback.pause().seek(0, 0))

    @Slot()
    def forward(self) -> None:
        """One update or one epoch on; at the end of the plan the run is made longer."""
        if self._holds():
            return
        if self.playback.step >= self.experiment.steps:
            self._lengthen()
        epoch = self.recording.objective.steps_per_epoch
        self._play(self.playback.forward(self._limit, epoch))

    @Slot()
    def back(self) -> None:
        """One update or one epoch back."""
        self._play(self.playback.back(self.recording.objective.steps_per_epoch))

    @Slot(int)
    def seek(self, step: int) -> None:
        """Look at this step of the plan; what is not recorded yet shows as soon as it is."""
        if step > self.playback.step and self._holds():
            return
        self._play(self.playback.seek(step, self._limit))

    def set_speed(self, speed: float) -> None:
        """Play at `speed` steps per second; math.inf is as fast as it goes."""
        self._play(changed(self.playback, speed=speed))

    def set_stride(self, stride: Stride) -> None:
        """Step by updates or by epochs."""
        self._play(changed(self.playback, stride=stride))

    @property
    def settled(self) -> bool:
        """Whether all that was asked for is recorded, drawn and shown."""
        shown = self.moment.surface is self.work.surface and self.moment.cursor == min(
            self.playback.step, self.recording.reached
        )
        return self.work.done and shown and self._seen and (not self._noisy or self._trembled)

    def close(self) -> None:
        """Stop everything and wait for the thread."""
        self._timer.stop()
        self.work.close()

    # How it is done ------------------------------------------------------------------------------

    def _begin(self) -> None:
        """Start recording the present experiment."""
        self.work.begin(self.experiment, self.playback.step)
        self._wait()

    def _wait(self) -> None:
        """From now on the picture is on its way."""
        self._seen = False
        self._begun = self._last_tick = perf_counter()
        self._timer.start(AWAITING_MS)

    def _refusal(self, before: Experiment, after: Experiment) -> str:
        """Why an edit is not allowed; empty when it is."""
        return self._rules.refusal(before, after) if self._rules else ""

    def _holds(self) -> bool:
        """Whether the cursor must not go on yet, which is then said."""
        said = self._rules.hold() if self._rules else ""
        if said:
            self.noticed.emit(said)
            self.moved.emit()  # whatever was dragged goes back
        return bool(said)

    def _lengthen(self) -> None:
        """Plan as many steps again, 1,000 at most."""
        steps = self.experiment.steps
        more = replace(self.experiment, steps=steps + min(steps, 1_000))
        self.edit(more, tr("More steps"))

    @property
    def _noisy(self) -> bool:
        """Whether the surface of a batch is asked for, and differs from that of the whole set."""
        return self._batch_shown and not self.recording.objective.exact

    @property
    def _trembled(self) -> bool:
        """Whether the surface of the batch at the cursor is the one that is shown."""
        batch = self.work.batch_surface
        shown = batch is not None and batch is self.moment.batch_surface
        return shown and self.work.batch_step == self.moment.cursor

    @property
    def _limit(self) -> int:
        """How far the cursor may go: to the end of the plan, unless every racer ended before it."""
        return self.recording.reached if self.recording.finished else self.experiment.steps

    def _play(self, playback: Playback) -> None:
        self.playback = playback
        self._last_tick = perf_counter()
        self._timer.start()
        self._show()
        self.transported.emit()

    @Slot()
    def _tick(self) -> None:
        now = perf_counter()
        elapsed, self._last_tick = now - self._last_tick, now
        age = now - self._begun
        recording, playing = self.recording, self.playback.playing
        self.playback = self.playback.tick(elapsed, recording.reached, recording.finished)
        if self.playback.playing != playing:
            self.transported.emit()
        if self._held is not None and (self._seen or age > 2 * PATIENCE):
            self.edit(*self._held)
            return
        self.work.go_on(self.playback.step)
        if self._noisy:
            self.work.draw_batch(min(self.playback.step, recording.reached))
        if self._seen or self.work.fresh or age > PATIENCE:
            self._show()
        if not (self.playback.playing or self.work.busy or self._held):
            self._timer.stop()

    def _show(self) -> None:
        """Publish the moment at the cursor, when it differs from the one shown."""
        if not self._seen and self.work.fresh:
            self._seen = True
            self._timer.start(TICK_MS)
        recording, surface = self.recording, self.work.surface
        reached = recording.reached
        cursor = min(self.playback.step, reached)
        batch = self.work.batch_surface if self._noisy else None
        plane, locked = surface.slice if surface else None, self.work.locked
        now = (recording, cursor, reached, surface, batch, locked)
        if now == self._published:
            return
        self._published = now
        self.moment = moment(recording, cursor, plane, surface, batch, locked=locked)
        self.moved.emit()
