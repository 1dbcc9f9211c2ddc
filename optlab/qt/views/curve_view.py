"""The curve of a landscape with one parameter: marbles on it, a tangent, the next step, and ticks.

The ground is kept as a picture, for it takes longer than a frame may; at every frame only racers
are drawn anew.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import ClassVar

import numpy as np
from PySide6.QtCore import QEvent, QLineF, QPointF, Qt
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QWidget

from optlab.qt import theme
from optlab.qt.text import tr
from optlab.qt.views.curve_paint import (
    ABOVE,
    BELOW,
    paint_ground,
    paint_walks,
    signed,
    strip_height,
)
from optlab.qt.views.curve_scene import CurveScene
from optlab.qt.views.frame import Frame, Interval, inside
from optlab.qt.views.prediction.curve_flag import paint_flag_on
from optlab.qt.views.probed_view import ProbedView, paint_reading
from optlab.qt.views.relief import bilinear
from optlab.qt.views.strokes import pen
from optlab.qt.widgets.facts import Fact
from optlab.session.numbers import figure

DEEPEST = 1.0 / 16.0
"""Of the whole width: what zooming in comes to at most."""
NOTCH = 120.0
"""What one notch of a wheel counts."""
ZOOM = 0.8
"""How much less one notch shows."""


class CurveView(ProbedView):
    """Draws a CurveScene; a click (or arrows and Enter) picks a place x on it.

    The wheel (or plus, minus and 0) shows less or more of it, dragging another part.
    """

    ways: ClassVar[Mapping[Qt.Key, tuple[float, float]]] = {
        Qt.Key.Key_Left: (-1.0, 0.0),
        Qt.Key.Key_Right: (1.0, 0.0),
    }

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            tr("Loss curve"),
            tr("Loss over the only parameter"),
            tr(
                "One parameter across, its loss upwards. The line touches the curve at the marble: "
                "its steepness is the slope. The arrow is the next step.\n"
                "Below, a tick for every place that a racer has tasted.\n"
                "Click to start there, scroll to zoom, drag to move. With the keyboard: left and "
                "right move a line, Enter starts at it; plus and minus zoom, 0 shows everything."
            ),
            parent,
        )
        self._scene: CurveScene | None = None
        self._ground: QPixmap | None = None
        self._part: Interval | None = None
        self._grip: float | None = None

    @property
    def ready(self) -> bool:
        """Whether there is a curve."""
        return self._scene is not None

    def show_scene(self, scene: CurveScene | None) -> None:
        """Draw `scene`; None is an empty pane."""
        before = self._scene
        self._scene = scene
        if scene is None or before is None or before.relief is not scene.relief:
            self._ground = None
        if scene is None or before is None or _whole(before) != _whole(scene):
            self._part = None
        self.update()

    def frame(self) -> Frame:
        """Where x and the drawn height lie in this widget: above the rows of ticks."""
        scene = self._scene
        box = inside(self.width(), self.height())
        if scene is None:
            return Frame(box, (0.0, 1.0), (0.0, 1.0))
        box.setBottom(max(box.bottom() - strip_height(len(scene.walks)), box.top() + 1.0))
        left, right = self._part or _whole(scene)
        low, top = scene.heights(left, right)
        pixel = (top - low) / max(box.height() - ABOVE - BELOW, 1.0)
        return Frame(box, (left, right), (low - BELOW * pixel, top + ABOVE * pixel))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The ground, the racers, and what is under the mouse."""
        del event
        painter = QPainter(self)
        scene = self._scene
        if scene is None:
            self.paint_empty(painter)
            return
        frame = self.frame()
        if self._ground is None:
            self._ground = self._draw_ground(scene, frame)
        painter.drawPixmap(QPointF(0.0, 0.0), self._ground)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_walks(painter, frame, scene)
        if scene.flag is not None:
            paint_flag_on(painter, frame, scene, scene.flag)
        if self.hover is not None:
            _paint_hover(painter, frame, scene, self.hover)

    def _draw_ground(self, scene: CurveScene, frame: Frame) -> QPixmap:
        scale = self.devicePixelRatioF()
        width, height = round(self.width() * scale), round(self.height() * scale)
        ground = QPixmap(width, height)
        ground.setDevicePixelRatio(scale)
        ground.fill(Qt.GlobalColor.transparent)
        painter = QPainter(ground)
        floor = frame.rect.bottom() + strip_height(len(scene.walks))
        paint_ground(painter, frame, floor, scene)
        painter.end()
        return ground

    # Which part ----------------------------------------------------------------------------------

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Show less or more, around the place under the mouse."""
        self._zoom(ZOOM ** (event.angleDelta().y() / NOTCH), event.position().x())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a click or a drag."""
        super().mousePressEvent(event)
        self._grip = event.position().x() if self._part is not None else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Read the ground, or move it when it is held."""
        super().mouseMoveEvent(event)
        held, x = event.buttons() & Qt.MouseButton.LeftButton, event.position().x()
        if not held or self._grip is None or self._part is None:
            return
        if self._pressed and abs(x - self._grip) < QApplication.startDragDistance():
            return
        self._pressed = False  # from here on it is no click any more
        left, right = self._part
        moved = (self._grip - x) / self.frame().rect.width() * (right - left)
        self._grip = x
        self._show_part(left + moved, right + moved)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Plus, minus and 0 zoom; the rest is the place that is read."""
        at = self.hover or self.frame().rect.center()
        match event.key():
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                self._zoom(ZOOM, at.x())
            case Qt.Key.Key_Minus:
                self._zoom(1.0 / ZOOM, at.x())
            case Qt.Key.Key_0:
                self._zoom(math.inf, at.x())
            case _:
                super().keyPressEvent(event)

    def _zoom(self, factor: float, at: float) -> None:
        """Show `factor` times as much, the place at pixel `at` staying where it is."""
        if self._scene is None:
            return
        low, high = _whole(self._scene)
        frame = self.frame()
        left, right = frame.x
        wide = min(max(factor * (right - left), DEEPEST * (high - low)), high - low)
        share = (at - frame.rect.left()) / frame.rect.width()
        left += share * (right - left - wide)
        self._show_part(left, left + wide)

    def _show_part(self, left: float, right: float) -> None:
        """Show what lies from `left` to `right`, moved into the drawing."""
        if self._scene is None:
            return
        low, high = _whole(self._scene)
        wide = right - left
        left = min(max(left, low), high - wide)
        self._part = (left, left + wide) if wide < high - low else None
        self._ground = None
        self.update()

    def resizeEvent(self, event: QEvent) -> None:
        """The ground is drawn for one size."""
        del event
        self._ground = None

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        if event.type() == QEvent.Type.PaletteChange:
            self._ground = None
            self.update()
        super().changeEvent(event)


def _whole(scene: CurveScene) -> Interval:
    u = scene.relief.u
    return float(u[0]), float(u[-1])


def _paint_hover(painter: QPainter, frame: Frame, scene: CurveScene, at: QPointF) -> None:
    """A line through the place that is read, a dot on the curve, and what they say."""
    palette, surface = theme.current(), scene.relief.surface
    x = frame.data(at)[0]
    loss = float(bilinear(surface.u, surface.v, surface.loss, np.array([x, 0.0])))
    painter.setPen(pen(palette.muted, 1.0, (4.0, 3.0)))
    painter.drawLine(QLineF(at.x(), frame.rect.top(), at.x(), frame.rect.bottom()))
    height = float(scene.height(np.array(x)))
    if height <= frame.y[1]:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(palette.text))
        painter.drawEllipse(frame.place(x, height), 3.5, 3.5)
    paint_reading(painter, frame, reading_text(x, loss))


def reading_text(x: float, loss: float) -> str:
    """What is said about a place that is read."""
    return tr("loss {loss}  at {x}", loss=figure(loss), x=f"{x:.4g}")


def curve_facts(scene: CurveScene) -> tuple[Fact, ...]:
    """The foot of the pane: where the followed racer stands, its slope, next step and cost."""
    reading = scene.reading
    facts = (
        Fact(tr("loss"), figure(reading.loss), racer=reading.racer),
        Fact(tr("at"), figure(reading.place)),
        Fact(tr("tasted"), f"{reading.paid:,}"),
        Fact(tr("slope"), figure(reading.slope)),
    )
    if reading.end is None:
        return facts
    return (*facts, Fact(tr("step"), signed(reading.end - reading.place)))
