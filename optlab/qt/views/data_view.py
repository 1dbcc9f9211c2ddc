"""The tab "Data and prediction": what the model says about the data, racer by racer.

Three columns at every size: the picture (a map of the answers, fitted lines, predictions against
truth, pictures with answers, or the facts of a landscape); the table of racers, which is also the
choice of whose model is drawn, above what it means in words; and that racer's result.
"""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from optlab.engine.fitted import FittingObjective
from optlab.engine.objective import Objective
from optlab.qt.text import tr
from optlab.qt.views.agreement_canvas import AgreementCanvas
from optlab.qt.views.answers import USUAL, Answers
from optlab.qt.views.data_rows import distance, fitting_sheet, landscape_sheet, words
from optlab.qt.views.data_words import PointKey, RacerResult
from optlab.qt.views.decision_canvas import DecisionCanvas
from optlab.qt.views.fit_canvas import FitCanvas
from optlab.qt.views.frame import width_for
from optlab.qt.views.landscape_card import LandscapeCard
from optlab.qt.views.picture_grid import PictureGrid
from optlab.qt.views.racer_table import RacerTable
from optlab.qt.views.sample_words import sample_words
from optlab.qt.views.spread import spread
from optlab.qt.widgets.labels import Paragraph
from optlab.session.moment import Moment
from optlab.session.one_sample import OneSample, Pick

Page = DecisionCanvas | FitCanvas | AgreementCanvas | PictureGrid | LandscapeCard

WIDEST_SHARE = 0.45
"""How much of the width the picture may take."""
LOWEST_TOP = 40
"""Pixels above the facts of a landscape at most: beyond that they would float."""
LEAST_HEIGHT = 150
"""Pixels: the pictures need them."""
LEAST_ROWS = 2
"""Racers that are to be seen before the sentence has all its lines."""
GAP, ABOVE, BELOW = 8, 4, 8
"""Pixels between, above and below the parts of the middle column."""


class DataView(QWidget):
    """Shows a moment's data and predictions; never empty."""

    racer_chosen = Signal(int)
    sample_chosen = Signal(int, bool)
    """Its place (from 0), and whether among the test samples."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Data and prediction"))
        self._moment: Moment | None = None
        self._chosen = 0
        self._threshold = USUAL
        self._pick: Pick | None = None
        self.decision, self.fit, self.agreement = DecisionCanvas(), FitCanvas(), AgreementCanvas()
        self.pictures, self.card = PictureGrid(), LandscapeCard()
        self._page: Page = self.card
        self.picture = QStackedWidget()
        for page in (self.decision, self.fit, self.agreement, self.pictures, self.card):
            self.picture.addWidget(page)
        for page in (self.decision, self.fit, self.agreement, self.pictures):
            page.picked.connect(self._choose_sample)
        self.table = RacerTable()
        self.table.racer_chosen.connect(self.follow)
        self.table.racer_chosen.connect(self.racer_chosen)
        self.sentence = Paragraph("muted")
        self.key = PointKey()
        self.result = RacerResult()
        self.result.misses.toggled.connect(self._refresh)
        middle = QVBoxLayout()
        middle.setContentsMargins(0, ABOVE, 0, BELOW)
        middle.setSpacing(GAP)
        middle.addWidget(self.table)
        middle.addWidget(self.sentence)
        middle.addStretch(1)
        middle.addWidget(self.key)
        right = QVBoxLayout()
        right.setContentsMargins(0, 8, 0, 8)
        right.addWidget(self.result)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 16, 0)
        self._row.setSpacing(24)
        self._row.addWidget(self.picture)
        self._row.addLayout(middle, 5)
        self._row.addLayout(right, 3)

    @property
    def chosen(self) -> int:
        """The racer whose model is drawn."""
        return self._chosen

    @property
    def sample(self) -> Pick | None:
        """The chosen sample."""
        return self._pick

    def show_moment(self, moment: Moment) -> None:
        """Draw the model of the chosen racer at the cursor; other data let the sample go."""
        if self._moment is not None and not _same_data(self._moment.objective, moment.objective):
            self._pick = None
        self._moment = moment
        self._chosen = min(self._chosen, len(moment.experiment.racers) - 1)
        self._refresh()

    @Slot(int)
    def follow(self, racer: int) -> None:
        """Draw the model of this racer."""
        self._chosen = racer
        self._refresh()

    @Slot(float)
    def decide(self, threshold: float) -> None:
        """Say class 1 of two from this probability on."""
        self._threshold = threshold
        self._refresh()

    @Slot(object)
    def _choose_sample(self, pick: Pick | None) -> None:
        self._pick = pick
        self._refresh()
        if pick is not None:
            self.sample_chosen.emit(*pick)

    @Slot()
    def _refresh(self) -> None:
        moment = self._moment
        if moment is None or not self.isVisible():
            return
        objective, chosen = moment.objective, self._chosen
        answers = None
        if isinstance(objective, FittingObjective):
            answers = Answers.at(moment, objective, chosen, self._threshold)
        self._page = self._show_picture(moment, answers)
        if self.picture.currentWidget() is not self._page:
            self.picture.setCurrentWidget(self._page)
        sheet = fitting_sheet(moment, answers) if answers else landscape_sheet(moment)
        self.table.show_sheet(sheet, chosen)
        name = moment.experiment.racers[chosen].name
        said = words(moment, answers, chosen)
        sentence = said.sentence
        if answers is not None and self._pick is not None:
            sentence = sample_words(OneSample(answers.objective, answers.theta, self._pick))
        if self.sentence.text() != sentence:
            self.sentence.setText(sentence)
        self._page.setAccessibleDescription(sentence)
        self.key.show_key(answers.objective if answers else None)
        self.result.misses.setVisible(self._page in {self.fit, self.agreement})
        self.result.show_result(chosen, name, said, spread(answers) if answers else None)
        self._fit()

    def _show_picture(self, moment: Moment, answers: Answers | None) -> Page:
        """Draw what suits the data on its page, and say which page that is."""
        if answers is None:
            self.card.show_moment(moment)
            objective = moment.objective
            start = distance(objective, moment.recording.snapshot(0, 0).theta)
            left = [distance(objective, snapshot.theta) for snapshot in moment.snapshots]
            self.result.distances.show_distances(left, start)
            return self.card
        for page in (self.decision, self.fit, self.agreement, self.pictures):
            page.show_pick(self._pick)
        train, misses = answers.objective.train, self.result.misses.isChecked()
        features = train.features.shape[1]
        if train.class_names and train.image:
            self.pictures.show_answers(answers)
            return self.pictures
        if train.class_names or features == 2:
            self.decision.show_answers(answers)
            return self.decision
        if features == 1:
            self.fit.show_answers(answers, misses=misses)
            return self.fit
        self.agreement.show_answers(answers, misses=misses)
        return self.agreement

    def showEvent(self, event: QShowEvent) -> None:
        """What was not worked out while the tab was hidden is due now."""
        super().showEvent(event)
        self._refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The map stays square, the rest shares what is left."""
        super().resizeEvent(event)
        self._fit()

    def sizeHint(self) -> QSize:
        """What the pane has at 1280 x 800."""
        return QSize(990, 230)

    def minimumSizeHint(self) -> QSize:
        """Whatever is shown now, it can be made this low: rows and words give way."""
        return QSize(super().minimumSizeHint().width(), LEAST_HEIGHT)

    def _fit(self) -> None:
        """Share out width and height; equal shares change nothing."""
        self._fit_picture()
        line, wanted = self.sentence.fontMetrics().lineSpacing(), len(self.sentence.lines())
        key = GAP + self.key.sizeHint().height() if self.key.has_entries else 0
        bare = self.height() - ABOVE - GAP - BELOW
        free = bare - self.table.least_height(LEAST_ROWS) - key
        if self._pick is not None and free < wanted * line:  # its loss is what was asked for
            key, free = 0, bare - self.table.least_height(1)
        self.key.setVisible(key > 0)
        lines = min(max(wanted, 2), max(free // line, 1))
        self.sentence.setMaximumHeight(lines * line)
        below = GAP + lines * line + BELOW + key
        top = 0
        if self._page is self.card:
            full = max(
                self.card.full_height(),
                ABOVE + self.table.airy_height() + below,
                self.result.sizeHint().height() + 2 * BELOW,
            )
            top = min(max((self.height() - full) // 2, 0), LOWEST_TOP)
        self._row.setContentsMargins(0, top, 16, top)
        self.table.fit_height(self.height() - 2 * top - ABOVE - below)

    def _fit_picture(self) -> None:
        page = self._page
        if isinstance(page, LandscapeCard):
            wanted = max(self.card.sizeHint().width(), width_for(self.height()))
        else:
            wanted = page.width_for(self.height())
        self.picture.setFixedWidth(max(160, min(wanted, round(WIDEST_SHARE * self.width()))))


def _same_data(one: Objective, other: Objective) -> bool:
    """Whether both were made of the same samples."""
    if one is other:
        return True
    if not isinstance(one, FittingObjective) or not isinstance(other, FittingObjective):
        return False
    pairs = (one.train, other.train), (one.test, other.test)
    return all(np.array_equal(a.features, b.features) for a, b in pairs)
