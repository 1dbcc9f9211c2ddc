"""How OptLab looks: one palette per theme, Fusion and one style sheet, icons and a bundled font.

`apply(app, LIGHT)` puts a theme in force: every widget then gets a QEvent.PaletteChange, in which a
view that paints with its own pens reads `current()` again. `choose(app, "system")` follows the
system into light and dark; `choose(app, "projector")` does not.
"""

from typing import Literal, get_args

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from optlab.qt.theme import fonts, icons, measures, style
from optlab.qt.theme.current import current, put_in_force, racer
from optlab.qt.theme.focus import FocusFollower
from optlab.qt.theme.fonts import font
from optlab.qt.theme.icons import dress, icon
from optlab.qt.theme.measures import fix, sized
from optlab.qt.theme.motion import reduce_motion, reduced_motion
from optlab.qt.theme.palette import (
    DARK,
    HIGH_CONTRAST,
    LIGHT,
    PALETTES,
    PROJECTOR,
    Palette,
    RacerLook,
)

__all__ = [
    "DARK",
    "HIGH_CONTRAST",
    "LIGHT",
    "LOOKS",
    "PALETTES",
    "PROJECTOR",
    "Look",
    "Palette",
    "RacerLook",
    "apply",
    "choose",
    "chosen",
    "current",
    "dress",
    "fix",
    "font",
    "icon",
    "racer",
    "reduce_motion",
    "reduced_motion",
    "sized",
]

Look = Literal["system", "light", "dark", "high-contrast", "projector"]
"""What a person chose: a theme, or whichever of light and dark the system has."""
LOOKS: tuple[Look, ...] = get_args(Look)


def apply(app: QApplication, palette: Palette) -> None:
    """Draw the whole program with `palette` from now on."""
    fonts.install()
    put_in_force(app, palette)
    if app.style().name() != "fusion":
        app.setStyle("Fusion")
    fonts.use_font(app)
    measures.refix(app)
    app.setPalette(style.qt_palette(palette))
    app.setStyleSheet(style.sheet(palette))
    icons.redress(app)
    (app.findChild(FocusFollower) or FocusFollower(app)).renew()


def choose(app: QApplication, look: Look) -> None:
    """Use one theme, or whichever of light and dark the system has now and later."""
    follower = app.findChild(_Follower) or _Follower(app)
    follower.choose(look)


def chosen() -> Look:
    """Return what was chosen last: a theme, or to follow the system."""
    app = QApplication.instance()
    follower = app.findChild(_Follower) if app else None
    return follower.look if follower else "system"


class _Follower(QObject):
    """Keeps the theme in step with the colour scheme of the system while nothing else is chosen."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self.look: Look = "system"
        app.styleHints().colorSchemeChanged.connect(self.follow)

    def choose(self, look: Look) -> None:
        """Ask the system for the scheme too, so that title bars and file dialogs agree."""
        self.look = look
        hints, chosen = QGuiApplication.styleHints(), PALETTES.get(look)
        hints.setColorScheme(Qt.ColorScheme.Unknown if chosen is None else _scheme(chosen))
        self.follow(hints.colorScheme())

    @Slot(Qt.ColorScheme)
    def follow(self, scheme: Qt.ColorScheme) -> None:
        """Apply what was chosen, or the palette that belongs to the `scheme` of the system."""
        followed = DARK if scheme == Qt.ColorScheme.Dark else LIGHT
        apply(self._app, PALETTES.get(self.look, followed))


def _scheme(palette: Palette) -> Qt.ColorScheme:
    return Qt.ColorScheme.Dark if palette.dark else Qt.ColorScheme.Light
