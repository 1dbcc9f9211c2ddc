"""One step: its words, the task, the controls, what is asked, the goals, hints and the conclusion.

A step is built anew when another one is entered; what is said and met afterwards only changes what
is there, so nothing jumps under the hand and no word that is being typed gets lost.
"""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QLayout, QScrollArea, QVBoxLayout, QWidget

from optlab.engine.experiment import Experiment
from optlab.qt.panels.lab.goals import GoalCard
from optlab.qt.panels.lab.hints import Hints
from optlab.qt.panels.lab.prompts import card_for
from optlab.qt.panels.lab.prompts.card import PromptCard
from optlab.qt.panels.lab.prompts.sketch import SketchCard
from optlab.qt.panels.lab.prompts.table import TableCard
from optlab.qt.panels.lab.step_controls import StepControls
from optlab.qt.text import tr
from optlab.qt.theme.fonts import PRODUCT, font
from optlab.qt.theme.measures import sized
from optlab.qt.widgets.card import Card
from optlab.qt.widgets.rich_text import RichText
from optlab.qt.widgets.scroll import bring_into_view
from optlab.qt.widgets.tab_order import follow_layouts
from optlab.session.labs.locks import Locks
from optlab.session.labs.markdown import html_of
from optlab.session.labs.sheet import Sheet

EDGE = 12


class StepPage(QScrollArea):
    """`show_sheet` shows a step of a lab; what is asked for comes out of the signals."""

    answered = Signal(str, object)
    row_wanted = Signal(str)
    row_unwanted = Signal(str, int)
    sketch_wanted = Signal(str, bool)
    checked = Signal()
    hint_wanted = Signal()
    pointed = Signal(str)
    """What a link in the words points at, such as `play` or `tab:metrics`."""
    edited = Signal(object, str, bool)
    noticed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sheet: Sheet | None = None
        self._zoom = 1.0
        self.cards: dict[str, PromptCard] = {}
        self.controls: StepControls | None = None
        self.goals: GoalCard | None = None
        self.hints: Hints | None = None
        self.conclusion: Card | None = None
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(tr("Step of the lab"))
        self.setWidget(QWidget())
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._settle)
        self._title = QLabel(self.widget())

    def show_sheet(self, sheet: Sheet, *, looking: bool = False) -> None:
        """Show where the student is, and what was made of it; `looking` at the run just now."""
        before, self._sheet = self._sheet, sheet
        if before is None or before.file is not sheet.file or before.place != sheet.place:
            self._build(sheet)
        for key, card in self.cards.items():
            prompt = next(each for each in sheet.step.prompts if each.key == key)
            card.show_given(sheet.given(prompt))
        if self.goals is not None:
            self.goals.show_marks(sheet.marks, looking=looking)
        self._soon.start()
        if self.hints is not None:
            self.hints.show_hints(sheet.hints, len(sheet.step.hints), self._zoom)
        if self.conclusion is not None and self.conclusion.isHidden() and sheet.done:
            self.conclusion.show()
            if before is not None and before.place == sheet.place:
                bring_into_view(self.conclusion)

    def show_locks(self, locks: Locks, experiment: Experiment) -> None:
        """Show the controls that the step has of its own."""
        if self.controls is not None:
            self.controls.show_locks(locks, experiment)

    def show_experiment(self, experiment: Experiment) -> None:
        """Show what is chosen in them."""
        if self.controls is not None:
            self.controls.show_experiment(experiment)

    def set_zoom(self, zoom: float) -> None:
        """Write all words so many times as large as elsewhere."""
        self._zoom = zoom
        content = self.widget()
        for words in cast("list[RichText]", content.findChildren(RichText)):  # pyright: ignore[reportUnknownMemberType]
            words.set_zoom(zoom)
        for card in self.cards.values():
            card.set_zoom(zoom)
        self._dress()

    def ask(self, key: str) -> None:
        """Bring a prompt into sight and put the keyboard into it."""
        card = self.cards[key]
        self.ensureWidgetVisible(card, 0, EDGE)
        card.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._dress()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Words that break anew need another height."""
        super().resizeEvent(event)
        self._soon.start()

    @Slot()
    def _settle(self) -> None:
        """Give the words the height they need.

        They find it while the layout is at work, when the scroll bar comes or goes and they get
        another width: Qt then takes no notice of what they ask for.
        """
        content = self.widget()
        column = content.layout()
        if column is None:
            return
        for layout in cast("list[QLayout]", content.findChildren(QLayout)):  # pyright: ignore[reportUnknownMemberType]
            layout.invalidate()
        column.invalidate()
        QCoreApplication.sendEvent(self, QEvent(QEvent.Type.LayoutRequest))
        column.activate()

    # How it is built -----------------------------------------------------------------------------

    def _build(self, sheet: Sheet) -> None:
        self.cards.clear()
        self.controls = self.goals = self.hints = self.conclusion = None
        content = QWidget()
        content.setObjectName("content")
        self._column = QVBoxLayout(content)
        self._column.setContentsMargins(EDGE, EDGE, EDGE, EDGE)
        self._column.setSpacing(EDGE)
        step, pictures = sheet.step, sheet.file.pictures
        self._title = QLabel(step.title)
        self._title.setWordWrap(True)
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self._column.addWidget(self._title)
        self._say(step.text, pictures, tr("Text of the step"), self._column)
        if step.task:
            task = Card(tr("Your task"), "flag", "accent")
            self._say(step.task, pictures, tr("Your task"), task.column)
            self._column.addWidget(task)
        expected = [prompt for prompt in step.prompts if prompt.predict]
        asked = [prompt for prompt in step.prompts if not prompt.predict]
        for prompt in expected:
            self._ask(card_for(prompt, pictures))
        if step.controls.shown:
            box = Card(tr("Controls"), "sliders")
            self.controls = StepControls()
            self.controls.edited.connect(self.edited)
            self.controls.noticed.connect(self.noticed)
            box.add(self.controls)
            self._column.addWidget(box)
        if step.checks:
            self.goals = GoalCard()
            self.goals.checked.connect(self.checked)
            self._column.addWidget(self.goals)
        for prompt in asked:
            self._ask(card_for(prompt, pictures))
        if step.hints:
            self.hints = Hints(pictures)
            self.hints.wanted.connect(self.hint_wanted)
            self.hints.linked.connect(self._point)
            self._column.addWidget(self.hints)
        if step.conclusion:
            self.conclusion = Card(tr("What you have seen"), "lightbulb", "good")
            self._say(step.conclusion, pictures, tr("What you have seen"), self.conclusion.column)
            self.conclusion.hide()
            self._column.addWidget(self.conclusion)
        self._column.addStretch(1)
        self.takeWidget().deleteLater()
        self.setWidget(content)
        self.set_zoom(self._zoom)
        self.verticalScrollBar().setValue(0)
        QTimer.singleShot(0, content, self._order)

    def _say(self, text: str, pictures: dict[str, bytes], name: str, column: QVBoxLayout) -> None:
        if not text.strip():
            return
        words = RichText(name)
        words.show_html(html_of(text, pictures))
        words.link.connect(self._point)
        column.addWidget(words)

    def _ask(self, card: PromptCard) -> None:
        card.answered.connect(self.answered)
        card.linked.connect(self._point)
        if isinstance(card, TableCard):
            card.row_wanted.connect(self.row_wanted)
            card.row_unwanted.connect(self.row_unwanted)
        if isinstance(card, SketchCard):
            card.wanted.connect(self.sketch_wanted)
        self.cards[card.prompt.key] = card
        self._column.addWidget(card)

    def _dress(self) -> None:
        """Write the title in the size of the theme and of the words."""
        title = font(PRODUCT + 1, strong=True)
        title.setPixelSize(round(sized(PRODUCT + 1) * self._zoom))
        self._title.setFont(title)  # pyright: ignore[reportUnknownMemberType]

    def _order(self) -> None:
        follow_layouts(self.widget())

    def _point(self, address: str) -> None:
        self.pointed.emit(address.removeprefix("show:"))
