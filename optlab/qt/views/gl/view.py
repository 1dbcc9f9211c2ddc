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

import numpy as np
from OpenGL import GL
from pyqtgraph.opengl import GLViewWidget
from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QOpenGLContext,
    QShowEvent,
    QSurfaceFormat,
)
from PySide6.QtWidgets import QWidget

from optlab.qt.opengl import NEEDED
from optlab.qt.text import tr
from optlab.qt.theme.palette import Palette
from optlab.qt.views.gl.floor import Floor
from optlab.qt.views.gl.heightfield import HeightField
from optlab.qt.views.gl.item import Item
from optlab.qt.views.gl.marble import Marbles
from optlab.qt.views.gl.overlay import Overlay
from optlab.qt.views.gl.paths import Lines
from optlab.qt.views.gl.platform import samples
from optlab.qt.views.scene import Scene
from optlab.qt.views.space import furniture
from optlab.qt.views.space.axes import axes
from optlab.qt.views.space.camera import Camera
from optlab.qt.views.space.lettering import letter
from optlab.qt.views.space.pilot import Pilot
from optlab.qt.views.space.shapes import Marble, rgb
from optlab.qt.views.space.viewpoint import Viewpoint, viewpoint

PATIENCE = 1000
"""Milliseconds on the screen after which a widget without a context is given up."""


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
        self._palette = palette
        self._scene: Scene | None = None
        self._marbles: list[Marble] = []
        self._trouble = ""
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
        self.pilot = Pilot(self)
        self.pilot.turned.connect(self._turn)
        self.pilot.picked.connect(self.picked)

    # What is shown -------------------------------------------------------------------------------

    def show_scene(self, scene: Scene | None) -> None:
        """Draw `scene`, or an empty pane; what did not change is not sent to the card again."""
        before = self._scene
        self._scene = scene
        if scene is not None:
            if before is None or before.relief is not scene.relief:
                self._field.show_relief(scene.relief)
                self.pilot.face(scene.relief)
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
        self.pilot.look(name)

    @property
    def camera(self) -> Camera:
        """Where it is seen from."""
        return self.pilot.camera

    def _furnish(self, scene: Scene) -> None:
        palette = self._palette
        self._marbles = furniture.marbles(scene, palette)
        self._floor.show_floor(scene.relief, *furniture.floor_colours(palette))
        self._lines.show_lines(furniture.lines(scene, palette))
        self._spheres.show_marbles(self._marbles, furniture.casing(palette))
        solid = [(*m.place, m.radius) for m in self._marbles if not m.hollow]
        self._field.show_marbles(np.array(solid).reshape(-1, 4))

    def viewpoint(self) -> Viewpoint:
        """How the next frame is seen."""
        return viewpoint(self.camera, (self.width(), self.height()), self.devicePixelRatioF())

    @Slot()
    def _turn(self) -> None:
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
            self._overlay.show_image(
                letter(
                    self._scene,
                    self._marbles,
                    shown,
                    seen,
                    self._palette,
                    focused=self.hasFocus(),
                    reading=self.pilot.reading,
                )
            )
            if self.default_vao.isCreated():
                self.default_vao.bind()
            for item in self._order:
                item.viewpoint = seen
            for item in self._order:
                item.paint()
        except Exception as error:  # noqa: BLE001 (the pane can do without)
            self._fail(error)

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

    # Keys and focus ------------------------------------------------------------------------------

    def keyPressEvent(self, ev: QKeyEvent) -> None:
        """Leave to the window what the pilot did not take: pyqtgraph's keys are not used."""
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
