"""How the answers of a model are spread: how sure it is of each class, or how far it misses."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from PySide6.QtCore import QEvent, QLineF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from optlab.engine.arrays import Array
from optlab.engine.metrics import ClassificationReport, RegressionReport
from optlab.qt import theme
from optlab.qt.text import tr
from optlab.qt.theme.fonts import LABEL, use_font
from optlab.qt.theme.measures import sized
from optlab.qt.views.answers import Answers
from optlab.qt.views.colours import class_colours
from optlab.qt.views.strokes import pen
from optlab.qt.views.ticks import rung_above, tick_text

BINS = 24
WORDS = 18
"""Pixels below the bars for words, in the light theme."""
TALLEST = 260
LOWEST = 46
"""Pixels of height below which the bars would say nothing."""


@dataclass(frozen=True, eq=False)
class Spread:
    """Counts per bin (BINS,) above and below the base line, and words below its ends and middle.

    Above is class 1 and below class 0; or what is right, and what is wrong; or all misses.
    """

    kind: Literal["classes", "right", "misses"]
    above: Array
    below: Array
    ends: tuple[str, str]
    middle: str


def spread(answers: Answers) -> Spread:
    """Answers of the chosen racer for the samples that count."""
    report = answers.report
    if isinstance(report, RegressionReport):
        return _misses(report, answers.samples.target_unit)
    return _two(report) if len(report.class_names) == 2 else _right_and_wrong(report)


def _two(report: ClassificationReport) -> Spread:
    """How likely class 1 is said to be, for the points of either class."""
    likely = np.nan_to_num(report.probabilities[1], nan=0.5)
    above, below = (_counts(likely[report.targets == label], (0.0, 1.0)) for label in (1.0, 0.0))
    zero, one = (tr("sure: {name}", name=name) for name in report.class_names)
    return Spread("classes", above, below, (zero, one), tr("undecided"))


def _right_and_wrong(report: ClassificationReport) -> Spread:
    """How likely the class that is said is said to be, for right answers and for wrong ones."""
    least = 1.0 / len(report.class_names)
    sure = np.clip(np.nan_to_num(report.probabilities.max(axis=0), nan=least), least, 1.0)
    right = report.said == report.targets
    above, below = (_counts(sure[rows], (least, 1.0)) for rows in (right, ~right))
    ends = tr("guessing"), tr("sure")
    return Spread("right", above, below, ends, tr("mistakes below"))


def _misses(report: RegressionReport, unit: str) -> Spread:
    reach = rung_above(0.5 * float(np.ptp(report.targets)) or 1.0)
    misses = np.nan_to_num(report.predictions - report.targets, nan=reach)
    counts = _counts(np.clip(misses, -reach, reach), (-reach, reach))
    end = f"{tick_text(reach)} {unit}".strip()
    ends = tr("{miss} too low", miss=end), tr("{miss} too high", miss=end)
    return Spread("misses", counts, np.zeros(BINS), ends, tr("exact"))


def _counts(values: Array, room: tuple[float, float]) -> Array:
    return np.histogram(values, BINS, room)[0].astype(float)


class SpreadBars(QWidget):
    """Draws a Spread as bars from a base line: class 1 (or what is right) above."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(tr("How the answers are spread"))
        self.setToolTip(
            tr(
                "Each bar counts points: towards the ends the model is surer (or further off). "
                "Bars of a class on the wrong side of the dashed line, or below the base line "
                "of many classes, are mistakes."
            )
        )
        self._spread: Spread | None = None
        self._racer = 0

    def show_spread(self, shown: Spread | None, racer: int) -> None:
        """Draw `shown`; a regression in the colour of the racer."""
        self._spread, self._racer = shown, racer
        self.update()

    def sizeHint(self) -> QSize:
        """Some room; it takes what it gets."""
        return QSize(240, 80)

    def minimumSizeHint(self) -> QSize:
        """It may vanish."""
        return QSize(0, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Bars, the dashed middle, and three words."""
        del event
        shown = self._spread
        if shown is None or self.height() < LOWEST:
            return
        palette = theme.current()
        room = QRectF(
            0.5, 2.0, self.width() - 1.0, min(self.height(), TALLEST) - sized(WORDS) - 2.0
        )
        top, bottom = float(shown.above.max()), float(shown.below.max())
        base = room.top() + room.height() * (top / max(top + bottom, 1.0))
        pixel = room.height() / max(top + bottom, 1.0)
        wide = room.width() / BINS
        if shown.kind == "classes":
            zero, one, *_ = class_colours(palette)
        else:
            zero, one = palette.danger, theme.racer(self._racer).colour
        painter = QPainter(self)
        for counts, colour, sign in ((shown.above, one, 1.0), (shown.below, zero, -1.0)):
            for place, count in enumerate(counts.tolist()):
                high = max(pixel * count, 1.0) if count else 0.0
                y = base - high if sign > 0 else base
                bar = QRectF(room.left() + place * wide + 1.0, y, wide - 2.0, high)
                painter.fillRect(bar, QColor(colour))
        painter.setPen(QPen(QColor(palette.border), 1.0))
        painter.drawLine(QLineF(room.left(), base, room.right(), base))
        if shown.kind != "right":
            painter.setPen(pen(palette.muted, 1.0, (4.0, 3.0)))
            middle = math.floor(room.center().x()) + 0.5
            painter.drawLine(QLineF(middle, room.top(), middle, room.bottom()))
        painter.setPen(QColor(palette.muted))
        use_font(painter, LABEL)
        words = QRectF(0.0, room.bottom(), self.width(), sized(WORDS))
        level = Qt.AlignmentFlag.AlignBottom
        metrics = painter.fontMetrics()
        free = words.width() - 2.0 * max(metrics.horizontalAdvance(end) for end in shown.ends)
        half = int(words.width() / 2.0) - 4
        elide = Qt.TextElideMode.ElideRight
        for text, side in (
            (shown.ends[0], Qt.AlignmentFlag.AlignLeft),
            (shown.middle, Qt.AlignmentFlag.AlignHCenter),
            (shown.ends[1], Qt.AlignmentFlag.AlignRight),
        ):
            if text != shown.middle or metrics.horizontalAdvance(text) + 16.0 < free:
                painter.drawText(words, side | level, metrics.elidedText(text, elide, half))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        if event.type() == QEvent.Type.PaletteChange:
            self.update()
        super().changeEvent(event)
