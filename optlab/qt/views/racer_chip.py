"""Whose model a view shows: a chip with the racer's name, which opens the list of all."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup, QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QMenu, QWidget

from optlab.qt import theme
from optlab.qt.text import tr
from optlab.qt.theme.markers import marker_path
from optlab.qt.widgets.chip import Chip
from optlab.session.moment import Moment

SIDE = 12
"""Pixels of a racer's marker."""


class RacerChip(Chip):
    """`show_racer(moment, racer)`; `racer_chosen` tells whom a person picked."""

    racer_chosen = Signal(int)
    least = 40

    def __init__(self, parent: QWidget | None = None) -> None:
        self._menu = QMenu()
        super().__init__("", tr("The racer that is shown: choose another."), menu=self._menu)
        self.setParent(parent)
        self._menu.setParent(self, self._menu.windowFlags())
        self._group = QActionGroup(self._menu)
        self._group.triggered.connect(self._choose)
        self._shown: tuple[tuple[str, ...], int, str] | None = None

    def show_racer(self, moment: Moment, racer: int) -> None:
        """Offer all racers, with `racer` picked."""
        names = tuple(each.name for each in moment.experiment.racers)
        shown = names, racer, theme.current().name
        if shown == self._shown:
            return
        self._shown = shown
        for action in self._group.actions():
            self._menu.removeAction(action)
            self._group.removeAction(action)
            action.deleteLater()
        for place, name in enumerate(names):
            action = QAction(racer_icon(place, self.devicePixelRatioF()), name, self._group)
            action.setCheckable(True)
            action.setChecked(place == racer)
            action.setData(place)
            self._menu.addAction(action)
        self.setIcon(racer_icon(racer, self.devicePixelRatioF()))
        self.setIconSize(QSize(SIDE, SIDE))
        self.setText(names[racer])
        self.setAccessibleName(tr("Racer shown: {name}", name=names[racer]))
        self.updateGeometry()

    @Slot(QAction)
    def _choose(self, action: QAction) -> None:
        self.racer_chosen.emit(int(action.data()))


def racer_icon(racer: int, scale: float) -> QIcon:
    """The marker of a racer in its colour."""
    look = theme.racer(racer)
    pixmap = QPixmap(QSize(SIDE, SIDE) * scale)
    pixmap.setDevicePixelRatio(scale)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    middle = SIDE / 2.0
    painter.fillPath(marker_path(look.marker, QPointF(middle, middle), 4.5), QColor(look.colour))
    painter.end()
    return QIcon(pixmap)
