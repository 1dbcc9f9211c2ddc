"""A number with its unit."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from optlab.qt.panels.lab.prompts.card import PromptCard
from optlab.qt.text import tr
from optlab.qt.theme.measures import fix
from optlab.qt.widgets.numbers import format_number, parse_number
from optlab.session.labs.markdown import html_of
from optlab.session.labs.prompts import AnyPrompt, Number

WIDTH = 110


class NumberCard(PromptCard):
    """A line to type a number in; Enter answers."""

    def __init__(self, prompt: AnyPrompt, pictures: dict[str, bytes]) -> None:
        super().__init__(prompt, pictures)
        self.edit = QLineEdit()
        fix(self.edit, width=WIDTH)
        self.edit.setMaxLength(40)
        unit = cast("Number", prompt).unit
        self.edit.setAccessibleName(
            tr("Your answer in {unit}", unit=unit) if unit else tr("Answer")
        )
        self.edit.setToolTip(tr("Type a number, such as 0.25 or 1e-3. Enter answers."))
        self.edit.setPlaceholderText(tr("a number"))
        self.edit.returnPressed.connect(self.answer)
        self.foot.addWidget(self.edit)
        self.unit = QLabel(unit)
        self.unit.setWordWrap(True)
        self.foot.addWidget(self.unit)
        self.end()

    @property
    def editor(self) -> QWidget:
        """The line."""
        return self.edit

    @property
    def draft(self) -> object:
        """The number that is typed."""
        try:
            return parse_number(self.edit.text())
        except ValueError:
            return None

    @Slot()
    def answer(self) -> None:
        """As everywhere, but what was typed wrong is said as every field says it."""
        text = self.edit.text()
        try:
            parse_number(text)
        except ValueError as trouble:
            wanted = tr("Type a number, such as 0.25.")
            self.feedback.say("not-yet", html_of(f"{trouble} {wanted}" if text.strip() else wanted))
            self.edit.setFocus()
            return
        super().answer()

    def show_value(self, value: object) -> None:
        """Show a number."""
        if isinstance(value, int | float):
            self.edit.setText(format_number(value))

    def set_fixed(self, fixed: bool) -> None:
        """Only show it."""
        self.edit.setReadOnly(fixed)
        self.edit.setEnabled(not fixed)
