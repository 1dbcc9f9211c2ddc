"""The panel in which a lab is built, step by step: words, start, questions, the lab, its proof."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from optlab.engine.experiment import Experiment
from optlab.qt.panels.author.head import Head
from optlab.qt.panels.author.numbers_card import NumbersCard
from optlab.qt.panels.author.parts_page import PartsPage
from optlab.qt.panels.author.proof_page import ProofPage
from optlab.qt.panels.author.start_page import StartPage
from optlab.qt.panels.author.words_page import lab_words, step_words
from optlab.qt.text import tr
from optlab.qt.widgets.buttons import Button
from optlab.qt.widgets.pane import rule
from optlab.qt.widgets.segmented import Segmented
from optlab.session.labs.draft import Draft

EDGE = 12


class AuthorPanel(QWidget):
    """`show_draft` shows one step of a draft; its pages ask, and change nothing by themselves."""

    preview_wanted = Signal()
    save_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.head = Head()
        self.words, self.start, self.parts = step_words(), StartPage(), PartsPage()
        self.lab, self.proof = lab_words(), ProofPage()
        self.numbers = NumbersCard()
        self.lab.add(self.numbers)
        self.pages = Segmented(
            tr("Page of the editor"),
            [
                ("words", tr("Words"), tr("What is read in this step.")),
                ("start", tr("Start"), tr("How it begins, and what may be changed.")),
                ("parts", tr("Ask"), tr("Prompts, checks and claims of this step.")),
                ("lab", tr("Lab"), tr("Title, goals, seeds: the lab as a whole.")),
                ("proof", tr("Check"), tr("What is still wrong with the lab.")),
            ],
        )
        self._stack = QStackedWidget()
        for page in (self.words, self.start, self.parts, self.lab, self.proof):
            self._stack.addWidget(page)
        self.preview = Button(tr("Try this step"), "play")
        self.preview.setToolTip(tr("See it as a student does; nothing of it is kept."))
        self.save = Button(tr("Save"), "save")
        self.save.setToolTip(tr("Save the lab as a file."))
        self.preview.clicked.connect(self.preview_wanted)
        self.save.clicked.connect(self.save_wanted)
        self.pages.chosen.connect(self.show_page)
        self._lay_out()

    def show_page(self, page: str) -> None:
        """Bring a page to the front."""
        self.pages.show_key(page)
        self._stack.setCurrentIndex(list(self.pages.segments).index(page))

    def show_draft(self, draft: Draft, place: int, experiment: Experiment) -> None:
        """Show a step, which begins with `experiment`, and the lab around it."""
        lab, step = draft.lab, draft.lab.steps[place]
        self.head.show_steps(lab.title, [each.title for each in lab.steps], place)
        self.head.show_history(undo=draft.can_undo, redo=draft.can_redo)
        self.words.show_values(step)
        self.start.show_step(step, place, experiment)
        self.parts.show_text(draft.part(place, self.parts.part))
        self.lab.show_values(lab)
        self.numbers.show_lab(lab)

    def settle(self) -> None:
        """Tell all that was typed and not told yet."""
        self.words.settle()
        self.lab.settle()
        self.parts.code.tell()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        pages = QHBoxLayout()
        pages.setContentsMargins(EDGE, 8, EDGE, 4)
        pages.addWidget(self.pages)
        foot = QHBoxLayout()
        foot.setContentsMargins(EDGE, 8, EDGE, 8)
        foot.addWidget(self.preview)
        foot.addStretch(1)
        foot.addWidget(self.save)
        column.addWidget(self.head)
        column.addWidget(rule())
        column.addLayout(pages)
        column.addWidget(self._stack, 1)
        column.addWidget(rule())
        column.addLayout(foot)
