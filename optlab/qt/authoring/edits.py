"""What an author does with the steps of a draft, and with one of them.

Entering a step opens its experiment in the window, so what an author sees is what a student will
begin with.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, cast

from PySide6.QtCore import QObject, Signal, Slot

from optlab.qt.panels.author.panel import AuthorPanel
from optlab.qt.text import tr
from optlab.session.bad_file import BadFile
from optlab.session.labs.draft import Draft
from optlab.session.labs.lab import Tab, View, prompt_keys
from optlab.session.labs.snippets import snippet

if TYPE_CHECKING:
    from optlab.qt.main_window import MainWindow


class Edits(QObject):
    """`take` a draft, `enter` its steps; the pages of the panel ask for the rest."""

    left = Signal()
    """The editor is to be closed."""

    def __init__(self, window: MainWindow, panel: AuthorPanel) -> None:
        super().__init__(window)
        self._window, self._conductor = window, window.conductor
        self.panel = panel
        self.draft: Draft | None = None
        self.place = 0
        self._wire()

    def take(self, draft: Draft | None) -> None:
        """Edit this draft from its first step on; None ends that."""
        self.panel.settle()  # what was typed belongs to the draft before
        self.draft = draft
        self.enter(0)

    # Steps ---------------------------------------------------------------------------------------

    @Slot(int)
    def enter(self, place: int) -> None:
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
        self.show()

    @Slot(str)
    def _do(self, what: str) -> None:
        """What is asked for in the head."""
        draft, place = self.draft, self.place
        if draft is None:
            return
        self.panel.settle()
        if what == "leave":
            self.left.emit()
        elif what in ("undo", "redo"):
            getattr(draft, what)()
            self.place = min(place, len(draft.lab.steps) - 1)
            self.show()
        elif what in ("up", "down"):
            self.place = draft.move_step(place, -1 if what == "up" else 1)
            self.show()
        elif what == "remove":
            self.enter(draft.remove_step(place))
        else:
            self._add(draft, place)

    def _add(self, draft: Draft, place: int) -> None:
        """A new step; with what is on screen, where that is not what it would go on with."""
        now = self._conductor.experiment
        try:
            same = draft.experiment(place) == now
            self.enter(draft.add_step(place, None if same else now))
        except BadFile as trouble:
            self._window.greet([str(trouble)])

    def show(self) -> None:
        """Show the step that is edited, and the lab around it."""
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
            self.show()

    def _edit_lab(self, name: str, value: object) -> None:
        if self.draft is not None:
            self.draft.edit(**{name: value})
            self.show()

    @Slot()
    def _capture(self) -> None:
        if self.draft is not None:
            self.draft.capture(self.place, self._conductor.experiment)
            self.show()

    @Slot()
    def _go_on(self) -> None:
        if self.draft is not None:
            self.draft.go_on(self.place)
            self.enter(self.place)

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

    @Slot(bool)
    def _vary(self, varied: bool) -> None:
        self._edit_step("varied", varied)

    @Slot(str, str)
    def _lock(self, path: str, use: str) -> None:
        if self.draft is not None:
            self.draft.lock(self.place, path, cast("Literal['free', 'fixed', 'hidden']", use))
            self.show()

    @Slot(str, bool)
    def _show_only(self, path: str, ticked: bool) -> None:
        if self.draft is not None:
            shown = self.draft.lab.steps[self.place].controls.shown
            rest = tuple(each for each in shown if each != path)
            self.draft.show_only(self.place, (*rest, path) if ticked else rest)
            self.show()

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
        self.show()

    # Wires ---------------------------------------------------------------------------------------

    def _wire(self) -> None:
        panel = self.panel
        panel.head.entered.connect(self.enter)
        panel.head.asked.connect(self._do)
        panel.words.edited.connect(self._edit_step)
        panel.lab.edited.connect(self._edit_lab)
        panel.numbers.edited.connect(self._edit_lab)
        panel.start.capture_wanted.connect(self._capture)
        panel.start.going_on.connect(self._go_on)
        panel.start.view_wanted.connect(self._capture_view)
        panel.start.varied.connect(self._vary)
        panel.start.locked.connect(self._lock)
        panel.start.only_shown.connect(self._show_only)
        panel.parts.typed.connect(self._type_part)
        panel.parts.snippet_wanted.connect(self._add_snippet)
        panel.parts.part_chosen.connect(self._choose_part)
        panel.proof.entered.connect(self.enter)
