"""The menu View: the theme, whether pictures move by themselves, and the whole screen.

Theme and motion are remembered; a theme given on the command line is not.
"""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from optlab.qt import theme
from optlab.qt.actions import Actions
from optlab.qt.settings import keep
from optlab.qt.text import tr


class ViewMenu(QMenu):
    """Puts themes in force and remembers what was chosen."""

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(tr("View"), parent)
        self.setToolTipsVisible(True)
        self._actions = actions
        self.themes = QMenu(tr("Theme"), self)
        self.themes.setToolTipsVisible(True)
        group = QActionGroup(self)
        for look, action in actions.looks.items():
            action.setCheckable(True)
            action.setData(look)
            group.addAction(action)
            self.themes.addAction(action)
        group.triggered.connect(self._choose)
        actions.next_look.triggered.connect(self._choose_next)
        actions.reduce_motion.setCheckable(True)
        actions.reduce_motion.setChecked(theme.reduced_motion())
        actions.reduce_motion.triggered.connect(theme.reduce_motion)
        self.addMenu(self.themes)
        self.addAction(actions.next_look)
        self.addSeparator()
        self.addActions([actions.reduce_motion, actions.full_screen])
        self._mark()

    @Slot(QAction)
    def _choose(self, action: QAction) -> None:
        look = cast("theme.Look", action.data())
        keep("look", look)
        theme.choose(cast("QApplication", QApplication.instance()), look)
        self._mark()

    @Slot()
    def _choose_next(self) -> None:
        names = list(theme.PALETTES)
        after = names[(names.index(theme.current().name) + 1) % len(names)]
        self._choose(self._actions.looks[cast("theme.Look", after)])

    def _mark(self) -> None:
        self._actions.looks[theme.chosen()].setChecked(True)
