"""Mouse and keys on a picture in space: they turn its camera, read its ground and choose places.

Any widget can be flown. The pilot sees its events first and takes those that it has a use for; the
rest goes on to the widget, and from there to the window.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget

from optlab.engine.arrays import Array
from optlab.qt.text import tr
from optlab.qt.views.clicks import Clicks
from optlab.qt.views.reading import told
from optlab.qt.views.relief import Relief
from optlab.qt.views.space.camera import Camera
from optlab.qt.views.space.controls import ENTER, PANS, PRESETS, by_drag, by_key, by_wheel
from optlab.qt.views.space.framing import outline, side
from optlab.qt.views.space.lettering import Reading
from optlab.qt.views.space.picking import pick
from optlab.qt.views.space.turntable import Turntable

MEANT_FOR_THE_WINDOW = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
TURNING, PANNING = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton


class Pilot(QObject):
    """Holds the camera of `widget` and names the widget for those who cannot see it."""

    turned = Signal()  # another `camera`, or another `reading`
    picked = Signal(float, float)  # u, v that was clicked

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.camera = Camera()
        self.turntable = Turntable(self)
        self.turntable.turned.connect(self._revolve)
        self._widget = widget
        self._relief: Relief | None = None
        self._moved = False  # by the user, away from what suits the surface
        self._pressed: QPointF | None = None
        self._dragged: QPointF | None = None
        self._probe: QPointF | None = None  # the pixel that is read
        self._crossed = False  # from the keyboard
        self._clicks = Clicks(self)
        self._clicks.single.connect(self._pick)
        widget.installEventFilter(self)
        widget.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        widget.setMouseTracking(True)
        widget.setAccessibleName(tr("Loss surface"))
        widget.setAccessibleDescription(
            tr(
                "The loss over a plane of the parameters, with the path of every racer. "
                "Arrows turn it, with Shift they move it, plus and minus zoom, 1, 2 and 3 choose "
                "a view, 0 resets it, T lets it turn slowly, Enter starts at the cross."
            )
        )
        widget.setToolTip(
            tr(
                "Drag to turn, with Shift to move, scroll to zoom. Click to start there, "
                "double click to bring it to the middle.\n"
                "Keys: arrows, Shift and arrows, + and −, C middle, Enter start, T turntable,\n"
                "1 perspective, 2 from the top, 3 from the side, 0 reset."
            )
        )

    @property
    def reading(self) -> Reading | None:
        """What is under the mouse, or under the cross of the keyboard."""
        found = self._under(self._probe) if self._probe is not None else None
        if found is None or self._relief is None or self._probe is None:
            return None
        return Reading(told(self._relief, *found), self._probe, self._crossed)

    def face(self, relief: Relief) -> None:
        """Fit the picture to another surface; turn it only while nobody else has."""
        self._relief = relief
        self.camera = replace(self.camera, outline=outline(relief))
        if not self._moved:
            self.camera = self.camera.preset("perspective", side(relief, self.camera.azimuth))

    def look(self, name: str) -> None:
        """Go to one of the views of `camera.PRESETS`."""
        azimuth = side(self._relief) if self._relief and name == "perspective" else None
        self.turntable.stop()
        self.turn(self.camera.preset(name, azimuth))
        self._moved = name != "perspective"

    def turn(self, camera: Camera) -> None:
        """Look through `camera` from now on."""
        if camera != self.camera:
            self.camera, self._moved = camera, True
            self.turned.emit()

    def centre(self, at: QPointF | None = None) -> None:
        """Bring what is seen at a pixel (else what is read) to the middle, and turn around it."""
        place = at if at is not None else self._probe
        found = self._under(place) if place is not None else None
        if found is None or self._relief is None:
            return
        height = float(np.nan_to_num(self._relief.at(np.array(found)), nan=self._relief.low))
        self.turn(self.camera.centred(self._relief.world(np.array([*found, height]))))

    def take_over(self, other: Pilot) -> None:
        """Look from where `other` looks, when one picture takes the place of another."""
        self.camera, self._moved = other.camera, other._moved

    def matrix(self) -> Array:
        """World to clip space (4, 4), as the pane is now."""
        return self.camera.matrix(self._aspect())

    def _aspect(self) -> float:
        return self._widget.width() / max(self._widget.height(), 1)

    def _under(self, at: QPointF) -> tuple[float, float] | None:
        """The (u, v) that is seen at a pixel."""
        if self._relief is None:
            return None
        size = (float(self._widget.width()), float(self._widget.height()))
        return pick(self._relief, self.matrix(), (at.x(), at.y()), size)

    @Slot(QPointF)
    def _pick(self, at: QPointF) -> None:
        found = self._under(at)
        if found is not None:
            self.picked.emit(*found)

    @Slot(float)
    def _revolve(self, degrees: float) -> None:
        if self._widget.isVisible():
            self.turn(self.camera.orbited(degrees, 0.0))
        else:
            self.turntable.stop()

    # Events --------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take what turns, zooms, reads or chooses."""
        if isinstance(event, QMouseEvent):
            return self._mouse(event)
        if isinstance(event, QWheelEvent):
            self.turn(by_wheel(self.camera, event.angleDelta().y()))
            event.accept()
            return True
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._key(event)
        if event.type() == QEvent.Type.Leave and self._widget.isVisible():  # not at its end
            self._read(None)
        return super().eventFilter(watched, event)

    def _mouse(self, event: QMouseEvent) -> bool:
        match event.type():
            case QEvent.Type.MouseButtonPress:
                self._press(event)
            case QEvent.Type.MouseMove:
                self._move(event)
            case QEvent.Type.MouseButtonRelease:
                self._release(event)
            case QEvent.Type.MouseButtonDblClick if event.button() == TURNING:
                self._clicks.twice()
                self.centre(event.position())
            case _:
                pass
        return True

    def _press(self, event: QMouseEvent) -> None:
        self.turntable.stop()
        if event.button() in {TURNING, PANNING}:
            self._pressed, self._dragged = event.position(), None

    def _move(self, event: QMouseEvent) -> None:
        if self._pressed is None or not event.buttons() & (TURNING | PANNING):
            self._read(event.position())
            return
        last = self._dragged
        if last is None:
            moved = (event.position() - self._pressed).manhattanLength()
            if moved < QApplication.startDragDistance():
                return
            last = self._pressed
            self._read(None)
            self._widget.setCursor(Qt.CursorShape.ClosedHandCursor)
        step = event.position() - last
        self._dragged = event.position()
        if event.buttons() & PANNING or event.modifiers() & SHIFT:
            height = max(self._widget.height(), 1)
            across, up = step.x() / height, -step.y() / height
            self.turn(self.camera.moved(across, up, self._aspect()))
        else:
            self.turn(by_drag(self.camera, step))

    def _release(self, event: QMouseEvent) -> None:
        if self._pressed is None:
            return
        clicked = self._dragged is None and event.button() == TURNING
        self._pressed = self._dragged = None
        self._widget.unsetCursor()
        if clicked:
            self._clicks.once(event.position())

    def _read(self, at: QPointF | None, *, crossed: bool = False) -> None:
        if (at, crossed) != (self._probe, self._crossed):
            self._probe, self._crossed = at, crossed
            self._widget.update()

    def _key(self, event: QKeyEvent) -> bool:
        """Turn, move, zoom, choose; every other key belongs to the window."""
        key = event.key()
        if event.modifiers() & MEANT_FOR_THE_WINDOW:
            return False
        if event.modifiers() & SHIFT and key in PANS:
            middle = QPointF(self._widget.width() / 2.0, self._widget.height() / 2.0)
            self._read(middle, crossed=True)
            self.turn(self.camera.moved(*PANS[key], self._aspect()))
        elif (turned := by_key(self.camera, key)) is not None:
            self.turn(turned)
        elif key in PRESETS:
            self.look(PRESETS[key])
        elif key == Qt.Key.Key_C:
            self.centre()
        elif key == Qt.Key.Key_T:
            self.revolve(not self.turntable.turning)
        elif key in ENTER and self._crossed and self._probe is not None:
            self._pick(self._probe)
        else:
            return False
        event.accept()
        return True

    def revolve(self, on: bool) -> None:
        """Turn slowly by itself, or stand still."""
        if on:
            self.turntable.start()
        else:
            self.turntable.stop()
