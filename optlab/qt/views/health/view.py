"""The tab "Health": what ails the racers at the cursor, the worst first, and what all this cost."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from optlab.qt.text import say, tr
from optlab.qt.views.health.card import Card
from optlab.qt.views.health.cost_panel import CostPanel
from optlab.qt.views.pictures import PictureActions
from optlab.qt.views.severity import Sign
from optlab.qt.widgets.help_chip import HelpChip
from optlab.qt.widgets.labels import ElidedLabel
from optlab.session.health.examination import CHECKS, examine, worst
from optlab.session.health.finding import Finding
from optlab.session.moment import Moment


class HealthView(QWidget):
    """Shows what is found at a moment; never empty."""

    tried = Signal(object, str, bool)
    """An Experiment to choose, what the edit is called, and that it is final."""
    racer_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Health"))
        self._moment: Moment | None = None
        self._racer = 0
        self.cards: list[Card] = []
        self.sign, self.verdict = Sign(), ElidedLabel(role="title")
        self.help = HelpChip(
            tr(
                "Every finding names the numbers that led to it, and something to try.\n"
                "A try is added beside what there is; Undo takes it back."
            )
        )
        self.passed = QLabel()
        self.passed.setProperty("role", "muted")
        self.passed.setTextFormat(Qt.TextFormat.PlainText)
        self.passed.setWordWrap(True)
        self.passed.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self.passed.setToolTip("\n".join(f"{say(each.title)}: {say(each.help)}" for each in CHECKS))
        self.cost = CostPanel()
        self.cost.racer_chosen.connect(self.racer_chosen)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.sign)
        head.addWidget(self.verdict, 1)
        head.addWidget(self.help)
        self._list = QVBoxLayout()
        self._list.setContentsMargins(0, 0, 8, 0)
        self._list.setSpacing(8)
        self._list.addWidget(self.passed)
        self._list.addStretch(1)
        self.findings = _scroll(self._list, tr("Findings"))
        left = QVBoxLayout()
        left.setSpacing(6)
        left.addLayout(head)
        left.addWidget(self.findings, 1)
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.addWidget(self.cost)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 8, 8)
        row.setSpacing(24)
        row.addLayout(left, 5)
        row.addWidget(_scroll(right, tr("Cost")), 4)
        PictureActions(self, tr("Health"))

    def show_moment(self, moment: Moment) -> None:
        """Show what is found at the cursor, if anyone can see it."""
        self._moment = moment
        self._racer = min(self._racer, len(moment.experiment.racers) - 1)
        self.refresh()

    @Slot(int)
    def follow(self, racer: int) -> None:
        """Pick this racer in the table of costs."""
        if racer != self._racer:
            self._racer = racer
            self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Examine the moment and write down what was found."""
        moment = self._moment
        if moment is None or not self.isVisible():
            return
        findings = examine(moment)
        self.sign.show_severity(worst(findings))
        _write(self.verdict, _verdict(moment, findings))
        while len(self.cards) < len(findings):
            card = Card()
            card.tried.connect(self._try)
            self._list.insertWidget(len(self.cards), card)
            self.cards.append(card)
        for place, card in enumerate(self.cards):
            if place < len(findings):
                card.show_finding(findings[place], moment)
            card.setVisible(place < len(findings))
        _write(self.passed, _passed(moment, findings))
        self.cost.show_moment(moment, self._racer)

    def sizeHint(self) -> QSize:
        """What the pane has at 1280 x 800."""
        return QSize(990, 230)

    def minimumSizeHint(self) -> QSize:
        """Both halves scroll."""
        return QSize(320, 100)

    def showEvent(self, event: QShowEvent) -> None:
        """What was missed while it was hidden."""
        super().showEvent(event)
        self.refresh()

    @Slot(object, str)
    def _try(self, experiment: object, label: str) -> None:
        self.tried.emit(experiment, label, True)


def _scroll(content: QVBoxLayout, name: str) -> QScrollArea:
    inside = QWidget()
    inside.setObjectName("content")
    inside.setLayout(content)
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setAccessibleName(name)
    area.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # arrow keys scroll it
    area.setWidget(inside)
    return area


def _write(label: QLabel, text: str) -> None:
    if text != label.text():
        label.setText(text)


def _verdict(moment: Moment, findings: tuple[Finding, ...]) -> str:
    step = f"{moment.cursor:,}"
    if not findings:
        return tr("Healthy at step {step}: no check found anything.", step=step)
    if len(findings) == 1:
        return tr("1 finding at step {step}", step=step)
    return tr("{number} findings at step {step}", number=len(findings), step=step)


def _passed(moment: Moment, findings: tuple[Finding, ...]) -> str:
    """Which checks found nothing."""
    found = {str(each.title) for each in findings}
    names = ", ".join(say(each.title) for each in CHECKS if str(each.title) not in found)
    if not names:
        return ""
    if moment.cursor == 0:
        return tr(
            "Nothing has happened yet: press Play. Checked at every step: {names}.", names=names
        )
    if not findings:
        return tr("Checked, and all is well: {names}.", names=names)
    return tr("Nothing found of: {names}.", names=names)
