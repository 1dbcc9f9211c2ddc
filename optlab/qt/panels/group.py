"""A group of the setup: its name in small capitals, a few signs beside it, the fields below."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from optlab.qt.theme.measures import fix


class Group(QWidget):
    """`Group("Model", "what it is about")`; then `add` fields and `add_sign` buttons."""

    def __init__(self, title: str, explanation: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        label = QLabel(title.upper())
        label.setProperty("role", "group")
        label.setToolTip(f"<div>{explanation}</div>")
        self.setAccessibleName(title)
        self._head = QHBoxLayout()
        self._head.setSpacing(0)
        self._head.addWidget(label, 1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 8, 0, 0)
        self._column.setSpacing(0)
        self._column.addLayout(self._head)
        self._column.addSpacing(4)
        fix(label, height=22)

    def add(self, widget: QWidget, gap: int = 0) -> None:
        """Put a row, or a form of rows, at the end, and `gap` pixels below it."""
        self._column.addWidget(widget)
        self._column.addSpacing(gap)

    def add_sign(self, sign: QWidget) -> None:
        """Put a small button at the right of the name."""
        self._head.addWidget(sign, 0, Qt.AlignmentFlag.AlignVCenter)
