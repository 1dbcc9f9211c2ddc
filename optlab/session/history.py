"""Undo and redo of what was chosen: experiments are frozen values, so a list of them is enough."""

from __future__ import annotations

from dataclasses import dataclass

from optlab.engine.experiment import Experiment

LIMIT = 200
"""Edits that can be taken back."""


@dataclass(frozen=True)
class Edit:
    """An experiment before or after an edit, and the name of the edit."""

    experiment: Experiment
    label: str


class History:
    """The experiment as it is now, and the ways back and forth.

    While a knob is dragged every value arrives with `final=False`: all of them, up to and with the
    final one, are one edit.
    """

    def __init__(self, experiment: Experiment) -> None:
        self.present = experiment
        self._past: list[Edit] = []
        self._future: list[Edit] = []
        self._dragging = ""

    @property
    def can_undo(self) -> bool:
        """Whether there is an edit to take back."""
        return bool(self._past)

    @property
    def can_redo(self) -> bool:
        """Whether there is an edit to make again."""
        return bool(self._future)

    @property
    def undo_label(self) -> str:
        """What `undo` would take back; empty when nothing."""
        return self._past[-1].label if self._past else ""

    @property
    def redo_label(self) -> str:
        """What `redo` would make again; empty when nothing."""
        return self._future[-1].label if self._future else ""

    def do(
        self,
        experiment: Experiment,
        label: str,
        final: bool = True,  # noqa: FBT001, FBT002  (it comes with a signal)
    ) -> Experiment:
        """Make `experiment` the present one; return it."""
        goes_on = bool(self._dragging) and self._dragging == label and self.can_undo
        self._dragging = "" if final else label
        if goes_on:
            self.present = experiment
            if final and self._past[-1].experiment == experiment:  # dragged back again
                self._past.pop()
        elif experiment != self.present:
            self._past = [*self._past, Edit(self.present, label)][-LIMIT:]
            self._future = []
            self.present = experiment
        else:
            self._dragging = ""
        return self.present

    def undo(self) -> Experiment:
        """Take the last edit back, if any; return what is then the present."""
        self._dragging = ""
        if self._past:
            edit = self._past.pop()
            self._future.append(Edit(self.present, edit.label))
            self.present = edit.experiment
        return self.present

    def redo(self) -> Experiment:
        """Make the last undone edit again; return what is then the present."""
        self._dragging = ""
        if self._future:
            edit = self._future.pop()
            self._past.append(Edit(self.present, edit.label))
            self.present = edit.experiment
        return self.present
