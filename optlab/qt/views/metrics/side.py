"""What stands at the left of the metrics: whose they are, the threshold, all figures, the words."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from optlab.engine.metrics import ClassificationReport
from optlab.qt.text import say, tr
from optlab.qt.views.metrics.figure_table import Figures, FigureTable
from optlab.qt.views.metrics.shown import Quality
from optlab.qt.views.metrics.threshold_row import ThresholdRow
from optlab.qt.views.racer_chip import RacerChip
from optlab.qt.widgets.labels import Paragraph
from optlab.session.moment import Moment
from optlab.session.quality import quality_lines, verdict

FEWEST_ROWS = 3
"""Of the table, in sight before the words have all their lines."""
GAP = 4
FEWEST_LINES, MOST_LINES = 1, 4
"""Of the words; the tool tip has the rest."""


class Side(QWidget):
    """Racer, threshold, table, verdict."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.racer = RacerChip()
        self.threshold = ThresholdRow()
        self.table = FigureTable(tr("Metrics"))
        self.words = Paragraph("muted")
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.addWidget(self.racer)
        head.setSpacing(8)
        head.addWidget(self.threshold, 1)
        head.addStretch(0)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 0, 6)
        column.setSpacing(GAP)
        column.addLayout(head)
        column.addWidget(self.table, 1)
        column.addWidget(self.words)
        column.addStretch(0)

    def show_quality(self, moment: Moment, quality: Quality) -> None:
        """Show the metrics of one racer, on training and test samples side by side."""
        self.racer.show_racer(moment, quality.racer)
        report = quality.report
        two = isinstance(report, ClassificationReport) and len(report.class_names) == 2
        self.threshold.setVisible(two)
        if isinstance(report, ClassificationReport) and two:
            self.threshold.show_threshold(report.threshold, report.class_names[1])
        self.table.show_figures(_figures(quality))
        said = say(verdict(report))
        if said != self.words.text():
            self.words.setText(said)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Words and table share the height."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """The words follow the table where that is short, and scroll it where it is long."""
        line = self.words.fontMetrics().lineSpacing()
        free = self.height() - self.table.y() - self.table.height_of(FEWEST_ROWS) - 3 * GAP
        most = min(max(free // line, FEWEST_LINES), MOST_LINES)
        self.words.setFixedHeight(max(min(len(self.words.lines()), most), 1) * line)
        self.table.setMaximumHeight(self.table.height_of())

    def sizeHint(self) -> QSize:
        """Names and two columns."""
        return QSize(270, 200)


def _figures(quality: Quality) -> Figures:
    both = quality.has_test
    titles = ("", tr("train"), tr("test"))[: 2 + both]
    helps = (
        "",
        tr("On the samples that the model was trained with."),
        tr("On samples that were kept back: what the model is worth on new ones."),
    )[: 2 + both]
    reports = (quality.train, quality.test)[: 1 + both]
    return Figures(titles, helps, tuple(quality_lines(reports)))
