"""The head of a sheet: which lab, which step of how many, how large the words are."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from optlab.qt.text import tr
from optlab.qt.theme import icons
from optlab.qt.widgets.buttons import IconButton
from optlab.qt.widgets.chip import Chip
from optlab.qt.widgets.labels import ElidedLabel
from optlab.qt.widgets.progress_line import Part, ProgressLine
from optlab.session.labs.sheet import Sheet

EDGE = 12


class StepHead(QWidget):
    """Title, sizes and the way out; below it the list of steps, as a menu, and how far one is."""

    entered = Signal(int)
    resized = Signal(int)
    """+1: larger words, please; -1: smaller ones."""
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = ElidedLabel(role="title")
        self.smaller = IconButton("a-small", tr("Smaller words"), tr("Smaller words [Ctrl+−]"))
        self.larger = IconButton("a-large", tr("Larger words"), tr("Larger words [Ctrl++]"))
        self.shut = IconButton(
            "x", tr("Close the lab"), tr("Close the lab. All you said and did is kept.")
        )
        self.menu = QMenu(self)
        self.menu.setToolTipsVisible(True)
        self.steps = Chip(
            tr("Step {step} of {steps}", step=1, steps=1),
            tr("All steps of this lab."),
            menu=self.menu,
        )
        self.progress = ProgressLine(tr("Progress"))
        self.smaller.clicked.connect(partial(self.resized.emit, -1))
        self.larger.clicked.connect(partial(self.resized.emit, +1))
        self.shut.clicked.connect(self.left)
        above, below = QHBoxLayout(), QHBoxLayout()
        above.setSpacing(2)
        above.addWidget(self.title, 1)
        for sign in (self.smaller, self.larger, self.shut):
            above.addWidget(sign)
        below.setSpacing(10)
        below.addWidget(self.steps)
        below.addWidget(self.progress, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(EDGE, 8, EDGE - 4, 10)
        column.setSpacing(8)
        column.addLayout(above)
        column.addLayout(below)

    def show_sheet(self, sheet: Sheet) -> None:
        """Show where one is in which lab."""
        parts = sheet.parts
        self.title.setText(sheet.lab.title)
        self.title.setToolTip("")
        self.steps.setText(
            tr("Step {step} of {steps}", step=sheet.place + 1, steps=len(sheet.lab.steps))
        )
        done = sum(part == "done" for part in parts)
        self.progress.show_parts(
            parts, sheet.place, tr("{done} of {steps} steps done", done=done, steps=len(parts))
        )
        self._list(sheet, parts)

    def _list(self, sheet: Sheet, parts: tuple[Part, ...]) -> None:
        self.menu.clear()
        reachable = sheet.reachable
        for place, (step, part) in enumerate(zip(sheet.lab.steps, parts, strict=True)):
            action = self.menu.addAction(f"{place + 1}   {step.title}")
            action.setEnabled(place < reachable)
            action.triggered.connect(partial(self.entered.emit, place))
            if place == sheet.place:
                icons.dress(action, "chevron-right", "accent")
                action.setToolTip(tr("You are here."))
            elif part == "done":
                icons.dress(action, "circle-check", "good")
                action.setToolTip(tr("Done."))
            elif place < reachable:
                icons.dress(action, "pencil", "muted")
                action.setToolTip(tr("Something is open here."))
            else:
                icons.dress(action, "lock", "muted")
                action.setToolTip(tr("Comes after the step before it."))
