"""Choosing the plane that is drawn: a chip with a menu of all there are, its extent, its axes."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from optlab.engine.slices import SLICES, AnySlice, PathPlane, RandomDirections, Slice, TwoParameters
from optlab.qt.text import tr
from optlab.qt.views.axes_panel import AxesPanel
from optlab.qt.views.pair_picker import PairPicker
from optlab.qt.widgets.chip import Chip


class SliceMenu(Chip):
    """Shows the recipe of the drawn slice and asks for another one, or for another extent."""

    chosen = Signal(object)
    """The recipe that a person asks for."""
    fitted = Signal()
    """The extent shall follow the paths once more."""
    locked = Signal(bool)
    """Plane and extent shall stay as they are, or no longer."""
    least = 44

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            tr("Path's plane"),
            tr("Which plane through the parameter space is drawn."),
            parent=parent,
        )
        self._recipe: AnySlice = PathPlane()
        self._menu = QMenu(self)
        self.open_menu(self._menu)
        self._menu.setToolTipsVisible(True)
        group = QActionGroup(self._menu)
        self.kinds: dict[type[AnySlice], QAction] = {}
        for kind in SLICES.values():
            asks = kind is TwoParameters
            action = QAction(tr(kind.title) + ("…" if asks else ""), group, checkable=True)
            action.setToolTip(tr(kind.help))
            action.setData(kind)
            self._menu.addAction(action)
            self.kinds[cast("type[AnySlice]", kind)] = action
        group.triggered.connect(self._choose)
        self.plane, self.pair = self.kinds[PathPlane], self.kinds[TwoParameters]
        self._menu.addSeparator()
        self.roll = self._add(tr("Roll again"), tr("Draw two other random directions."))
        self.roll.triggered.connect(self._roll)
        self.fit = self._add(
            tr("Fit to the paths"), tr("Lay the plane and its extent anew around the paths.")
        )
        self.fit.triggered.connect(self.fitted)
        self.lock = self._add(
            tr("Lock plane and extent"),
            tr("Keep the picture where it is while you change other things, to compare them."),
        )
        self.lock.setCheckable(True)
        self.lock.triggered.connect(self.locked)
        self._menu.addSeparator()
        self.axes = self._add(
            tr("What the axes mean…"), tr("The weights that make up each of the two directions.")
        )
        self.axes.triggered.connect(self._explain)
        self.picker = PairPicker(self)
        self.picker.chosen.connect(self._choose_pair)
        self.panel = AxesPanel(self)

    def show_slice(self, drawn: Slice, names: tuple[str, ...], *, locked: bool = False) -> None:
        """Show what is drawn now, and the names there are to choose from."""
        recipe = self._recipe = drawn.recipe
        self.picker.set_names(names)
        self.kinds[type(recipe)].setChecked(True)
        self.lock.setChecked(locked)
        self.roll.setEnabled(isinstance(recipe, RandomDirections))
        self.panel.show_slice(drawn, names)
        text = tr(recipe.title)
        if isinstance(recipe, TwoParameters):
            self.picker.show_pair(recipe.first, recipe.second)
            text = f"{names[recipe.first]} × {names[recipe.second]}"
        elif isinstance(recipe, RandomDirections):
            text = tr("Random {roll}", roll=recipe.roll + 1)
        said = tr("Drawn plane: {plane}", plane=text)
        if locked:
            text, said = f"{text} ▪", tr("{plane}, locked", plane=said)
        if said != self.accessibleName():
            self.setText(text)
            self.setAccessibleName(said)
            self.setToolTip(f"{said}\n{tr('Which plane through the parameter space is drawn.')}")
            self.updateGeometry()

    def _add(self, text: str, help_: str) -> QAction:
        action = QAction(text, self._menu)
        action.setToolTip(help_)
        self._menu.addAction(action)
        return action

    @Slot(QAction)
    def _choose(self, action: QAction) -> None:
        kind: type[AnySlice] = action.data()
        if kind is not TwoParameters:
            self.chosen.emit(kind())
            return
        if not isinstance(self._recipe, TwoParameters):
            self._choose_pair(*self.picker.pair)
        self.picker.open_below(self)

    @Slot()
    def _roll(self) -> None:
        before = self._recipe
        roll = before.roll + 1 if isinstance(before, RandomDirections) else 0
        self.chosen.emit(RandomDirections(roll))

    @Slot()
    def _explain(self) -> None:
        self.panel.open_below(self)

    @Slot(int, int)
    def _choose_pair(self, first: int, second: int) -> None:
        self.chosen.emit(TwoParameters(first, second))
