"""The name of an axis, which is also the menu of the features that can be drawn along it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from optlab.qt import theme
from optlab.qt.text import tr
from optlab.qt.theme.fonts import LABEL
from optlab.qt.widgets.text_button import Inks, TextButton


class AxisMenu(TextButton):
    """Flat until the mouse or the keys are on it; `chosen` carries the number of a feature."""

    chosen = Signal(int)
    height_, padding, tight, type_, least = 22, 4, 3, LABEL, 40

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._title = title
        self._names: tuple[str, ...] = ()
        self._menu = QMenu(self)
        self.open_menu(self._menu)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._group = QActionGroup(self._menu)
        self._group.triggered.connect(self._choose)

    def show_choice(self, names: tuple[str, ...], feature: int) -> None:
        """Offer all features by name, with `feature` drawn now."""
        if names != self._names:
            self._names = names
            for action in self._group.actions():
                self._menu.removeAction(action)
                self._group.removeAction(action)
                action.deleteLater()
            for place, name in enumerate(names):
                action = QAction(name, self._group, checkable=True)
                action.setData(place)
                self._menu.addAction(action)
        self._group.actions()[feature].setChecked(True)
        if self.text() != names[feature]:
            self.setText(names[feature])
            self.setAccessibleName(f"{self._title}: {names[feature]}")
            help_ = tr("Draw another feature along this axis; all others keep their training mean.")
            self.setToolTip(f"{self._title}: {names[feature]}\n{help_}")
            self.updateGeometry()

    def inks(self) -> Inks:
        """A word on the panel; a box only for the mouse and the keys."""
        colours = theme.current()
        edge = colours.accent if self.hasFocus() else colours.panel
        fill = colours.hover if self.underMouse() or self.isDown() else colours.panel
        return Inks(fill, edge, colours.muted)

    @Slot(QAction)
    def _choose(self, action: QAction) -> None:
        self.chosen.emit(int(action.data()))
