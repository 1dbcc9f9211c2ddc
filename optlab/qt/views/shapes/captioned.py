"""A drawing with what it says below it, in up to three lines."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from optlab.qt.widgets.labels import Paragraph

LOW, MIDDLE, HIGH = 96, 130, 170
"""Pixels from which one, two and three lines are worth their height."""


class Captioned(QWidget):
    """`Captioned(canvas)`; then `say("...")`."""

    def __init__(self, drawing: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = Paragraph("muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 0, 4, 6)
        column.setSpacing(2)
        column.addWidget(drawing, 1)
        column.addWidget(self.words)

    def say(self, words: str) -> None:
        """Say `words`."""
        if words != self.words.text():
            self.words.setText(words)
            self.words.setAccessibleName(words)
            self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Words keep their lines, the drawing has the rest."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        line = self.words.fontMetrics().lineSpacing()
        most = 3 if self.height() > HIGH else 2 if self.height() > MIDDLE else 1
        self.words.setVisible(bool(self.words.text()) and self.height() > LOW)
        self.words.setFixedHeight(line * max(min(len(self.words.lines()), most), 1))
