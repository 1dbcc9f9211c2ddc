"""A regression over one feature: points, the line of every racer, the misses of the chosen one."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

from optlab.engine.arrays import Array
from optlab.engine.fitted import FittingObjective
from optlab.qt import theme
from optlab.qt.text import tr
from optlab.qt.views import points
from optlab.qt.views.answers import Answers
from optlab.qt.views.feature_plane import MARGIN, Interval, axis_names, with_unit
from optlab.qt.views.frame import Frame, inside, paint_axes, width_for
from optlab.qt.views.pictures import PictureActions
from optlab.qt.views.sample_picture import NOWHERE, SamplePicture
from optlab.qt.views.strokes import draw_pieces, draw_polyline, pen

BENDS = 160
"""Points of a drawn line: enough for a network's curve."""


class FitCanvas(SamplePicture):
    """Points and lines in the user's own units."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Data and fitted lines"))
        self.setMinimumSize(200, 140)
        PictureActions(self, tr("Data and fitted lines"))
        self._objective: FittingObjective | None = None
        self._ranges: tuple[Interval, Interval] = ((0.0, 1.0), (0.0, 1.0))
        self._thetas: Array = np.empty((0, 0))
        self._chosen = 0
        self._misses = False
        self._batch = np.empty(0, dtype=np.int64)
        self._points: QPixmap | None = None

    def show_answers(self, answers: Answers, *, misses: bool) -> None:
        """Draw the line of every racer; with `misses` also how far the chosen one is off."""
        if self._objective is not answers.objective:
            self._objective, self._points = answers.objective, None
            self._ranges = _view(answers.objective)
        self._thetas = np.stack(answers.thetas)
        self._chosen, self._misses, self._batch = answers.chosen, misses, answers.batch
        self.update()

    def width_for(self, height: int) -> int:
        """Half as wide again as high."""
        return width_for(height, aspect=1.5)

    def sample_places(self) -> tuple[Array, Array]:
        """Where the targets lie over the feature."""
        if self._objective is None:
            return NOWHERE, NOWHERE
        frame, objective = self._frame(), self._objective
        train, test = (
            frame.places(np.column_stack([each.features[:, 0], each.targets]))
            for each in (objective.train, objective.test)
        )
        return train, test

    def _frame(self) -> Frame:
        return Frame(inside(self.width(), self.height()), *self._ranges)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Points, misses, lines: the chosen one on top."""
        del event
        objective = self._objective
        if objective is None:
            return
        frame = self._frame()
        if self._points is None:
            self._points = points.numbers(
                frame, objective.train, objective.test, self.size(), self.devicePixelRatioF()
            )
        train = objective.train
        painter = QPainter(self)
        paint_axes(
            painter,
            frame,
            axis_names(train)[0],
            with_unit(train.target_name, train.target_unit),
            grid=True,
        )
        painter.setClipRect(frame.rect)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._misses:
            self._paint_misses(painter, frame, objective)
        painter.drawPixmap(0, 0, self._points)
        size = points.radius(len(train) + len(objective.test), frame) + 2.5
        lit = np.column_stack([train.features[self._batch, 0], train.targets[self._batch]])
        points.paint_batch(painter, frame.places(lit), size)
        self._paint_lines(painter, frame, objective)
        self.paint_pick(painter)

    def _paint_misses(self, painter: QPainter, frame: Frame, objective: FittingObjective) -> None:
        train, x = objective.train, objective.train.features[:, 0]
        said = objective.predict(self._thetas[self._chosen], train.features)
        ends = frame.places(np.column_stack([x, _bounded(said, frame)]))
        begins = frame.places(np.column_stack([x, train.targets]))
        colour = QColor(theme.racer(self._chosen).colour)
        colour.setAlphaF(0.45 if len(train) <= 300 else 0.2)
        painter.setPen(pen(colour, 1.0))
        draw_pieces(painter, np.hstack([begins, ends]))

    def _paint_lines(self, painter: QPainter, frame: Frame, objective: FittingObjective) -> None:
        x = np.linspace(*frame.x, BENDS)
        said = objective.predict(self._thetas, x[:, None])
        order = [each for each in range(len(said)) if each != self._chosen]
        for racer in (*order, self._chosen):
            look = theme.racer(racer)
            width = 2.6 if racer == self._chosen else 1.75
            painter.setPen(pen(look.colour, width, look.dash))
            places = frame.places(np.column_stack([x, _bounded(said[racer], frame)]))
            draw_polyline(painter, places)

    def resizeEvent(self, event: QEvent) -> None:
        """The points are drawn for one size."""
        del event
        self._points = None

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        if event.type() == QEvent.Type.PaletteChange:
            self._points = None
            self.update()
        super().changeEvent(event)

    def sizeHint(self) -> QSize:
        """Wider than high: lines are read from left to right."""
        return QSize(360, 230)


def _bounded(y: Array, frame: Frame) -> Array:
    """Predictions that a screen can take: at most ten frames away, outside where they broke."""
    span = frame.y[1] - frame.y[0]
    low, high = frame.y[0] - 10.0 * span, frame.y[1] + 10.0 * span
    return np.clip(np.nan_to_num(y, nan=high, posinf=high, neginf=low), low, high)


def _view(objective: FittingObjective) -> tuple[Interval, Interval]:
    x = np.concatenate([objective.train.features[:, 0], objective.test.features[:, 0]])
    y = np.concatenate([objective.train.targets, objective.test.targets])
    ranges: list[Interval] = []
    for values in (x, y):
        low, high = float(values.min()), float(values.max())
        air = MARGIN * (high - low) or 1.0
        ranges.append((low - air, high + air))
    return ranges[0], ranges[1]
