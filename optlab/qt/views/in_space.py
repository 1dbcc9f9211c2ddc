"""The picture in space: drawn by OpenGL where that works, else by the painter, from the same place.

OpenGL is slow to load and may be missing or break, so a pane opens with the painter that needs
none, and turns to OpenGL once it is on the screen, if it was told to. What goes wrong with OpenGL,
then or later, ends in the painter again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QStackedWidget

from optlab.qt import theme
from optlab.qt.opengl import WINDOWLESS
from optlab.qt.text import tr
from optlab.qt.theme.palette import Palette
from optlab.qt.views.software.view import SurfacePainter

if TYPE_CHECKING:
    from optlab.qt.views.gl.view import SurfaceGL

FRAMES = 3
"""Frames on the screen after which OpenGL is taken to work."""
FIRST_PAINT = 50
"""Milliseconds for the window to appear before OpenGL is loaded, which takes longer."""


class InSpace(QObject):
    """Keeps the widget that draws in space among the pages of `stack`."""

    picked = Signal(float, float)
    """u, v that was clicked."""
    swapped = Signal()
    """Another `widget`."""
    noticed = Signal(str)
    """A sentence for the user."""
    tried = Signal()
    """OpenGL is about to be loaded; it may take the program along."""
    proved = Signal()
    """OpenGL has drawn some frames."""
    lost = Signal(str)
    """OpenGL does not work: why."""

    def __init__(self, stack: QStackedWidget, *, awaited: bool) -> None:
        super().__init__(stack)
        self._stack = stack
        self.awaited = awaited
        """Whether OpenGL is still to be loaded."""
        self._frames = 0
        self._painter = SurfacePainter(theme.current())
        self._painter.picked.connect(self.picked)
        self.widget: SurfaceGL | SurfacePainter = self._painter
        stack.addWidget(self._painter)
        self._starter = QTimer(self, singleShot=True)
        self._starter.timeout.connect(self._load)

    @property
    def settled(self) -> bool:
        """Whether the widget draws as well as it can."""
        return self.widget is not self._painter or self._painter.settled

    def come_up(self) -> None:
        """Load OpenGL now that the window is on the screen, if it is awaited."""
        if self.awaited:
            self._starter.start(FIRST_PAINT)

    def draw_with(self, *, gl: bool) -> None:
        """Draw with OpenGL, or without, from now on."""
        if not gl:
            self._leave()
        elif self.widget is self._painter:
            self.awaited = True
            if self._stack.isVisible():
                self.come_up()

    def set_palette(self, palette: Palette) -> None:
        """Draw in the colours of `palette`."""
        for view in {self.widget, self._painter}:
            view.set_palette(palette)

    @Slot()
    def _load(self) -> None:
        """Load OpenGL and draw with it; say in a sentence what goes wrong on the way."""
        if not self.awaited:
            return
        self.awaited = False
        if QGuiApplication.platformName() in WINDOWLESS:
            return
        self.tried.emit()
        try:
            from optlab.qt.views.gl.platform import prepare

            prepare()
            from optlab.qt.views.gl.view import SurfaceGL
        except Exception as error:  # noqa: BLE001  (a broken driver raises whatever it likes)
            self._lose(str(error))
            return
        made = SurfaceGL(theme.current())
        made.picked.connect(self.picked)
        made.failed.connect(self._lose)
        made.frameSwapped.connect(self._count_frame)
        self._frames = 0
        made.pilot.take_over(self._painter.pilot)
        self.widget = made
        self._stack.addWidget(made)
        self.swapped.emit()

    @Slot()
    def _count_frame(self) -> None:
        self._frames += 1
        if self._frames < FRAMES:
            self.widget.update()
        elif self._frames == FRAMES:
            self.proved.emit()

    @Slot(str)
    def _lose(self, reason: str) -> None:
        self._leave()
        self.lost.emit(reason)
        self.noticed.emit(
            tr(
                "OpenGL does not work here ({reason}), so OptLab paints the surface by itself.",
                reason=reason,
            )
        )

    def _leave(self) -> None:
        """Draw without OpenGL, from the same place."""
        self.awaited = False
        left = self.widget
        if left is not self._painter:
            self.widget = self._painter
            self._painter.pilot.take_over(left.pilot)
            self.swapped.emit()
            self._stack.removeWidget(left)
            left.deleteLater()  # pyright: ignore[reportUnknownMemberType]
