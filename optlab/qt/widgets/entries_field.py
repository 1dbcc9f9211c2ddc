"""The head of a list of choices: its name and a + that adds an entry. The entries stand below."""

from typing import cast

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from optlab.engine.declare import Catalog, Choice, Knob
from optlab.qt.text import tr
from optlab.qt.widgets.buttons import IconButton
from optlab.qt.widgets.field import Field, tooltip
from optlab.qt.widgets.labels import ElidedLabel

MOST = 8
"""Entries that can be added: what is more than a handful belongs in a file."""


class EntriesField(Field):
    """`Stops + none` for a knob of type choices; `changed` carries the longer list."""

    def __init__(self, knob: Knob, parent: QWidget | None = None) -> None:
        super().__init__(knob, parent)
        self._catalog = knob.catalog or Catalog(())
        self._value: tuple[Choice, ...] = ()
        self.state = ElidedLabel(role="muted")
        self.plus = IconButton(
            "plus",
            tr("Add an entry to {title}", title=self.name),
            tooltip(self.name, tr(knob.help), tr("Press + to add one.")),
        )
        self.plus.clicked.connect(self._add)
        self.label.setBuddy(self.plus)
        self.setFocusProxy(self.plus)
        self.add_sign(self.plus)
        self.row.addWidget(self.state, 1)
        self.show_value(knob.default or ())

    def show_value(self, value: object) -> None:
        """Show whether there are entries, and whether there may be more."""
        if isinstance(value, tuple):
            self._value = cast("tuple[Choice, ...]", value)
            self.state.setText("" if value else tr("none"))
            self.plus.setEnabled(len(self._value) < MOST)

    @Slot()
    def _add(self) -> None:
        """Add the first entry of the catalog that is not in the list yet."""
        kinds = [*self._catalog.values()]
        present = {type(each) for each in self._value}
        kind = next((each for each in kinds if each not in present), kinds[0])
        self.changed.emit((*self._value, kind()), True)
