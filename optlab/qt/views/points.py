"""Data points, drawn once and kept as a picture.

Classes differ by colour and shape; training points are filled, test points hollow.
"""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap

from optlab.engine.datasets import Samples
from optlab.qt import theme
from optlab.qt.theme.markers import marker_path
from optlab.qt.theme.palette import Marker
from optlab.qt.views.colours import class_colours
from optlab.qt.views.frame import Frame

SHAPES: tuple[Marker, Marker] = ("disc", "square")
"""Class 0 and class 1."""


def radius(count: int, frame: Frame) -> float:
    """Pixels of a point: smaller where many share little room, so that they stay apart."""
    apart = math.sqrt(frame.rect.width() * frame.rect.height() / max(count, 1))
    return min(max(0.26 * apart, 1.8), 3.6)


def paint_class(
    painter: QPainter, place: QPointF, label: int, size: float, *, hollow: bool
) -> None:
    """One point of class `label` (0 or 1)."""
    palette = theme.current()
    _paint(painter, marker_path(SHAPES[label], place, size), class_colours(palette)[label], hollow)


def classes(frame: Frame, train: Samples, test: Samples, size: QSize, scale: float) -> QPixmap:
    """All points over a transparent picture of `size` logical pixels."""
    made, painter = _begin(size, scale)
    dot = radius(len(train) + len(test), frame)
    for samples, hollow in ((test, True), (train, False)):
        places = frame.places(samples.features)
        for (x, y), label in zip(places.tolist(), samples.targets.tolist(), strict=True):
            paint_class(painter, QPointF(x, y), int(label > 0.5), dot, hollow=hollow)
    painter.end()
    return made


def numbers(frame: Frame, train: Samples, test: Samples, size: QSize, scale: float) -> QPixmap:
    """Targets over the one feature, as `classes` draws classes."""
    made, painter = _begin(size, scale)
    dot, colour = radius(len(train) + len(test), frame), theme.current().muted
    painter.setOpacity(0.85 if len(train) + len(test) <= 300 else 0.4)
    for samples, hollow in ((test, True), (train, False)):
        places = frame.places(np.column_stack([samples.features[:, 0], samples.targets]))
        for x, y in places.tolist():
            _paint(painter, marker_path("disc", QPointF(x, y), dot), colour, hollow)
    painter.end()
    return made


def _begin(size: QSize, scale: float) -> tuple[QPixmap, QPainter]:
    made = QPixmap(size * scale)
    made.setDevicePixelRatio(scale)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    return made, painter


def _paint(painter: QPainter, shape: QPainterPath, colour: str, hollow: bool) -> None:
    panel = QColor(theme.current().panel)
    painter.setPen(QPen(QColor(colour), 1.2) if hollow else QPen(panel, 0.8))
    painter.setBrush(panel if hollow else QColor(colour))
    painter.drawPath(shape)
