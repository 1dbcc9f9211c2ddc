"""One click or two: a click counts once it is certain that no second one follows.

The first click of a double click must not act, for a start that was never meant would throw the
whole run away.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QPointF, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication


class Clicks(QObject):
    """Told of every click, it says which were single."""

    single = Signal(QPointF)
    """Where it was."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._at = QPointF()
        self._waiting = QTimer(self)
        self._waiting.setSingleShot(True)
        self._waiting.timeout.connect(self._end)

    def once(self, at: QPointF) -> None:
        """There was a click at a pixel."""
        self._at = at
        self._waiting.start(QApplication.doubleClickInterval())

    def twice(self) -> None:
        """It was the first of a double click."""
        self._waiting.stop()

    @Slot()
    def _end(self) -> None:
        self.single.emit(self._at)
