"""Lucide icons in the colours of the palette, sharp at every scale of the screen.

The SVG files use `currentColor`, so recolouring is one replacement in the text. A QIcon holds
ready pixmaps (a QIconEngine written in Python crashes PySide when Qt clones it), therefore an icon
belongs to the theme it was made in: `dress` notes the name on the button or action, and `redress`
puts the new one on everything that was dressed when the theme changes.
"""

from functools import cache
from typing import cast

from PySide6.QtCore import QByteArray, QObject, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QApplication

from optlab.qt.theme.current import current
from optlab.qt.theme.measures import sized
from optlab.qt.theme.palette import Palette, Role
from optlab.resources import resource

SIZE = 16
"""Logical pixels of an icon in a button, in the light theme."""
FILLED = frozenset({"play", "pause", "step-forward", "step-back"})
"""Drawn solid: they are signs, not pictures."""


def icon(name: str, role: Role = "text") -> QIcon:
    """Return resources/icons/`name`.svg in a colour of the current palette."""
    return _icon(name, role, current())


def pixmap(name: str, role: Role, size: int, scale: float) -> QPixmap:
    """Return a picture of exactly `size` logical pixels for a screen of `scale`."""
    return _pixmap(name, current().role(role), size, scale)


def dress(
    target: QAction | QAbstractButton, name: str, role: Role = "text", size: int = SIZE
) -> None:
    """Give `target` an icon that follows the theme; `size` is that on a button in the light one."""
    for key, value in (("icon_name", name), ("icon_role", role), ("icon_size", size)):
        target.setProperty(key, value)
    _wear(target)


def redress(app: QApplication) -> None:
    """Renew the icon of every button and action that was dressed."""
    for window in app.topLevelWidgets():
        children = cast("list[QObject]", window.findChildren(QObject))  # pyright: ignore[reportUnknownMemberType]
        for child in children:
            if isinstance(child, QAction | QAbstractButton) and child.property("icon_name"):
                _wear(child)


def application_icon() -> QIcon:
    """Return the icon of the window and the task bar: a marble on a loss surface."""
    made = QIcon()
    for size in (16, 24, 32, 48, 64, 128, 256, 512):
        made.addFile(str(resource("icons", f"optlab-{size}.png")), QSize(size, size))
    return made


def _wear(target: QAction | QAbstractButton) -> None:
    target.setIcon(icon(target.property("icon_name"), target.property("icon_role")))
    if isinstance(target, QAbstractButton):
        side = sized(target.property("icon_size"))
        target.setIconSize(QSize(side, side))


@cache
def _icon(name: str, role: Role, palette: Palette) -> QIcon:
    made, side = QIcon(), round(SIZE * palette.text_scale)
    for scale in {screen.devicePixelRatio() for screen in QGuiApplication.screens()}:
        for mode, colour in (
            (QIcon.Mode.Normal, palette.role(role)),
            (QIcon.Mode.Disabled, palette.border),
        ):
            made.addPixmap(_pixmap(name, colour, side, scale), mode)
    return made


@cache
def _pixmap(name: str, colour: str, size: int, scale: float) -> QPixmap:
    side = round(size * scale)
    made = QPixmap(side, side)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    _renderer(name, colour).render(painter, QRectF(0, 0, side, side))
    painter.end()
    made.setDevicePixelRatio(scale)
    return made


@cache
def _renderer(name: str, colour: str) -> QSvgRenderer:
    text = resource("icons", f"{name}.svg").read_text(encoding="utf-8")
    if name in FILLED:
        text = text.replace('fill="none"', 'fill="currentColor"')
    return QSvgRenderer(QByteArray(text.replace("currentColor", colour).encode()))
