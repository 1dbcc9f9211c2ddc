"""Fields for several numbers on one line: layer sizes `4 – 2` and parameter vectors `-1.5, 2`."""

import re

from PySide6.QtCore import Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from optlab.engine.declare import Knob
from optlab.qt.text import tr
from optlab.qt.theme import icons
from optlab.qt.widgets.field import Field, explain
from optlab.qt.widgets.numbers import format_number, parse_number
from optlab.qt.widgets.value_edit import ValueEdit

_PENCIL = 12


class ListField(Field):
    """A line that is read as a tuple of numbers; a subclass says how it is shown and parted."""

    separator = ", "
    example = "-1.5, 2"
    parting = re.compile(r"[;,\s]+")
    whole = False
    most = 64

    def __init__(self, knob: Knob, parent: QWidget | None = None) -> None:
        super().__init__(knob, parent)
        self._value: tuple[float, ...] = tuple(knob.default or ())
        self.edit = _PencilEdit()
        self.edit.setAccessibleName(self.name)
        self.edit.setAccessibleDescription(knob.help)
        self.edit.setToolTip(explain(knob))
        self.edit.setPlaceholderText(tr("none"))
        self.edit.typed.connect(self._type)
        self.label.setBuddy(self.edit)
        self.row.addWidget(self.edit, 1)
        self.edit.show_text(self._text())

    @property
    def value(self) -> tuple[float, ...]:
        """The numbers on screen."""
        return self._value

    def show_value(self, value: object) -> None:
        """Show a tuple of numbers, unless others are being typed."""
        if isinstance(value, tuple) and value != self._value:
            self._value = value
            self.edit.show_text(self._text())

    def _text(self) -> str:
        return self.separator.join(format_number(each) for each in self._value)

    @Slot(str)
    def _type(self, text: str) -> None:
        try:
            value = self._read(text)
        except ValueError as trouble:
            self.edit.restore()
            self.refuse(str(trouble))
            return
        changed, self._value = value != self._value, value
        self.edit.restore(self._text())
        if changed:
            self.changed.emit(value, True)

    def _read(self, text: str) -> tuple[float, ...]:
        pieces = [piece for piece in self.parting.split(text.strip()) if piece]
        if len(pieces) > self.most:
            raise ValueError(
                tr("{title} takes at most {most} numbers.", title=self.name, most=self.most)
            )
        try:
            value = tuple(parse_number(piece, whole=self.whole) for piece in pieces)
        except ValueError as trouble:
            wanted = tr("Type something like {example}.", example=self.example)
            raise ValueError(f"{trouble} {wanted}") from None
        for each in value:
            self.knob.check(each)
        return value


class SizesField(ListField):
    """Hidden layers, first to last: typed `4, 2` and shown `4 – 2`; empty means no hidden layer."""

    separator = " – "
    example = "4, 2"
    parting = re.compile(r"[;,\s–—-]+")
    whole = True
    most = 8


class NumbersField(ListField):
    """A vector of numbers, such as a start point."""


class _PencilEdit(ValueEdit):
    """Shows a pencil, because a line of numbers does not look as if one could type into it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextMargins(0, 0, _PENCIL + 2, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the line, then the pencil at its right end."""
        super().paintEvent(event)
        picture = icons.pixmap("pencil", "muted", _PENCIL, self.devicePixelRatioF())
        left, top = self.width() - _PENCIL - 8, (self.height() - _PENCIL) // 2
        QPainter(self).drawPixmap(left, top, picture)
