"""What a run must meet, as a list with ticks, and the button that has the run looked at."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from optlab.qt.text import say, tr
from optlab.qt.widgets.buttons import Button
from optlab.qt.widgets.card import Card
from optlab.qt.widgets.rich_text import RichText
from optlab.qt.widgets.sign import Sign
from optlab.session.labs.markdown import html_of
from optlab.session.labs.sheet import Mark


class GoalCard(Card):
    """`show_marks` shows every goal, met or not, with the figures that were seen."""

    checked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Goals"), "flag", parent=parent)
        self.rows: list[GoalRow] = []
        self.check = Button(tr("Check my run"), "search")
        self.check.setToolTip(
            tr(
                "Look whether the run meets the goals, up to the cursor. At its end this happens "
                "by itself."
            )
        )
        self.check.clicked.connect(self.checked)
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        self.column.addLayout(self._list)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.check)
        self.column.addLayout(foot)

    def show_marks(self, marks: Sequence[Mark], *, looking: bool) -> None:
        """Show the goals; `looking` says that the run is being looked at."""
        while len(self.rows) < len(marks):
            row = GoalRow()
            self.rows.append(row)
            self._list.addWidget(row)
        for row, mark in zip(self.rows, marks, strict=True):
            row.show_mark(mark)
        met = all(mark.met for mark in marks)
        self.check.setVisible(not met)
        self.check.setEnabled(not looking)
        self.check.setText(tr("Looking …") if looking else tr("Check my run"))


class GoalRow(QWidget):
    """One goal: a sign, what is wanted, what was seen."""

    def __init__(self) -> None:
        super().__init__()
        self.sign = Sign("circle", "muted")
        self.words = RichText(tr("Goal"))
        self.figures = QLabel()
        self.figures.setWordWrap(True)
        self.figures.setTextFormat(Qt.TextFormat.PlainText)
        self.figures.setProperty("role", "label")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.sign, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.words)
        words.addWidget(self.figures)
        row.addLayout(words, 1)

    def show_mark(self, mark: Mark) -> None:
        """Show this goal."""
        self.words.show_html(html_of(mark.goal.says))
        self.sign.show_sign(*(("circle-check", "good") if mark.met else ("circle", "muted")))
        figures = say(mark.figures) if mark.figures else ""
        if mark.met:
            figures = tr("Met: {figures}", figures=figures) if figures else tr("Met.")
        elif figures:
            figures = tr("Not yet: {figures}", figures=figures)
        self.figures.setText(figures)
        self.figures.setVisible(bool(figures))
        state = tr("met") if mark.met else tr("not met yet")
        self.setAccessibleName(f"{mark.goal.says} ({state})")
