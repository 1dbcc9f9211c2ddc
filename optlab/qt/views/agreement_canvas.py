"""A regression over many features: what the chosen racer's model says against what is true.

Every point on the dashed line is predicted exactly. Nothing else of the model can be drawn in a
plane without hiding most of it.
"""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from optlab.engine.arrays import Array
from optlab.engine.metrics import RegressionReport, Report
from optlab.qt import theme
from optlab.qt.text import tr
from optlab.qt.views import points
from optlab.qt.views.answers import Answers
from optlab.qt.views.feature_plane import MARGIN, Interval, target_span, with_unit
from optlab.qt.views.frame import Frame, inside, paint_axes, width_for
from optlab.qt.views.pictures import PictureActions
from optlab.qt.views.sample_picture import NOWHERE, SamplePicture
from optlab.qt.views.strokes import draw_dots, draw_pieces, pen


class AgreementCanvas(SamplePicture):
    """Square: predictions upwards over true values, both in the target's unit."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Predicted against true"))
        self.setMinimumSize(160, 140)
        PictureActions(self, tr("Predicted against true"))
        self._answers: Answers | None = None
        self._range: Interval = (0.0, 1.0)
        self._misses = False

    def show_answers(self, answers: Answers, *, misses: bool) -> None:
        """Draw the chosen racer's predictions; with `misses` also how far each is off."""
        if self._answers is None or self._answers.objective is not answers.objective:
            low, high = target_span(answers.objective.train, answers.objective.test)
            air = MARGIN * (high - low) or 1.0
            self._range = low - air, high + air
        self._answers, self._misses = answers, misses
        self.update()

    def width_for(self, height: int) -> int:
        """Pixels of width at which the square fills `height`."""
        return width_for(height)

    def frame(self) -> Frame:
        """A square that holds all true values, at the same scale both ways."""
        rect = inside(self.width(), self.height())
        side = min(rect.width(), rect.height())
        return Frame(QRectF(rect.left(), rect.top(), side, side), self._range, self._range)

    def sample_places(self) -> tuple[Array, Array]:
        """Where the answers lie, nan where the model broke."""
        if self._answers is None:
            return NOWHERE, NOWHERE
        frame, chosen = self.frame(), self._answers.chosen
        train, test = (
            _every_place(frame, each[chosen]) for each in (self._answers.train, self._answers.test)
        )
        return train, test

    def paintEvent(self, event: QPaintEvent) -> None:
        """Axes, the dashed line of exact answers, misses, points."""
        del event
        answers = self._answers
        if answers is None:
            return
        palette, train = theme.current(), answers.objective.train
        frame = self.frame()
        painter = QPainter(self)
        target = with_unit(train.target_name, train.target_unit)
        paint_axes(painter, frame, tr("true"), tr("predicted {target}", target=target), grid=True)
        painter.setClipRect(frame.rect)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(pen(palette.muted, 1.2, (5.0, 4.0)))
        low, high = self._range
        painter.drawLine(frame.place(low, low), frame.place(high, high))
        colour = theme.racer(answers.chosen).colour
        size = 2.0 * points.radius(len(train) + len(answers.objective.test), frame)
        tested, trained = (
            answer_places(frame, each[answers.chosen]) for each in (answers.test, answers.train)
        )
        if self._misses:
            faint = QColor(colour)
            faint.setAlphaF(0.45 if len(train) <= 300 else 0.2)
            painter.setPen(pen(faint, 1.0))
            draw_pieces(painter, _misses(frame, trained))
        draw_dots(painter, tested, colour, size)
        draw_dots(painter, tested, palette.panel, size - 2.4)
        draw_dots(painter, trained, palette.panel, size + 1.4)
        draw_dots(painter, trained, colour, size)
        self.paint_pick(painter)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        if event.type() == QEvent.Type.PaletteChange:
            self.update()
        super().changeEvent(event)

    def sizeHint(self) -> QSize:
        """Square but for the numbers around it."""
        return QSize(240, 230)


def answer_places(frame: Frame, report: Report) -> Array:
    """Pixels (n, 2) of all answers; one beyond the frame lies on its edge, none where it broke."""
    places = _every_place(frame, report)
    return places[~np.isnan(places[:, 1])]


def _every_place(frame: Frame, report: Report) -> Array:
    """The same, but nan where the model broke."""
    if not isinstance(report, RegressionReport):
        return NOWHERE
    said = np.clip(report.predictions, *frame.y)
    return frame.places(np.column_stack([report.targets, said]))


def _misses(frame: Frame, places: Array) -> Array:
    """From each point straight to the line of exact answers: (k, 4)."""
    exact = frame.rect.bottom() - (places[:, 0] - frame.rect.left())
    return np.column_stack([places, places[:, 0], exact])
