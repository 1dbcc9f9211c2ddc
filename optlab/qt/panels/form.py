"""A form made from declarations: one field per knob, and below a chosen entry its own fields.

An edit produces a new frozen value; showing an equal value touches nothing, so a form may be shown
its own edit again, sixty times a second, without a flicker and without losing the focus.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import cast

import msgspec
from msgspec.structs import replace
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from optlab.engine.declare import knobs
from optlab.qt.text import tr
from optlab.qt.widgets.field import Field
from optlab.qt.widgets.fields import field_for


class Form(QWidget):
    """The knobs of one struct, or `only` those named."""

    edited = Signal(object, str, bool)
    """The new struct, the title of the knob that was turned, and whether that is final."""
    refused = Signal(str)
    """Why something typed was not taken."""
    rebuilt = Signal()
    """There are other fields now."""

    def __init__(self, only: Sequence[str] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._only = tuple(only)
        self._value: msgspec.Struct | None = None
        self.fields: dict[str, Field] = {}
        self.nested: dict[str, Form] = {}
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(0)

    @property
    def value(self) -> msgspec.Struct | None:
        """The struct on screen."""
        return self._value

    def show_value(self, value: msgspec.Struct) -> None:
        """Show `value`; another kind of struct gets other fields."""
        if value == self._value:
            return
        built = type(value) is not type(self._value)
        if built:
            self._build(type(value))
        self._value = value
        for name, field in self.fields.items():
            held = getattr(value, name)
            field.show_value(held)
            if name in self.nested:
                self.nested[name].show_value(held)
        if built:
            self.rebuilt.emit()

    def _build(self, struct: type[msgspec.Struct]) -> None:
        while item := self._rows.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        self.fields.clear()
        self.nested.clear()
        for knob in knobs(struct):
            if (self._only and knob.name not in self._only) or knob.type == "choices":
                continue
            field = field_for(knob)
            field.changed.connect(partial(self._turn, knob.name))
            field.refused.connect(self.refused)
            self.fields[knob.name] = field
            self._add(field)
            if knob.type == "choice":
                inner = Form()
                inner.edited.connect(partial(self._turn_nested, knob.name))
                inner.refused.connect(self.refused)
                inner.rebuilt.connect(self.rebuilt)
                self.nested[knob.name] = inner
                self._add(inner)

    def _add(self, row: QWidget) -> None:
        """Add a row and show it now: Qt would do so after the next frame, which flickers."""
        self._rows.addWidget(row)
        row.show()

    def _turn(self, name: str, held: object, final: bool) -> None:
        self._turn_nested(name, held, tr(self.fields[name].knob.title), final)

    def _turn_nested(self, name: str, held: object, label: str, final: bool) -> None:
        value = replace(cast("msgspec.Struct", self._value), **{name: held})
        self.show_value(value)
        self.edited.emit(value, label, final)
