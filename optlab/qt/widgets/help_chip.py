"""The chip `?`: a view explained in two lines, under the mouse or at a press."""

from PySide6.QtCore import QPoint, QRect, Slot
from PySide6.QtWidgets import QToolTip, QWidget

from optlab.qt.text import tr
from optlab.qt.widgets.chip import Chip

READING_MS = 20_000
"""Words that were asked for by a press stay long enough to be read twice."""


class HelpChip(Chip):
    """`HelpChip("Every dot is ...")`; `explain` changes the words."""

    def __init__(self, words: str = "", parent: QWidget | None = None) -> None:
        super().__init__("?", words, parent=parent)
        self.explain(words)
        self.clicked.connect(self._tell)

    def explain(self, words: str) -> None:
        """Say `words` from now on."""
        if words != self.toolTip() or not self.accessibleDescription():
            self.setToolTip(words)
            self.setAccessibleName(tr("What is this?"))
            self.setAccessibleDescription(words)

    @Slot()
    def _tell(self) -> None:
        below = self.mapToGlobal(QPoint(0, self.height()))
        QToolTip.showText(below, self.toolTip(), self, QRect(), READING_MS)
