"""A line of words."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from optlab.engine.declare import Knob
from optlab.qt.text import tr
from optlab.qt.widgets.field import Field, explain
from optlab.qt.widgets.value_edit import ValueEdit


class TextField(Field):
    """A knob of type text; it may not be left empty."""

    def __init__(self, knob: Knob, parent: QWidget | None = None) -> None:
        super().__init__(knob, parent)
        self.edit = ValueEdit()
        self.edit.setAccessibleName(self.name)
        self.edit.setToolTip(explain(knob))
        self.edit.setMaxLength(200)
        self.edit.typed.connect(self._type)
        self.label.setBuddy(self.edit)
        self.row.addWidget(self.edit, 1)
        self.show_value(knob.default)

    def show_value(self, value: object) -> None:
        """Show words, unless others are being typed."""
        if isinstance(value, str):
            self.edit.show_text(value)

    @Slot(str)
    def _type(self, text: str) -> None:
        words = text.strip()
        if not words:
            self.edit.restore()
            self.refuse(tr("{title} cannot be empty.", title=self.name))
            return
        self.edit.restore(words)
        self.changed.emit(words, True)
