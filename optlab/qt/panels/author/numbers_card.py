"""What of a lab is a number or one of a few words: level, minutes, order, seeds."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFormLayout, QSpinBox, QWidget

from optlab.qt.text import tr
from optlab.qt.widgets.card import Card
from optlab.qt.widgets.combo import Combo
from optlab.qt.widgets.value_edit import ValueEdit
from optlab.session.labs.lab import LEVELS, Lab

LARGEST_SEED = 2**31


class NumbersCard(Card):
    """`edited` tells the name of a field of the lab and its new value."""

    edited = Signal(str, object)
    refused = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Level, time and seeds"), "clock", parent=parent)
        self.level = Combo()
        self.level.addItems([tr(level) for level in LEVELS])
        self.minutes, self.order = _number(1, 240), _number(0, 1000)
        self.seeds = ValueEdit()
        self.seeds.setToolTip(
            tr("Whole numbers with commas between: one of them for every student.")
        )
        rows = QFormLayout()
        for title, field in (
            (tr("Level"), self.level),
            (tr("Minutes"), self.minutes),
            (tr("Place in the list"), self.order),
            (tr("Seeds"), self.seeds),
        ):
            field.setAccessibleName(title)
            rows.addRow(title, field)
        self.column.addLayout(rows)
        self.level.activated.connect(self._choose_level)
        self.minutes.editingFinished.connect(self._set_minutes)
        self.order.editingFinished.connect(self._set_order)
        self.seeds.typed.connect(self._set_seeds)

    def show_lab(self, lab: Lab) -> None:
        """Show what the lab says."""
        self.level.setCurrentIndex(LEVELS.index(lab.level))
        for field, value in ((self.minutes, lab.minutes), (self.order, lab.order)):
            field.blockSignals(True)
            field.setValue(value)
            field.blockSignals(False)
        self.seeds.show_text(", ".join(str(seed) for seed in lab.seeds))

    @Slot(int)
    def _choose_level(self, place: int) -> None:
        self.edited.emit("level", LEVELS[place])

    @Slot()
    def _set_minutes(self) -> None:
        self.edited.emit("minutes", self.minutes.value())

    @Slot()
    def _set_order(self) -> None:
        self.edited.emit("order", self.order.value())

    @Slot(str)
    def _set_seeds(self, text: str) -> None:
        words = text.replace(",", " ").split()
        fine = all(word.isascii() and word.isdigit() and len(word) < 11 for word in words)
        seeds = tuple(int(word) for word in words) if fine else ()
        if not fine or any(seed >= LARGEST_SEED for seed in seeds):
            self.seeds.restore()
            self.refused.emit(tr("Seeds are whole numbers below 2,147,483,648, such as 3, 7, 12."))
            return
        self.seeds.restore(", ".join(str(seed) for seed in seeds))
        self.edited.emit("seeds", tuple(dict.fromkeys(seeds)))


def _number(low: int, high: int, parent: QWidget | None = None) -> QSpinBox:
    field = QSpinBox(parent)
    field.setRange(low, high)
    return field
