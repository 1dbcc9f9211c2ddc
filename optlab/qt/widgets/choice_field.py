"""One entry of a catalog to pick: a combo box whose entries explain themselves."""

from PySide6.QtCore import QSignalBlocker, Qt, Slot
from PySide6.QtWidgets import QWidget

from optlab.engine.declare import Catalog, Choice, Knob, kind_of
from optlab.qt.text import tr
from optlab.qt.widgets.combo import Combo
from optlab.qt.widgets.field import Field, tooltip


class ChoiceField(Field):
    """`Dataset  [Circle v]` for a knob of type choice; `changed` carries the new choice."""

    def __init__(self, knob: Knob, parent: QWidget | None = None) -> None:
        super().__init__(knob, parent)
        self.catalog: Catalog = knob.catalog or Catalog(())
        self.combo = Combo()
        self.combo.setAccessibleName(self.name)
        for place, (kind, choice) in enumerate(self.catalog.items()):
            self.combo.addItem(tr(choice.title), kind)
            self.combo.setItemData(place, describe(choice), Qt.ItemDataRole.ToolTipRole)
        self.combo.activated.connect(self._pick)
        self.label.setBuddy(self.combo)
        self.row.addWidget(self.combo, 1)
        if knob.default is not None:
            self.show_value(knob.default)

    def show_value(self, value: object) -> None:
        """Show which entry `value` is."""
        if isinstance(value, Choice):
            self._show_kind(kind_of(value))

    def _show_kind(self, kind: str) -> None:
        place = self.combo.findData(kind)
        if place != self.combo.currentIndex():
            with QSignalBlocker(self.combo):
                self.combo.setCurrentIndex(place)
        self.combo.setToolTip(describe(self.catalog[kind]))

    @Slot(int)
    def _pick(self, place: int) -> None:
        kind = str(self.combo.itemData(place))
        self._show_kind(kind)
        self.changed.emit(self.catalog[kind](), True)


def describe(choice: type[Choice]) -> str:
    """Return the tooltip of a catalog entry: what it does, its formula, where it comes from."""
    source = tr("Source: {source}", source=choice.source) if choice.source else ""
    formula = choice.formula.split(",  ")  # a line of it each, or it would break anywhere
    return tooltip(tr(choice.title), tr(choice.help) if choice.help else "", *formula, source)
