"""The head of the author's panel: which lab, which step, and what can be done with steps."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from optlab.qt.text import tr
from optlab.qt.widgets.buttons import IconButton
from optlab.qt.widgets.chip import Chip
from optlab.qt.widgets.labels import ElidedLabel

EDGE = 12


class Head(QWidget):
    """Steps are entered, added, moved and removed here; edits are taken back."""

    entered = Signal(int)
    asked = Signal(str)
    """add, remove, up, down, undo, redo or leave."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = ElidedLabel(role="title")
        self.menu = QMenu(self)
        self.steps = Chip(tr("Step {step} of {steps}", step=1, steps=1), menu=self.menu)
        self.signs: dict[str, IconButton] = {}
        above, below = QHBoxLayout(), QHBoxLayout()
        above.addWidget(self.title, 1)
        below.addWidget(self.steps)
        below.addStretch(1)
        for row, sign, name, title, help_ in (
            (above, "undo", "undo", tr("Undo"), tr("Take the last edit of the lab back.")),
            (above, "redo", "redo", tr("Redo"), tr("Make the last undone edit again.")),
            (above, "x", "leave", tr("Close the editor"), tr("Close the editor.")),
            (below, "plus", "add", tr("Add a step"), tr("A new step behind this one.")),
            (below, "chevron-up", "up", tr("Move up"), tr("Move this step before the last one.")),
            (below, "chevron-down", "down", tr("Move down"), tr("Move this step behind the next.")),
            (below, "trash", "remove", tr("Remove the step"), tr("Remove this step.")),
        ):
            button = IconButton(sign, title, help_)
            button.clicked.connect(partial(self.asked.emit, name))
            self.signs[name] = button
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(EDGE, 8, EDGE - 4, 8)
        column.setSpacing(6)
        column.addLayout(above)
        column.addLayout(below)

    def show_steps(self, title: str, titles: Sequence[str], place: int) -> None:
        """Show the lab's title and its steps, of which one is edited."""
        self.title.setText(title)
        self.steps.setText(tr("Step {step} of {steps}", step=place + 1, steps=len(titles)))
        self.menu.clear()
        for at, each in enumerate(titles):
            action = self.menu.addAction(f"{at + 1}   {each}")
            action.setCheckable(True)
            action.setChecked(at == place)
            action.triggered.connect(partial(self.entered.emit, at))
        self.signs["up"].setEnabled(place > 0)
        self.signs["down"].setEnabled(place < len(titles) - 1)
        self.signs["remove"].setEnabled(len(titles) > 1)

    def show_history(self, *, undo: bool, redo: bool) -> None:
        """Say whether there is anything to take back or make again."""
        self.signs["undo"].setEnabled(undo)
        self.signs["redo"].setEnabled(redo)
