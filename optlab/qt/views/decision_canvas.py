"""The decision map with the points over it: what the chosen racer's model says everywhere.

Of more than two features any two can be drawn: the names of the axes are menus. The map is then a
cut through the mean of all others, so a point may lie on the colour of another class and be right
all the same; therefore what is wrong has a ring.
"""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QMouseEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QGridLayout, QWidget

from optlab.engine.arrays import Array
from optlab.engine.metrics import ClassificationReport, decide
from optlab.qt import theme
from optlab.qt.text import tr
from optlab.qt.theme.fonts import LABEL, font, use_font
from optlab.qt.theme.measures import sized
from optlab.qt.views import points
from optlab.qt.views.answers import Answers
from optlab.qt.views.axis_menu import AxisMenu
from optlab.qt.views.colours import image
from optlab.qt.views.decision_map import DecisionMap
from optlab.qt.views.feature_plane import FeaturePlane, axis_names
from optlab.qt.views.frame import (
    BOTTOM,
    SNUG,
    TOP,
    Frame,
    inside,
    is_short,
    paint_axes,
    width_for,
)
from optlab.qt.views.pictures import PictureActions
from optlab.qt.views.sample_picture import NOWHERE, SamplePicture
from optlab.session.numbers import figure


class DecisionCanvas(SamplePicture):
    """Square map of two features; under the mouse it says what the model answers."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Decision map"))
        self.setMouseTracking(True)
        self.setMinimumSize(160, 140)
        PictureActions(self, tr("Decision map"))
        self._map: DecisionMap | None = None
        self._answers: Answers | None = None
        self._image = QImage()
        self._points: QPixmap | None = None
        self._hover: QPointF | None = None
        self.up, self.across = AxisMenu(tr("Upwards")), AxisMenu(tr("Across"))
        self.up.chosen.connect(self._draw_up)
        self.across.chosen.connect(self._draw_across)
        self._edges = QGridLayout(self)
        self._edges.setRowStretch(1, 1)
        self._edges.addWidget(self.up, 0, 0, Qt.AlignmentFlag.AlignLeft)
        self._edges.addWidget(self.across, 2, 0, Qt.AlignmentFlag.AlignRight)

    def show_answers(self, answers: Answers) -> None:
        """Draw what the chosen racer's model says."""
        objective, old = answers.objective, self._map
        self._answers = answers
        if old is None or old.objective is not objective:
            plane = FeaturePlane.telling(objective.train, objective.test)
            if old and old.plane.train.feature_names == objective.train.feature_names:
                plane = FeaturePlane(
                    objective.train, objective.test, old.plane.first, old.plane.second
                )
            self._lay(plane)
        self._colour()

    def width_for(self, height: int) -> int:
        """Pixels of width at which the map, being square, fills `height`."""
        return width_for(height, self._top())

    def sample_places(self) -> tuple[Array, Array]:
        """Where the samples lie in the plane that is drawn."""
        if self._map is None:
            return NOWHERE, NOWHERE
        plane = self._map.plane
        frame = self._frame(plane)
        return frame.places(plane.places(plane.train)), frame.places(plane.places(plane.test))

    def _lay(self, plane: FeaturePlane) -> None:
        """Draw in another plane, or for other data."""
        if self._answers is None:
            return
        self._map = DecisionMap.over(self._answers.objective, plane)
        self._points = None
        names = axis_names(plane.train)
        for menu, feature in ((self.up, plane.second), (self.across, plane.first)):
            menu.setVisible(plane.others > 0)
            if plane.others and feature is not None:
                menu.show_choice(names, feature)
        self._place_menus()

    @Slot(int)
    def _draw_up(self, feature: int) -> None:
        """Draw another feature upwards; the one that is drawn across changes places with it."""
        if self._map:
            first, second = self._map.plane.first, self._map.plane.second
            self._draw(second if feature == first else first, feature)

    @Slot(int)
    def _draw_across(self, feature: int) -> None:
        if self._map:
            first, second = self._map.plane.first, self._map.plane.second
            self._draw(feature, first if feature == second else second)

    def _draw(self, first: int | None, second: int | None) -> None:
        if self._map and first is not None:
            plane = self._map.plane
            self._lay(FeaturePlane(plane.train, plane.test, first, second))
            self._colour()

    def _top(self) -> float:
        """Pixels above the map: the fewer, the larger it is."""
        if self._map is None or self._map.plane.others:
            return TOP
        return SNUG if is_short(self._map.plane.names[1]) else TOP

    def _colour(self) -> None:
        if self._map is not None and self._answers is not None:
            answers = self._answers
            pixels = self._map.pixels(answers.theta, theme.current(), answers.threshold)
            self._image = image(pixels)
            self.update()

    def _frame(self, plane: FeaturePlane) -> Frame:
        rect = inside(self.width(), self.height(), self._top())
        side = min(rect.width(), rect.height())
        return Frame(QRectF(rect.left(), rect.top(), side, side), *plane.view)

    def _place_menus(self) -> None:
        """The menus stand where the names of the axes would."""
        if self._map is not None:
            rect = self._frame(self._map.plane).rect
            right, below = (
                self.width() - rect.right(),
                self.height() - rect.bottom() - sized(BOTTOM),
            )
            self._edges.setContentsMargins(6, 2, round(right), max(round(below), 0))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Map, points, axes, and the words under the mouse."""
        del event
        if self._map is None or self._answers is None:
            return
        plane = self._map.plane
        frame = self._frame(plane)
        if self._points is None:
            self._points = self._drawn_points(self._map, frame)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(frame.rect, self._image)
        painter.drawPixmap(0, 0, self._points)
        self._paint_batch(painter, self._answers, plane, frame)
        painter.setPen(QColor(theme.current().border))
        painter.drawRect(frame.rect)
        if plane.others:
            paint_axes(painter, frame, "", "", kept=self.across.sizeHint().width())
            self._paint_wrong(painter, plane, frame)
        else:
            paint_axes(painter, frame, *plane.names)
        self.paint_pick(painter)
        if self._hover is not None and frame.rect.contains(self._hover):
            self._paint_reading(painter, self._reading(frame, self._hover), frame.rect)

    def _drawn_points(self, world: DecisionMap, frame: Frame) -> QPixmap:
        scale = self.devicePixelRatioF()
        if world.objective.task == "classification":
            return points.classes(frame, world.plane, self.size(), scale)
        return points.levels(frame, world.plane, self.size(), scale)

    @staticmethod
    def _paint_batch(
        painter: QPainter, answers: Answers, plane: FeaturePlane, frame: Frame
    ) -> None:
        painter.save()
        painter.setClipRect(frame.rect)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        size = points.radius(len(plane.train) + len(plane.test), frame) + 3.0
        points.paint_batch(painter, frame.places(plane.places(plane.train)[answers.batch]), size)
        painter.restore()

    def _paint_wrong(self, painter: QPainter, plane: FeaturePlane, frame: Frame) -> None:
        if self._answers is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = self._answers.chosen
        size = points.radius(len(plane.train) + len(plane.test), frame) + 2.2
        for samples, reports in (
            (plane.train, self._answers.train),
            (plane.test, self._answers.test),
        ):
            report = reports[chosen]
            if isinstance(report, ClassificationReport):
                wrong = plane.places(samples)[report.said != samples.targets]
                points.paint_rings(painter, frame.places(wrong), size)

    def _reading(self, frame: Frame, at: QPointF) -> str:
        """What the model answers at a pixel."""
        if self._map is None or self._answers is None:
            return ""
        objective, theta, place = self._map.objective, self._answers.theta, frame.data(at)
        features = self._map.plane.features(np.array([place]))
        x, y = (figure(value) for value in place)
        if objective.task == "regression":
            said = figure(float(objective.predict(theta, features)[0]))
            label = f"{said} {objective.train.target_unit}".strip()
        else:
            probabilities = objective.probabilities(theta, features)
            best = int(decide(probabilities, self._answers.threshold)[0])
            sure = float(probabilities[best, 0]) if best >= 0 else math.nan
            label = f"{objective.train.class_names[best]} {sure:.0%}" if best >= 0 else figure(sure)
        return tr("{label}  at ({x}, {y})", label=label, x=x, y=y)

    @staticmethod
    def _paint_reading(painter: QPainter, text: str, rect: QRectF) -> None:
        use_font(painter, LABEL)
        width = QFontMetricsF(font(LABEL)).horizontalAdvance(text) + 12.0
        box = QRectF(rect.left() + 4.0, rect.top() + 4.0, width, sized(20))
        back = QColor(theme.current().panel)
        back.setAlphaF(0.88)
        painter.fillRect(box, back)
        painter.setPen(QColor(theme.current().text))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Read the map under the mouse."""
        self._hover = event.position()
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Stop reading."""
        self._hover = None
        self.update()
        super().leaveEvent(event)

    def resizeEvent(self, event: QEvent) -> None:
        """The points are drawn for one size."""
        del event
        self._points = None
        self._place_menus()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        if event.type() == QEvent.Type.PaletteChange:
            self._points = None
            self._colour()
        super().changeEvent(event)

    def sizeHint(self) -> QSize:
        """Square but for the numbers around it."""
        return QSize(240, 230)
