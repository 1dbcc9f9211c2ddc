"""The loss surface from above: the same scene as in 3-D, drawn by Qt alone.

It needs no OpenGL. The ground is kept as a picture; while the cursor moves, only paths and markers
are drawn anew. Mouse and keys do what they do in 3-D, as far as two dimensions go.
"""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QWidget

from optlab.qt import theme
from optlab.qt.text import tr
from optlab.qt.views.clicks import Clicks
from optlab.qt.views.colours import image, mixed, viridis
from optlab.qt.views.contour_image import Ground, contour_pixels
from optlab.qt.views.contour_paint import letter_scene, paint_scene
from optlab.qt.views.frame import Frame, inside, paint_axes
from optlab.qt.views.probed_view import ProbedView
from optlab.qt.views.reading import told
from optlab.qt.views.scene import Scene
from optlab.qt.views.space.lettering import Reading
from optlab.qt.views.window import Window

ZOOM = 1.15
"""Factor per key press or notch of the wheel."""
HATCHED = 0.5
"""How dark the stripes over a hole are."""
PAN = 0.06
"""Of what is seen, per key press."""


class ContourView(ProbedView):
    """Draws a Scene from above; a click (or arrows and Enter) picks a place on it."""

    zooms: ClassVar[dict[int, float]] = {
        Qt.Key.Key_Plus: ZOOM,
        Qt.Key.Key_Equal: ZOOM,
        Qt.Key.Key_Minus: 1.0 / ZOOM,
    }

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            tr("Loss surface"),
            tr("Loss surface from above"),
            tr(
                "Click to start there, drag to move, scroll to zoom, double click to bring a "
                "place to the middle.\nKeys: arrows move a cross, Enter starts at it, C brings it "
                "to the middle, Shift and arrows move the picture, + and − zoom, 0 shows all."
            ),
            parent,
        )
        self._scene: Scene | None = None
        self._ground: QImage | None = None
        self._window = Window()
        self._grip: QPointF | None = None  # where the picture was taken
        self._dragged = False
        self._clicks = Clicks(self)
        self._clicks.single.connect(self._pick)

    @property
    def ready(self) -> bool:
        """Whether there is a surface."""
        return self._scene is not None

    @property
    def window_seen(self) -> Window:
        """Which part of the surface is seen."""
        return self._window

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
            self._window.part(float(relief.u[0]), float(relief.u[-1]), upright=False),
            self._window.part(float(relief.v[0]), float(relief.v[-1]), upright=True),
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
        paint_scene(painter, frame, scene)
        reading = None
        if self.hover is not None and not self._dragged:
            text = told(scene.relief, *frame.data(self.hover))
            reading = Reading(text, self.hover, self.hasFocus())
        size, ratio = (self.width(), self.height()), self.devicePixelRatioF()
        painter.drawImage(0, 0, letter_scene(size, ratio, frame, scene, reading))

    def _draw_ground(self, scene: Scene, frame: Frame) -> QImage:
        scale = self.devicePixelRatioF()
        size = max(round(frame.rect.width() * scale), 2), max(round(frame.rect.height() * scale), 2)
        palette = theme.current()
        hatch = mixed(palette.muted, palette.panel, HATCHED)
        ground = Ground(QColor(palette.panel).rgb(), hatch.rgb())
        colours = viridis()
        return image(
            contour_pixels(scene.relief, size, colours, ground, line=scale, window=self._window)
        )

    # Moving and zooming --------------------------------------------------------------------------

    def _show(self, window: Window) -> None:
        """See another part of the surface."""
        if window != self._window:
            self._window, self._ground = window, None
            self.update()

    def _share(self, at: QPointF) -> tuple[float, float]:
        """A pixel as shares of what is seen, to the right and up."""
        rect = self.frame().rect
        return (at.x() - rect.left()) / rect.width(), (rect.bottom() - at.y()) / rect.height()

    def _zoom(self, factor: float, at: QPointF | None) -> None:
        x, y = self._share(at) if at is not None else (0.5, 0.5)
        self._show(self._window.zoomed(factor, x, y))

    def _centre(self, at: QPointF) -> None:
        x, y = self._share(at)
        self._show(self._window.moved(0.5 - x, 0.5 - y))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the picture, or begin a click."""
        if event.button() in {Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton}:
            self._grip, self._dragged = event.position(), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Read the ground, or pull it along."""
        at, grip = event.position(), self._grip
        if grip is not None and event.buttons():
            far = (at - grip).manhattanLength() >= QApplication.startDragDistance()
            self._dragged = self._dragged or far
        if grip is not None and self._dragged:
            rect, pulled = self.frame().rect, at - grip
            self._grip = at
            self._show(self._window.moved(pulled.x() / rect.width(), -pulled.y() / rect.height()))
        super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Choose the point, unless the picture was moved."""
        clicked = self._grip is not None and not self._dragged
        self._grip, self._dragged = None, False
        if clicked and event.button() == Qt.MouseButton.LeftButton:
            self._clicks.once(event.position())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Bring the place to the middle."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._clicks.twice()
            self._centre(event.position())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom; what is under the mouse stays there."""
        self._zoom(ZOOM ** (event.angleDelta().y() / 120.0), event.position())
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, zoom, centre, reset; the rest is about the cross."""
        key = Qt.Key(event.key())
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier and key in self.ways:
            x, y = self.ways[key]
            self._show(self._window.moved(-PAN * x, PAN * y))
        elif key in self.zooms:
            self._zoom(self.zooms[key], self.hover)
        elif key == Qt.Key.Key_C and self.hover is not None:
            self._centre(self.hover)
        elif key in {Qt.Key.Key_0, Qt.Key.Key_Home}:
            self._show(Window())
        else:
            super().keyPressEvent(event)

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
