"""One student's way through a lab: its steps are entered here, and here their rules are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from optlab.engine import Experiment
from optlab.qt.lesson.answers import Answers
from optlab.qt.lesson.asking import Asking
from optlab.qt.lesson.pointing import Pointer
from optlab.qt.panels.lab.panel import LabPanel
from optlab.qt.text import say, tr
from optlab.session.bad_file import BadFile
from optlab.session.labs.album import Album
from optlab.session.labs.lab import View
from optlab.session.labs.locks import Locks, locks_of
from optlab.session.labs.notebook import Notebook
from optlab.session.labs.prompts import AnyPrompt
from optlab.session.labs.reading import LabFile, experiment_at
from optlab.session.labs.sheet import Sheet

if TYPE_CHECKING:
    from optlab.qt.main_window import MainWindow


class Steps(QObject):
    """`begin` with a notebook, `enter` steps, `end`; the conductor obeys its rules meanwhile."""

    noticed = Signal(str)
    """A sentence about a file, for the window."""

    def __init__(self, window: MainWindow, panel: LabPanel) -> None:
        super().__init__(window)
        self._window, self._conductor = window, window.conductor
        self._panel = panel
        self.file: LabFile | None = None
        self.notebook: Notebook | None = None
        self.album: Album | None = None
        self.answers: Answers | None = None
        self._begun = Experiment()
        self._locks = Locks()
        self._held = False
        self._asking = Asking(window)
        self._pointer = Pointer(window)
        self._wire()

    def begin(self, file: LabFile, notebook: Notebook, album: Album) -> None:
        """Go on with a lab where it was left."""
        self.file, self.notebook, self.album = file, notebook, album
        self.enter(notebook.step)

    @Slot(int)
    def enter(self, place: int) -> None:
        """Go to a step: its experiment, its view, its rules."""
        file, notebook = self.file, self.notebook
        if file is None or notebook is None:
            return
        before = self.answers.place if self.answers else None
        self.end()
        notebook.enter(place)
        step = file.lab.steps[place]
        try:
            own = experiment_at(file.lab, place, notebook.seed)
        except BadFile as trouble:
            self.noticed.emit(str(trouble))
            own = Experiment()
        goes_on = step.experiment is None and before == place - 1
        self._begun = self._conductor.experiment if goes_on else own
        self.answers = Answers(notebook, place, own, self._conductor, self)
        self.answers.changed.connect(self._show)
        self.answers.noticed.connect(self._tell)
        self.answers.told.connect(self._photograph)
        self._locks = locks_of(step.controls)
        self._conductor.hide_ahead(hidden=self._coming(self.answers))
        self._start(step.view, tr("Step {step}: {title}", step=place + 1, title=step.title))
        self._show()
        self._panel.page.show_locks(self._locks, self._conductor.experiment)

    @Slot()
    def restart(self) -> None:
        """Put everything back as it was at the start of the step; answers stay."""
        if self.answers is not None:
            self._start(self.answers.step.view, tr("Start of this step"))
            self._show()

    def end(self) -> None:
        """Leave the step: nothing is locked, hidden or held back any more."""
        self._conductor.obey(None)
        self._locks = Locks()
        self._window.setup.allow(self._locks)
        self._asking.end()
        self._conductor.hide_ahead(hidden=False)
        if self.answers is not None:
            self.answers.end()
            self.answers.deleteLater()
            self.answers = None

    # Its rules -----------------------------------------------------------------------------------

    def refusal(self, before: Experiment, after: Experiment) -> str:
        """Why the step does not let one experiment become the other."""
        said = self._locks.refusal(before, after)
        return say(said) if said else ""

    def hold(self) -> str:
        """What has to be said before the run may play; what is foreseen by then stands."""
        answers, cards = self.answers, self._panel.page.cards
        if answers is None:
            return ""
        for prompt in self._awaited(answers):
            draft = cards[prompt.key].draft
            try:
                prompt.read(draft)
            except ValueError:
                continue
            answers.answer(prompt.key, draft)
        awaited = self._awaited(answers)
        if not awaited:
            self._let_go()
            return ""
        self._held = True
        self._window.left.show_lab()
        self._panel.page.ask(awaited[0].key)
        question = cards[awaited[0].key].question.toPlainText()
        return tr("First say what you expect: {question}", question=" ".join(question.split()))

    def _let_go(self) -> None:
        """All is said that was asked for: the notice that asked for it goes."""
        if self._held:
            self._held = False
            self._window.notice.clear()

    def _coming(self, answers: Answers) -> bool:
        """Whether a prediction of the step is still to be made or to come true."""
        return any(
            each.predict and answers.notebook.verdict(each.key) is None
            for each in answers.step.prompts
        )

    def _awaited(self, answers: Answers) -> list[AnyPrompt]:
        """The predictions that are still to be made."""
        said = answers.notebook.answers
        return [
            each
            for each in answers.step.prompts
            if each.predict and not (each.key in said and said[each.key].locked)
        ]

    # How it is done ------------------------------------------------------------------------------

    def _wire(self) -> None:
        panel, page, conductor = self._panel, self._panel.page, self._conductor
        panel.head.entered.connect(self.enter)
        panel.foot.entered.connect(self.enter)
        panel.foot.restarted.connect(self.restart)
        page.answered.connect(self._answer)
        page.row_wanted.connect(self._add_row)
        page.row_unwanted.connect(self._drop_row)
        page.sketch_wanted.connect(self._sketch)
        page.checked.connect(self._check)
        page.hint_wanted.connect(self._hint)
        page.pointed.connect(self.pointed_at)
        page.edited.connect(self._window.setup.take)
        page.noticed.connect(self._tell)
        self._asking.drawn.connect(self._answer)
        conductor.chosen.connect(self._show_choice)
        conductor.moved.connect(self._look)

    def _start(self, view: View, label: str) -> None:
        """Show the experiment and the view with which the step begins, then keep its rules."""
        window, conductor = self._window, self._conductor
        conductor.obey(None)
        conductor.open(self._begun, label)
        names = [racer.name for racer in conductor.experiment.racers]
        if view.racer in names:
            window.follow(names.index(view.racer))
        if view.tab:
            window.views.show_view(view.tab)
        if view.speed:
            conductor.set_speed(view.speed)
        if view.step:
            conductor.seek(view.step)
        if view.slice != View().slice and conductor.recording.objective.size > 2:
            conductor.set_slice(view.slice)
        window.setup.allow(self._locks)
        conductor.obey(self)

    @Slot()
    def _show(self) -> None:
        answers, file, notebook = self.answers, self.file, self.notebook
        if answers is None or file is None or notebook is None:
            return
        sheet = Sheet(file, notebook, answers.place, frozenset(answers.judged), dict(answers.seen))
        self._panel.show_sheet(sheet, looking=answers.looking)
        if notebook.trouble:
            self._panel.tell(notebook.trouble)
        self._asking.show(sheet)
        self._conductor.hide_ahead(hidden=self._coming(answers))

    @Slot()
    def _show_choice(self) -> None:
        self._panel.page.show_experiment(self._conductor.experiment)

    @Slot()
    def _look(self) -> None:
        if self.answers is not None:
            self.answers.look()

    @Slot(str, object)
    def _answer(self, key: str, value: object) -> None:
        if self.answers is not None:
            self.answers.answer(key, value)
            if not self._awaited(self.answers):
                self._let_go()

    @Slot(str)
    def _add_row(self, key: str) -> None:
        if self.answers is not None:
            self.answers.add_row(key)

    @Slot(str, int)
    def _drop_row(self, key: str, row: int) -> None:
        if self.answers is not None:
            self.answers.drop_row(key, row)

    @Slot()
    def _check(self) -> None:
        if self.answers is not None:
            self.answers.check()

    @Slot()
    def _hint(self) -> None:
        if self.answers is not None:
            self.answers.notebook.hint(self.answers.place)
            self._show()

    @Slot(str, bool)
    def _sketch(self, key: str, on: bool) -> None:
        if self.answers is not None:
            self._asking.ask(self.answers.prompt(key), on=on)

    @Slot(str)
    def pointed_at(self, target: str) -> None:
        """Point at what a link names: `play`, `tab:metrics`, `optimizer.learning_rate` ..."""
        if not self._pointer.point(target):
            self._tell(tr("There is nothing to point at here: {target}.", target=target))

    @Slot(str)
    def _photograph(self, key: str) -> None:
        if self.answers is not None and self.album is not None:
            self.album.keep(self.answers.place, key, self._window.small_picture())

    @Slot(str)
    def _tell(self, sentence: str) -> None:
        self._panel.tell(tr(sentence))
