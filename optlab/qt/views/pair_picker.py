"""Two parameters by name, in a small window; where there are many, a word finds them."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtWidgets import QFormLayout, QFrame, QLabel, QLineEdit, QWidget

from optlab.qt.text import tr
from optlab.qt.theme.measures import fix
from optlab.qt.widgets.combo import Combo

MANY = 16
"""More names than this are easier to find by a word."""
LISTED = 500
"""Names in a list at most."""


class PairPicker(QFrame):
    """Two lists of parameters; they never name the same one."""

    chosen = Signal(int, int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAccessibleName(tr("Two parameters"))
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self._names: tuple[str, ...] = ()
        self._pair = (0, 1)
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("such as h2 or bias"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._list)
        self.across, self.deep = Combo(), Combo()
        self._form = QFormLayout(self)
        self._form.setContentsMargins(12, 12, 12, 12)
        for field, name, help_ in (
            (self.search, tr("Find"), tr("Lists only parameters with these words in their name.")),
            (self.across, tr("Across"), tr("The parameter on the first axis.")),
            (self.deep, tr("Deep"), tr("The parameter on the second axis.")),
        ):
            field.setAccessibleName(name)
            field.setToolTip(help_)
            fix(field, least_width=150)
            label = QLabel(name)
            label.setBuddy(field)
            self._form.addRow(label, field)
        self.across.activated.connect(self._pick_across)
        self.deep.activated.connect(self._pick_deep)

    @property
    def pair(self) -> tuple[int, int]:
        """The two parameters that are shown."""
        return self._pair

    def set_names(self, names: tuple[str, ...]) -> None:
        """Offer parameters with these names, at least two."""
        if names == self._names:
            return
        self._names, self._pair = names, (0, 1)
        self._form.setRowVisible(self.search, len(names) > MANY)
        self.search.clear()
        self._list()

    def show_pair(self, first: int, second: int) -> None:
        """Show a pair, silently."""
        if (first, second) != self._pair:
            self._pair = first, second
            self._list()

    def open_below(self, widget: QWidget) -> None:
        """Open under `widget`, ready for the keyboard."""
        self.adjustSize()
        self.move(widget.mapToGlobal(QPoint(0, widget.height() + 4)))
        self.show()
        (self.search if self.search.isVisible() else self.across).setFocus()

    @Slot()
    def _list(self) -> None:
        """List the names that are looked for, and those that are chosen."""
        words = self.search.text().lower().split()
        found = [
            index
            for index, name in enumerate(self._names)
            if all(word in name.lower() for word in words)
        ][:LISTED]
        for combo, chosen in zip((self.across, self.deep), self._pair, strict=True):
            listed = sorted({*found, chosen})
            combo.clear()
            for index in listed:
                combo.addItem(self._names[index], index)
            combo.setCurrentIndex(listed.index(chosen))

    @Slot(int)
    def _pick_across(self, place: int) -> None:
        self._pick(self.across.itemData(place), self._pair[1])

    @Slot(int)
    def _pick_deep(self, place: int) -> None:
        self._pick(self._pair[0], self.deep.itemData(place))

    def _pick(self, first: int, second: int) -> None:
        """Choose the pair; the one that stays gives way where both are the same."""
        if first == second:
            other = (first + 1) % len(self._names)
            first, second = (first, other) if first != self._pair[0] else (other, second)
        self._pair = first, second
        self._list()
        self.chosen.emit(first, second)
