"""The chip "View" of the surface: where it is seen from, what of it is shown, and how high."""

from __future__ import annotations

from dataclasses import fields, replace

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QWidget, QWidgetAction

from optlab.qt.text import tr
from optlab.qt.views.relief import Relief
from optlab.qt.views.shown import Shown
from optlab.qt.widgets.chip import Chip
from optlab.qt.widgets.slider import Slider
from optlab.session.numbers import figure

PART = 4
"""Places of the slider between a ceiling and the double of it."""
LOWEST, HIGHEST = -5 * PART, 10 * PART
"""The ends of the slider, from the ceiling that suits the surface by itself."""


class SceneMenu(Chip):
    """Knows what shall be `shown`; says when that changes and which view is asked for."""

    changed = Signal()
    """Another `shown`."""
    look_chosen = Signal(str)
    """A preset of the camera."""
    turntable_chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            tr("View"), tr("Where to look from, what to show, and how high."), parent=parent
        )
        self._shown = Shown()
        self._offered: dict[Chip, QAction] = {}
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        self.looks = self._look_actions(menu)
        self._kept = menu.addSection(tr("Show"))
        self.parts = self._part_actions(menu)
        menu.addSection(tr("Ceiling"))
        self.ceiling = CeilingField()
        self.ceiling.moved.connect(self._raise)
        row = QWidgetAction(menu)
        row.setDefaultWidget(self.ceiling)
        menu.addAction(row)
        self.automatic = QAction(tr("Automatic ceiling"), menu)
        self.automatic.setToolTip(tr("Cut walls off where they would flatten the valley."))
        self.automatic.triggered.connect(self._reset)
        menu.addAction(self.automatic)
        self.open_menu(menu)

    @property
    def shown(self) -> Shown:
        """What was chosen here; the scale of the height is for others to say."""
        return self._shown

    def show_relief(self, relief: Relief | None) -> None:
        """Tell at which loss the surface is cut."""
        if relief is not None:
            self.ceiling.tell(relief)

    def offer_looks(self, offered: bool) -> None:
        """Offer views in space, or not."""
        for action in self.looks:
            action.setEnabled(offered)

    def offer(self, chip: Chip, text: str) -> None:
        """Offer what a chip switches here too, for panes that have no room for the chip."""
        action = QAction(text, self.menu())
        action.setToolTip(chip.toolTip())
        action.setCheckable(True)
        action.toggled.connect(chip.setChecked)
        chip.toggled.connect(action.setChecked)
        self.menu().insertAction(self._kept, action)
        self._offered[chip] = action

    def fold(self, chip: Chip, *, shown: bool, offered: bool) -> None:
        """Show a chip, or offer here what it switches, or neither."""
        chip.setVisible(shown)
        self._offered[chip].setVisible(offered)

    def lift(self, places: int) -> None:
        """Raise the ceiling by so many places of the slider."""
        self.ceiling.slider.setValue(self.ceiling.slider.value() + places)

    def _look_actions(self, menu: QMenu) -> list[QAction]:
        made: list[QAction] = []
        for name, text, key in (
            ("perspective", tr("Perspective"), "1"),
            ("top", tr("From the top"), "2"),
            ("side", tr("From the side"), "3"),
            ("", tr("Turn slowly"), "T"),
        ):
            action = QAction(f"{text}\t{key}", menu)
            action.setData(name)
            action.triggered.connect(self._look)
            menu.addAction(action)
            made.append(action)
        return made

    def _part_actions(self, menu: QMenu) -> dict[str, QAction]:
        words = {
            "arrows": (
                tr("Arrows"),
                tr(
                    "White: straight downhill. Black: the next step. "
                    "Pink: the velocity of methods that have one."
                ),
            ),
            "ghosts": (tr("True heights"), tr("A ring at the true loss where the picture is off.")),
            "marks": (tr("Minima and saddles"), tr("Rings: known minima. Crosses: saddles.")),
            "names": (tr("Names"), tr("Who is who, when there are several racers.")),
            "population": (tr("Populations"), tr("All points of a method that keeps many.")),
            "values": (tr("Values on isolines"), tr("The loss along some of the lines.")),
        }
        made: dict[str, QAction] = {}
        for part in (field.name for field in fields(Shown) if field.name in words):
            text, help_ = words[part]
            action = QAction(text, menu)
            action.setToolTip(help_)
            action.setCheckable(True)
            action.setChecked(bool(getattr(self._shown, part)))
            action.setData(part)
            action.toggled.connect(self._toggle)
            menu.addAction(action)
            made[part] = action
        return made

    @Slot()
    def _look(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            if action.data():
                self.look_chosen.emit(action.data())
            else:
                self.turntable_chosen.emit()

    @Slot(bool)
    def _toggle(self, on: bool) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self._shown = replace(self._shown, **{action.data(): on})
            self.changed.emit()

    @Slot(int)
    def _raise(self, place: int) -> None:
        self._shown = replace(self._shown, ceiling=2.0 ** (place / PART))
        self.changed.emit()

    @Slot()
    def _reset(self) -> None:
        self.ceiling.slider.setValue(0)


class CeilingField(QWidget):
    """A slider for the ceiling, and what it cuts."""

    moved = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.slider = Slider(HIGHEST)
        self.slider.setRange(LOWEST, HIGHEST)
        self.slider.setAccessibleName(tr("Ceiling"))
        self.slider.setToolTip(
            tr("How high the drawing goes: a wall above it is cut off.\nKeys: Page Up, Page Down.")
        )
        self.slider.place(0)
        self.slider.moved.connect(self._move)
        self.said = QLabel()
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.said.setMinimumWidth(104)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 2, 12, 2)
        row.setSpacing(8)
        row.addWidget(self.slider, 1)
        row.addWidget(self.said)

    def tell(self, relief: Relief) -> None:
        """Say in words where `relief` ends."""
        top = figure(relief.loss_of(relief.top))
        self.said.setText(tr("cut above {loss}", loss=top) if relief.cut else tr("nothing is cut"))

    @Slot(int, bool)
    def _move(self, place: int, final: bool) -> None:
        del final
        self.moved.emit(place)
