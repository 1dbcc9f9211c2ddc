"""The bar below the head of a pane that asks for a prediction, and tells later how it came out."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from optlab.qt.text import tr
from optlab.qt.theme import icons
from optlab.qt.widgets.chip import Chip

EDGE, GAP = 12, 6


class AskBar(QFrame):
    """One line of words, and chips to undo, to clear and to lock; hidden while nothing is asked."""

    undone = Signal()
    cleared = Signal()
    locked = Signal()
    dismissed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._asked = ""
        self.setAccessibleName(tr("Prediction"))
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.undo = Chip(tr("Undo"), tr("Take the last stroke back (Backspace)."))
        self.clear = Chip(tr("Clear"), tr("Begin anew (Esc)."))
        self.lock = Chip(
            tr("Lock my prediction"),
            tr("From now on it stays as it is, and the run may be watched (Enter)."),
        )
        icons.dress(self.lock, "lock", size=14)
        self.leave = Chip(" ", tr("Put the prediction away."))
        for chip, signal in (
            (self.undo, self.undone),
            (self.clear, self.cleared),
            (self.lock, self.locked),
            (self.leave, self.dismissed),
        ):
            chip.clicked.connect(signal)
        self._chips = QWidget()
        row = QHBoxLayout(self._chips)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        row.addStretch(1)
        for chip in (self.undo, self.clear, self.lock):
            row.addWidget(chip)
        head = QHBoxLayout()
        head.setSpacing(2 * GAP)
        head.addWidget(self.words, 1)
        head.addWidget(self.leave, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(EDGE, 0, EDGE, GAP)
        column.setSpacing(GAP)
        column.addLayout(head)
        column.addWidget(self._chips)
        self.hide()

    def ask(self, words: str, *, leave: str = "", strokes: bool = True) -> None:
        """Ask with `words`; `leave` is what the chip to get out says, `strokes` can be undone."""
        self._asked = words
        self._say(words, leave)
        for chip, shown in ((self.undo, strokes), (self.clear, True), (self.lock, True)):
            chip.setVisible(shown)
        self._chips.show()

    def allow(self, *, undo: bool, clear: bool, lock: bool) -> None:
        """What there is to undo, to clear and to lock."""
        for chip, possible in ((self.undo, undo), (self.clear, clear), (self.lock, lock)):
            chip.setEnabled(possible)

    def hint(self, words: str) -> None:
        """Say what is missing before it can be locked."""
        self._say(f"{self._asked} {words}", self.leave.text())

    def tell(self, words: str, *, leave: str = "") -> None:
        """Tell something that asks for nothing."""
        self._say(words, leave)
        for chip in (self.undo, self.clear, self.lock):
            chip.hide()
        self._chips.hide()

    def _say(self, words: str, leave: str) -> None:
        self.words.setText(words)
        self.words.setAccessibleName(words)
        self.leave.setText(leave)
        self.leave.setAccessibleName(leave)
        self.leave.setVisible(bool(leave))
        self.show()
