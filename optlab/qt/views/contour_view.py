"""The loss surface from above: the same scene as in 3-D, drawn by Qt alone.

It needs no OpenGL, so it is also what remains where that is missing. The ground is kept as a
picture; while the cursor moves, only paths and markers are drawn anew.
"""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import (
    QColor,
    QImage,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QWidget

from optlab.engine.arrays import Array
from optlab.qt import theme
from optlab.qt.text import tr
from optlab.qt.theme.markers import marker_path
from optlab.qt.views.colours import image, viridis
from optlab.qt.views.contour_image import contour_pixels
from optlab.qt.views.frame import Frame, inside, paint_axes
from optlab.qt.views.probed_view import ProbedView, paint_reading
from optlab.qt.views.relief import bilinear
from optlab.qt.views.scene import Path, Scene
from optlab.qt.views.strokes import draw_polyline, pen
from optlab.session.numbers import figure

PAST, CASING = 2.6, 4.6
"""Pixels of a path and of the edge that lifts it off the ground."""
FAINT = 0.6
"""Opacity of what lies ahead."""
CLOSE = 1.0
"""Pixels; points nearer than this to the one before say nothing new."""


class ContourView(ProbedView):
    """Draws a Scene from above; a click (or arrows and Enter) picks a place on it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            tr("Loss surface"),
            tr("Loss surface from above"),
            tr("Click to start there. With the keyboard: arrows move a cross, Enter starts at it."),
            parent,
        )
        self._scene: Scene | None = None
        self._ground: QImage | None = None

    @property
    def ready(self) -> bool:
        """Whether there is a surface."""
        return self._scene is not None

    def show_scene(self, scene: Scene | None) -> None:
        """Draw `scene`; None is an empty pane."""
        before = self._scene
        self._scene = scene
        if scene is None or before is None or before.relief is not scene.relief:
            self._ground = None
        self.update()

    def frame(self) -> Frame:
        """Where (u, v) lie in this widget."""
        relief = self._scene.relief if self._scene else None
        box = inside(self.width(), self.height())
        if relief is None:
            return Frame(box, (0.0, 1.0), (0.0, 1.0))
        return Frame(
            box,
            (float(relief.u[0]), float(relief.u[-1])),
            (float(relief.v[0]), float(relief.v[-1])),
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ground, axes, paths, marks, and what is under the mouse."""
        del event
        painter = QPainter(self)
        scene = self._scene
        if scene is None:
            self.paint_empty(painter)
            return
        frame = self.frame()
        if self._ground is None:
            self._ground = self._draw_ground(scene, frame)
        painter.drawImage(frame.rect, self._ground)
        paint_axes(painter, frame, *scene.relief.names)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.save()
        painter.setClipRect(frame.rect)
        for minimum in scene.minima:
            _paint_minimum(painter, frame.place(minimum[0], minimum[1]))
        _paint_paths(painter, frame, scene.paths)
        painter.restore()
        for path in reversed(scene.paths):
            _paint_marker(painter, frame, path)
        if self.hover is not None:
            self._paint_reading(painter, frame, scene, self.hover)

    def _draw_ground(self, scene: Scene, frame: Frame) -> QImage:
        scale = self.devicePixelRatioF()
        size = max(round(frame.rect.width() * scale), 2), max(round(frame.rect.height() * scale), 2)
        hole = QColor(theme.current().panel).rgb()
        return image(contour_pixels(scene.relief, size, viridis(), hole, scale))

    def _paint_reading(self, painter: QPainter, frame: Frame, scene: Scene, at: QPointF) -> None:
        """Loss and coordinates, in the corner; a cross where the keyboard is."""
        u, v = frame.data(at)
        surface = scene.relief.surface
        loss = float(bilinear(surface.u, surface.v, surface.loss, np.array([u, v])))
        text = tr("loss {loss}  at ({u}, {v})", loss=figure(loss), u=f"{u:.3g}", v=f"{v:.3g}")
        paint_reading(painter, frame, text)
        if self.hasFocus():
            painter.setPen(QPen(QColor("#ffffff"), 1.0))
            painter.drawLine(at - QPointF(7.0, 0.0), at + QPointF(7.0, 0.0))
            painter.drawLine(at - QPointF(0.0, 7.0), at + QPointF(0.0, 7.0))

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


def _paint_paths(painter: QPainter, frame: Frame, paths: tuple[Path, ...]) -> None:
    """What lies ahead of all racers first, so that it never covers what they have walked."""
    light = QColor("#ffffff")
    for faint in (True, False):
        for path in paths:
            lines = polylines(frame, path.ahead if faint else path.past)
            light.setAlphaF(0.25 if faint else 0.75)
            colour = QColor(path.colour)
            colour.setAlphaF(FAINT if faint else 1.0)
            for stroke in (pen(light, CASING), pen(colour, PAST)):
                painter.setPen(stroke)
                for line in lines:
                    draw_polyline(painter, line)


def polylines(frame: Frame, points: Array) -> list[Array]:
    """The lines of a path (k, 3) in pixels: broken at its rows of nan, without needless points."""
    found: list[Array] = []
    for part in np.split(points, np.flatnonzero(np.isnan(points).any(axis=1))):
        known = part[~np.isnan(part).any(axis=1), :2]
        if len(known) > 1:
            places = frame.places(known)
            cells = np.rint(places / CLOSE)
            moved = np.ones(len(cells), dtype=bool)
            moved[1:-1] = (cells[1:-1] != cells[:-2]).any(axis=1)
            found.append(places[moved])
    return found


def _paint_marker(painter: QPainter, frame: Frame, path: Path) -> None:
    """Where the racer started (a ring) and where it is (its own marker)."""
    if len(path.past):
        start = frame.place(path.past[0, 0], path.past[0, 1])
        painter.setPen(QPen(QColor("#ffffff"), 2.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(start, 4.0, 4.0)
    if path.marble is not None:
        look = theme.racer(path.racer)
        place = frame.place(path.marble[0], path.marble[1])
        painter.setPen(QPen(QColor("#ffffff"), 1.6))
        painter.setBrush(QColor(path.colour))
        painter.drawPath(marker_path(look.marker, place, 6.5 * theme.current().marble_scale))


def _paint_minimum(painter: QPainter, place: QPointF) -> None:
    """A white cross of thin lines."""
    painter.setPen(QPen(QColor("#ffffff"), 1.6))
    for way in (QPointF(4.5, 4.5), QPointF(4.5, -4.5)):
        painter.drawLine(place - way, place + way)
