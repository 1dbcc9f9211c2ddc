"""Mouse and keys on a picture in space: they turn its camera and choose places on its ground.

Any widget can be flown. The pilot sees its events first and takes those that it has a use for; the
rest goes on to the widget, and from there to the window.
"""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget

from optlab.engine.arrays import Array
from optlab.qt.text import tr
from optlab.qt.views.relief import Relief
from optlab.qt.views.space.camera import Camera
from optlab.qt.views.space.controls import PRESETS, by_drag, by_key, by_wheel
from optlab.qt.views.space.framing import outline, side
from optlab.qt.views.space.picking import pick

MEANT_FOR_THE_WINDOW = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


class Pilot(QObject):
    """Holds the camera of `widget` and names the widget for those who cannot see it."""

    turned = Signal()  # another `camera`
    picked = Signal(float, float)  # u, v that was clicked

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.camera = Camera()
        self._widget = widget
        self._relief: Relief | None = None
        self._moved = False  # by the user, away from what suits the surface
        self._pressed: QPointF | None = None
        self._dragged: QPointF | None = None
        widget.installEventFilter(self)
        widget.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        widget.setAccessibleName(tr("Loss surface"))
        widget.setAccessibleDescription(
            tr(
                "The loss over a plane of the parameters, with the path of every racer. "
                "Arrows turn it, plus and minus zoom, 1, 2 and 3 choose a view, 0 resets it."
            )
        )
        widget.setToolTip(
            tr(
                "Drag to turn, scroll to zoom, click to start there.\n"
                "Keys: arrows, + and −, 1 perspective, 2 from the top, 3 from the side, 0 reset."
            )
        )

    def face(self, relief: Relief) -> None:
        """Fit the picture to another surface; turn it only while nobody else has."""
        self._relief = relief
        self.camera = replace(self.camera, outline=outline(relief))
        if not self._moved:
            self.camera = self.camera.preset("perspective", side(relief, self.camera.azimuth))

    def look(self, name: str) -> None:
        """Go to one of the views of `camera.PRESETS`."""
        azimuth = side(self._relief) if self._relief and name == "perspective" else None
        self.turn(self.camera.preset(name, azimuth))
        self._moved = name != "perspective"

    def turn(self, camera: Camera) -> None:
        """Look through `camera` from now on."""
        if camera != self.camera:
            self.camera, self._moved = camera, True
            self.turned.emit()

    def take_over(self, other: Pilot) -> None:
        """Look from where `other` looks, when one picture takes the place of another."""
        self.camera, self._moved = other.camera, other._moved

    def matrix(self) -> Array:
        """World to clip space (4, 4), as the pane is now."""
        return self.camera.matrix(self._widget.width() / max(self._widget.height(), 1))

    # Events --------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take what turns, zooms or chooses."""
        if isinstance(event, QMouseEvent):
            if event.type() == QEvent.Type.MouseButtonPress:
                return self._press(event)
            if event.type() == QEvent.Type.MouseMove:
                return self._move(event)
            if event.type() == QEvent.Type.MouseButtonRelease:
                return self._release(event)
        elif isinstance(event, QWheelEvent):
            self.turn(by_wheel(self.camera, event.angleDelta().y()))
            event.accept()
            return True
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._key(event)
        return super().eventFilter(watched, event)

    def _press(self, event: QMouseEvent) -> bool:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed, self._dragged = event.position(), None
        return True

    def _move(self, event: QMouseEvent) -> bool:
        if self._pressed is None or not event.buttons() & Qt.MouseButton.LeftButton:
            return True
        last = self._dragged
        if last is None:
            moved = (event.position() - self._pressed).manhattanLength()
            if moved < QApplication.startDragDistance():
                return True
            last = self._pressed
            self._widget.setCursor(Qt.CursorShape.ClosedHandCursor)
        step = event.position() - last
        self._dragged = event.position()
        self.turn(by_drag(self.camera, step))
        return True

    def _release(self, event: QMouseEvent) -> bool:
        if event.button() == Qt.MouseButton.LeftButton and self._pressed is not None:
            clicked = self._dragged is None
            self._pressed = self._dragged = None
            self._widget.unsetCursor()
            if clicked:
                self._pick(event.position())
        return True

    def _pick(self, at: QPointF) -> None:
        if self._relief is None:
            return
        size = (float(self._widget.width()), float(self._widget.height()))
        found = pick(self._relief, self.matrix(), (at.x(), at.y()), size)
        if found is not None:
            self.picked.emit(*found)

    def _key(self, event: QKeyEvent) -> bool:
        """Turn, zoom or choose a view; every other key belongs to the window."""
        ours = not event.modifiers() & MEANT_FOR_THE_WINDOW
        turned = by_key(self.camera, event.key()) if ours else None
        if turned is not None:
            self.turn(turned)
        elif ours and event.key() in PRESETS:
            self.look(PRESETS[event.key()])
        else:
            return False
        event.accept()
        return True
