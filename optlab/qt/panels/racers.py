"""The group of the racers: the list, and below it the knobs of the one that is picked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from optlab.engine.experiment import MOST_RACERS, Experiment, Racer
from optlab.qt.panels.form import Form
from optlab.qt.panels.group import Group
from optlab.qt.panels.racer_list import RacerList
from optlab.qt.text import tr
from optlab.qt.widgets.buttons import IconButton
from optlab.session import racers
from optlab.session.labs.locks import Locks


class RacerGroup(Group):
    """Add, copy, remove, rename and pick racers; turn the knobs of the one that is picked."""

    edited = Signal(object, str, bool)
    """Another experiment, what was done, and whether that is final."""
    refused = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            tr("Racers"),
            tr(
                "Optimizers that start at the same point and see the same batches. Learning rate, "
                "momentum and the like are hyperparameters: you choose them, training does not."
            ),
            parent,
        )
        self._experiment = Experiment()
        self._picked = 0
        self._locks = Locks()
        self.copy = IconButton("copy", tr("Duplicate racer"), tr("Duplicate this racer (Ctrl+D)"))
        self.trash = IconButton("trash", tr("Remove racer"), tr("Remove this racer (Delete)"))
        self.plus = IconButton("plus", tr("Add racer"), tr("Add another racer"))
        for sign in (self.copy, self.trash, self.plus):
            self.add_sign(sign)
        self.list = RacerList()
        self.form = Form(("optimizer", "schedule"))
        self.add(self.list, gap=4)
        self.add(self.form)
        self._offer()
        self.list.picked.connect(self._pick)
        self.list.renamed.connect(self._rename)
        self.list.remove_asked.connect(self._remove)
        self.list.duplicate_asked.connect(self._duplicate)
        self.form.edited.connect(self._turn)
        self.form.refused.connect(self.refused)

    def _offer(self) -> None:
        """Connect the signs, and offer the same acts in the menu of the list."""
        self.plus.clicked.connect(self.add_racer)
        self.copy.clicked.connect(self._duplicate)
        self.trash.clicked.connect(self._remove)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        for text, slot in (
            (tr("Rename"), self.list.rename),
            (tr("Duplicate"), self._duplicate),
            (tr("Remove"), self._remove),
        ):
            action = QAction(text, self.list)
            action.triggered.connect(slot)
            self.list.addAction(action)

    def show_experiment(self, experiment: Experiment) -> None:
        """Show its racers; the picked one stays picked."""
        self._experiment = experiment
        self._picked = min(self._picked, len(experiment.racers) - 1)
        self.list.show_names([racer.name for racer in experiment.racers], self._picked)
        self.form.show_value(experiment.racers[self._picked])
        self._lock()

    def allow(self, locks: Locks) -> None:
        """Hide and fix what `locks` say; the list stays, for a racer to be picked."""
        self._locks = locks
        self._lock()

    @property
    def empty(self) -> bool:
        """Whether there is nothing to be seen here but racers to be picked."""
        return self._locks.state(("racers",)) == "hidden" and self.form.empty

    def _lock(self) -> None:
        free = self._locks.state(("racers",)) == "free"
        count = len(self._experiment.racers)
        for sign, useful in (
            (self.plus, count < MOST_RACERS),
            (self.copy, count < MOST_RACERS),
            (self.trash, count > 1),
        ):
            sign.setVisible(free)
            sign.setEnabled(useful)
        for action in self.list.actions():
            action.setEnabled(free)
        self.form.allow(self._locks, ("racers", str(self._picked)))

    def show_losses(self, losses: Sequence[str]) -> None:
        """Show a loss or a status beside every racer."""
        self.list.show_losses(losses)

    @Slot()
    def add_racer(self) -> None:
        """Add a racer, and pick it."""
        act = partial(racers.add_racer, self._experiment)
        self._do(tr("Add racer"), act, picked=len(self._experiment.racers))

    @Slot()
    def _duplicate(self) -> None:
        place = self._picked
        act = partial(racers.duplicate_racer, self._experiment, place)
        self._do(tr("Duplicate racer"), act, picked=place + 1)

    @Slot()
    def _remove(self) -> None:
        place = self._picked
        act = partial(racers.remove_racer, self._experiment, place)
        self._do(tr("Remove racer"), act, picked=max(place - 1, 0))

    @Slot(int, str)
    def _rename(self, place: int, name: str) -> None:
        act = partial(racers.rename_racer, self._experiment, place, name)
        self._do(tr("Rename racer"), act, picked=place)

    def _do(self, label: str, act: Callable[[], Experiment], *, picked: int) -> None:
        try:
            experiment = act()
        except ValueError as trouble:
            self.refused.emit(tr(str(trouble)))
            return
        self._picked = picked
        self._give(experiment, label, final=True)

    @Slot(int)
    def _pick(self, place: int) -> None:
        self._picked = place
        self.form.show_value(self._experiment.racers[place])
        self._lock()

    @Slot(object, str, bool)
    def _turn(self, racer: Racer, label: str, final: bool) -> None:
        experiment = racers.replace_racer(self._experiment, self._picked, racer)
        name = experiment.racers[self._picked].name
        self._give(experiment, tr("{knob} of {racer}", knob=label, racer=name), final=final)

    def _give(self, experiment: Experiment, label: str, *, final: bool) -> None:
        self.show_experiment(experiment)
        self.edited.emit(experiment, label, final)
