"""One finding as a card: how bad, what, whose, why, with which numbers, and what to try."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt, Signal, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from optlab.qt import theme
from optlab.qt.text import say, tr
from optlab.qt.theme import icons
from optlab.qt.theme.markers import marker_path
from optlab.qt.theme.measures import fix, sized
from optlab.qt.views.severity import Sign, severity_word
from optlab.qt.widgets.chip import Chip
from optlab.qt.widgets.facts import Fact, FactLine
from optlab.qt.widgets.labels import ElidedLabel
from optlab.session.health.finding import Finding
from optlab.session.moment import Moment

LONGEST = 240
"""Pixels that the name of a racer may take."""


class Card(QWidget):
    """Shows a Finding; `tried` when what it suggests is to be done."""

    tried = Signal(object, str)
    """An Experiment, and what the edit is called."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._finding: Finding | None = None
        self.sign = Sign()
        self.severity, self.title = QLabel(), ElidedLabel(role="title")
        self.whose = Whose()
        self.sentence = QLabel()
        self.sentence.setTextFormat(Qt.TextFormat.PlainText)
        self.sentence.setWordWrap(True)
        self.facts = FactLine()
        fix(self.facts, height=20)
        self.act = Chip(" ")
        icons.dress(self.act, "plus", size=12)
        self.act.least = 80
        self.act.clicked.connect(self._try)
        head = QHBoxLayout()
        head.setSpacing(8)
        for part in (self.sign, self.severity, self.title, self.whose):
            head.addWidget(part)
        head.addStretch(1)
        foot = QHBoxLayout()
        foot.addWidget(self.act)
        foot.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 4, 4)
        column.setSpacing(2)
        column.addLayout(head)
        column.addWidget(self.sentence)
        column.addWidget(self.facts)
        column.addLayout(foot)

    @property
    def finding(self) -> Finding | None:
        """What is shown."""
        return self._finding

    def show_finding(self, finding: Finding, moment: Moment) -> None:
        """Show `finding`; an equal one costs nothing."""
        if finding == self._finding and self.whose.racer == finding.racer:
            return
        self._finding = finding
        word, name = severity_word(finding.severity), moment.experiment.racers[finding.racer].name
        title, sentence = say(finding.title), say(finding.sentence)
        self.sign.show_severity(finding.severity)
        self.severity.setText(word)
        self.title.setText(title)
        self.whose.show_racer(finding.racer, name)
        if sentence != self.sentence.text():
            self.sentence.setText(sentence)
        self.facts.show_facts([Fact(say(each.label), each.value) for each in finding.facts])
        self.setAccessibleName(f"{word}: {title}, {name}")
        self.setAccessibleDescription(f"{sentence} {self.facts.accessibleName()}")
        trial = finding.trial
        self.act.setVisible(trial is not None)
        if trial is not None:
            label = say(trial.label)
            self.act.setText(tr("Try this: {what}", what=label))
            self.act.updateGeometry()
            self.act.setAccessibleName(tr("Try this: {what}", what=label))
            self.act.setToolTip(tr("{what}. Undo takes it back.", what=label))

    @Slot()
    def _try(self) -> None:
        trial = self._finding.trial if self._finding else None
        if trial is not None:
            self.tried.emit(trial.experiment, say(trial.label))


class Whose(ElidedLabel):
    """Marker and name of a racer."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(role="muted", parent=parent)
        self.racer = -1
        self.setMaximumWidth(LONGEST)

    def show_racer(self, racer: int, name: str) -> None:
        """Name this racer."""
        self.racer = racer
        self.setContentsMargins(sized(18), 0, 0, 0)
        self.setText(name)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The marker, then the name."""
        super().paintEvent(event)
        look, painter = theme.racer(self.racer), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        centre = QPointF(sized(8), self.height() / 2)
        painter.fillPath(marker_path(look.marker, centre, sized(4.5)), QColor(look.colour))
