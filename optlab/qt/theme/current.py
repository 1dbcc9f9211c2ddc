"""The palette in force. Views read it when they draw and again when they get a PaletteChange event.

Its name is kept on the application object, because a theme lives exactly as long as that does.
"""

from PySide6.QtCore import QCoreApplication

from optlab.qt.theme.palette import LIGHT, PALETTES, Palette, RacerLook

_PROPERTY = "optlab_palette"


def current() -> Palette:
    """Return the palette everything is drawn with now (LIGHT before an application exists)."""
    app = QCoreApplication.instance()
    return PALETTES.get(str(app.property(_PROPERTY)), LIGHT) if app else LIGHT


def racer(index: int) -> RacerLook:
    """Return the look of racer `index` (from 0) in the current palette."""
    return current().racer(index)


def put_in_force(app: QCoreApplication, palette: Palette) -> None:
    """Make `palette` the current one; only `theme.apply` does, before Qt tells the widgets."""
    app.setProperty(_PROPERTY, palette.name)
