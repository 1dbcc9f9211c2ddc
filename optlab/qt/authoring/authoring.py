"""Author mode: a lab that is being written beside the window that it is about.

Like `Documents` for experiments and `Lesson` for labs that are read: the panel asks, the draft
answers, the conductor runs. Entering a step opens its experiment in the window, so what an author
sees is what a student will begin with.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QFileDialog, QMessageBox

from optlab.qt.authoring.edits import Edits
from optlab.qt.authoring.proof import Prover
from optlab.qt.panels.author.panel import AuthorPanel
from optlab.qt.settings import keep, usual_folder
from optlab.qt.text import tr
from optlab.qt.widgets.saving import ask_where
from optlab.resources import root
from optlab.session.bad_file import BadFile
from optlab.session.labs.draft import Draft, new_lab
from optlab.session.labs.reading import read_lab
from optlab.session.labs.writing import write_lab

if TYPE_CHECKING:
    from optlab.qt.main_window import MainWindow

KINDS = "OptLab (*.toml *.zip)"


class Authoring(QObject):
    """`begin` a new lab or `open` one; `panel` is its tab."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window, self._conductor = window, window.conductor
        self.panel = AuthorPanel()
        self.edits = Edits(window, self.panel)
        self.prover = Prover(self._conductor, self.panel.proof)
        self.path: Path | None = None
        self._wire()

    @property
    def draft(self) -> Draft | None:
        """The lab that is written, if one is."""
        return self.edits.draft

    # Beginning and ending ------------------------------------------------------------------------

    @Slot()
    def begin(self) -> None:
        """Write a new lab, whose first step begins with what is on screen."""
        if self.may_leave():
            self._take(Draft(new_lab(self._conductor.experiment), tr("my-lab")), None)

    @Slot()
    def ask(self) -> None:
        """Ask for a lab and edit it."""
        chosen, _ = QFileDialog.getOpenFileName(
            self._window, tr("Edit a lab"), str(usual_folder()), KINDS
        )
        if chosen and self.may_leave():
            self.open(Path(chosen))

    def open(self, path: Path) -> bool:
        """Edit the lab in a file; on trouble say one sentence and change nothing.

        What comes with OptLab, or has pictures beside it, is saved as another file.
        """
        try:
            file = read_lab(path)
        except BadFile as trouble:
            self._window.greet([str(trouble)])
            return False
        own = path.suffix == ".toml" and not path.resolve().is_relative_to(root().resolve())
        self._take(Draft(file.lab, file.name, file.pictures), path if own else None)
        return True

    def may_leave(self) -> bool:
        """Whether the draft is saved, or need not be; asks."""
        self.panel.settle()
        if self.draft is None or not self.draft.modified:
            return True
        answer = QMessageBox.question(
            self._window,
            tr("The lab is not saved"),
            tr("Save the lab before it is closed?"),
            QMessageBox.StandardButton.Save
            | QMessageBox.StandardButton.Discard
            | QMessageBox.StandardButton.Cancel,
        )
        if answer == QMessageBox.StandardButton.Save:
            return self.save()
        return answer == QMessageBox.StandardButton.Discard

    @Slot()
    def save(self) -> bool:
        """Write the lab to its file, or ask for one; say whether it is written."""
        self.panel.settle()
        draft = self.draft
        if draft is None:
            return False
        path = self.path
        if path is None:
            suggestion = str(usual_folder() / f"{draft.name}.toml")
            title = tr("Save the lab")
            path = ask_where(self._window, title, suggestion, ".toml", "OptLab (*.toml)")
        if path is None:
            return False
        try:
            write_lab(path, draft.lab)
        except BadFile as trouble:
            self._window.greet([str(trouble)])
            return False
        keep("folder", str(path.parent))
        self.path, draft.name = path, path.stem
        draft.keep()
        self._window.greet([tr("Saved: {name}", name=path.name)])
        return True

    def _take(self, draft: Draft, path: Path | None) -> None:
        self.path = path
        self._window.left.show_author(shown=True)
        self.panel.show_page("words")
        self.edits.take(draft)

    @Slot()
    def _leave(self) -> None:
        if self.may_leave():
            self.path = None
            self.edits.take(None)
            self._window.left.show_author(shown=False)

    def enter(self) -> None:
        """Its tab was brought to the front: make room, and put the lab that is tried away."""
        self._window.lesson.side.set_wide(True)
        self._window.lesson.steps.end()
        self.edits.show()

    # Proof and trial -----------------------------------------------------------------------------

    @Slot()
    def _prove(self) -> None:
        """Look the whole lab over in the background."""
        self.panel.settle()
        if self.draft is not None:
            self.prover.begin(self.draft.file)

    @Slot()
    def _try(self) -> None:
        """Show the step as a student sees it."""
        self.panel.settle()
        if self.draft is not None:
            self._window.lesson.try_out(self.draft.file, self.edits.place)

    def _wire(self) -> None:
        self.edits.left.connect(self._leave)
        self.panel.numbers.refused.connect(self._refuse)
        self.panel.proof.wanted.connect(self._prove)
        self.panel.preview_wanted.connect(self._try)
        self.panel.save_wanted.connect(self.save)

    @Slot(str)
    def _refuse(self, sentence: str) -> None:
        self._window.greet([sentence])
