"""Data points, drawn once and kept as a picture.

Classes differ by colour and shape; training points are filled, test points hollow.
"""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap

from optlab.engine.arrays import Array
from optlab.engine.datasets import Samples
from optlab.qt import theme
from optlab.qt.theme.markers import marker_path
from optlab.qt.theme.palette import Marker
from optlab.qt.views.colours import class_colours, viridis
from optlab.qt.views.feature_plane import FeaturePlane
from optlab.qt.views.frame import Frame

SHAPES: tuple[Marker, ...] = (
    "disc",
    "square",
    "triangle",
    "diamond",
    "cross",
    "star",
    "ring",
    "hexagon",
)
"""Class 0, class 1, and so on, then from the first again."""


def radius(count: int, frame: Frame) -> float:
    """Pixels of a point: smaller where many share little room, so that they stay apart."""
    apart = math.sqrt(frame.rect.width() * frame.rect.height() / max(count, 1))
    return min(max(0.26 * apart, 1.8), 3.6 * theme.current().marble_scale)


def class_look(label: int) -> tuple[str, Marker]:
    """Colour and shape of class `label`: no two of the first 40 have both in common."""
    colours = class_colours(theme.current())
    return colours[label % len(colours)], SHAPES[label % len(SHAPES)]


def paint_class(
    painter: QPainter, place: QPointF, label: int, size: float, *, hollow: bool
) -> None:
    """One point of class `label`."""
    colour, shape = class_look(label)
    _paint(painter, marker_path(shape, place, size), colour, hollow)


def classes(frame: Frame, plane: FeaturePlane, size: QSize, scale: float) -> QPixmap:
    """All points over a transparent picture of `size` logical pixels."""
    made, painter = _begin(size, scale)
    dot = radius(len(plane.train) + len(plane.test), frame)
    for samples, hollow in ((plane.test, True), (plane.train, False)):
        places = frame.places(plane.places(samples))
        for (x, y), label in zip(places.tolist(), samples.targets.tolist(), strict=True):
            paint_class(painter, QPointF(x, y), int(label), dot, hollow=hollow)
    painter.end()
    return made


def levels(frame: Frame, plane: FeaturePlane, size: QSize, scale: float) -> QPixmap:
    """All points in the colours of their targets: training points round, test points square."""
    made, painter = _begin(size, scale)
    dot = 0.8 + radius(len(plane.train) + len(plane.test), frame)
    low, high = plane.span
    edge = QColor(theme.current().panel)
    edge.setAlphaF(0.5)
    painter.setPen(QPen(edge, 0.7))
    shapes: tuple[Marker, Marker] = ("square", "disc")
    for samples, shape in zip((plane.test, plane.train), shapes, strict=True):
        share = (samples.targets - low) / (high - low or 1.0)
        colours = viridis()[(share * 255.99).astype(np.uint8)].tolist()
        places = frame.places(plane.places(samples)).tolist()
        for (x, y), colour in zip(places, colours, strict=True):
            painter.setBrush(QColor.fromRgb(colour))
            painter.drawPath(marker_path(shape, QPointF(x, y), dot))
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


def paint_rings(painter: QPainter, places: Array, size: float) -> None:
    """Rings around the pixels (k, 2) of points that are answered wrong."""
    palette = theme.current()
    for colour, width in ((palette.panel, 2.6), (palette.text, 1.2)):
        painter.setPen(QPen(QColor(colour), width))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for x, y in places.tolist():
            painter.drawEllipse(QPointF(x, y), size, size)


def paint_batch(painter: QPainter, places: Array, size: float) -> None:
    """Diamonds around the pixels (k, 2) of the samples that the next step sees."""
    palette = theme.current()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, width in ((palette.panel, 3.4), (palette.text, 1.6)):
        painter.setPen(QPen(QColor(colour), width))
        for x, y in places.tolist():
            painter.drawPath(marker_path("diamond", QPointF(x, y), size))


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
