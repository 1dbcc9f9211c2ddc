"""Files as the person sees them: open, save, drop, export, and the offer after a crash.

Trouble with a file is one sentence in the window, and what was running stays as it was.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from optlab.engine import Experiment
from optlab.qt.conductor import Conductor
from optlab.qt.export import Export
from optlab.qt.settings import keep, usual_folder
from optlab.qt.text import tr
from optlab.qt.widgets.saving import ask_where
from optlab.session.autosave import Autosave
from optlab.session.bad_file import BadFile
from optlab.session.export import export_csv
from optlab.session.files import read_experiment, write_experiment
from optlab.session.log import refused

SUFFIX = ".optlab"


class Documents(QObject):
    """The file behind the window, if any, and whether it holds what is chosen."""

    renamed = Signal()
    noticed = Signal(str)

    def __init__(self, conductor: Conductor, window: QWidget, path: Path | None) -> None:
        super().__init__(window)
        self._conductor, self._window = conductor, window
        self.path = path
        self._saved = conductor.experiment
        self._autosave: Autosave | None = None
        conductor.chosen.connect(self._keep)

    @property
    def modified(self) -> bool:
        """Whether what is chosen differs from the file."""
        return self._conductor.experiment != self._saved

    @property
    def name(self) -> str:
        """What the title of the window says."""
        return self.path.name if self.path else tr("Untitled")

    @Slot()
    def new(self) -> None:
        """Start over with the default experiment; undo brings the old one back."""
        self._take(Experiment(), None, tr("New experiment"))

    @Slot()
    def open(self) -> None:
        """Ask for a file and open it."""
        chosen, _ = QFileDialog.getOpenFileName(
            self._window, tr("Open an experiment"), self._folder(), self._filter()
        )
        if chosen:
            self.open_path(Path(chosen))

    def open_path(self, path: Path) -> None:
        """Open this file; on trouble say one sentence and change nothing."""
        try:
            experiment = read_experiment(path)
        except BadFile as trouble:
            refused(trouble)
            self.noticed.emit(str(trouble))
            return
        keep("folder", str(path.parent))
        self._take(experiment, path, tr("Open {name}", name=path.name))

    @Slot()
    def save(self) -> bool:
        """Write the file behind the window, or ask for one; say whether it is written."""
        return self._write(self.path) if self.path else self.save_as()

    @Slot()
    def save_as(self) -> bool:
        """Ask for a file and write it; say whether it is written."""
        suggestion = str(
            Path(self._folder()) / (self.path.name if self.path else f"experiment{SUFFIX}")
        )
        title = tr("Save the experiment")
        chosen = ask_where(self._window, title, suggestion, SUFFIX, self._filter())
        return chosen is not None and self._write(chosen)

    @Slot()
    def export_csv(self) -> None:
        """Ask for a file and write every recorded step of every racer to it."""
        chosen = self._ask_export(tr("Save the numbers"), ".csv")
        if chosen:
            conductor = self._conductor
            job = export_csv(chosen, conductor.experiment, conductor.recording.reached)
            Export(conductor.work, job, chosen, self._window)

    @Slot()
    def export_picture(self) -> None:
        """Ask for a file and save the window as a picture."""
        picture = self._window.grab()
        chosen = self._ask_export(tr("Save the picture"), ".png")
        if chosen and not picture.save(str(chosen)):
            self.noticed.emit(tr("Cannot write {name}: choose another folder.", name=chosen.name))

    def may_close(self) -> bool:
        """Ask about changes to an opened file; say whether the window may close."""
        if self.path is None or not self.modified:
            return True
        button = QMessageBox.StandardButton
        answer = QMessageBox.question(
            self._window,
            tr("Save changes?"),
            tr("{name} has changed. Save it before closing?", name=self.name),
            button.Save | button.Discard | button.Cancel,
        )
        return answer == button.Discard or (answer == button.Save and self.save())

    def let_go(self) -> bool:
        """Part with the file, after asking about changes; say whether that was done."""
        if not self.may_close():
            return False
        self.path = None
        self.renamed.emit()
        return True

    def close(self) -> None:
        """Note that this end was a clean one."""
        if self._autosave is not None:
            self._autosave.close()

    def keep_safe(self) -> None:
        """Autosave from now on; after a crash, offer the experiment that was running then."""
        self._autosave = Autosave()
        kept = self._autosave.recovered
        if kept is None or kept == self._conductor.experiment:
            return
        question = tr("OptLab did not close properly. Go on with the experiment of last time?")
        answer = QMessageBox.question(self._window, tr("Go on?"), question)
        if answer == QMessageBox.StandardButton.Yes:
            self._take(kept, None, tr("Recover"))

    def _take(self, experiment: Experiment, path: Path | None, label: str) -> None:
        self.path, self._saved = path, experiment
        self._conductor.open(experiment, label)
        self.renamed.emit()

    def _write(self, path: Path) -> bool:
        try:
            write_experiment(path, self._conductor.experiment)
        except BadFile as trouble:
            self.noticed.emit(str(trouble))
            return False
        keep("folder", str(path.parent))
        self.path, self._saved = path, self._conductor.experiment
        self.renamed.emit()
        return True

    @Slot()
    def _keep(self) -> None:
        if self._autosave is not None:
            self._autosave.save(self._conductor.experiment)
        self.renamed.emit()

    def _ask_export(self, title: str, suffix: str) -> Path | None:
        stem = self.path.stem if self.path else "optlab"
        suggestion = str(Path(self._folder()) / f"{stem}{suffix}")
        return ask_where(self._window, title, suggestion, suffix, f"*{suffix}")

    @staticmethod
    def _folder() -> str:
        return str(usual_folder())

    @staticmethod
    def _filter() -> str:
        return tr("OptLab experiments") + f" (*{SUFFIX})"
