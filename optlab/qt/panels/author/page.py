"""What all pages of the author's panel have in common: a column that scrolls."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

EDGE = 12


class Page(QScrollArea):
    """`add` puts a part at the end."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        content = QWidget()
        content.setObjectName("content")
        self.column = QVBoxLayout(content)
        self.column.setContentsMargins(EDGE, 8, EDGE, EDGE)
        self.column.setSpacing(10)
        self.column.addStretch(1)
        self.setWidget(content)

    def add(self, part: QWidget) -> None:
        """Put a part below the others."""
        self.column.insertWidget(self.column.count() - 1, part)
