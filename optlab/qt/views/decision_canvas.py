"""The decision map with the points over it: what the chosen racer's model says everywhere."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QMouseEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

from optlab.engine.arrays import Array
from optlab.engine.datasets import Samples
from optlab.engine.fitted import FittingObjective
from optlab.qt import theme
from optlab.qt.text import tr
from optlab.qt.theme.fonts import LABEL, font, use_font
from optlab.qt.views import points
from optlab.qt.views.colours import diverging, image
from optlab.qt.views.decision_map import DecisionMap, Interval
from optlab.qt.views.frame import (
    BOTTOM,
    LEFT,
    RIGHT,
    SNUG,
    TOP,
    Frame,
    inside,
    is_short,
    paint_axes,
)
from optlab.qt.views.pictures import PictureActions
from optlab.session.numbers import figure

MARGIN = 0.06
"""Room around the data, as a share of their extent."""


class DecisionCanvas(QWidget):
    """Square map of the two features; under the mouse it says how sure the model is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Decision map"))
        self.setMouseTracking(True)
        self.setMinimumSize(160, 140)
        PictureActions(self, tr("Decision map"))
        self._map: DecisionMap | None = None
        self._theta: Array = np.empty(0)
        self._image = QImage()
        self._points: QPixmap | None = None
        self._hover: QPointF | None = None

    def show_model(self, objective: FittingObjective, theta: Array) -> None:
        """Draw what the model says at theta (D,)."""
        if self._map is None or self._map.objective is not objective:
            self._map = DecisionMap.over(objective, *view(objective.train, objective.test))
            self._points = None
        self._theta = theta
        self._colour()
        self.update()

    def width_for(self, height: int) -> int:
        """Pixels of width at which the map, being square, fills `height`."""
        return round(height - self._top() - BOTTOM) + LEFT + RIGHT

    def _top(self) -> float:
        """Pixels above the map: the fewer, the larger it is."""
        if self._map is None:
            return TOP
        return SNUG if is_short(axis_names(self._map.objective.train)[1]) else TOP

    def _colour(self) -> None:
        if self._map is not None:
            self._image = image(self._map.pixels(self._theta, diverging(theme.current())))

    def _frame(self, world: DecisionMap) -> Frame:
        rect = inside(self.width(), self.height(), self._top())
        side = min(rect.width(), rect.height())
        return Frame(QRectF(rect.left(), rect.top(), side, side), world.x, world.y)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Map, points, axes, and the words under the mouse."""
        del event
        if self._map is None:
            return
        objective, frame = self._map.objective, self._frame(self._map)
        if self._points is None:
            self._points = points.classes(
                frame, objective.train, objective.test, self.size(), self.devicePixelRatioF()
            )
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(frame.rect, self._image)
        painter.drawPixmap(0, 0, self._points)
        painter.setPen(QColor(theme.current().border))
        painter.drawRect(frame.rect)
        paint_axes(painter, frame, *axis_names(objective.train))
        if self._hover is not None and frame.rect.contains(self._hover):
            self._paint_reading(painter, frame, self._hover)

    def _paint_reading(self, painter: QPainter, frame: Frame, at: QPointF) -> None:
        objective = self._map.objective if self._map else None
        if objective is None:
            return
        x, y = frame.data(at)
        said = float(objective.predict(self._theta, np.array([[x, y]]))[0])
        label = objective.train.class_names[int(said > 0.5)]
        sure = max(said, 1.0 - said) if math.isfinite(said) else math.nan
        text = tr(
            "{label} {sure}  at ({x}, {y})",
            label=label,
            sure=f"{sure:.0%}" if math.isfinite(sure) else figure(sure),
            x=f"{x:.2f}",
            y=f"{y:.2f}",
        )
        use_font(painter, LABEL)
        width = QFontMetricsF(font(LABEL)).horizontalAdvance(text) + 12.0
        box = QRectF(frame.rect.left() + 4.0, frame.rect.top() + 4.0, width, 20.0)
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

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        if event.type() == QEvent.Type.PaletteChange:
            self._points = None
            self._colour()
            self.update()
        super().changeEvent(event)

    def sizeHint(self) -> QSize:
        """Square but for the numbers around it."""
        return QSize(240, 230)


def view(train: Samples, test: Samples) -> tuple[Interval, Interval]:
    """The x and y to show: all points and some room, at one scale where both have the same unit."""
    features = np.concatenate([train.features, test.features])
    low, high = features.min(axis=0), features.max(axis=0)
    middle, half = (low + high) / 2.0, (0.5 + MARGIN) * (high - low)
    half = np.where(half > 0.0, half, 1.0)
    if len(set(train.feature_units)) <= 1:
        half = np.full(2, half.max())
    left, right = (middle - half).tolist(), (middle + half).tolist()
    return (left[0], right[0]), (left[1], right[1])


def axis_names(samples: Samples) -> tuple[str, str]:
    """The names of the two features with their units."""
    first, second = (
        with_unit(name, unit)
        for name, unit in zip(samples.feature_names, samples.feature_units, strict=True)
    )
    return first, second


def with_unit(name: str, unit: str) -> str:
    """`mother's age (years)`."""
    return f"{name} ({unit})" if unit else name
