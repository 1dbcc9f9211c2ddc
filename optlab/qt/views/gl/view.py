# pyright: standard
"""The widget: it turns a scene into items, and mouse and keys into a camera.

pyqtgraph brings the widget and the items; camera, mouse, keys and order of drawing are our own. The
order is fixed: floor, surface, lines, marbles, words. Whatever goes wrong inside OpenGL is said
once, with `failed`, and nothing is drawn after it: the pane can show something else instead.

A widget that moves to another window gets another context. Everything is then made again and the
scene stays; what the old context held goes with it. (Releasing it by hand from `aboutToBeDestroyed`
crashes when the widget itself is being destroyed.)
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from OpenGL import GL
from pyqtgraph.opengl import GLViewWidget
from PySide6.QtCore import QPointF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QOpenGLContext,
    QShowEvent,
    QSurfaceFormat,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QWidget

from optlab.engine.arrays import Array
from optlab.qt.opengl import NEEDED
from optlab.qt.text import tr
from optlab.qt.theme.palette import Palette
from optlab.qt.views.gl import furniture
from optlab.qt.views.gl.axes import Axis, axes, words
from optlab.qt.views.gl.camera import LENS, Camera, project
from optlab.qt.views.gl.controls import PRESETS, by_drag, by_key, by_wheel
from optlab.qt.views.gl.floor import Floor
from optlab.qt.views.gl.framing import outline, side
from optlab.qt.views.gl.heightfield import HeightField
from optlab.qt.views.gl.item import Item, Viewpoint
from optlab.qt.views.gl.lettering import Lettering
from optlab.qt.views.gl.marble import LIGHT, Marble, Marbles, rgb
from optlab.qt.views.gl.overlay import Overlay
from optlab.qt.views.gl.paths import Lines
from optlab.qt.views.gl.picking import pick
from optlab.qt.views.gl.platform import samples
from optlab.qt.views.relief import Relief
from optlab.qt.views.scene import Scene

PATIENCE = 1000
"""Milliseconds on the screen after which a widget without a context is given up."""
MEANT_FOR_THE_WINDOW = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


class SurfaceGL(GLViewWidget):
    """The loss surface in three dimensions."""

    picked = Signal(float, float)  # u, v that was clicked
    orbited = Signal()  # another `camera`
    failed = Signal(str)  # OpenGL does not work: why
    _broken = Signal(str)

    def __init__(self, palette: Palette, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        wanted = QSurfaceFormat(self.format())
        wanted.setDepthBufferSize(24)
        wanted.setSamples(samples())
        self.setFormat(wanted)
        self.camera = Camera()
        self._palette = palette
        self._scene: Scene | None = None
        self._marbles: list[Marble] = []
        self._moved = False  # by the user, away from what suits the surface
        self._trouble = ""
        self._pressed: QPointF | None = None
        self._dragged: QPointF | None = None
        self._field = HeightField()
        self._floor = Floor(self._field)
        self._frame = Lines()
        self._lines = Lines()
        self._spheres = Marbles()
        self._overlay = Overlay()
        self._order: tuple[Item, ...] = (
            self._floor,
            self._frame,
            self._field,
            self._lines,
            self._spheres,
            self._overlay,
        )
        for item in self._order:
            self.addItem(item)
        self._patience = QTimer(self, singleShot=True)
        self._patience.timeout.connect(self._expect_context)
        self._broken.connect(self.failed, Qt.ConnectionType.QueuedConnection)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Loss surface"))
        self.setAccessibleDescription(
            tr(
                "The loss over a plane of the parameters, with the path of every racer. "
                "Arrows turn it, plus and minus zoom, 1, 2 and 3 choose a view, 0 resets it."
            )
        )
        self.setToolTip(
            tr(
                "Drag to turn, scroll to zoom, click to start there.\n"
                "Keys: arrows, + and −, 1 perspective, 2 from the top, 3 from the side, 0 reset."
            )
        )

    # What is shown -------------------------------------------------------------------------------

    def show_scene(self, scene: Scene | None) -> None:
        """Draw `scene`, or an empty pane; what did not change is not sent to the card again."""
        before = self._scene
        self._scene = scene
        if scene is not None:
            if before is None or before.relief is not scene.relief:
                self._field.show_relief(scene.relief)
                self._face(scene.relief)
            self._furnish(scene)
        self.update()

    def set_palette(self, palette: Palette) -> None:
        """Draw in the colours of `palette`."""
        self._palette = palette
        if self._scene is not None:
            self._furnish(self._scene)
        self.update()

    def look(self, name: str) -> None:
        """Go to one of the views of `camera.PRESETS`."""
        azimuth = side(self._scene.relief) if self._scene and name == "perspective" else None
        self._turn(self.camera.preset(name, azimuth))
        self._moved = name != "perspective"

    def _furnish(self, scene: Scene) -> None:
        palette = self._palette
        self._marbles = furniture.marbles(scene, palette)
        self._floor.show_floor(scene.relief, *furniture.floor_colours(palette))
        self._lines.show_lines(furniture.lines(scene, palette))
        self._spheres.show_marbles(self._marbles, furniture.casing(palette))
        solid = [(*m.place, m.radius) for m in self._marbles if not m.hollow]
        self._field.show_marbles(np.array(solid).reshape(-1, 4))

    # Where it is seen from -----------------------------------------------------------------------

    def matrix(self) -> Array:
        """World to clip space (4, 4), as the pane is now."""
        return self.camera.matrix(self.aspect())

    def aspect(self) -> float:
        """Width over height of the pane."""
        return self.width() / max(self.height(), 1)

    def viewpoint(self) -> Viewpoint:
        """How the next frame is seen."""
        ratio, camera = self.devicePixelRatioF(), self.camera
        light = np.array(LIGHT) @ camera.view(self.aspect())[:3, :3]
        return Viewpoint(
            matrix=self.matrix(),
            eye=camera.eye(self.aspect()),
            light=light / np.linalg.norm(light),
            size=(self.width() * ratio, self.height() * ratio),
            ratio=ratio,
            scale=self.height() * ratio * camera.zoom / (2.0 * LENS),
        )

    def _face(self, relief: Relief) -> None:
        """Fit the picture to another surface; turn it only while nobody else has."""
        self.camera = replace(self.camera, outline=outline(relief))
        if not self._moved:
            self.camera = self.camera.preset("perspective", side(relief, self.camera.azimuth))

    def _turn(self, camera: Camera) -> None:
        if camera != self.camera:
            self.camera, self._moved = camera, True
            self.orbited.emit()
            self.update()

    # Drawing -------------------------------------------------------------------------------------

    def initializeGL(self) -> None:
        """Make all buffers and shaders for the context that is current now."""
        try:
            profile = _checked(self.context()).profile()
            if profile == QSurfaceFormat.OpenGLContextProfile.CoreProfile:
                # It draws nothing without an object for vertex arrays.
                self.default_vao.destroy()
                self.default_vao.create()
                self.default_vao.bind()
            for item in self._order:
                item.initializeGL()
            self._trouble = ""
        except Exception as error:  # noqa: BLE001 (the pane can do without)
            self._fail(error)

    def paintGL(self) -> None:
        """Draw one frame."""
        panel = QColor(self._palette.panel)
        GL.glClearColor(*rgb(panel), 1.0)
        GL.glDepthMask(True)
        GL.glClear(int(GL.GL_DEPTH_BUFFER_BIT) | int(GL.GL_COLOR_BUFFER_BIT))
        if self._trouble or self._scene is None:
            return
        try:
            seen = self.viewpoint()
            shown = axes(self._scene.relief, seen.eye, seen.matrix, (self.width(), self.height()))
            self._frame.show_lines(furniture.frame(shown[-1], self._palette))
            self._overlay.show_image(self._letter(self._scene, shown, seen.matrix))
            if self.default_vao.isCreated():
                self.default_vao.bind()
            for item in self._order:
                item.viewpoint = seen
            for item in self._order:
                item.paint()
        except Exception as error:  # noqa: BLE001 (the pane can do without)
            self._fail(error)

    def _letter(self, scene: Scene, shown: list[Axis], matrix: Array) -> QImage:
        size = (self.width(), self.height())
        heads = [QPointF(*project(matrix, marble.place, size)[:2]) for marble in self._marbles]
        lettering = Lettering(size, self.devicePixelRatioF(), self._palette, heads)
        for axis in shown:
            for word in words(axis, matrix, size):
                lettering.write(word)
        if len(scene.paths) > 1:
            for path in scene.paths:
                if path.marble is not None:
                    head = project(matrix, scene.relief.world(path.marble), size)
                    lettering.tag(path.name, QPointF(*head[:2]))
        if self.hasFocus():
            lettering.ring()
        lettering.end()
        return lettering.image

    def _fail(self, error: Exception) -> None:
        if not self._trouble:
            self._trouble = str(error) or type(error).__name__
            self._broken.emit(self._trouble)

    def showEvent(self, event: QShowEvent) -> None:
        """Give the driver a moment to make a context: without one Qt calls nothing of the above."""
        super().showEvent(event)
        self._patience.start(PATIENCE)

    @Slot()
    def _expect_context(self) -> None:
        if self.isVisible() and not self.isValid():
            self._fail(RuntimeError(tr("the driver makes no OpenGL context")))

    # Mouse and keys ------------------------------------------------------------------------------

    def mousePressEvent(self, ev: QMouseEvent) -> None:
        """Begin a click or a drag."""
        if ev.button() == Qt.MouseButton.LeftButton:
            self._pressed = ev.position()
            self._dragged = None

    def mouseMoveEvent(self, ev: QMouseEvent) -> None:
        """Turn the box with the mouse."""
        if self._pressed is None or not ev.buttons() & Qt.MouseButton.LeftButton:
            return
        last = self._dragged
        if last is None:
            moved = (ev.position() - self._pressed).manhattanLength()
            if moved < QApplication.startDragDistance():
                return
            last = self._pressed
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        step = ev.position() - last
        self._dragged = ev.position()
        self._turn(by_drag(self.camera, step))

    def mouseReleaseEvent(self, ev: QMouseEvent) -> None:
        """Choose a point where the mouse did not move."""
        if ev.button() != Qt.MouseButton.LeftButton or self._pressed is None:
            return
        clicked = self._dragged is None
        self._pressed = self._dragged = None
        self.unsetCursor()
        if clicked and self._scene is not None:
            place = (ev.position().x(), ev.position().y())
            size = (float(self.width()), float(self.height()))
            found = pick(self._scene.relief, self.matrix(), place, size)
            if found is not None:
                self.picked.emit(*found)

    def wheelEvent(self, ev: QWheelEvent) -> None:
        """Zoom."""
        self._turn(by_wheel(self.camera, ev.angleDelta().y()))
        ev.accept()

    def keyPressEvent(self, ev: QKeyEvent) -> None:
        """Turn, zoom or choose a view; every other key belongs to the window."""
        ours = not ev.modifiers() & MEANT_FOR_THE_WINDOW
        turned = by_key(self.camera, ev.key()) if ours else None
        if turned is not None:
            self._turn(turned)
        elif ours and ev.key() in PRESETS:
            self.look(PRESETS[ev.key()])
        else:
            ev.ignore()

    def keyReleaseEvent(self, ev: QKeyEvent) -> None:
        """Leave it to the window: pyqtgraph's timer for held keys is not used."""
        ev.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the ring."""
        super().focusOutEvent(event)
        self.update()


def _checked(context: QOpenGLContext) -> QSurfaceFormat:
    """The format of `context`; raises RuntimeError when its OpenGL is too old."""
    made = context.format()
    if not context.isOpenGLES() and made.version() < NEEDED:
        version = ".".join(str(part) for part in made.version())
        raise RuntimeError(tr("OpenGL {version} is too old", version=version))
    return made
