"""A few words of one's own."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QWidget

from optlab.qt.panels.lab.prompts.card import PromptCard
from optlab.qt.text import tr
from optlab.qt.theme.measures import fix
from optlab.session.labs.prompts import AnyPrompt, FreeText

HEIGHT = 84


class WordsCard(PromptCard):
    """Lines to write in; Ctrl+Enter keeps them, Tab leaves them."""

    def __init__(self, prompt: AnyPrompt, pictures: dict[str, bytes]) -> None:
        super().__init__(prompt, pictures)
        self.edit = QPlainTextEdit()
        fix(self.edit, height=HEIGHT)
        self.edit.setTabChangesFocus(True)
        self.edit.setAccessibleName(tr("Your answer"))
        self.edit.setToolTip(tr("Write in your own words. Ctrl+Enter keeps it."))
        self.edit.setPlaceholderText(tr("In your own words …"))
        self.edit.textChanged.connect(self._count)
        self.edit.installEventFilter(self)
        self.add(self.edit)
        self.count = QLabel()
        self.count.setProperty("role", "label")
        self.foot.addWidget(self.count)
        self.button.setText(tr("Keep"))
        self.end()
        self._count()

    @property
    def editor(self) -> QWidget:
        """The lines."""
        return self.edit

    @property
    def draft(self) -> object:
        """What is written."""
        return self.edit.toPlainText().strip()

    def show_value(self, value: object) -> None:
        """Show words, unless others are being written."""
        if isinstance(value, str) and not self.edit.hasFocus():
            self.edit.setPlainText(value)

    def set_fixed(self, fixed: bool) -> None:
        """Only show them."""
        self.edit.setReadOnly(fixed)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ctrl+Enter keeps what is written."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.answer()
                return True
        return super().eventFilter(watched, event)

    @Slot()
    def _count(self) -> None:
        """Say how much more is wanted."""
        missing = cast("FreeText", self.prompt).least - len(cast("str", self.draft))
        self.count.setText(tr("{count} more letters", count=missing) if missing > 0 else "")
