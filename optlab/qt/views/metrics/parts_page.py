"""Metrics part by part: every class against the others, and every group by itself."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from optlab.engine.metrics import ClassificationReport, Report
from optlab.qt.text import say, tr
from optlab.qt.views.metrics.figure_table import Figures, FigureTable
from optlab.qt.views.metrics.shown import Quality
from optlab.qt.views.pictures import PictureActions
from optlab.qt.widgets.labels import Paragraph
from optlab.session.quality import class_lines, group_lines, group_verdict

MOST_LINES = 4
"""Of the words; the tool tip has the rest."""


class PartsPage(QWidget):
    """A table of classes, a table of groups, and what the groups come to."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.classes, self.groups = FigureTable(tr("By class")), FigureTable(tr("By group"))
        self.words = Paragraph("muted")
        PictureActions(self, tr("Metrics by class and by group"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 12, 6)
        column.setSpacing(4)
        column.addWidget(self.words)
        column.addWidget(self.groups, 1)
        column.addWidget(self.classes, 1)
        column.addStretch(0)

    def show_quality(self, quality: Quality) -> None:
        """Show the parts of one racer's answers."""
        report, groups = quality.report, quality.groups
        several = isinstance(report, ClassificationReport)
        self.classes.setVisible(several)
        if isinstance(report, ClassificationReport):
            self.classes.show_figures(_classes(report))
        self.groups.setVisible(bool(groups))
        if groups:
            self.groups.show_figures(_groups(quality, groups))
        for table in (self.classes, self.groups):
            table.setMaximumHeight(table.height_of())
        said = group_verdict(groups)
        words = say(said) if said is not None else ""
        if not groups:
            words = tr(
                "These data know no groups. The datasets Two groups and Penguins do: take one at "
                "the left to see whether a model is fair."
            )
        if words != self.words.text():
            self.words.setText(words)
        self.words.setVisible(bool(words))
        line = self.words.fontMetrics().lineSpacing()
        self.words.setMaximumHeight(max(min(len(self.words.lines()), MOST_LINES), 1) * line)


def _classes(report: ClassificationReport) -> Figures:
    titles = tr("class"), tr("n"), tr("precision"), tr("recall"), tr("F1")
    helps = (
        "",
        tr("How many samples are of this class."),
        tr("Of all that is called so, the share that is."),
        tr("Of all that is so, the share that is found."),
        tr("The harmonic mean of precision and recall."),
    )
    return Figures(titles, helps, tuple(class_lines(report)))


def _groups(quality: Quality, groups: dict[str, Report]) -> Figures:
    name = quality.samples.group_name
    count = tr("How many samples are of this group.")
    lines = tuple(group_lines(groups))
    if not isinstance(quality.report, ClassificationReport):
        return Figures(
            (name, tr("n"), tr("RMSE"), tr("MAE")),
            ("", count, tr("Root of the mean squared error."), tr("Mean size of the errors.")),
            lines,
        )
    mean = len(quality.report.class_names) > 2
    helps = (
        "",
        count,
        tr("The share whose class is said right."),
        tr("Plain mean over classes.") if mean else tr("Of all that is called so, what is."),
        tr("Plain mean over classes.") if mean else tr("Of all that is so, what is found."),
    )
    return Figures((name, tr("n"), tr("right"), tr("precision"), tr("recall")), helps, lines)
