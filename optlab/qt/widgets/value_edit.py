"""A line to type a value in: arrows and wheel step it, Enter takes it, Escape gives it back."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QLineEdit, QWidget

NOTCH = 120
"""What Qt counts for one notch of a wheel; touch pads send less at a time."""


class ValueEdit(QLineEdit):
    """Text that stands for a value: `typed` is heard once, on Enter or when the focus leaves."""

    typed = Signal(str)
    stepped = Signal(int, bool)
    """Arrow keys and wheel: how many steps up, and whether large ones (page keys)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)

        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._shown = ""
        self._turned = 0
        self.editingFinished.connect(self._finish)

    @property
    def dirty(self) -> bool:
        """Whether something was typed that has not been taken yet."""
        return self.text() != self._shown

    def show_text(self, text: str) -> None:
        """Show `text` as the value in force, unless something else is being typed."""
        if self.hasFocus() and self.dirty:
            self._shown = text
        elif text != self._shown:
            self.restore(text)

    def restore(self, text: str | None = None) -> None:
        """Show the value in force (a new one if given), whatever was typed."""
        self._shown = self._shown if text is None else text
        self.setText(self._shown)
        if self.hasFocus():
            self.selectAll()
        else:
            self.setCursorPosition(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows and page keys step, Escape restores, the rest types."""
        steps = {
            Qt.Key.Key_Up: (1, False),
            Qt.Key.Key_Down: (-1, False),
            Qt.Key.Key_PageUp: (1, True),
            Qt.Key.Key_PageDown: (-1, True),
        }
        if event.key() in steps:
            self._finish()
            self.stepped.emit(*steps[Qt.Key(event.key())])
        elif event.key() == Qt.Key.Key_Escape and self.dirty:
            self.restore()
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Step with the wheel, but only where the focus is."""
        if not self.hasFocus():
            event.ignore()
            return
        self._turned += event.angleDelta().y()
        notches = int(self._turned / NOTCH)
        self._turned -= notches * NOTCH
        if notches:
            self.stepped.emit(notches, False)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Select all, so that typing replaces."""
        super().focusInEvent(event)
        if event.reason() != Qt.FocusReason.ActiveWindowFocusReason:
            self.selectAll()

    def _finish(self) -> None:
        if self.dirty:
            self.typed.emit(self.text())
