"""How a step begins, and which controls it shows, fixes or hides."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from optlab.engine.experiment import Experiment
from optlab.qt.panels.author.page import Page
from optlab.qt.text import tr
from optlab.qt.widgets.buttons import Button
from optlab.qt.widgets.card import Card
from optlab.qt.widgets.combo import Combo
from optlab.qt.widgets.labels import WrappedLabel
from optlab.session.labs.lab import LabStep
from optlab.session.labs.openable import Control, openable

INDENT = 14
USES = ("free", "fixed", "hidden")


class StartPage(Page):
    """`capture` and the others ask; the draft answers, and `show_step` shows what came of it."""

    capture_wanted = Signal()
    """Let the step begin with what is on screen."""
    going_on = Signal()
    """Let it go on with the experiment of the step before."""
    view_wanted = Signal()
    """Let it begin with the tab, the cursor and the speed that are on screen."""
    varied = Signal(bool)
    locked = Signal(str, str)
    """A path, and free, fixed or hidden."""
    only_shown = Signal(str, bool)
    """Whether the control at a path is among the few that are shown in the lab itself."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Start and controls"), parent)
        self.state = WrappedLabel("", role="muted")
        self.take = Button(tr("Begin with what is on screen"), "check")
        self.take.setToolTip(tr("All that is chosen in the window now becomes the step's start."))
        self.go_on = Button(tr("Go on with the step before"))
        self.look = Button(tr("Look as the window does now"))
        self.look.setToolTip(tr("The tab below, the cursor, the speed and the slice."))
        self.vary = QCheckBox(tr("Every student has a seed of their own"))
        self.vary.setToolTip(tr("Needs seeds on the page Lab; each of them is proven."))
        self.take.clicked.connect(self.capture_wanted)
        self.go_on.clicked.connect(self.going_on)
        self.look.clicked.connect(self.view_wanted)
        self.vary.toggled.connect(self.varied)
        start = Card(tr("How the step begins"), "flag")
        for part in (self.state, self.take, self.go_on, self.look, self.vary):
            start.add(part)
        self.add(start)
        self.locks = Card(tr("What may be changed"), "lock")
        self.locks.add(
            WrappedLabel(
                tr("A tick puts a control into the lab itself; then nothing else is shown."),
                role="muted",
            )
        )
        self._list = QVBoxLayout()
        self._list.setSpacing(4)
        self.locks.column.addLayout(self._list)
        self.add(self.locks)
        self.rows: dict[str, ControlRow] = {}
        self._controls: tuple[Control, ...] = ()

    def show_step(self, step: LabStep, place: int, experiment: Experiment) -> None:
        """Show the start and the locks of a step that begins with `experiment`."""
        own = step.experiment is not None
        self.state.setText(
            tr("It begins with an experiment of its own.")
            if own
            else tr("It goes on with the experiment of the step before.")
        )
        self.go_on.setEnabled(own and place > 0)
        self.vary.blockSignals(True)
        self.vary.setChecked(step.varied)
        self.vary.blockSignals(False)
        controls = openable(experiment)
        if controls != self._controls:
            self._build(controls)
        for path, row in self.rows.items():
            use = "hidden" if path in step.controls.hidden else "free"
            row.show_use("fixed" if path in step.controls.fixed else use)
            row.show_tick(path in step.controls.shown)

    def _build(self, controls: tuple[Control, ...]) -> None:
        self._controls = controls
        for row in self.rows.values():
            row.hide()
            row.deleteLater()
        self.rows.clear()
        for control in controls:
            row = ControlRow(control)
            row.use.activated.connect(partial(self._lock, control.path))
            row.tick.toggled.connect(partial(self.only_shown.emit, control.path))
            self.rows[control.path] = row
            self._list.addWidget(row)

    def _lock(self, path: str, place: int) -> None:
        self.locked.emit(path, USES[place])


class ControlRow(QWidget):
    """A control: whether it is shown in the lab itself, its name, what may be done with it."""

    def __init__(self, control: Control) -> None:
        super().__init__()
        self.tick = QCheckBox()
        self.tick.setAccessibleName(tr("{control}: in the lab itself", control=control.title))
        self.tick.setToolTip(tr("Show {path} in the lab itself.", path=control.path))
        label = QLabel(control.title)
        label.setToolTip(control.path)
        self.use: QComboBox = Combo()
        self.use.setAccessibleName(tr("{control}: what may be done", control=control.title))
        self.use.addItems([tr("free"), tr("fixed"), tr("hidden")])
        row = QHBoxLayout(self)
        row.setContentsMargins(INDENT * control.depth, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.tick)
        row.addWidget(label, 1)
        row.addWidget(self.use)

    def show_use(self, use: str) -> None:
        """Show free, fixed or hidden, silently."""
        self.use.setCurrentIndex(USES.index(use))

    def show_tick(self, ticked: bool) -> None:
        """Show whether it is in the lab itself, silently."""
        self.tick.blockSignals(True)
        self.tick.setChecked(ticked)
        self.tick.blockSignals(False)
