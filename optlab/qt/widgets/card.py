"""A card: a box in a column of words that sets one thing apart, with a sign and a title."""

from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from optlab.qt.theme.palette import Role
from optlab.qt.widgets.sign import Sign

Tone = Literal["plain", "accent", "good"]
PADDING, GAP = 12, 8
_INKS: dict[Tone, Role] = {"plain": "muted", "accent": "accent", "good": "good"}


class Card(QFrame):
    """`Card("Your task", "flag", "accent")`; then `add` what stands in it."""

    def __init__(
        self, title: str = "", sign: str = "", tone: Tone = "plain", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("card", tone)
        self.setAccessibleName(title)
        self.title = QLabel(title, self)
        self.title.setVisible(bool(title))
        self.title.setProperty("role", "title")
        self._head = QHBoxLayout()
        self._head.setSpacing(GAP)
        if sign:
            self._head.addWidget(Sign(sign, _INKS[tone]), 0, Qt.AlignmentFlag.AlignVCenter)
        self._head.addWidget(self.title, 1)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(PADDING, PADDING - 2, PADDING, PADDING)
        self.column.setSpacing(GAP)
        if title:
            self.column.addLayout(self._head)

    def rename(self, title: str) -> None:
        """Give it another title."""
        self.title.setText(title)
        self.setAccessibleName(title)

    def add(self, widget: QWidget) -> None:
        """Put a part at the end."""
        self.column.addWidget(widget)

    def add_sign(self, sign: QWidget) -> None:
        """Put a small button at the right of the title."""
        self._head.addWidget(sign, 0, Qt.AlignmentFlag.AlignVCenter)
