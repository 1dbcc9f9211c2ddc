"""The proof of a lab: what is wrong with it, each with the way to the step it is in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from optlab.qt.panels.author.page import Page
from optlab.qt.text import tr
from optlab.qt.widgets.buttons import Button
from optlab.qt.widgets.chip import Chip
from optlab.qt.widgets.labels import WrappedLabel
from optlab.session.labs.proof import Trouble

STEP = re.compile(r"steps\[(\d+)\]")


class ProofPage(Page):
    """`wanted` asks for a proof; `show_working` and `show_troubles` tell how it goes."""

    wanted = Signal()
    entered = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Check the lab"), parent)
        self.begin = Button(tr("Check the whole lab"), "circle-check")
        self.begin.setToolTip(tr("Reads it all, and lets the engine confirm what it claims."))
        self.begin.clicked.connect(self.wanted)
        self.state = WrappedLabel(
            tr("A lab is checked before students see it: as optlab lab check does."), role="muted"
        )
        self._list = QVBoxLayout()
        self._list.setSpacing(6)
        self.troubles: list[Chip] = []
        self.add(self.begin)
        self.add(self.state)
        holder = QWidget()
        holder.setLayout(self._list)
        self._list.setContentsMargins(0, 0, 0, 0)
        self.add(holder)

    def show_working(self, what: str) -> None:
        """Say what is being worked on."""
        self.begin.setEnabled(False)
        self.state.setText(what)

    def show_troubles(self, troubles: Sequence[Trouble]) -> None:
        """Show the outcome."""
        self.begin.setEnabled(True)
        while item := self._list.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        self.troubles.clear()
        self.state.setText(
            tr("{count} things to mend:", count=len(troubles))
            if troubles
            else tr("Nothing to mend: every claim is confirmed, every check can be met.")
        )
        for trouble in troubles:
            step = STEP.match(trouble.place)
            words = WrappedLabel(f"{trouble.sentence} {trouble.remedy}".strip())
            self._list.addWidget(words)
            if step:
                go = Chip(tr("Go to step {step}", step=int(step[1]) + 1))
                go.clicked.connect(partial(self.entered.emit, int(step[1])))
                self.troubles.append(go)
                self._list.addWidget(go)
