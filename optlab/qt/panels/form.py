"""A form made from declarations: one field per knob, and below a chosen entry its own fields.

A list of choices is a head (a field like the others) with its entries below it. Where the list has
an entry for every size of another knob, the head is a switch and nobody can add one too many.

An edit produces a new frozen value; showing an equal value touches nothing, so a form may be shown
its own edit again, sixty times a second, without a flicker and without losing the focus.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TypeVar, cast

import msgspec
from msgspec.structs import replace
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from optlab.engine.declare import Choice, Knob, knobs
from optlab.qt.text import tr
from optlab.qt.widgets.buttons import IconButton
from optlab.qt.widgets.choice_field import ChoiceField
from optlab.qt.widgets.field import Field
from optlab.qt.widgets.fields import field_for
from optlab.qt.widgets.scroll import bring_into_view
from optlab.session.labs.locks import KIND, Locks, Path


class Form(QWidget):
    """The knobs of one struct, or `only` those named, in that order."""

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
        self._locks = Locks()
        self._path: Path = ()
        self.fields: dict[str, Field] = {}
        self.nested: dict[str, Form] = {}
        self.lists: dict[str, Entries] = {}
        self._rows = _column(self)

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
            if name in self.lists:
                self.lists[name].show_value(held)
            self._show_use(field.knob)
        if built:
            self._lock()
            self.rebuilt.emit()

    def allow(self, locks: Locks, path: Path) -> None:
        """Hide and fix what `locks` say; the struct stands at `path` in the experiment."""
        if (locks, path) != (self._locks, self._path):
            self._locks, self._path = locks, path
            self._lock()

    @property
    def empty(self) -> bool:
        """Whether there is nothing to be seen here."""
        parts = (*self.fields.values(), *self.lists.values())
        nested = all(form.empty for form in self.nested.values())
        return nested and all(part.isHidden() for part in parts)

    def field_at(self, path: Path) -> QWidget | None:
        """The field of what stands at `path` below the struct, or that of what holds it."""
        name, *rest = path
        inner = self.nested.get(name)
        found = inner.field_at(tuple(rest)) if inner and rest and rest != [KIND] else None
        return found or self.fields.get(name)

    def _lock(self) -> None:
        for name, field in self.fields.items():
            path = (*self._path, name)
            state = self._locks.state((*path, KIND) if field.knob.type == "choice" else path)
            field.setVisible(state != "hidden")
            field.set_fixed(state == "fixed")
            if name in self.nested:
                self.nested[name].allow(self._locks, path)
            if name in self.lists:
                self.lists[name].setVisible(state != "hidden")
                self.lists[name].setEnabled(state == "free")

    def _show_use(self, knob: Knob) -> None:
        """Grey the switch of a list without sizes, and the choice that its entries replace."""
        if knob.per:
            self.fields[knob.name].set_useful(bool(getattr(self._value, knob.per)))
            if knob.like in self.fields:
                replaced = bool(getattr(self._value, knob.name))
                self.fields[knob.like].set_useful(not replaced)
                if knob.like in self.nested:
                    self.nested[knob.like].setEnabled(not replaced)

    def _build(self, struct: type[msgspec.Struct]) -> None:
        while item := self._rows.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        self.fields.clear()
        self.nested.clear()
        self.lists.clear()
        known = {knob.name: knob for knob in knobs(struct)}
        for knob in [known[name] for name in self._only or known if name in known]:
            field = field_for(knob)
            field.changed.connect(partial(self._turn, knob.name))
            field.refused.connect(self.refused)
            self.fields[knob.name] = field
            self._add(field)
            if knob.type == "choice":
                self.nested[knob.name] = self._nest(Form(), knob.name)
            elif knob.type == "choices":
                self.lists[knob.name] = self._nest(Entries(knob, field), knob.name)

    def _nest(self, inner: Inner, name: str) -> Inner:
        """Put the fields of what is chosen below the choice."""
        inner.edited.connect(partial(self._give, name))
        inner.refused.connect(self.refused)
        inner.rebuilt.connect(self.rebuilt)
        self._add(inner)
        return inner

    def _add(self, row: QWidget) -> None:
        """Add a row and show it now: Qt would do so after the next frame, which flickers."""
        self._rows.addWidget(row)
        row.show()

    def _turn(self, name: str, held: object, final: bool) -> None:
        knob = self.fields[name].knob
        if knob.per:
            sizes = getattr(self._value, knob.per) if held else ()
            held = (getattr(self._value, knob.like),) * len(sizes)
        self._give(name, held, tr(knob.title), final)
        if name in self.lists and not knob.per:
            self.lists[name].enter()

    def _give(self, name: str, held: object, label: str, final: bool) -> None:
        value = replace(cast("msgspec.Struct", self._value), **{name: held})
        self.show_value(value)
        self.edited.emit(value, label, final)


class Entries(QWidget):
    """The entries of a list of choices below its `head`, each with its own fields.

    Entries that go with sizes come and go with them; others have a button that removes them.
    """

    edited = Signal(object, str, bool)
    """The new tuple, the title of what was turned, and whether that is final."""
    refused = Signal(str)
    rebuilt = Signal()

    def __init__(self, knob: Knob, head: Field, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._knob, self._head = knob, head
        self._value: tuple[Choice, ...] = ()
        self.fields: list[ChoiceField] = []
        self.removers: list[IconButton] = []
        self.nested: list[Form] = []
        self._rows = _column(self)

    def show_value(self, value: tuple[Choice, ...]) -> None:
        """Show these entries; those that are there already stay."""
        former, self._value = len(self.fields), value
        while len(self.fields) > len(value):
            self._drop()
        while len(self.fields) < len(value):
            self._append()
        for held, field, inner in zip(value, self.fields, self.nested, strict=True):
            field.show_value(held)
            inner.show_value(held)
        if len(value) != former:
            self.rebuilt.emit()

    def enter(self) -> None:
        """Put the focus into the last entry, where it can be seen."""
        if self.fields:
            self.fields[-1].combo.setFocus(Qt.FocusReason.TabFocusReason)
            bring_into_view(self.nested[-1])
            bring_into_view(self.fields[-1])

    def _append(self) -> None:
        place = len(self.fields)
        title = f"{tr(self._knob.entry)} {place + 1}".strip()
        knob = Knob(str(place), title, self._knob.help, "choice", None, catalog=self._knob.catalog)
        field, inner = ChoiceField(knob), Form()
        field.combo.setAccessibleName(f"{self._head.name}: {title}")
        field.changed.connect(partial(self._turn, place, tr(self._knob.title)))
        inner.edited.connect(partial(self._turn_nested, place))
        inner.refused.connect(self.refused)
        inner.rebuilt.connect(self.rebuilt)
        if not self._knob.per:
            remover = IconButton("x", tr("Remove {entry}", entry=title))
            remover.clicked.connect(partial(self._remove, place))
            field.add_sign(remover)
            self.removers.append(remover)
        self.fields.append(field)
        self.nested.append(inner)
        for row in (field, inner):
            self._rows.addWidget(row)
            row.show()

    def _drop(self) -> None:
        """Take the last entry off the screen."""
        for row in (self.nested.pop(), self.fields.pop()):
            self._rows.removeWidget(row)
            row.hide()
            row.deleteLater()
        del self.removers[len(self.fields) :]

    def _turn(self, place: int, label: str, held: Choice, final: bool) -> None:
        value = (*self._value[:place], held, *self._value[place + 1 :])
        self.show_value(value)
        self.edited.emit(value, label, final)

    def _turn_nested(self, place: int, held: Choice, label: str, final: bool) -> None:
        name = self.fields[place].name
        self._turn(place, tr("{knob} of {entry}", knob=label, entry=name), held, final)

    def _remove(self, place: int) -> None:
        """Take an entry out; the focus goes to the one that takes its place."""
        value = (*self._value[:place], *self._value[place + 1 :])
        near = self.removers[min(place, len(value) - 1)] if value else self._head
        near.setFocus(Qt.FocusReason.TabFocusReason)
        self.show_value(value)
        self.edited.emit(value, tr(self._knob.title), True)


Inner = TypeVar("Inner", Form, Entries)


def _column(parent: QWidget) -> QVBoxLayout:
    """Lay rows out without gaps."""
    rows = QVBoxLayout(parent)
    rows.setContentsMargins(0, 0, 0, 0)
    rows.setSpacing(0)
    return rows
