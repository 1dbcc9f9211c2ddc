"""Several lines of words under a small title, told on when the typing pauses or the focus goes."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QFocusEvent, QFontDatabase, QFontMetrics
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QVBoxLayout, QWidget

PAUSE_MS = 500


class WordsEdit(QWidget):
    """`show_text` shows words, unless others are being typed; `typed` tells what a person wrote."""

    typed = Signal(str)

    def __init__(
        self,
        title: str,
        help: str,  # noqa: A002
        lines: int = 3,
        *,
        code: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.label = QLabel(title)
        self.label.setProperty("role", "label")
        self.label.setToolTip(help)
        self.edit = Lines()
        self.edit.setTabChangesFocus(True)
        self.edit.setAccessibleName(title)
        self.edit.setToolTip(help)
        if code:
            self.edit.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        height = QFontMetrics(self.edit.font()).lineSpacing() * lines + 16
        self.edit.setMinimumHeight(height)
        if not code:
            self.edit.setMaximumHeight(height)
        self.label.setBuddy(self.edit)
        self._shown = ""
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self.tell)
        self.edit.textChanged.connect(self._wait)
        self.edit.left.connect(self.tell)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.label)
        column.addWidget(self.edit, 1 if code else 0)

    @property
    def text(self) -> str:
        """What stands there now."""
        return self.edit.toPlainText()

    def show_text(self, text: str) -> None:
        """Show `text`; what is already there keeps its cursor."""
        self._pause.stop()
        self._shown = text
        if text != self.text:
            self.edit.blockSignals(True)
            self.edit.setPlainText(text)
            self.edit.blockSignals(False)

    @Slot()
    def tell(self) -> None:
        """Tell what was typed since, if anything."""
        self._pause.stop()
        if self.text != self._shown:
            self._shown = self.text
            self.typed.emit(self.text)

    @Slot()
    def _wait(self) -> None:
        self._pause.start()


class Lines(QPlainTextEdit):
    """A text field that says when the focus has left it."""

    left = Signal()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Say so."""
        super().focusOutEvent(event)
        self.left.emit()
