"""The left pane: the setup, and beside it the lab that is read and the lab that is written.

Labs take a while to load, so `lesson` and `authoring` are made when they are first asked for; what
is said on their tabs before is nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from optlab.qt.panels.setup import SetupPanel
from optlab.qt.text import tr
from optlab.qt.widgets.tab_order import follow_layouts
from optlab.qt.widgets.tabs import TabbedPane

if TYPE_CHECKING:
    from optlab.qt.authoring import Authoring
    from optlab.qt.lesson import Lesson
    from optlab.qt.main_window import MainWindow


class LeftPane(TabbedPane):
    """`setup`, `lesson` and `authoring` are its tabs; `show_lab` brings one to the front."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(tr("Choices"))
        self._window = window
        self._lesson: Lesson | None = None
        self._authoring: Authoring | None = None
        self.setup = SetupPanel()
        help_ = tr("Everything that can be chosen.")
        self._setup_tab = self.add(tr("Setup"), self.setup, help_)
        self._lab_tab = self.add(tr("Lab"), QWidget(), tr("Guided labs."))
        help_ = tr("The lab that is being written.")
        self._author_tab = self.add(tr("Author"), QWidget(), help_)
        self.bar.setTabVisible(self._author_tab, False)
        self.bar.currentChanged.connect(self._enter)

    @property
    def lesson(self) -> Lesson:
        """The labs that are read."""
        if self._lesson is None:
            from optlab.qt.lesson import Lesson

            self._lesson = Lesson(self._window)
            self.put(self._lab_tab, self._lesson.panel)
            follow_layouts(self._window)
        return self._lesson

    @property
    def authoring(self) -> Authoring:
        """The lab that is written."""
        if self._authoring is None:
            from optlab.qt.authoring import Authoring

            self._authoring = Authoring(self._window)
            self.put(self._author_tab, self._authoring.panel)
            follow_layouts(self._window)
        return self._authoring

    @Slot()
    def show_setup(self) -> None:
        """Bring the setup to the front."""
        self.bar.setCurrentIndex(self._setup_tab)

    @Slot()
    def show_lab(self) -> None:
        """Bring the labs to the front."""
        self.bar.setCurrentIndex(self._lab_tab)

    @Slot()
    def write_lab(self) -> None:
        """Begin a lab with what is on screen."""
        self.authoring.begin()

    @Slot()
    def edit_lab(self) -> None:
        """Go on with a lab in a file."""
        self.authoring.ask()

    def show_author(self, *, shown: bool) -> None:
        """Bring the lab that is being written to the front, or put its tab away."""
        self.bar.setTabVisible(self._author_tab, shown)
        self.bar.setCurrentIndex(self._author_tab if shown else self._setup_tab)

    def may_close(self) -> bool:
        """Whether nothing is being written that has to be saved; asks."""
        return self._authoring is None or self._authoring.may_leave()

    def close_labs(self) -> None:
        """The window closes."""
        if self._lesson is not None:
            self._lesson.close()

    @Slot(int)
    def _enter(self, place: int) -> None:
        if place == self._lab_tab:
            self.lesson.show()
        elif place == self._author_tab:
            self.authoring.enter()
        elif self._lesson is not None:
            self._lesson.rest()
