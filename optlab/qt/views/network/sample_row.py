"""Which sample is sent through the network: training or test, the one before, the next."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from optlab.qt.text import tr
from optlab.qt.widgets.buttons import IconButton
from optlab.qt.widgets.chip import Chip
from optlab.qt.widgets.labels import ElidedLabel


class SampleRow(QWidget):
    """`stepped` tells how many samples on (or back), `test_chosen` the other set."""

    stepped = Signal(int)
    test_chosen = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.back = IconButton("chevron-left", tr("Sample before"), tr("The sample before"))
        self.on = IconButton("chevron-right", tr("Next sample"), tr("The next sample"))
        self.name = ElidedLabel()
        self.test = Chip(
            tr("test"),
            tr("Take a sample that was kept back from training: the model has never learnt it."),
            checkable=True,
        )
        self.words = ElidedLabel(role="label")
        self.back.clicked.connect(self._step_back)
        self.on.clicked.connect(self._step_on)
        self.test.toggled.connect(self.test_chosen)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for part in (self.back, self.on):
            row.addWidget(part)
        row.addWidget(self.name, 1)
        row.addWidget(self.test)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self.words)

    def show_sample(self, sample: int, count: int, words: str, *, test: bool, tests: int) -> None:
        """Show sample `sample` (from 0) of `count`; without tests there is no choice."""
        kind = tr("Test") if test else tr("Training")
        name = tr("{kind} {number} of {total}", kind=kind, number=sample + 1, total=count)
        for label, text in ((self.name, name), (self.words, words)):
            if label.text() != text:
                label.setText(text)
        self.name.setToolTip(words)
        self.words.setToolTip(words)
        self.test.blockSignals(True)
        self.test.setChecked(test)
        self.test.blockSignals(False)
        self.test.setVisible(tests > 0)

    def shorten(self, short: bool) -> None:
        """Leave the words to the tooltip, or show them again."""
        self.words.setVisible(not short)

    @Slot()
    def _step_back(self) -> None:
        self.stepped.emit(-1)

    @Slot()
    def _step_on(self) -> None:
        self.stepped.emit(1)
