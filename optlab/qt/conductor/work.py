"""The work behind one experiment: a recording ahead of the cursor, and a surface true to it.

Both are jobs of the background, dropped when something newer is wanted. The recording runs a few
thousand steps ahead of the cursor, so that the path's own plane is known before the animation
gets there; that lookahead is also what holds it back. The slice is cut early, so that there is a
picture, again when the recording has outgrown it, and once more at its end. A locked slice stays
as it is, whatever is recorded.

What is finished goes on a shelf, so that undo, redo and switching back show it at once. On request
the surface of the batch at the cursor is drawn too: one after the other, each as soon as the one
before it is done, so that a fast animation gets as many as the computer can make.
"""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QObject, Signal, Slot

from optlab.engine import Experiment, Objective, prepare
from optlab.engine.slices import AnySlice, PathPlane, Slice, TwoParameters
from optlab.engine.surface import Surface
from optlab.qt.background import Background
from optlab.qt.text import tr
from optlab.session.noise import BatchSurvey
from optlab.session.recording import Recording
from optlab.session.shelf import Shelf
from optlab.session.survey import Survey
from optlab.session.training import train

LOOKAHEAD = 5_000
"""Steps that the recording runs ahead of the cursor."""

REGROWTH = 1.5
"""A slice is cut anew when the recording is this much longer than the one it was cut for."""


HIDDEN_REGROWTH = 4.0
"""The same under a veil, for the cursor, since that is all that may be known: planes turn then."""


class Work(QObject):
    """Pull `recording` and `surface` at any time; call `go_on` to keep both up with the cursor."""

    failed = Signal(str)  # one sentence: a file that could not be written
    computed = Signal(str)  # the lane of a view whose job has come to its end

    def __init__(self, experiment: Experiment, parent: QObject) -> None:
        super().__init__(parent)
        self._background = Background(self)
        self._background.failed.connect(self._fail)
        self._background.finished.connect(self._finish)
        self._views: set[str] = set()
        self._shelf = Shelf()
        self._recipe: AnySlice = PathPlane()
        self._lock: Slice | None = None
        self.hidden = False  # whether what lies ahead of the cursor must not show
        self._last: tuple[Objective, Surface] | None = None
        self._batch_job: BatchSurvey | None = None
        self._batch_drawn: BatchSurvey | None = None
        recording = Recording(experiment, prepare(experiment))
        self._survey_job = Survey(recording, self._recipe, 0)
        self._show(recording, 0)

    def begin(self, experiment: Experiment, cursor: int) -> None:
        """Drop what was going on and record this experiment instead, or take it off the shelf."""
        self._put_away()
        kept = self._shelf.recording(experiment)
        self._show(kept or Recording(experiment, prepare(experiment)), cursor)

    @property
    def recipe(self) -> AnySlice:
        """The slice that was asked for."""
        return self._recipe

    def draw(self, recipe: AnySlice, cursor: int) -> None:
        """Cut another slice through the same recording, as wide as its paths ask for."""
        self._put_away()
        self._recipe, self._lock = recipe, None
        self._survey(cursor)

    def fit(self, cursor: int) -> None:
        """Cut the slice anew, as wide as the paths that are recorded now."""
        self.draw(self._recipe, cursor)

    def lock(self, locked: bool, cursor: int) -> None:
        """Keep the slice that is drawn, plane and extent, until it is unlocked or does not fit."""
        surface = self.surface
        if not locked:
            self.fit(cursor)
        elif surface is not None:
            self._lock = surface.slice

    @property
    def locked(self) -> bool:
        """Whether the slice stays as it is."""
        return self._lock is not None

    def hide_ahead(self, cursor: int, *, hidden: bool) -> None:
        """Cut slices from what the cursor has passed only, or again from all that is recorded."""
        self._put_away()
        self.hidden = hidden
        self._last = None
        self._survey(cursor)

    def go_on(self, cursor: int) -> None:
        """Keep the recording ahead of `cursor`, and the slice true to the recording."""
        recording = self.recording
        ahead = min(recording.experiment.steps, cursor + LOOKAHEAD // 2)
        if self._until < ahead and not recording.finished:
            self._record(cursor)
        outgrown = self._outgrown or (self.hidden and self._lock is None)
        if self.stale or (outgrown and self._left_behind(cursor)):
            self._survey(cursor)

    @property
    def recorded(self) -> bool:
        """Whether nothing is being recorded just now."""
        return not self._background.busy("training")

    @property
    def busy(self) -> bool:
        """Whether something is being recorded or computed."""
        lanes = ("surface", "batch", *self._views)
        return not self.recorded or any(self._background.busy(lane) for lane in lanes)

    @property
    def stale(self) -> bool:
        """Whether nothing is recorded any more and the slice was cut for less than there is."""
        return self.recorded and self._outgrown

    @property
    def done(self) -> bool:
        """Whether recording and surface are complete as far as the cursor asked for."""
        return not self.busy and not self.stale

    @property
    def fresh(self) -> bool:
        """Whether the slice that was asked for last has a surface."""
        return self._survey_job.surface is not None

    @property
    def surface(self) -> Surface | None:
        """The newest surface; the one before serves on while it is of the same objective."""
        newest = self._survey_job.surface
        if newest is not None:
            self._last = self._survey_job.recording.objective, newest
        if self._last is None or self._last[0] is not self.recording.objective:
            return None
        return self._last[1]

    def draw_batch(self, step: int) -> None:
        """Have the surface of the batch of `step` drawn, once the one before it is done."""
        surface, objective, running = self.surface, self.recording.objective, self._batch_job
        if surface is None:
            return
        if running is not None and running.shows(objective, surface.slice):
            if running.done:
                self._batch_drawn = running
            if not running.done or running.step == step:
                return
        self._batch_job = BatchSurvey(objective, surface.slice, step)
        self._background.start("batch", self._batch_job)

    @property
    def batch_surface(self) -> Surface | None:
        """The newest surface of a batch on the slice that is drawn; None before there is one."""
        drawn, surface = self._batch_drawn, self.surface
        if drawn is None or surface is None:
            return None
        return drawn.surface if drawn.shows(self.recording.objective, surface.slice) else None

    @property
    def batch_step(self) -> int | None:
        """The step whose batch was drawn last."""
        return self._batch_drawn.step if self._batch_drawn is not None else None

    def compute(self, lane: str, job: Iterator[object]) -> None:
        """Draw from the `job` of a view, in a lane of its own; `computed` tells its end."""
        self._views.add(lane)
        self._background.start(lane, job)

    def export(self, job: Iterator[float]) -> None:
        """Draw from `job`, whose items are the share that is done."""
        self._background.start("export", job)

    @property
    def exported(self) -> float | None:
        """The share of the running export that is done; None when there is none."""
        if not self._background.busy("export"):
            return None
        latest = self._background.latest("export")
        return latest[1] if latest is not None and isinstance(latest[1], float) else 0.0

    def cancel_export(self) -> None:
        """Give the running export up; what it was to replace stays as it was."""
        self._background.stop("export")

    def close(self) -> None:
        """Stop everything and wait for the thread."""
        self._background.close()

    @property
    def _outgrown(self) -> bool:
        """Whether the slice was cut for a recording much shorter than it now is."""
        cut_at, reached = self._survey_job.reached, self.recording.reached
        if cut_at is None or self._lock is not None or self.hidden:
            return False
        return reached > max(1, cut_at) * (1.0 if self.recording.finished else REGROWTH)

    def _left_behind(self, cursor: int) -> bool:
        """Whether a cursor that is close to a running recording has passed the finished slice."""
        cut_at = self._survey_job.reached
        if self.hidden and cut_at is not None and cursor <= HIDDEN_REGROWTH * max(1, cut_at):
            return False
        return cut_at is not None and cursor > cut_at and not self._background.busy("surface")

    def _record(self, cursor: int) -> None:
        self._until = self._horizon(cursor)
        self._background.start("training", train(self.recording, self._until))

    def _show(self, recording: Recording, cursor: int) -> None:
        """Go on with a recording, new or not."""
        self.recording = recording
        recipe, size = self._recipe, recording.objective.size
        if isinstance(recipe, TwoParameters) and max(recipe.first, recipe.second) >= size:
            self._recipe = PathPlane()  # the model has no such parameters any more
        if self._lock is not None and len(self._lock.origin) != size:
            self._lock = None
        self._record(cursor)
        self._survey(cursor)

    def _survey(self, cursor: int) -> None:
        kept = self._shelf.survey(self.recording, self._lock or self._recipe)
        if kept is not None and not self.hidden:
            self._survey_job = kept
            self._background.stop("surface")
            return
        before = self.surface
        previous = before.slice if before and self._survey_job.whole else None
        self._survey_job = Survey(
            self.recording,
            self._recipe,
            cursor if self.hidden else self._horizon(cursor),
            previous,
            self._lock,
            seen=cursor if self.hidden else None,
        )
        self._background.start("surface", self._survey_job)

    def _put_away(self) -> None:
        """Put what there is on the shelf."""
        self._shelf.keep(self.recording)
        self._shelf.keep_survey(self._survey_job)

    def _horizon(self, cursor: int) -> int:
        return min(self.recording.experiment.steps, cursor + LOOKAHEAD)

    @Slot(str, int)
    def _finish(self, lane: str, ticket: int) -> None:
        del ticket
        if lane in self._views:
            self.computed.emit(lane)

    @Slot(str, int, object)
    def _fail(self, lane: str, ticket: int, error: Exception) -> None:
        """A file that cannot be written is a sentence; all else is trouble in the code."""
        del ticket
        if lane == "export" and isinstance(error, OSError):
            reason = error.strerror or str(error)
            self.failed.emit(tr("The export was not written: {reason}.", reason=reason))
            return
        raise error
