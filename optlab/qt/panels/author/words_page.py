"""The words of a step, or of the lab as a whole: one field for each."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from optlab.qt.panels.author.page import Page
from optlab.qt.text import tr
from optlab.qt.widgets.words_edit import WordsEdit


class Asked(NamedTuple):
    """A field: its name in the file, title, help, how many lines; `each` line may be an entry."""

    name: str
    title: str
    help: str
    lines: int = 1
    each: bool = False


class WordsPage(Page):
    """`show_values` fills the fields; `edited` tells the name of one and what it holds now."""

    edited = Signal(str, object)

    def __init__(self, name: str, asked: Sequence[Asked], parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._asked = {each.name: each for each in asked}
        self.fields: dict[str, WordsEdit] = {}
        for each in asked:
            field = WordsEdit(each.title, each.help, each.lines)
            field.typed.connect(partial(self._tell, each.name))
            self.fields[each.name] = field
            self.add(field)

    def show_values(self, holder: object) -> None:
        """Show the fields of a step or a lab."""
        for name, field in self.fields.items():
            held = getattr(holder, name)
            field.show_text("\n".join(held) if self._asked[name].each else str(held))

    def settle(self) -> None:
        """Tell what was typed and not told yet."""
        for field in self.fields.values():
            field.tell()

    def _tell(self, name: str, text: str) -> None:
        lines = tuple(line.strip() for line in text.splitlines() if line.strip())
        self.edited.emit(name, lines if self._asked[name].each else text)


def step_words() -> WordsPage:
    """The page of what is read in a step."""
    markdown = tr("Markdown; formulas between $…$; [Play](show:play) points at a control.")
    return WordsPage(
        tr("Words of the step"),
        (
            Asked("title", tr("Title"), tr("What the step is called in the list.")),
            Asked("text", tr("Text"), markdown, 9),
            Asked("task", tr("Task"), tr("What is to be done, in one to three sentences."), 4),
            Asked("hints", tr("Hints, one per line"), tr("Shown one by one."), 3, each=True),
            Asked("conclusion", tr("Conclusion"), tr("Said when the step is done."), 4),
        ),
    )


def lab_words() -> WordsPage:
    """The page of what stands on the cover and at the end."""
    return WordsPage(
        tr("Words of the lab"),
        (
            Asked("title", tr("Title"), tr("What the lab is called.")),
            Asked("summary", tr("Summary"), tr("One sentence for the list of labs."), 2),
            Asked("goals", tr("Goals, one per line"), tr("What one can do then."), 3, each=True),
            Asked("learnt", tr("Learnt, one per line"), tr("Said at the end."), 3, each=True),
            Asked("question", tr("Question to take home"), tr("Said at the end."), 2),
            Asked("teacher", tr("For the teacher"), tr("Markdown, for the guide."), 5),
            Asked("authors", tr("Authors, one per line"), tr("Who wrote it."), 1, each=True),
        ),
    )
