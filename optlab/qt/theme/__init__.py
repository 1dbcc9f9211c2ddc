"""How OptLab looks: one palette per theme, Fusion and one style sheet, icons and a bundled font.

`apply(app, LIGHT)` puts a theme in force: every widget then gets a QEvent.PaletteChange, in which a
view that paints with its own pens reads `current()` again. `choose(app, "system")` follows the
system; `choose(app, "dark")` does not.
"""

from typing import Literal

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from optlab.qt.theme import fonts, icons, style
from optlab.qt.theme.current import current, put_in_force, racer
from optlab.qt.theme.fonts import font
from optlab.qt.theme.icons import dress, icon
from optlab.qt.theme.palette import DARK, LIGHT, Palette, RacerLook

__all__ = [
    "DARK",
    "LIGHT",
    "Choice",
    "Palette",
    "RacerLook",
    "apply",
    "choose",
    "current",
    "dress",
    "font",
    "icon",
    "racer",
]

Choice = Literal["system", "light", "dark"]

_SCHEMES = {
    "system": Qt.ColorScheme.Unknown,
    "light": Qt.ColorScheme.Light,
    "dark": Qt.ColorScheme.Dark,
}


def apply(app: QApplication, palette: Palette) -> None:
    """Draw the whole program with `palette` from now on."""
    fonts.install()
    put_in_force(app, palette)
    if app.style().name() != "fusion":
        app.setStyle("Fusion")
    fonts.use_font(app)
    app.setPalette(style.qt_palette(palette))
    app.setStyleSheet(style.sheet(palette))
    icons.redress(app)


def choose(app: QApplication, choice: Choice) -> None:
    """Use the light or the dark theme, or whichever the system has now and later."""
    follower = app.findChild(_Follower) or _Follower(app)
    follower.choose(choice)


class _Follower(QObject):
    """Keeps the theme in step with the colour scheme of the system while nothing else is chosen."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        app.styleHints().colorSchemeChanged.connect(self.follow)

    def choose(self, choice: Choice) -> None:
        """Ask the system for the scheme too, so that title bars and file dialogs agree."""
        hints = QGuiApplication.styleHints()
        hints.setColorScheme(_SCHEMES[choice])
        wanted = _SCHEMES[choice] if choice != "system" else hints.colorScheme()
        self.follow(wanted)

    @Slot(Qt.ColorScheme)
    def follow(self, scheme: Qt.ColorScheme) -> None:
        """Apply the palette that belongs to `scheme`."""
        apply(self._app, DARK if scheme == Qt.ColorScheme.Dark else LIGHT)
