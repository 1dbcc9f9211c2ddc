"""The head of the tab: whose step, which phase of it, which parameter."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QStringListModel, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QWidget

from optlab.qt.text import tr
from optlab.qt.views.racer_chip import RacerChip
from optlab.qt.widgets.buttons import IconButton
from optlab.qt.widgets.chip import Chip
from optlab.qt.widgets.combo import Combo
from optlab.qt.widgets.help_chip import HelpChip
from optlab.qt.widgets.segmented import Segmented
from optlab.session.one_step import Phase


class StepHead(QWidget):
    """Choices about the step that is taken apart."""

    racer_chosen = Signal(int)
    phase_chosen = Signal(str)
    """A Phase."""
    turned = Signal(int)
    """To the phase before (-1) or after (1)."""
    parameter_chosen = Signal(int)
    last_toggled = Signal(bool)
    """Whether the step that led to the cursor is wanted, not the one after it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names = QStringListModel(self)  # 100,000 names in one go
        self._kinds: dict[tuple[tuple[Phase, ...], bool], Segmented] = {}
        self.racer = RacerChip()
        self.racer.racer_chosen.connect(self.racer_chosen)
        self.phases: Segmented | None = None
        self.before = IconButton(
            "chevron-left", tr("Phase before"), tr("The phase before this one (Alt+Left).")
        )
        self.after = IconButton(
            "chevron-right", tr("Next phase"), tr("The next phase, then the next step (Alt+Right).")
        )
        self.parameter = Combo()
        self.parameter.setModel(self._names)
        self.parameter.setAccessibleName(tr("Parameter"))
        self.parameter.setToolTip(tr("The parameter whose numbers stand in the formula."))
        self.parameter.setMaximumWidth(190)
        self.parameter.currentIndexChanged.connect(self.parameter_chosen)
        self.last = Chip(
            tr("last step"),
            tr("On: the step that led to the cursor. Off: the one that comes next."),
            checkable=True,
        )
        self.last.toggled.connect(self.last_toggled)
        self.why = HelpChip(
            tr(
                "One update taken apart: every symbol of its formula with its number in it.\n"
                "Walk through the phases; choose a parameter by its name or a click on its row."
            )
        )
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)
        self._row.addWidget(self.racer)
        self._row.addWidget(self.before)
        self._row.addWidget(self.after)
        self._row.addStretch(1)
        self._row.addWidget(self.parameter, 2)
        self._row.addWidget(self.last)
        self._row.addWidget(self.why)
        for button, keys in ((self.before, "Alt+Left"), (self.after, "Alt+Right")):
            button.clicked.connect(self._turn)
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.activated.connect(button.click)

    def show_phases(self, phases: tuple[Phase, ...], chosen: Phase, *, data: bool) -> None:
        """Offer the phases of this step, in silence; on `data` they have the names of training."""
        kind = phases, data
        if kind not in self._kinds:
            parts = [(phase.value, *_named(phase, data=data)) for phase in phases]
            self._kinds[kind] = made = Segmented(tr("Phase"), parts)
            made.chosen.connect(self.phase_chosen)
            self._row.insertWidget(1, made)
        self.phases = self._kinds[kind]
        for each in self._kinds.values():
            each.setVisible(each is self.phases)
        self.phases.show_key(chosen.value)

    def show_names(self, names: Sequence[str]) -> None:
        """Offer these parameters, in silence."""
        self.parameter.blockSignals(True)
        self._names.setStringList(list(names))
        self.parameter.blockSignals(False)

    def show_parameter(self, parameter: int) -> None:
        """Show a parameter as chosen, in silence."""
        self.parameter.blockSignals(True)
        self.parameter.setCurrentIndex(parameter)
        self.parameter.blockSignals(False)

    @Slot()
    def _turn(self) -> None:
        sender = self.sender()
        self.turned.emit(-1 if sender is self.before else 1)


def _named(phase: Phase, *, data: bool) -> tuple[str, str]:
    """Title and help of a phase."""
    match phase:
        case Phase.forward if not data:
            return tr("Place"), tr("Where the racer stands before the step.")
        case Phase.forward:
            return tr("Forward"), tr("The model answers the samples of this step's batch.")
        case Phase.loss:
            return tr("Loss"), tr("How wrong the answers are, in one number.")
        case Phase.backward if not data:
            return tr("Slope"), tr("How fast the ground rises along each parameter.")
        case Phase.backward:
            return tr("Backward"), tr("How the loss changes with each weight: its slope.")
        case Phase.tries:
            return tr("Tries"), tr("The points that the step tried, and which of them it took.")
        case Phase.update:
            return tr("Update"), tr("The formula moves the parameters.")
