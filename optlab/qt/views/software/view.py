"""The widget: the scene of the OpenGL view, painted without OpenGL.

Floor and surface are kept as a picture: while the cursor moves, only paths, marbles and words are
painted anew. While the camera moves, the surface is drawn coarsely, on few vertices and one sample
a pixel, and once it rests finely, with several samples a pixel that smooth its edges.
"""

from __future__ import annotations

import math

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QFocusEvent, QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from optlab.qt.theme.palette import Palette
from optlab.qt.views.relief import Relief
from optlab.qt.views.scene import Scene
from optlab.qt.views.software.field import Field, Vertices, field, vertices
from optlab.qt.views.software.floor import paint_floor
from optlab.qt.views.software.marbles import paint_marbles
from optlab.qt.views.software.markings import Markings, markings
from optlab.qt.views.software.strokes import paint_lines
from optlab.qt.views.space import furniture
from optlab.qt.views.space.axes import Axis, axes
from optlab.qt.views.space.camera import Camera
from optlab.qt.views.space.lettering import letter
from optlab.qt.views.space.pilot import Pilot
from optlab.qt.views.space.shapes import Line, Marble
from optlab.qt.views.space.viewpoint import Viewpoint, viewpoint

COARSE, FINE = 360_000, 2_600_000
"""Pixels of the surface's picture at most, while the camera moves and once it rests."""
SAMPLES = 2.0
"""Pixels of a fine picture per logical pixel, across and down."""
MOST = 49
"""Vertices per side of a coarse surface."""
REST = 140
"""Milliseconds after which the camera counts as resting."""


class SurfacePainter(QWidget):
    """The loss surface in three dimensions, on any computer."""

    picked = Signal(float, float)  # u, v that was clicked
    orbited = Signal()  # another `camera`

    def __init__(self, palette: Palette, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMinimumSize(200, 160)
        self._palette = palette
        self._scene: Scene | None = None
        self._relief: Relief | None = None
        self._grid: Vertices | None = None
        self._marks: Markings | None = None
        self._lines: list[Line] = []
        self._marbles: list[Marble] = []
        self._ground: Field | None = None
        self._shown = Camera()
        self._image = QImage()
        self._fine = False
        self._rest = QTimer(self, singleShot=True, interval=REST)
        self._rest.timeout.connect(self._sharpen)
        self.pilot = Pilot(self)
        self.pilot.turned.connect(self._turn)
        self.pilot.picked.connect(self.picked)

    @property
    def camera(self) -> Camera:
        """Where it is seen from."""
        return self.pilot.camera

    @property
    def settled(self) -> bool:
        """Whether the next picture is the finest, even of a window that nobody sees."""
        return self._scene is None or self._fine

    def sizeHint(self) -> QSize:
        """The pane at 1280 x 800."""
        return QSize(505, 360)

    # What is shown -------------------------------------------------------------------------------

    def show_scene(self, scene: Scene | None) -> None:
        """Draw `scene`, or an empty pane; the surface is drawn again only when it is another."""
        before = self._scene
        self._scene = scene
        if scene is not None:
            if before is None or before.relief is not scene.relief:
                self.pilot.face(scene.relief)
                self._blur()
            self._furnish(scene)
        self.update()

    def set_palette(self, palette: Palette) -> None:
        """Draw in the colours of `palette`."""
        self._palette, self._ground = palette, None
        if self._scene is not None:
            self._furnish(self._scene)
        self.update()

    def look(self, name: str) -> None:
        """Go to one of the views of `camera.PRESETS`."""
        self.pilot.look(name)

    def _furnish(self, scene: Scene) -> None:
        self._lines = furniture.lines(scene, self._palette)
        self._marbles = furniture.marbles(scene, self._palette)

    @Slot()
    def _turn(self) -> None:
        if self.camera != self._shown:  # else it is only read at another place
            self._blur()
            self.orbited.emit()
        self.update()

    # Drawing -------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Floor, surface, paths, marbles and words, in the order of the OpenGL view."""
        del event
        painter = QPainter(self)
        scene = self._scene
        if scene is None:
            painter.fillRect(self.rect(), QColor(self._palette.panel))
            return
        ratio = self.devicePixelRatioF()
        seen = viewpoint(self.camera, (self.width(), self.height()), ratio)
        shown = axes(scene.relief, seen.eye, seen.matrix, (self.width(), self.height()))
        ground = self._ground
        if ground is None or self._image.devicePixelRatio() != ratio:
            ground = self._draw(scene.relief, seen, shown[-1])
        painter.drawImage(0, 0, self._image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_lines(painter, self._lines, seen, ground)
        casing = furniture.casing(self._palette)
        paint_marbles(painter, self._marbles, casing, seen, ground)
        words = letter(
            scene,
            self._marbles,
            shown,
            seen,
            self._palette,
            focused=self.hasFocus(),
            reading=self.pilot.reading,
        )
        painter.drawImage(0, 0, words)

    def _draw(self, relief: Relief, seen: Viewpoint, upright: Axis) -> Field:
        """Draw what stays while the cursor moves, and keep it as a picture in device pixels."""
        if self._grid is None or self._marks is None or self._relief is not relief:
            self._grid, self._relief = vertices(relief), relief
            self._marks = markings(self._grid, relief)
        width, height = self.width(), self.height()
        most = math.sqrt((FINE if self._fine else COARSE) / max(width * height, 1))
        factor = min(max(SAMPLES, seen.ratio) if self._fine else seen.ratio, most)
        grid = self._grid if self._fine else self._grid.thinned(MOST)
        ground = field(grid, relief, viewpoint(self.camera, (width, height), factor))
        rows, columns = ground.pixels.shape
        premultiplied = QImage.Format.Format_ARGB32_Premultiplied
        surface = QImage(ground.pixels.data, columns, rows, 4 * columns, premultiplied)
        device = QSize(round(seen.size[0]), round(seen.size[1]))
        if factor > seen.ratio:
            surface = surface.scaled(device, mode=Qt.TransformationMode.SmoothTransformation)
        made = QImage(device, QImage.Format.Format_RGB32)
        made.setDevicePixelRatio(seen.ratio)
        made.fill(QColor(self._palette.panel))
        painter = QPainter(made)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        paint_floor(painter, relief, self._marks, seen, self._palette)
        paint_lines(painter, furniture.frame(upright, self._palette), seen, ground)
        painter.drawImage(QRectF(0.0, 0.0, width, height), surface)
        painter.end()
        self._image, self._ground = made, ground
        return ground

    def _blur(self) -> None:
        """The surface looks different now: draw it coarsely until it rests."""
        self._shown = self.camera
        self._ground, self._fine = None, False
        self._rest.start()

    @Slot()
    def _sharpen(self) -> None:
        self._ground, self._fine = None, True
        self.update()

    # Events --------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The surface is drawn for one size."""
        super().resizeEvent(event)
        self._blur()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the ring."""
        super().focusOutEvent(event)
        self.update()
