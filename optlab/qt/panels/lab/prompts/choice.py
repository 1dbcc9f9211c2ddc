"""One of several options."""

from __future__ import annotations

import re
from html import unescape
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QVBoxLayout, QWidget

from optlab.qt.panels.lab.prompts.card import PromptCard
from optlab.qt.widgets.option import Option
from optlab.session.labs.markdown import html_of
from optlab.session.labs.prompts import AnyPrompt, MultipleChoice

_TAG = re.compile(r"<[^>]*>")


class ChoiceCard(PromptCard):
    """A list of options; arrows go through them, Enter answers."""

    def __init__(self, prompt: AnyPrompt, pictures: dict[str, bytes]) -> None:
        super().__init__(prompt, pictures)
        self.group = QButtonGroup(self)
        column = QVBoxLayout()
        column.setSpacing(4)
        for place, text in enumerate(cast("MultipleChoice", prompt).options, 1):
            html = html_of(text, pictures)
            option = Option(html, unescape(_TAG.sub("", html)).strip())
            self.group.addButton(option, place)
            column.addWidget(option)
        self.column.addLayout(column)
        self.end()

    @property
    def options(self) -> list[Option]:
        """The options from first to last."""
        return cast("list[Option]", self.group.buttons())

    @property
    def editor(self) -> QWidget:
        """The chosen option, or the first one."""
        return self.group.checkedButton() or self.group.buttons()[0]

    @property
    def draft(self) -> object:
        """The place of the chosen option, from 1."""
        chosen = self.group.checkedId()
        return chosen if chosen > 0 else None

    def show_value(self, value: object) -> None:
        """Check this option."""
        button = self.group.button(value) if isinstance(value, int) else None
        if button:
            button.setChecked(True)

    def set_fixed(self, fixed: bool) -> None:
        """Grey what was not chosen."""
        for option in self.options:
            option.setEnabled(not fixed)

    def set_zoom(self, zoom: float) -> None:
        """Write the options larger, too."""
        super().set_zoom(zoom)
        for option in self.options:
            option.set_zoom(zoom)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter answers."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.button.isVisible():
            self.answer()
        else:
            super().keyPressEvent(event)
