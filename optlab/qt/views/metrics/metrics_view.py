"""The tab "Metrics": all figures of one racer at the left, pictures of them beside.

Classes and numbers have other pictures, so there are two galleries. Nothing is worked out while the
tab is hidden, nor for a page that is out of sight. A metric over time is asked for with `wanted`:
the window has the job drawn from in the background and calls `refresh` when it is done.
"""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from optlab.engine.fitted import FittingObjective
from optlab.engine.metrics import ClassificationReport
from optlab.qt.text import tr
from optlab.qt.theme.measures import fix, sized
from optlab.qt.views.answers import USUAL
from optlab.qt.views.metrics.confusion_canvas import ConfusionCanvas
from optlab.qt.views.metrics.parts_page import PartsPage
from optlab.qt.views.metrics.rate_canvas import RateCanvas
from optlab.qt.views.metrics.residual_canvas import ResidualCanvas
from optlab.qt.views.metrics.shown import Quality
from optlab.qt.views.metrics.side import Side
from optlab.qt.views.metrics.time_canvas import TimeCanvas
from optlab.qt.widgets.gallery import Gallery
from optlab.qt.widgets.help_chip import HelpChip
from optlab.qt.widgets.segmented import Segmented
from optlab.session.moment import Moment
from optlab.session.quality import QualityJob, courses_due

SIDE = 262
"""Pixels of the figures."""


Page = ConfusionCanvas | RateCanvas | ResidualCanvas | PartsPage


class MetricsView(QWidget):
    """Shows a moment's metrics; never empty."""

    racer_chosen = Signal(int)
    threshold_chosen = Signal(float)
    cursor_dragged = Signal(int)
    wanted = Signal(object)
    """A QualityJob to be drawn from."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Metrics"))
        self._moment: Moment | None = None
        self._racer, self._threshold = 0, USUAL
        self._names: tuple[str, ...] = ()
        self._quality: Quality | None = None
        self._job: QualityJob | None = None
        self._drawn: QualityJob | None = None
        self.empty = QLabel(
            tr(
                "A landscape has no data, so nothing can be counted right or wrong.\n"
                "Choose Data as the ground at the left: then accuracy, precision, recall and more "
                "stand here."
            )
        )
        self.empty.setProperty("role", "muted")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setWordWrap(True)
        self.side = Side()
        fix(self.side, width=SIDE)
        self.confusion, self.parts, self.time = ConfusionCanvas(), PartsPage(), TimeCanvas()
        self.roc, self.precision_recall = RateCanvas("roc"), RateCanvas("precision-recall")
        self.residuals = ResidualCanvas()
        self.group_parts, self.number_time = PartsPage(), TimeCanvas()
        self._class_pages: dict[str, Page] = {
            "confusion": self.confusion,
            "roc": self.roc,
            "precision-recall": self.precision_recall,
            "parts": self.parts,
        }
        self._number_pages: dict[str, Page] = {
            "residuals": self.residuals,
            "parts": self.group_parts,
        }
        self.classes, self.numbers = self._galleries()
        self.samples = Segmented(
            tr("Samples"),
            [
                ("test", tr("Test"), tr("Details of the samples kept back from training.")),
                ("train", tr("Train"), tr("Details of the samples trained with.")),
            ],
        )
        self.help = HelpChip(
            tr(
                "A loss is what training makes smaller; these are the numbers that people ask "
                "for.\nNo step ever looks at them, so a lower loss need not make them better."
            )
        )
        self.galleries = QStackedWidget()
        for gallery in (self.classes, self.numbers):
            self.galleries.addWidget(gallery)
            gallery.turned.connect(self._draw)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.empty)
        self.pages.addWidget(self._body())
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.pages)
        self._wire()

    def show_moment(self, moment: Moment) -> None:
        """Show the metrics of the chosen racer at the cursor."""
        self._moment = moment
        self._quality = None
        self._racer = min(self._racer, len(moment.experiment.racers) - 1)
        objective = moment.objective
        names = objective.train.class_names if isinstance(objective, FittingObjective) else ()
        if names != self._names:  # a threshold belongs to its classes
            self._names = names
            self.decide(USUAL)
        self.refresh()

    @Slot(int)
    def follow(self, racer: int) -> None:
        """Show this racer."""
        if racer != self._racer:
            self._racer, self._quality = racer, None
            self.refresh()

    def veil(self, on: bool) -> None:
        """Hide what lies ahead of the cursor, or show it again."""
        for chart in (self.time, self.number_time):
            chart.veil(on)

    @Slot(float)
    def decide(self, threshold: float) -> None:
        """Say class 1 of two from this probability on."""
        if threshold != self._threshold:
            self._threshold = threshold
            self.threshold_chosen.emit(threshold)
            self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Work out and draw what is in sight."""
        moment = self._moment
        if moment is None or not self.isVisible():
            return
        objective = moment.objective
        if not isinstance(objective, FittingObjective):
            self.pages.setCurrentWidget(self.empty)
            return
        self.pages.setCurrentIndex(1)
        on_test = self.samples.key == "test"
        if self._quality is None:
            self._quality = Quality.at(
                moment, objective, self._racer, self._threshold, on_test=on_test
            )
        else:
            self._quality = self._quality.changed(self._threshold, on_test=on_test)
        classes = objective.task == "classification"
        self.galleries.setCurrentWidget(self.classes if classes else self.numbers)
        self.classes.chooser.setVisible(classes)
        self.numbers.chooser.setVisible(not classes)
        self.samples.setVisible(self._quality.has_test)
        self.side.show_quality(moment, self._quality)
        self._draw()

    @Slot()
    def _draw(self) -> None:
        moment, quality = self._moment, self._quality
        if moment is None or quality is None:
            return
        classes = isinstance(quality.report, ClassificationReport)
        shown = self._class_pages if classes else self._number_pages
        for key in (self.classes if classes else self.numbers).visible_keys:
            if key == "time":
                self._follow_time(moment, self.time if classes else self.number_time, share=classes)
            else:
                shown[key].show_quality(quality)

    def _follow_time(self, moment: Moment, canvas: TimeCanvas, *, share: bool) -> None:
        """Draw what is known of the metric over time; have more of it worked out when it is due."""
        job, recording = self._job, moment.recording
        if courses_due(job, recording, self._threshold):
            self._job = job = QualityJob(recording, self._threshold, job)
            self.wanted.emit(job)
        if job is not None and job.done:
            self._drawn = job
        drawn = self._drawn if self._drawn and self._drawn.recording is recording else job
        canvas.show_courses(moment, drawn.courses if drawn else (), self._racer, share=share)

    @Slot(int)
    def _choose(self, racer: int) -> None:
        self.follow(racer)
        self.racer_chosen.emit(racer)

    def showEvent(self, event: QShowEvent) -> None:
        """What was not worked out while the tab was hidden is due now."""
        super().showEvent(event)
        self.refresh()

    def minimumSizeHint(self) -> QSize:
        """Low enough for a small window: the figures scroll."""
        return QSize(min(super().minimumSizeHint().width(), sized(700)), 150)

    def sizeHint(self) -> QSize:
        """What the pane has at 1280 x 800."""
        return QSize(990, 230)

    def _body(self) -> QWidget:
        head = QHBoxLayout()
        head.setContentsMargins(0, 6, 12, 2)
        head.setSpacing(8)
        head.addWidget(self.samples)
        head.addWidget(self.classes.chooser)
        head.addWidget(self.numbers.chooser)
        head.addStretch(1)
        head.addWidget(self.help)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addLayout(head)
        right.addWidget(self.galleries, 1)
        body = QWidget()
        row = QHBoxLayout(body)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addWidget(self.side)
        row.addLayout(right, 1)
        return body

    def _galleries(self) -> tuple[Gallery, Gallery]:
        by_group = tr("Is the model as good for every part of the data?")
        over_time = tr("How the metric changed along the run, beside the loss.")
        classes = Gallery(
            tr("Pictures of the metrics"),
            [
                (
                    "confusion",
                    tr("Confusion"),
                    tr("Which class was said where which is true."),
                    self.confusion,
                ),
                ("roc", tr("ROC"), tr("What every threshold would find, and miss."), self.roc),
                (
                    "precision-recall",
                    tr("P-R"),
                    tr("Precision and recall: what a threshold finds, and how pure that is."),
                    self.precision_recall,
                ),
                ("parts", tr("Parts"), by_group, self.parts),
                ("time", tr("Time"), over_time, self.time),
            ],
        )
        numbers = Gallery(
            tr("Pictures of the metrics"),
            [
                (
                    "residuals",
                    tr("Errors"),
                    tr("What is left over, sample by sample."),
                    self.residuals,
                ),
                ("parts", tr("Groups"), by_group, self.group_parts),
                ("time", tr("Over time"), over_time, self.number_time),
            ],
        )
        return classes, numbers

    def _wire(self) -> None:
        self.samples.chosen.connect(self.refresh)
        self.side.racer.racer_chosen.connect(self._choose)
        self.side.threshold.threshold_chosen.connect(self.decide)
        for canvas in (self.roc, self.precision_recall):
            canvas.threshold_chosen.connect(self.decide)
        for chart in (self.time, self.number_time):
            chart.cursor_dragged.connect(self.cursor_dragged)
