"""The few controls that a step shows, live beside its text, so that nobody has to change the tab.

A path such as `optimizer.learning_rate` means that of every racer: it stands here once for each.
Where there are several racers, what belongs to one of them stands below all else, under its name.
"""

from __future__ import annotations

from functools import partial
from typing import cast

import msgspec
from msgspec.structs import replace
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from optlab.engine.declare import knobs
from optlab.engine.experiment import Experiment
from optlab.qt.panels.form import Form
from optlab.qt.panels.racers import RacerGroup
from optlab.qt.text import tr
from optlab.session.labs.locks import EVERY, KIND, Locks, Path, racer_at, title_at


class StepControls(QWidget):
    """`show_locks` says which controls; `show_experiment` shows what is chosen."""

    edited = Signal(object, str, bool)
    """Another experiment, what was changed, and whether that is final."""
    noticed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._experiment = Experiment()
        self._locks = Locks()
        self._places: tuple[tuple[Path, str], ...] | None = None
        self.forms: dict[Path, Form] = {}
        self.racers: RacerGroup | None = None
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(0)

    def show_locks(self, locks: Locks, experiment: Experiment) -> None:
        """Show the controls of another step."""
        self._locks, self._places = locks, None
        self.show_experiment(experiment)

    def show_experiment(self, experiment: Experiment) -> None:
        """Show what is chosen; other racers or another optimizer may have other controls."""
        self._experiment = experiment
        places = tuple(self._found(experiment))
        if places != self._places:
            self._places = places
            self._build(places)
        for path, form in self.forms.items():
            form.show_value(cast("msgspec.Struct", at(experiment, path[:-1])))
        if self.racers is not None:
            self.racers.show_experiment(experiment)

    def field_at(self, path: Path) -> QWidget | None:
        """The control of what stands at `path`, `*` standing for any racer."""
        for place, form in self.forms.items():
            fits = len(place) <= len(path) and all(
                theirs in (ours, EVERY) for ours, theirs in zip(place, path, strict=False)
            )
            if fits:
                return form.field_at(path[len(place) - 1 :])
        return self.racers if path[:1] == ("racers",) else None

    def _found(self, experiment: Experiment) -> list[tuple[Path, str]]:
        """Whole paths that are there, each with the name of its racer where that is needed."""
        found: list[Path] = []
        for path in self._locks.shown:
            plain = path[:-1] if path[-1] == KIND else path
            if self._locks.state(path) == "hidden" or plain == ("racers",):
                continue
            if plain[0] == "racers" and plain[1] == EVERY:
                count = len(experiment.racers)
                found += [("racers", str(place), *plain[2:]) for place in range(count)]
            else:
                found.append(plain)
        named = [
            (path, racer_at(path, experiment)) for path in found if _is_there(experiment, path)
        ]
        return sorted(named, key=lambda each: int(each[0][1]) if each[1] else -1)

    def _build(self, places: tuple[tuple[Path, str], ...]) -> None:
        while item := self._rows.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        self.forms.clear()
        self.racers = None
        if ("racers",) in self._locks.shown:
            self.racers = RacerGroup()
            self.racers.edited.connect(self.edited)
            self.racers.refused.connect(self.noticed)
            self.racers.allow(self._locks)
            self._add(self.racers)
        shown = ""
        for path, name in places:
            if name and name != shown:
                label = QLabel(name)
                label.setProperty("role", "label")
                self._add(label)
            shown = name
            form = Form((path[-1],))
            form.allow(self._locks, path[:-1])
            form.edited.connect(partial(self._give, path[:-1]))
            form.refused.connect(self.noticed)
            form.setAccessibleName(f"{name}: {title_at(path, self._experiment)}" if name else "")
            self.forms[path] = form
            self._add(form)

    def _add(self, row: QWidget) -> None:
        self._rows.addWidget(row)
        row.show()

    def _give(self, path: Path, value: object, label: str, final: bool) -> None:
        experiment = cast("Experiment", put(self._experiment, path, value))
        name = racer_at((*path, ""), experiment)
        if name:
            label = tr("{knob} of {racer}", knob=label, racer=name)
        self.edited.emit(experiment, label, final)


def at(struct: object, path: Path) -> object:
    """What stands at a path that is there."""
    for part in path:
        if isinstance(struct, tuple):
            struct = cast("tuple[object, ...]", struct)[int(part)]
        else:
            struct = getattr(struct, part)
    return struct


def put(struct: object, path: Path, value: object) -> object:
    """A copy with another value at a path that is there."""
    if not path:
        return value
    if isinstance(struct, tuple):
        place, entries = int(path[0]), cast("tuple[object, ...]", struct)
        return (*entries[:place], put(entries[place], path[1:], value), *entries[place + 1 :])
    inner = put(getattr(struct, path[0]), path[1:], value)
    return replace(cast("msgspec.Struct", struct), **{path[0]: inner})


def _is_there(experiment: Experiment, path: Path) -> bool:
    try:
        holder = at(experiment, path[:-1])
    except (AttributeError, IndexError, ValueError):
        return False
    if not isinstance(holder, msgspec.Struct):
        return False
    return any(knob.name == path[-1] for knob in knobs(type(holder)))
