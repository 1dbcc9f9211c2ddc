"""The last page: what was learnt, what to take home, how it went, and the report."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from optlab.qt.text import tr
from optlab.qt.widgets.buttons import Button
from optlab.qt.widgets.card import Card
from optlab.qt.widgets.feedback import Feedback
from optlab.qt.widgets.labels import WrappedLabel
from optlab.qt.widgets.rich_text import RichText
from optlab.session.labs.markdown import html_of
from optlab.session.labs.notebook import Notebook
from optlab.session.labs.reading import LabFile
from optlab.session.numbers import duration

EDGE = 12


class FinishPage(QScrollArea):
    """`show_notebook` fills it; `report_wanted` asks for the report."""

    report_wanted = Signal()
    back_wanted = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.title = WrappedLabel(role="product")
        self.facts = WrappedLabel(role="muted")
        self.learnt = RichText(tr("What you have learnt"))
        self.question = RichText(tr("A question to take home"))
        self.open = Feedback(tr("What is open"))
        self.report = Button(tr("Save my report…"), "save")
        self.report.setToolTip(
            tr(
                "A page to print (PDF), the same for a browser (HTML), and the data that your "
                "teacher marks."
            )
        )
        self.saved = Feedback(tr("The report"))
        self.back = Button(tr("Back to the steps"), "chevron-left")
        self.shut = Button(tr("All labs"))
        self.report.clicked.connect(self.report_wanted)
        self.back.clicked.connect(self.back_wanted)
        self.shut.clicked.connect(self.left)
        self._lay_out()

    def show_notebook(self, file: LabFile, notebook: Notebook) -> None:
        """Show how it went."""
        lab = file.lab
        steps = range(len(lab.steps))
        done = sum(notebook.done(step) for step in steps)
        spent = sum(notebook.seconds(step) for step in steps)
        self.title.setText(lab.title)
        facts = [
            tr("{done} of {steps} steps done", done=done, steps=len(lab.steps)),
            tr("{time} spent", time=duration(spent)),
        ]
        if notebook.most_points:
            facts.append(
                tr(
                    "{points} of {most} points",
                    points=f"{notebook.points:g}",
                    most=f"{notebook.most_points:g}",
                )
            )
        self.facts.setText(" · ".join(facts))
        self.learnt.show_html(html_of("\n".join(f"* {each}" for each in lab.learnt), file.pictures))
        self._learnt.setVisible(bool(lab.learnt))
        self.question.show_html(html_of(lab.question, file.pictures))
        self._question.setVisible(bool(lab.question))
        left = ", ".join(str(step + 1) for step in steps if not notebook.done(step))
        said = tr("Still open: step {steps}. You can go back at any time.", steps=left)
        self.open.say("not-yet", html_of(said) if left else "")

    def tell_saved(self, said: str) -> None:
        """Say where the report is; empty: nowhere yet."""
        self.saved.say("right", html_of(said) if said else "")

    def set_zoom(self, zoom: float) -> None:
        """Write the words so many times as large."""
        for words in (self.learnt, self.question):
            words.set_zoom(zoom)

    def _lay_out(self) -> None:
        content = QWidget()
        content.setObjectName("content")
        column = QVBoxLayout(content)
        column.setContentsMargins(EDGE, EDGE, EDGE, EDGE)
        column.setSpacing(EDGE)
        head = QVBoxLayout()
        head.setSpacing(4)
        head.addWidget(self.title)
        head.addWidget(self.facts)
        column.addLayout(head)
        self._learnt = Card(tr("What you have learnt"), "graduation-cap", "good")
        self._learnt.add(self.learnt)
        self._question = Card(tr("A question to take home"), "help")
        self._question.add(self.question)
        for part in (self._learnt, self._question, self.open):
            column.addWidget(part)
        row = QHBoxLayout()
        row.addWidget(self.report)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(self.saved)
        column.addStretch(1)
        foot = QHBoxLayout()
        foot.addWidget(self.back)
        foot.addStretch(1)
        foot.addWidget(self.shut)
        column.addLayout(foot)
        self.setWidget(content)
