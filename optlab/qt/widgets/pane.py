"""A pane: title and chips at its head, the body, one line of facts at its foot."""

from collections.abc import Iterable
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from optlab.qt.widgets.facts import FactLine

HEAD_HEIGHT = 38
EDGE, GAP = 12, 8
"""Pixels beside the head and between its parts."""


class Pane(QFrame):
    """`Pane("Loss surface")`; then `add_chip`, `set_body`, and `foot.show_facts`."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(title)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        self.title = QLabel(title)
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.title.setProperty("role", "title")
        self._left, self._right = QHBoxLayout(), QHBoxLayout()
        column.addWidget(self._head())
        self._body = QVBoxLayout()
        self._body.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._body, 1)
        self.foot = FactLine()
        self._foot_box = QFrame()
        column.addWidget(rule())
        self._foot_box.setFixedHeight(self.foot.sizeHint().height())
        foot = QHBoxLayout(self._foot_box)
        foot.setContentsMargins(EDGE, 0, EDGE, 0)
        foot.addWidget(self.foot)
        column.addWidget(self._foot_box)

    def add_chip(self, chip: QWidget, side: Literal["left", "right"] = "left") -> None:
        """Put a chip beside the title, or at the right end of the head."""
        (self._left if side == "left" else self._right).addWidget(chip)

    def has_room(self, chips: Iterable[QWidget]) -> bool:
        """Whether the title and `chips` stand side by side at their full width."""
        parts = (self.title, *chips)
        wanted = sum(part.sizeHint().width() + GAP for part in parts) - GAP
        return wanted + 2 * EDGE <= self.width() - 2

    def set_body(self, body: QWidget) -> None:
        """Put `body` between head and foot."""
        self._body.addWidget(body)

    def _head(self) -> QWidget:
        head = QWidget()
        head.setFixedHeight(HEAD_HEIGHT)
        row = QHBoxLayout(head)
        row.setContentsMargins(EDGE, 0, EDGE, 0)
        row.setSpacing(GAP)
        row.addWidget(self.title)
        for side in (self._left, self._right):
            side.setSpacing(GAP)
        row.addLayout(self._left)
        row.addStretch(1)
        row.addLayout(self._right)
        row.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        return head


def rule() -> QFrame:
    """Return a line of one pixel in the colour of borders."""
    line = QFrame()
    line.setProperty("role", "rule")
    return line
