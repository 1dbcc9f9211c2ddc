"""The foot of a sheet: back to the start of the step, and to the steps before and after it."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from optlab.qt.text import tr
from optlab.qt.widgets.buttons import Button
from optlab.session.labs.sheet import Sheet

EDGE = 12


class StepFoot(QWidget):
    """Next goes on at the second press, where something is open at the first."""

    restarted = Signal()
    entered = Signal(int)
    ended = Signal()
    """To the page behind the last step."""
    warned = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sheet: Sheet | None = None
        self._warned = False
        self.restart = Button(tr("Start of step"), "rotate-ccw")
        self.restart.setAccessibleName(tr("Back to the start of this step"))
        self.restart.setToolTip(
            tr("Put everything back as it was at the start of this step. Your answers stay.")
        )
        self.back = Button("", "chevron-left")
        self.back.setAccessibleName(tr("Back"))
        self.back.setToolTip(tr("The step before this one [Alt+Left]"))
        self.next = Button(tr("Next"), "chevron-right")
        self.next.reserve(tr("Next"), tr("Finish"))
        self.restart.clicked.connect(self.restarted)
        self.back.clicked.connect(self.go_back)
        self.next.clicked.connect(self.go_on)
        row = QHBoxLayout(self)
        row.setContentsMargins(EDGE, 8, EDGE, 8)
        row.setSpacing(8)
        row.addWidget(self.restart)
        row.addStretch(1)
        row.addWidget(self.back)
        row.addWidget(self.next)

    def show_sheet(self, sheet: Sheet) -> None:
        """Show what can be gone to."""
        former, self._sheet = self._sheet, sheet
        if former is None or former.place != sheet.place or former.open != sheet.open:
            self._warned = False
        self.back.setEnabled(sheet.place > 0)
        word = tr("Finish") if sheet.last else tr("Next")
        self.next.setText(word)
        self.next.setAccessibleName(word)
        self.next.setCheckable(sheet.done)
        self.next.setChecked(sheet.done)
        self.next.setToolTip(
            tr("See what you have learnt and save your report [Alt+Right]")
            if sheet.last
            else tr("The next step [Alt+Right]")
        )

    @Slot()
    def go_back(self) -> None:
        """To the step before."""
        if self._sheet is not None and self._sheet.place > 0:
            self.entered.emit(self._sheet.place - 1)

    @Slot()
    def go_on(self) -> None:
        """To the next step; something open is said once, and then left open."""
        sheet = self._sheet
        if sheet is None:
            return
        self.next.setChecked(sheet.done)
        if sheet.open and not self._warned and sheet.place + 1 >= sheet.reachable:
            self._warned = True
            self.warned.emit(
                tr(
                    "{count} things are open in this step. Press again to go on all the same.",
                    count=sheet.open,
                )
                if sheet.open > 1
                else tr("One thing is open in this step. Press again to go on all the same.")
            )
        elif sheet.last:
            self.ended.emit()
        else:
            self.entered.emit(sheet.place + 1)
