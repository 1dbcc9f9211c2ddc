"""The cover of a lab: what it is about, what it leads to, and under which name to begin."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from optlab.qt.text import tr
from optlab.qt.widgets.buttons import Button
from optlab.qt.widgets.card import Card
from optlab.qt.widgets.labels import WrappedLabel
from optlab.qt.widgets.rich_text import RichText
from optlab.session.labs.lab import Lab
from optlab.session.labs.markdown import html_of

EDGE = 12
LONGEST_NAME = 80


class Cover(QScrollArea):
    """`show_lab` shows it; `begun` carries the name that was typed, and whether to start over."""

    begun = Signal(str, bool)
    named = Signal(str)
    """Another name is typed, under which another notebook may lie."""
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.back = Button(tr("All labs"), "chevron-left")
        self.back.clicked.connect(self.left)
        self.title = WrappedLabel(role="product")
        self.facts = QLabel()
        self.facts.setProperty("role", "label")
        self.summary = RichText(tr("What it is about"))
        self.goals = RichText(tr("What you can do afterwards"))
        self.name = QLineEdit()
        self.name.setMaxLength(LONGEST_NAME)
        self.name.setAccessibleName(tr("Student id or group code"))
        self.name.setPlaceholderText(tr("optional"))
        self.why = WrappedLabel(role="label")
        self.start = Button(tr("Begin"), "play")
        self.over = Button(tr("Start over"), "rotate-ccw")
        self.over.setToolTip(tr("Begin again from the first step. What you did is put aside."))
        self.name.returnPressed.connect(self._begin)
        self.name.textChanged.connect(self.named)
        self.start.clicked.connect(self._begin)
        self.over.clicked.connect(self._begin_anew)
        self._lay_out()

    def show_lab(self, lab: Lab, student: str) -> None:
        """Show a lab that may be begun, under this name at first."""
        self.title.setText(lab.title)
        self.facts.setText(
            tr(
                "{level} · {minutes} min · {steps} steps",
                level=tr(lab.level),
                minutes=lab.minutes,
                steps=len(lab.steps),
            )
        )
        self.summary.show_html(html_of(lab.summary))
        self.goals.show_html(html_of("\n".join(f"* {goal}" for goal in lab.goals)))
        self._card.setVisible(bool(lab.goals))
        self.why.setText(
            tr(
                "It seeds your data, so that everybody has numbers of their own, and it stands in "
                "your report. Nothing leaves this computer."
            )
            if lab.seeds
            else tr("It stands in your report. Nothing leaves this computer.")
        )
        self.name.setText(student)
        self.verticalScrollBar().setValue(0)

    def show_progress(self, step: int, *, finished: bool = False) -> None:
        """Offer to go on at this step, counted from 1; 0: nothing was begun under this name."""
        word = tr("Begin")
        if finished:
            word = tr("Open again")
        elif step:
            word = tr("Go on with step {step}", step=step)
        self.start.setText(word)
        self.start.setAccessibleName(word)
        self.over.setVisible(bool(step))

    def enter(self) -> None:
        """Put the keyboard where one begins."""
        place = self.start if self.name.text() else self.name
        place.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        content = QWidget()
        content.setObjectName("content")
        column = QVBoxLayout(content)
        column.setContentsMargins(EDGE, EDGE, EDGE, EDGE)
        column.setSpacing(EDGE)
        top = QHBoxLayout()
        top.addWidget(self.back)
        top.addStretch(1)
        column.addLayout(top)
        head = QVBoxLayout()
        head.setSpacing(4)
        head.addWidget(self.title)
        head.addWidget(self.facts)
        column.addLayout(head)
        column.addWidget(self.summary)
        self._card = Card(tr("Afterwards you can"), "target")
        self._card.add(self.goals)
        column.addWidget(self._card)
        label = QLabel(tr("Student id or group code"))
        label.setBuddy(self.name)
        below = QVBoxLayout()
        below.setSpacing(6)
        for part in (label, self.name, self.why):
            below.addWidget(part)
        column.addLayout(below)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.start)
        row.addWidget(self.over)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(1)
        self.setWidget(content)

    @Slot()
    def _begin(self) -> None:
        self.begun.emit(self.name.text().strip(), False)

    @Slot()
    def _begin_anew(self) -> None:
        self.begun.emit(self.name.text().strip(), True)
