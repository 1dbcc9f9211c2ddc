"""Author mode: a lab that is being written beside the window that it is about.

Like `Documents` for experiments and `Lesson` for labs that are read: the panel asks, the draft
answers, the conductor runs. Entering a step opens its experiment in the window, so what an author
sees is what a student will begin with.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QFileDialog, QMessageBox

from optlab.qt.panels.author.panel import AuthorPanel
from optlab.qt.settings import keep, usual_folder
from optlab.qt.text import tr
from optlab.qt.widgets.saving import ask_where
from optlab.resources import root
from optlab.session.bad_file import BadFile
from optlab.session.labs.draft import Draft, new_lab
from optlab.session.labs.lab import Tab, View, prompt_keys
from optlab.session.labs.proof import Trouble, check_lab
from optlab.session.labs.reading import LabFile, read_lab
from optlab.session.labs.snippets import snippet
from optlab.session.labs.writing import write_lab

if TYPE_CHECKING:
    from optlab.qt.main_window import MainWindow

LANE = "proof"
LOOK_MS = 200
KINDS = "OptLab (*.toml *.zip)"


class Proof:
    """The proof of a draft as a job for the background: `troubles` so far, and what is looked at.

    What goes wrong while it runs is raised there and told by the conductor.
    """

    def __init__(self, file: LabFile) -> None:
        self.lab = file.lab
        self.troubles: list[Trouble] = []
        self.note = ""
        self._items = check_lab(file)

    def __iter__(self) -> Iterator[object]:
        for each in self._items:
            if isinstance(each, Trouble):
                self.troubles.append(each)
            else:
                self.note = each.text
            yield each


class Authoring(QObject):
    """`begin` a new lab or `open` one; `panel` is its tab."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window, self._conductor = window, window.conductor
        self.panel = AuthorPanel()
        self.draft: Draft | None = None
        self.path: Path | None = None
        self.place = 0
        self._proof: Proof | None = None
        self._look = QTimer(self, interval=LOOK_MS)
        self._look.timeout.connect(self._show_working)
        self._wire()

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
        self.draft, self.path = draft, path
        self._window.left.show_author(shown=True)
        self.panel.show_page("words")
        self._enter(0)

    def _leave(self) -> None:
        if self.may_leave():
            self.draft = self.path = None
            self._window.left.show_author(shown=False)

    def enter(self) -> None:
        """Its tab was brought to the front: make room, and put the lab that is tried away."""
        self._window.lesson.side.set_wide(True)
        self._window.lesson.steps.end()
        self._show()

    # Steps ---------------------------------------------------------------------------------------

    @Slot(int)
    def _enter(self, place: int) -> None:
        """Go to a step and open its experiment in the window."""
        self.panel.settle()
        if self.draft is None:
            return
        self.place = place
        try:
            experiment = self.draft.experiment(place)
        except BadFile as trouble:
            self._window.greet([str(trouble)])
        else:
            title = self.draft.lab.steps[place].title
            self._conductor.open(
                experiment, tr("Step {step}: {title}", step=place + 1, title=title)
            )
        self._show()

    @Slot(str)
    def _do(self, what: str) -> None:
        """What is asked for in the head."""
        draft, place = self.draft, self.place
        if draft is None:
            return
        self.panel.settle()
        if what == "leave":
            self._leave()
        elif what in ("undo", "redo"):
            getattr(draft, what)()
            self.place = min(place, len(draft.lab.steps) - 1)
            self._show()
        elif what in ("up", "down"):
            self.place = draft.move_step(place, -1 if what == "up" else 1)
            self._show()
        elif what == "remove":
            self._enter(draft.remove_step(place))
        else:
            self._add(draft, place)

    def _add(self, draft: Draft, place: int) -> None:
        """A new step; with what is on screen, where that is not what it would go on with."""
        now = self._conductor.experiment
        try:
            same = draft.experiment(place) == now
            self._enter(draft.add_step(place, None if same else now))
        except BadFile as trouble:
            self._window.greet([str(trouble)])

    def _show(self) -> None:
        draft = self.draft
        if draft is None:
            return
        try:
            experiment = draft.experiment(self.place)
        except BadFile:
            experiment = self._conductor.experiment
        self.panel.show_draft(draft, self.place, experiment)

    # Edits ---------------------------------------------------------------------------------------

    def _edit_step(self, name: str, value: object) -> None:
        if self.draft is not None:
            self.draft.edit_step(self.place, **{name: value})
            self._show()

    def _edit_lab(self, name: str, value: object) -> None:
        if self.draft is not None:
            self.draft.edit(**{name: value})
            self._show()

    @Slot()
    def _capture(self) -> None:
        if self.draft is not None:
            self.draft.capture(self.place, self._conductor.experiment)
            self._show()

    @Slot()
    def _go_on(self) -> None:
        if self.draft is not None:
            self.draft.go_on(self.place)
            self._enter(self.place)

    @Slot()
    def _capture_view(self) -> None:
        """The step begins with the tab, the cursor and the speed that are on screen."""
        speed = self._conductor.playback.speed
        view = View(
            tab=cast("Tab", self._window.views.shown),
            step=self._conductor.moment.cursor,
            slice=self._conductor.work.recipe,
            speed=speed if 0 < speed < 100_000 else 0.0,
        )
        self._edit_step("view", view)

    @Slot(str, str)
    def _lock(self, path: str, use: str) -> None:
        if self.draft is not None:
            self.draft.lock(self.place, path, cast("Literal['free', 'fixed', 'hidden']", use))
            self._show()

    @Slot(str, bool)
    def _show_only(self, path: str, ticked: bool) -> None:
        if self.draft is not None:
            shown = self.draft.lab.steps[self.place].controls.shown
            rest = tuple(each for each in shown if each != path)
            self.draft.show_only(self.place, (*rest, path) if ticked else rest)
            self._show()

    @Slot(str)
    def _type_part(self, text: str) -> None:
        """Prompts, checks or claims were typed."""
        if self.draft is None:
            return
        try:
            self.draft.set_part(self.place, self.panel.parts.part, text)
        except BadFile as trouble:
            self.panel.parts.tell(str(trouble))
        else:
            self.panel.parts.tell("")
            self.panel.head.show_history(undo=self.draft.can_undo, redo=self.draft.can_redo)

    @Slot(str)
    def _add_snippet(self, name: str) -> None:
        if self.draft is None:
            return
        self.panel.settle()
        page = self.panel.parts
        added = snippet(page.part, name, prompt_keys(self.draft.lab))
        text = f"{page.code.text.rstrip()}\n\n{added}".lstrip()
        page.code.show_text(text)
        self._type_part(text)

    @Slot(str)
    def _choose_part(self, part: str) -> None:
        del part
        self._show()

    # Proof and trial -----------------------------------------------------------------------------

    @Slot()
    def _prove(self) -> None:
        """Look the whole lab over in the background."""
        self.panel.settle()
        if self.draft is not None:
            self._proof = Proof(self.draft.file)
            self.panel.proof.show_working(tr("Reading …"))
            self._look.start()
            self._conductor.compute(LANE, iter(self._proof))

    @Slot()
    def _show_working(self) -> None:
        if self._proof is not None and self._proof.note:
            self.panel.proof.show_working(tr("The engine confirms {what} …", what=self._proof.note))

    @Slot(str)
    def _proven(self, lane: str) -> None:
        if lane == LANE and self._proof is not None:
            self._look.stop()
            self.panel.proof.show_troubles(self._proof.troubles)
            self._proof = None

    @Slot()
    def _try(self) -> None:
        """Show the step as a student sees it."""
        self.panel.settle()
        if self.draft is not None:
            self._window.lesson.try_out(self.draft.file, self.place)

    # Wires ---------------------------------------------------------------------------------------

    def _wire(self) -> None:
        panel = self.panel
        panel.head.entered.connect(self._enter)
        panel.head.asked.connect(self._do)
        panel.words.edited.connect(self._edit_step)
        panel.lab.edited.connect(self._edit_lab)
        panel.numbers.edited.connect(self._edit_lab)
        panel.numbers.refused.connect(self._refuse)
        panel.start.capture_wanted.connect(self._capture)
        panel.start.going_on.connect(self._go_on)
        panel.start.view_wanted.connect(self._capture_view)
        panel.start.varied.connect(self._vary)
        panel.start.locked.connect(self._lock)
        panel.start.only_shown.connect(self._show_only)
        panel.parts.typed.connect(self._type_part)
        panel.parts.snippet_wanted.connect(self._add_snippet)
        panel.parts.part_chosen.connect(self._choose_part)
        panel.proof.wanted.connect(self._prove)
        panel.proof.entered.connect(self._enter)
        panel.preview_wanted.connect(self._try)
        panel.save_wanted.connect(self.save)
        self._conductor.computed.connect(self._proven)

    @Slot(bool)
    def _vary(self, varied: bool) -> None:
        self._edit_step("varied", varied)

    @Slot(str)
    def _refuse(self, sentence: str) -> None:
        self._window.greet([sentence])
