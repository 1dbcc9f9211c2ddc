"""The lab that is open in the window: which one it is, whose notebook it is, and its report.

Like `Documents` for files, it stands between the window and the session: the panel asks, the
notebook keeps, the conductor runs. It is made when a lab is first looked for, because what it needs
takes a while to load.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QFileDialog, QMessageBox

import optlab
from optlab.qt.lesson.reports import save_report, suggested
from optlab.qt.lesson.shelf import listed, progress
from optlab.qt.lesson.side import Side
from optlab.qt.lesson.steps import Steps
from optlab.qt.panels.lab.panel import LabPanel
from optlab.qt.settings import keep, kept, usual_folder
from optlab.qt.text import tr
from optlab.qt.widgets.saving import ask_where
from optlab.session.bad_file import BadFile
from optlab.session.labs.album import Album
from optlab.session.labs.entries import Begin
from optlab.session.labs.journal import Journal
from optlab.session.labs.notebook import Notebook
from optlab.session.labs.reading import LabFile, read_lab
from optlab.session.labs.shelves import Shelves

if TYPE_CHECKING:
    from optlab.qt.main_window import MainWindow

SUFFIXES = (".toml", ".zip")
"""What files of labs end in."""


class Lesson(QObject):
    """`panel` is its tab; `open` a lab, `begin` it under a name; then `steps` leads through it."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.panel = LabPanel()
        self.steps = Steps(window, self.panel)
        self.side = Side(window.whole)
        self.shelves = Shelves()
        self.file: LabFile | None = None
        self._wire()
        zoom = kept("lab_words")
        self.panel.set_zoom(float(str(zoom)) if zoom else 1.0)

    @Slot()
    def show(self) -> None:
        """Show the labs there are, unless one is open."""
        if self.file is None:
            self.panel.show_labs(listed(self.shelves, self._student))
        self.side.set_wide(True)

    @Slot()
    def rest(self) -> None:
        """Another tab is looked at: it gets its usual width, unless a lab is under way."""
        self.side.set_wide(self.steps.answers is not None)

    @Slot(object)
    def open(self, path: Path) -> bool:
        """Show the cover of the lab in a file; on trouble say one sentence and change nothing."""
        try:
            file = read_lab(path)
        except BadFile as trouble:
            self._window.greet([str(trouble)])
            return False
        self._put_away()
        self.file = file
        self.panel.show_cover(file.lab, self._student)
        self._show_progress(self._student)
        self._window.left.show_lab()
        self.panel.cover.enter()
        return True

    @Slot(str, bool)
    def begin(self, student: str = "", anew: bool = False) -> None:  # noqa: FBT002
        """Go on with the lab under a name, where it was left, or over again."""
        file = self.file
        if file is None or (anew and not self._sure()) or not self._window.documents.let_go():
            return
        try:
            if anew:
                self.shelves.start_over(file.name, student)
            notebook = self.shelves.open(file, student)
        except BadFile as trouble:
            self._window.greet([str(trouble)])
            return
        keep("student", student)
        album = Album(notebook)
        if anew:
            album.clear()
        self.steps.begin(file, notebook, album)

    def try_out(self, file: LabFile, place: int) -> None:
        """Show one step of a lab that is being written as a student sees it; nothing is kept."""
        self._put_away()
        self.file = file
        journal = Journal()
        seed = file.lab.seeds[0] if file.lab.seeds else None
        head = {"lab": file.name, "title": file.lab.title, "student": "", "seed": seed}
        journal.append(Begin, **head, digest=file.digest, version=optlab.__version__)
        notebook = Notebook(file.lab, journal)
        notebook.enter(place)
        self._window.left.show_lab()
        self.steps.begin(file, notebook, Album(notebook))

    @Slot()
    def leave(self) -> None:
        """Close the lab; the list of labs comes back, and nothing is locked any more."""
        self._put_away()
        self.panel.show_labs(listed(self.shelves, self._student))

    def close(self) -> None:
        """The window closes."""
        self._put_away()

    @Slot()
    def finish(self) -> None:
        """Show the page behind the last step."""
        file, notebook = self.file, self.steps.notebook
        if file is not None and notebook is not None:
            self.steps.end()
            notebook.finish()
            self.panel.show_end(file, notebook)

    @Slot()
    def save_report(self) -> None:
        """Ask for a place and write the report."""
        file, notebook, album = self.file, self.steps.notebook, self.steps.album
        if file is None or notebook is None or album is None:
            return
        suggestion = str(usual_folder() / suggested(file, notebook))
        path = ask_where(self._window, tr("Save my report"), suggestion, ".pdf", "PDF (*.pdf)")
        if path is None:
            return
        try:
            written = save_report(path, file, notebook, album)
        except BadFile as trouble:
            self.panel.finish.tell_saved("")
            self._window.greet([str(trouble)])
            return
        keep("folder", str(path.parent))
        pdf, page, data = (each.name for each in written)
        self.panel.finish.tell_saved(
            tr(
                "Saved in {folder}: {pdf} to print, {page} for a browser, {data} to hand in.",
                folder=path.parent.name,
                pdf=pdf,
                page=page,
                data=data,
            )
        )

    def _wire(self) -> None:
        panel = self.panel
        panel.picker.chosen.connect(self.open)
        panel.picker.file_wanted.connect(self._ask_file)
        panel.cover.begun.connect(self.begin)
        panel.cover.named.connect(self._show_progress)
        panel.cover.left.connect(self.leave)
        panel.head.left.connect(self.leave)
        panel.foot.ended.connect(self.finish)
        panel.finish.back_wanted.connect(self._go_back)
        panel.finish.left.connect(self.leave)
        panel.finish.report_wanted.connect(self.save_report)
        panel.zoomed.connect(self._keep_zoom)
        self.steps.noticed.connect(self._greet)

    @property
    def _student(self) -> str:
        """The name that was typed last on this computer."""
        return str(kept("student") or "")

    def _put_away(self) -> None:
        """Close the notebook, all of which is on the disk already."""
        steps = self.steps
        steps.end()
        if steps.notebook is not None:
            steps.notebook.close()
        self.file = steps.file = steps.notebook = steps.album = None

    @Slot(str)
    def _show_progress(self, student: str) -> None:
        if self.file is not None:
            found = progress(self.shelves, self.file.name, student.strip())
            self.panel.cover.show_progress(
                found.step + 1 if found else 0, finished=found is not None and found.finished
            )

    @Slot()
    def _ask_file(self) -> None:
        kinds = tr("Labs") + " (*" + " *".join(SUFFIXES) + ")"
        chosen, _ = QFileDialog.getOpenFileName(
            self._window, tr("Open a lab"), str(usual_folder()), kinds
        )
        if chosen:
            self.open(Path(chosen))

    @Slot()
    def _go_back(self) -> None:
        if self.steps.notebook is not None:
            self.steps.enter(self.steps.notebook.step)

    @Slot(float)
    def _keep_zoom(self, zoom: float) -> None:
        keep("lab_words", zoom)

    @Slot(str)
    def _greet(self, sentence: str) -> None:
        self._window.greet([sentence])

    def _sure(self) -> bool:
        question = tr("Start this lab over? What you did so far is put aside, not thrown away.")
        answer = QMessageBox.question(self._window, tr("Start over?"), question)
        return answer == QMessageBox.StandardButton.Yes
