"""What is said and done in one step: judged beside the run, and noted at once.

Answers are judged by the run of the step as it began, with the student's seed, because that is what
a teacher can work out again. Goals and tables look at the student's own run up to the cursor.
"""

from __future__ import annotations

from collections.abc import Generator
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from optlab.engine import Experiment
from optlab.qt.conductor import Conductor
from optlab.qt.lesson.bench import Bench
from optlab.session.labs.conditions import Outcome
from optlab.session.labs.lab import LabStep
from optlab.session.labs.measures.combined import Constant
from optlab.session.labs.measures.measure import of_the_start
from optlab.session.labs.notebook import Notebook
from optlab.session.labs.outcome import outcome_of
from optlab.session.labs.prompts import AnyPrompt, DrawnCurve, Number, Table, Verdict
from optlab.session.labs.settings import settings_between
from optlab.session.labs.trial import Trial
from optlab.session.message import Message

Found = list[tuple[int, Outcome]]


class Answers(QObject):
    """One step: `own` is its experiment as the lab has it, for this student."""

    changed = Signal()
    """Something was said, judged or met."""
    noticed = Signal(str)
    told = Signal(str)
    """The key of a prompt that a verdict has come for, or `end` when a goal was met."""

    def __init__(
        self, notebook: Notebook, place: int, own: Experiment, conductor: Conductor, parent: QObject
    ) -> None:
        super().__init__(parent)
        self.notebook, self.place = notebook, place
        self.own = own
        self.step: LabStep = notebook.lab.steps[place]
        self.judged: set[str] = set()
        self.seen: dict[int, Message] = {}
        self.looking = False
        self._looked: object = None
        self._conductor = conductor
        self._trial: Trial | None = None
        self._bench = Bench(conductor, self)

    def prompt(self, key: str) -> AnyPrompt:
        """The prompt of this key."""
        return next(each for each in self.step.prompts if each.key == key)

    def end(self) -> None:
        """Work nothing out any more."""
        self._bench.clear()

    # What is said --------------------------------------------------------------------------------

    def answer(self, key: str, value: Any) -> None:
        """Take an answer: judge it, or keep it as a prediction that stands from now on."""
        prompt = self.prompt(key)
        if prompt.predict:
            self.notebook.lock(key, value)
            self.changed.emit()
            self.look()
            return
        self._judge(prompt, value, partial(self._note, key, value))

    def add_row(self, key: str) -> None:
        """Write the present run, up to the cursor, into a table."""
        prompt = self.prompt(key)
        if not isinstance(prompt, Table):
            return
        measured = [column.measure for column in prompt.columns if not column.setting]
        trial = self._present(at_start=of_the_start(*measured))
        if trial is None:
            self.noticed.emit("Let it run first: at the start there is nothing to write down.")
            return
        settings = settings_between(self.own, trial.experiment)
        self._begin(key)
        self._bench.add(
            prompt.row(trial), partial(self._note_row, prompt, settings), partial(self._fail, key)
        )

    def drop_row(self, key: str, row: int) -> None:
        """Take a row out of a table."""
        self.notebook.drop_row(key, row)
        self._judge_table(self.prompt(key))
        self.changed.emit()

    # What comes out ------------------------------------------------------------------------------

    def look(self) -> None:
        """At the end of a run look at what is open: predictions and goals, once for each run."""
        moment = self._conductor.moment
        for prompt in self.step.prompts:
            answer = self.notebook.answers.get(prompt.key)
            if answer is None or not answer.locked or answer.verdict is not None:
                continue
            if prompt.key not in self.judged and self._over(prompt):
                self._begin(prompt.key)
                self._bench.add(
                    outcome_of(prompt, answer.value, self._of_step()),
                    partial(self._note_outcome, prompt.key),
                    partial(self._fail, prompt.key),
                )
        if self._over() and self._looked != (id(moment.recording), moment.cursor):
            self._looked = (id(moment.recording), moment.cursor)
            self._note_run()
            self.check()

    def check(self) -> None:
        """Look at the goals that are not met yet, on the present run up to the cursor."""
        open_ = [
            i for i in range(len(self.step.checks)) if (self.place, i) not in self.notebook.met
        ]
        if not open_ or self.looking:
            return
        if self._conductor.moment.cursor == 0:
            open_ = [i for i in open_ if of_the_start(self.step.checks[i].check)]
        trial = self._present(at_start=bool(open_))
        if trial is None:
            self.noticed.emit("Let it run first: at the start there is nothing to look at.")
            return
        self.looking = True
        self._bench.add(
            self._outcomes(open_, trial),
            partial(self._note_goals, settings_between(self.own, trial.experiment)),
            self._fail_goals,
        )
        self.changed.emit()

    # How it is done ------------------------------------------------------------------------------

    def _over(self, prompt: AnyPrompt | None = None) -> bool:
        """Whether the run is seen to its end, or as far as a prediction needs it.

        A sum that no run answers needs none; and who has filled a table at the start has looked.
        """
        moment = self._conductor.moment
        recording, cursor = moment.recording, moment.cursor
        if isinstance(prompt, Number):
            answer = prompt.answer
            if isinstance(answer, Constant) or of_the_start(answer):
                return True
        if cursor == 0:
            return prompt is not None and any(map(self._filled, self.step.prompts))
        if recording.finished and cursor >= recording.reached:
            return True
        return isinstance(prompt, DrawnCurve) and 0 < prompt.until <= cursor

    def _present(self, *, at_start: bool) -> Trial | None:
        """The student's run up to the cursor; None before its first step, unless that will do."""
        moment = self._conductor.moment
        if moment.cursor == 0 and not at_start:
            return None
        return Trial(moment.experiment, moment.recording, moment.cursor)

    def _filled(self, prompt: AnyPrompt) -> bool:
        """Whether it is a table that has rows enough."""
        return isinstance(prompt, Table) and self.notebook.verdict(prompt.key) is not None

    def _of_step(self) -> Trial:
        """The run of the step, that on the screen if it is the same one and complete."""
        recording = self._conductor.recording
        if self._trial is None:
            same = recording.experiment == self.own and recording.finished
            self._trial = Trial(self.own, recording if same else None)
        return self._trial

    def _outcomes(self, which: list[int], trial: Trial) -> Generator[None, None, Found]:
        found: Found = []
        for place in which:
            condition = self.step.checks[place].check
            condition.check(trial.experiment)
            found.append((place, (yield from condition.of(trial))))
        return found

    def _judge(self, prompt: AnyPrompt, value: Any, done: Any) -> None:
        self._begin(prompt.key)
        work = prompt.judge(value, self._of_step())
        self._bench.add(work, done, partial(self._fail, prompt.key))

    def _judge_table(self, prompt: AnyPrompt) -> None:
        """Judge a table that has rows enough."""
        rows = self.notebook.rows.get(prompt.key, [])
        value = [{"cells": list(row.cells), "settings": dict(row.settings)} for row in rows]
        try:
            prompt.read(value)
        except ValueError:
            return
        self._judge(prompt, value, partial(self._note, prompt.key, value))

    def _begin(self, key: str) -> None:
        self.judged.add(key)
        self.changed.emit()

    def _note(self, key: str, value: Any, verdict: Verdict) -> None:
        self.judged.discard(key)
        self.notebook.answer(key, value, verdict)
        self.told.emit(key)
        self.changed.emit()
        self.look()

    def _note_outcome(self, key: str, came: tuple[Verdict, Any]) -> None:
        self.judged.discard(key)
        verdict, real = came
        self.notebook.outcome(key, verdict, real)
        self.told.emit(key)
        self.changed.emit()

    def _note_row(self, prompt: AnyPrompt, settings: dict[str, Any], cells: list[Any]) -> None:
        self.judged.discard(prompt.key)
        self.notebook.add_row(prompt.key, cells, settings)
        self._judge_table(prompt)
        self.changed.emit()

    def _note_goals(self, settings: dict[str, Any], found: Found) -> None:
        self.looking = False
        for place, outcome in found:
            self.seen[place] = outcome.figures
            if outcome.holds:
                self.notebook.meet(self.place, place, str(outcome.figures), settings)
                self.told.emit("end")
        self.changed.emit()

    def _note_run(self) -> None:
        """Note what came out of a run that was seen to its end."""
        moment = self._conductor.moment
        metrics: dict[str, float | str | None] = {"steps": float(moment.cursor)}
        for racer, train, test in zip(
            moment.experiment.racers, moment.train_losses, moment.test_losses, strict=True
        ):
            metrics[f"{racer.name}: loss"] = _number(train)
            if test == test:  # noqa: PLR0124  (nan where there is no test set)
                metrics[f"{racer.name}: test loss"] = _number(test)
        self.notebook.run(settings_between(self.own, moment.experiment), metrics)

    def _fail(self, key: str, trouble: str) -> None:
        self.judged.discard(key)
        self.noticed.emit(trouble)
        self.changed.emit()

    def _fail_goals(self, trouble: str) -> None:
        self.looking = False
        self.noticed.emit(trouble)
        self.changed.emit()


def _number(value: float) -> float | str:
    """A number that JSON can hold."""
    return value if abs(value) < float("inf") else "overflow"
