"""Buttons: with a word (and perhaps a sign), or quiet with a sign alone."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QToolButton, QWidget

from optlab.qt.theme import icons
from optlab.qt.theme.current import current
from optlab.qt.widgets.text_button import Inks, TextButton, plain_inks


class Button(TextButton):
    """`[> Play]`. `primary` fills it with the accent: one such button per screen.

    Connect to `clicked`, or give it an action with `setDefaultAction`; a button made without a
    word stays without one.
    """

    def __init__(
        self,
        text: str = "",
        sign: str = "",
        *,
        primary: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self.primary = self.strong = primary
        self._worded = bool(text)
        if sign:
            icons.dress(self, sign, "on_accent" if primary else "text")

    def setDefaultAction(self, action: QAction) -> None:
        """Do what `action` does, and show its word, state and tooltip."""
        super().setDefaultAction(action)
        self.setAccessibleName(action.text())

    def text(self) -> str:
        """The word, or nothing for a button that is a sign alone."""
        return super().text().replace("&", "") if self._worded else ""

    def inks(self) -> Inks:
        """Accent for the primary button, else quiet."""
        if not (self.primary and self.isEnabled()):
            return plain_inks(self, "text")
        colours = current()
        active = self.underMouse() or self.isDown()
        fill = colours.accent_hover if active else colours.accent
        return Inks(fill, colours.text if self.hasFocus() else fill, colours.on_accent)


class IconButton(QToolButton):
    """A small sign without a box; its name is what a screen reader says."""

    def __init__(
        self, sign: str, name: str, explanation: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("quiet", True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(name)
        self.setToolTip(explanation or name)
        icons.dress(self, sign, "muted", 14)
