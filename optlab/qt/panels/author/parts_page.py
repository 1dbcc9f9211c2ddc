"""Prompts, checks and claims of a step, typed as they stand in the file."""

from __future__ import annotations

from functools import partial
from typing import cast

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from optlab.qt.panels.author.page import Page
from optlab.qt.text import tr
from optlab.qt.widgets.chip import Chip
from optlab.qt.widgets.feedback import Feedback
from optlab.qt.widgets.labels import WrappedLabel
from optlab.qt.widgets.segmented import Segmented
from optlab.qt.widgets.words_edit import WordsEdit
from optlab.session.labs.draft import Part
from optlab.session.labs.snippets import SNIPPETS


class PartsPage(Page):
    """`show_text` shows a part; `typed` tells its new text, `snippet_wanted` what to add to it."""

    part_chosen = Signal(str)
    typed = Signal(str)
    snippet_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Questions and checks"), parent)
        self.parts = Segmented(
            tr("What is edited"),
            [
                ("prompts", tr("Prompts"), tr("What the student is asked.")),
                ("checks", tr("Checks"), tr("What the student's own run must meet.")),
                ("claims", tr("Claims"), tr("What the text says, and the engine must confirm.")),
            ],
        )
        self.about = WrappedLabel("", role="muted")
        self.menu = QMenu(self)
        self.add_one = Chip(tr("Add"), tr("Begin with one that works."), menu=self.menu)
        self.code = WordsEdit(
            tr("As in the file"), tr("TOML, see the format of labs."), 14, code=True
        )
        self.trouble = Feedback(tr("What is wrong"))
        row = QHBoxLayout()
        row.addWidget(self.parts, 1)
        row.addWidget(self.add_one)
        head = QWidget()
        head.setLayout(row)
        row.setContentsMargins(0, 0, 0, 0)
        for part in (head, self.about, self.code, self.trouble):
            self.add(part)
        self.parts.chosen.connect(self._choose)
        self.code.typed.connect(self.typed)
        self._choose("prompts")

    @property
    def part(self) -> Part:
        """Which of the three is on the page."""
        return cast("Part", self.parts.key)

    def show_text(self, text: str) -> None:
        """Show the part as it is written."""
        self.code.show_text(text)
        self.tell("")

    def tell(self, sentence: str) -> None:
        """Say what is wrong with what was typed; nothing when all is well."""
        self.trouble.say("not-yet", sentence)

    @Slot(str)
    def _choose(self, part: str) -> None:
        self.code.tell()
        self.about.setText(
            {
                "prompts": tr("What is asked: one table for each, with a key of its own."),
                "checks": tr("Goals for the student's run, each with a solution that meets it."),
                "claims": tr("Sentences of the text that the engine confirms when you check."),
            }[part]
        )
        self.menu.clear()
        for name in SNIPPETS[cast("Part", part)]:
            self.menu.addAction(tr(name)).triggered.connect(partial(self.snippet_wanted.emit, name))
        self.part_chosen.emit(part)
