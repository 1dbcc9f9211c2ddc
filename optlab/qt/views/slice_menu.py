"""Choosing the plane that is drawn: a chip with a menu, and a small window for two parameters."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QFormLayout, QFrame, QLabel, QMenu, QWidget

from optlab.engine.slices import AnySlice, PathPlane, TwoParameters
from optlab.qt.text import tr
from optlab.qt.widgets.chip import Chip
from optlab.qt.widgets.combo import Combo


class SliceMenu(Chip):
    """Shows the recipe of the drawn slice; `chosen` carries the recipe that a person asks for."""

    chosen = Signal(object)
    least = 44

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            tr("Path's plane"),
            tr("Which plane through the parameter space is drawn."),
            parent=parent,
        )
        self._menu = QMenu(self)
        self.open_menu(self._menu)
        self._menu.setToolTipsVisible(True)
        group = QActionGroup(self._menu)
        self.plane = QAction(tr("Path's plane"), group)
        self.plane.setToolTip(tr("The plane that holds most of the paths' movement."))
        self.pair = QAction(tr("Two parameters…"), group)
        self.pair.setToolTip(tr("Change two parameters and keep the others where they are."))
        for action in (self.plane, self.pair):
            action.setCheckable(True)
            self._menu.addAction(action)
        self.plane.triggered.connect(self._choose_plane)
        self.pair.triggered.connect(self._open)
        self.picker = PairPicker(self)
        self.picker.chosen.connect(self._choose_pair)
        self._recipe: AnySlice = PathPlane()

    def show_recipe(self, recipe: AnySlice, names: tuple[str, ...]) -> None:
        """Show what is drawn now, and the names there are to choose from."""
        self.picker.set_names(names)
        self._recipe = recipe
        if isinstance(recipe, TwoParameters):
            self.pair.setChecked(True)
            self.picker.show_pair(recipe.first, recipe.second)
            text = f"{names[recipe.first]} × {names[recipe.second]}"
        else:
            self.plane.setChecked(True)
            text = tr("Path's plane")
        if text != self.text():
            self.setText(text)
            said = tr("Drawn plane: {plane}", plane=text)
            self.setAccessibleName(said)
            self.setToolTip(f"{said}\n{tr('Which plane through the parameter space is drawn.')}")
            self.updateGeometry()

    @Slot()
    def _choose_plane(self) -> None:
        self.chosen.emit(PathPlane())

    @Slot()
    def _open(self) -> None:
        if not isinstance(self._recipe, TwoParameters):
            self._choose_pair(*self.picker.pair)
        self.picker.open_below(self)

    @Slot(int, int)
    def _choose_pair(self, first: int, second: int) -> None:
        self.chosen.emit(TwoParameters(first, second))


class PairPicker(QFrame):
    """Two lists of parameters in a small window; they never name the same one."""

    chosen = Signal(int, int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAccessibleName(tr("Two parameters"))
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.across, self.deep = Combo(), Combo()
        form = QFormLayout(self)
        form.setContentsMargins(12, 12, 12, 12)
        for combo, name, help_ in (
            (self.across, tr("Across"), tr("The parameter on the first axis.")),
            (self.deep, tr("Deep"), tr("The parameter on the second axis.")),
        ):
            combo.setAccessibleName(name)
            combo.setToolTip(help_)
            combo.setMinimumWidth(150)
            label = QLabel(name)
            label.setBuddy(combo)
            form.addRow(label, combo)
        self.across.activated.connect(self._pick_across)
        self.deep.activated.connect(self._pick_deep)
        self._names: tuple[str, ...] = ()

    @property
    def pair(self) -> tuple[int, int]:
        """The two parameters that are shown."""
        return max(self.across.currentIndex(), 0), max(self.deep.currentIndex(), 0)

    def set_names(self, names: tuple[str, ...]) -> None:
        """Offer parameters with these names, at least two."""
        if names == self._names:
            return
        self._names = names
        for place, combo in enumerate((self.across, self.deep)):
            combo.clear()
            for name in names:
                combo.addItem(name)
            combo.setCurrentIndex(min(place, len(names) - 1))

    def show_pair(self, first: int, second: int) -> None:
        """Show a pair, silently."""
        self.across.setCurrentIndex(first)
        self.deep.setCurrentIndex(second)

    def open_below(self, widget: QWidget) -> None:
        """Open under `widget`, ready for the keyboard."""
        self.adjustSize()
        self.move(widget.mapToGlobal(QPoint(0, widget.height() + 4)))
        self.show()
        self.across.setFocus()

    @Slot(int)
    def _pick_across(self, index: int) -> None:
        self._pick(self.deep, index)

    @Slot(int)
    def _pick_deep(self, index: int) -> None:
        self._pick(self.across, index)

    def _pick(self, other: Combo, index: int) -> None:
        if other.currentIndex() == index:
            other.setCurrentIndex((index + 1) % len(self._names))
        self.chosen.emit(*self.pair)
