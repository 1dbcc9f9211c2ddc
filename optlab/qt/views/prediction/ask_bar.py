"""The bar below the head of a pane that asks for a prediction, and tells later how it came out."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from optlab.qt.text import tr
from optlab.qt.theme import icons
from optlab.qt.theme.measures import sized
from optlab.qt.widgets.chip import Chip

EDGE, GAP = 12, 6
WIDE = 420
"""Pixels across from which there is room for more than one sentence."""


class AskBar(QFrame):
    """One line of words, and chips to undo, to clear and to lock; hidden while nothing is asked."""

    undone = Signal()
    cleared = Signal()
    locked = Signal()
    dismissed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._asked = ""
        self._said = ("", "")
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
        self.leave = Chip(" ", tr("Put the prediction away."), parent=self)
        for chip, signal in (
            (self.undo, self.undone),
            (self.clear, self.cleared),
            (self.lock, self.locked),
            (self.leave, self.dismissed),
        ):
            chip.clicked.connect(signal)
        self._chips = QWidget()
        self._row, self._head = QHBoxLayout(self._chips), QHBoxLayout()
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(GAP)
        self._row.addStretch(1)
        for chip in (self.undo, self.clear, self.lock):
            self._row.addWidget(chip)
        self._head.setSpacing(2 * GAP)
        self._head.addWidget(self.words, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(EDGE, 0, EDGE, GAP)
        column.setSpacing(GAP)
        column.addLayout(self._head)
        column.addWidget(self._chips)
        self.hide()

    def ask(self, words: str, *, leave: str = "", strokes: bool = True) -> None:
        """Ask with `words`; `leave` is what the chip to get out says, `strokes` can be undone."""
        self._asked = words
        self._say(words, leave)
        self._row.insertWidget(0, self.leave)
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

    def tell(self, words: str, more: str = "", *, leave: str = "") -> None:
        """Tell something that asks for nothing, and `more` where there is room for it."""
        self._say(words, leave, more)
        self._head.addWidget(self.leave, 0, Qt.AlignmentFlag.AlignTop)
        self._chips.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width has room for other words."""
        super().resizeEvent(event)
        self._fit()

    def _say(self, words: str, leave: str, more: str = "") -> None:
        self._said = words, more
        self.words.setToolTip(more)
        self.words.setAccessibleName(f"{words} {more}".strip())
        self.leave.setText(leave)
        self.leave.setAccessibleName(leave)
        self.leave.setVisible(bool(leave))
        self._fit()
        self.show()

    def _fit(self) -> None:
        words, more = self._said
        self.words.setText(f"{words} {more}".strip() if self.width() >= sized(WIDE) else words)
