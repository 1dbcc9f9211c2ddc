"""A drawing with what it says: below it, or beside it where there is more width than height."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from optlab.qt.theme.measures import sized
from optlab.qt.widgets.labels import Paragraph

FLAT, BROAD = 200, 480
"""Pixels of height and width at which words stand beside the drawing."""
BESIDE = 230
"""Pixels of width that they then have."""
LINES = 3
"""Below the drawing, at most."""


class Captioned(QWidget):
    """`Captioned(drawing)`; then `say("...")`."""

    def __init__(self, drawing: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = Paragraph("muted")
        self.words.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._box = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._box.setContentsMargins(12, 0, 12, 6)
        self._box.setSpacing(4)
        self._box.addWidget(drawing, 1)
        self._box.addWidget(self.words)

    def say(self, words: str) -> None:
        """Say `words`."""
        if words != self.words.text():
            self.words.setText(words)
            self.words.setAccessibleName(words)
            self.words.setVisible(bool(words))
            self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Words find their place, the drawing has the rest."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        beside = self.height() < sized(FLAT) and self.width() >= sized(BROAD)
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if self._box.direction() != way:
            self._box.setDirection(way)
        line = self.words.fontMetrics().lineSpacing()
        if beside:
            self.words.setFixedSize(sized(BESIDE), max(self.height() - 8, line))
            return
        self.words.setMinimumWidth(0)
        self.words.setMaximumWidth(16_777_215)
        self.words.setFixedHeight(line * max(min(len(self.words.lines()), LINES), 1))
