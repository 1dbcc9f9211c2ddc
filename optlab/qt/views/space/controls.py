"""What mouse and keys do to the camera."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt

from optlab.qt.views.space.camera import Camera

TURN = 6.0
"""Degrees per key press."""
DRAG = 0.4
"""Degrees per pixel."""
PAN = 0.03
"""Heights of the picture per key press."""
ZOOM = 1.15
"""Factor per key press or notch of the wheel."""

PRESETS: dict[int, str] = {
    Qt.Key.Key_1: "perspective",
    Qt.Key.Key_2: "top",
    Qt.Key.Key_3: "side",
    Qt.Key.Key_0: "perspective",
    Qt.Key.Key_Home: "perspective",
}
TURNS: dict[int, tuple[float, float]] = {
    Qt.Key.Key_Left: (-TURN, 0.0),
    Qt.Key.Key_Right: (TURN, 0.0),
    Qt.Key.Key_Up: (0.0, TURN),
    Qt.Key.Key_Down: (0.0, -TURN),
}
PANS: dict[int, tuple[float, float]] = {
    Qt.Key.Key_Left: (PAN, 0.0),
    Qt.Key.Key_Right: (-PAN, 0.0),
    Qt.Key.Key_Up: (0.0, -PAN),
    Qt.Key.Key_Down: (0.0, PAN),
}
"""With Shift: where the picture goes, in its heights to the right and up."""
ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
ZOOMS: dict[int, float] = {
    Qt.Key.Key_Plus: ZOOM,
    Qt.Key.Key_Equal: ZOOM,
    Qt.Key.Key_Minus: 1.0 / ZOOM,
}


def by_key(camera: Camera, key: int) -> Camera | None:
    """The camera after a press of `key`, None for a key that does not move it."""
    if key in TURNS:
        return camera.orbited(*TURNS[key])
    if key in ZOOMS:
        return camera.zoomed(ZOOMS[key])
    return None


def by_drag(camera: Camera, pixels: QPointF) -> Camera:
    """The camera after the mouse has pulled the box by `pixels`."""
    return camera.orbited(-DRAG * pixels.x(), DRAG * pixels.y())


def by_wheel(camera: Camera, angle: int) -> Camera:
    """The camera after a turn of the wheel by `angle` eighths of a degree."""
    return camera.zoomed(ZOOM ** (angle / 120.0))
