"""Measures that go with the size of words: a row that holds larger words has to be higher.

Widgets name their measures in pixels of the light theme. What is asked for again at every layout or
paint event goes through `sized`; what Qt keeps (a fixed width, a fixed height) goes through `fix`,
and `refix` renews it when the theme changes, as `icons.redress` does for icons.
"""

from PySide6.QtWidgets import QApplication, QWidget

from optlab.qt.theme.current import current

_WIDTH, _HEIGHT, _LEAST = "fixed_width", "fixed_height", "least_width"


def sized(pixels: float) -> int:
    """Return `pixels` of the light theme in the theme in force."""
    return round(pixels * current().text_scale)


def fix(
    widget: QWidget,
    *,
    width: float | None = None,
    height: float | None = None,
    least_width: float | None = None,
) -> None:
    """Keep `widget` at so many pixels of the light theme (or at least so wide), in every theme."""
    for name, pixels in ((_WIDTH, width), (_HEIGHT, height), (_LEAST, least_width)):
        if pixels is not None:
            widget.setProperty(name, pixels)
    _hold(widget)


def refix(app: QApplication) -> None:
    """Renew the fixed measures of every widget."""
    for widget in app.allWidgets():
        _hold(widget)


def _hold(widget: QWidget) -> None:
    for name, hold in (
        (_WIDTH, widget.setFixedWidth),
        (_HEIGHT, widget.setFixedHeight),
        (_LEAST, widget.setMinimumWidth),
    ):
        pixels = widget.property(name)
        if pixels is not None:
            hold(sized(pixels))
