"""The tab "One step in numbers": one update of the chosen racer, phase by phase.

At the left the formula, in symbols and in the numbers of one parameter, with what it means; at the
right all parameters, samples, layers or tries as bars. Nothing is worked out while the tab is
hidden, and ten times a second at most while the cursor moves. A step costs the window what it costs
the run, so that of a large model is `wanted` from the background, once the cursor rests.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from optlab.engine.fitted import FittingObjective
from optlab.engine.snapshot import Snapshot
from optlab.qt.text import say, tr
from optlab.qt.views.one_step.apart import Apart, Walk
from optlab.qt.views.one_step.formula import FormulaView, Told
from optlab.qt.views.one_step.head import StepHead
from optlab.qt.views.one_step.pages import helps, page
from optlab.qt.views.one_step.sheet import Sheet
from optlab.qt.views.one_step.sheet_table import SheetTable
from optlab.qt.views.pictures import PictureActions
from optlab.qt.widgets.buttons import Button
from optlab.qt.widgets.facts import FactLine
from optlab.qt.widgets.labels import ElidedLabel, Paragraph
from optlab.session.moment import Moment
from optlab.session.one_step import Phase, liveliest, phases, update_at, work
from optlab.session.taking import Taken, Taking, take

OFTEN, REST = 100, 200
"""Milliseconds between two looks while the cursor moves; and after which it is at rest."""
LIGHT, HEAVY = 3e6, 1e9
"""Numbers that a step touches: up to so many at once; beyond so many only when asked for."""


class OneStepView(QWidget):
    """Shows a moment's update of one racer; never empty."""

    racer_chosen = Signal(int)
    """Another racer is to be followed."""
    sought = Signal(int)
    """Another step is to be looked at."""
    wanted = Signal(object)
    """A Taking to be drawn from; `refresh` shows it when that is done."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("One step in numbers"))
        PictureActions(self, tr("One step in numbers"))
        self._moment: Moment | None = None
        self._racer = self._parameter = 0
        self._phase, self._phases = Phase.update, (Phase.update,)
        self._key: object = None
        self._awaited: Snapshot | None = None
        self._taking: Taking | None = None
        self._names: tuple[str, ...] = ()
        self._rows: tuple[int, ...] = ()
        self._note = ""
        self._veiled = False
        self.apart: Apart | None = None
        self._fresh, self._often, self._rest = QTimer(self), QTimer(self), QTimer(self)
        for timer, slot in ((self._often, self._look), (self._rest, self._ask)):
            timer.timeout.connect(slot)
        for timer in (self._fresh, self._often, self._rest):
            timer.setSingleShot(True)
        self.head = StepHead()
        self.head.racer_chosen.connect(self.racer_chosen)
        self.head.phase_chosen.connect(self._choose_phase)
        self.head.turned.connect(self._turn)
        self.head.parameter_chosen.connect(self.choose)
        self.head.last_toggled.connect(self._look)
        self.title, self.words = ElidedLabel(role="muted"), Paragraph()
        self.formula, self.facts = FormulaView(), FactLine()
        self.ask = Button(tr("Take this step apart"))
        self.ask.setToolTip(tr("It may take some seconds: the model is large."))
        self.ask.clicked.connect(self._ask)
        self.sheet = SheetTable(tr("Numbers of this step"))
        self.sheet.row_chosen.connect(self._choose_row)
        self._lay_out()

    @property
    def phase(self) -> Phase:
        """The phase that is shown."""
        return self._phase if self._phase in self._phases else Phase.update

    @property
    def parameter(self) -> int:
        """The parameter that is followed."""
        return self._parameter

    def show_moment(self, moment: Moment) -> None:
        """Take the step at the cursor apart, as soon as there is time."""
        self._moment = moment
        if not self.isVisible():
            return
        if not self._fresh.isActive():
            self._look()
        elif not self._often.isActive():
            self._often.start(self._fresh.remainingTime())

    @Slot(int)
    def follow(self, racer: int) -> None:
        """Take the steps of this racer apart."""
        self._racer = racer
        if self.isVisible():
            self._look()

    def veil(self, on: bool) -> None:
        """Hide the step that comes next, or show it again."""
        self._veiled = on
        self._key = None
        if self.isVisible():
            self._look()

    @Slot(int)
    def choose(self, parameter: int) -> None:
        """Follow this parameter."""
        if parameter != self._parameter and self.apart:
            self._parameter = parameter
            self._show_page()

    def show_phase(self, phase: Phase) -> None:
        """Turn to a phase of the step."""
        self._phase = phase
        self._show_page()

    def showEvent(self, event: QShowEvent) -> None:
        """What was not worked out while it was hidden is now."""
        super().showEvent(event)
        self._look()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        if event.type() == QEvent.Type.PaletteChange and self._moment and self.isVisible():
            racer = min(self._racer, len(self._moment.snapshots) - 1)
            self.head.racer.show_racer(self._moment, racer)
        super().changeEvent(event)

    # What a person does --------------------------------------------------------------------------

    @Slot(str)
    def _choose_phase(self, key: str) -> None:
        self.show_phase(Phase(key))

    @Slot(int)
    def _turn(self, way: int) -> None:
        """To the next phase; after the last one to the first of the next step, and so back."""
        if self._moment is None:
            return
        place = self._phases.index(self.phase) + way
        if 0 <= place < len(self._phases):
            self.show_phase(self._phases[place])
            return
        step = self._moment.cursor + way
        if 0 <= step <= self._moment.experiment.steps:
            self._phase = self._phases[0 if way > 0 else -1]
            self.sought.emit(step)
            self._show_page()

    @Slot(int)
    def _choose_row(self, row: int) -> None:
        if row < len(self._rows):
            self.choose(self._rows[row])

    # When it is worked out -----------------------------------------------------------------------

    @Slot()
    def _look(self) -> None:
        """Take the step apart, unless that is done; one that takes long is put off."""
        moment = self._moment
        if moment is None:
            return
        racer = min(self._racer, len(moment.snapshots) - 1)
        self.head.racer.show_racer(moment, racer)
        now, last = moment.snapshots[racer], self.head.last.isChecked() or self._veiled
        key = moment.recording, racer, now.step, now.status, last
        if key == self._key:
            return
        self._key, self._awaited, self._taking = key, None, None
        self._rest.stop()
        update = update_at(moment, racer, last=last)
        self._note = say(update.note) if update.note else ""
        if self._veiled and now.step == 0:
            self._show_nothing(
                tr("What the first step does is told here when your prediction has come true.")
            )
        elif update.before is None:
            self._show_nothing(self._note)
        elif (numbers := work(moment, update.before)) > LIGHT:
            self._put_off(update.before, numbers)
        else:
            self._show_taken(moment, take(moment, update.before))
        self._fresh.start(OFTEN)

    def _put_off(self, before: Snapshot, numbers: int) -> None:
        """Say why there is nothing to be seen yet; wait for the cursor to rest, or to be asked."""
        self._awaited = before
        count = f"{numbers / 1e6:,.0f}"
        if numbers > HEAVY:
            self._show_nothing(tr("This step goes over {count} million numbers.", count=count))
            self.ask.show()
            return
        self._show_nothing(
            tr(
                "A large model: its step over {count} million numbers is taken apart "
                "as soon as the cursor rests.",
                count=count,
            )
        )
        self._rest.start(REST)

    @Slot()
    def _ask(self) -> None:
        """Have the step that was put off taken apart in the background."""
        if self._moment is not None and self._awaited is not None:
            self.ask.hide()
            self._taking = Taking(self._moment, self._awaited)
            self.wanted.emit(self._taking)

    @Slot()
    def refresh(self) -> None:
        """Show what was wanted, if it is still."""
        if self._taking is not None and self._taking.taken is not None:
            self._show_taken(self._taking.moment, self._taking.taken)
            self._taking = self._awaited = None

    def _show_taken(self, moment: Moment, taken: Taken) -> None:
        told, objective = taken.explanation, moment.objective
        walk = None
        if isinstance(objective, FittingObjective) and taken.passes is not None:
            walk = Walk(objective, taken.passes)
        self.apart, self._phases = Apart(moment, told, walk), phases(told)
        if self._names != told.names:
            self._names, self._parameter = told.names, liveliest(told)
            self.head.show_names(told.names)
        self._show_page()

    # What is shown -------------------------------------------------------------------------------

    def _show_nothing(self, words: str) -> None:
        self.apart = None
        self.ask.hide()
        self.title.setText("")
        self.words.setText(words)
        self.formula.show_formula(Told(), 0, {})
        self.facts.show_facts(())
        self.sheet.show_sheet(Sheet(), 0)
        self.setAccessibleDescription(words)

    def _show_page(self) -> None:
        apart = self.apart
        if apart is None:
            return
        told, racer = apart.explanation, apart.explanation.before.racer
        shown = page(self.phase, apart, self._parameter)
        self._rows = shown.parameters
        self.ask.hide()
        self.head.show_phases(self._phases, self.phase, data=apart.walk is not None)
        self.head.show_parameter(self._parameter)
        title = tr("Update {before} → {after}", before=told.step - 1, after=told.step)
        follows = bool(shown.told.lines)
        self.title.setText(f"{title}, {told.names[self._parameter]}" if follows else title)
        self.formula.show_formula(shown.told, racer, helps(apart, self._parameter))
        self.words.setText(f"{self._note} {shown.words}".strip())
        self.facts.show_facts(shown.facts)
        self.sheet.show_sheet(shown.sheet, racer)
        self.setAccessibleDescription(f"{self.title.text()}. {self.words.text()}")

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setContentsMargins(0, 0, 8, 0)
        left.setSpacing(6)
        for part in (self.title, self.formula, self.words, self.ask, self.facts):
            left.addWidget(part)
        left.addStretch(1)
        held = QWidget()
        held.setObjectName("content")
        held.setLayout(left)
        area = QScrollArea()
        area.setAccessibleName(tr("Formula and words"))
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(held)
        body = QHBoxLayout()
        body.setSpacing(16)
        body.addWidget(area, 1)
        body.addWidget(self.sheet, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 6, 12, 6)
        column.setSpacing(6)
        column.addWidget(self.head)
        column.addLayout(body, 1)
