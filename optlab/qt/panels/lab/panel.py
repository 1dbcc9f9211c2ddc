"""The tab "Lab": the list of labs, the cover of one, its steps, and the end."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from optlab.qt.panels.lab.cover import Cover
from optlab.qt.panels.lab.finish import FinishPage
from optlab.qt.panels.lab.picker import Listed, Picker
from optlab.qt.panels.lab.step_foot import StepFoot
from optlab.qt.panels.lab.step_head import StepHead
from optlab.qt.panels.lab.step_page import StepPage
from optlab.qt.text import tr
from optlab.qt.theme.measures import fix
from optlab.qt.widgets.notice import Notice
from optlab.qt.widgets.pane import rule
from optlab.session.labs.lab import Lab
from optlab.session.labs.notebook import Notebook
from optlab.session.labs.reading import LabFile
from optlab.session.labs.sheet import Sheet

SIZES = (0.85, 1.0, 1.15, 1.3, 1.5, 1.75, 2.0)
"""Of the words of a lab, as shares of those elsewhere."""
WIDTH = 300


class LabPanel(QStackedWidget):
    """Shows pages, and passes on what is asked for on them."""

    zoomed = Signal(float)
    """Words of another size were asked for."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        fix(self, least_width=WIDTH)
        self.setAccessibleName(tr("Lab"))
        self.zoom = 1.0
        self._sheet: Sheet | None = None
        self.picker = Picker()
        self.cover = Cover()
        self.head = StepHead()
        self.page = StepPage()
        self.foot = StepFoot()
        self.notice = Notice()
        self.finish = FinishPage()
        self._sheet_page = QWidget()
        column = QVBoxLayout(self._sheet_page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(rule())
        column.addWidget(self.page, 1)
        column.addWidget(self.notice)
        column.addWidget(rule())
        column.addWidget(self.foot)
        for page in (self.picker, self.cover, self._sheet_page, self.finish):
            self.addWidget(page)
        self.head.resized.connect(self._resize_words)
        self.foot.warned.connect(self._warn)
        for key, slot in (
            ("Alt+Left", self.foot.go_back),
            ("Alt+Right", self.foot.go_on),
            (QKeySequence.StandardKey.ZoomIn, self.enlarge),
            (QKeySequence.StandardKey.ZoomOut, self.reduce),
        ):
            QShortcut(QKeySequence(key), self._sheet_page).activated.connect(slot)

    @property
    def sheet(self) -> Sheet | None:
        """The sheet on the screen, if one is."""
        return self._sheet if self.currentWidget() is self._sheet_page else None

    def show_labs(self, labs: Sequence[Listed]) -> None:
        """Show the list of labs."""
        self.picker.show_labs(labs)
        self.setCurrentWidget(self.picker)

    def show_cover(self, lab: Lab, student: str) -> None:
        """Show what a lab is about."""
        self.cover.show_lab(lab, student)
        self.setCurrentWidget(self.cover)

    def show_sheet(self, sheet: Sheet, *, looking: bool = False) -> None:
        """Show a step, or what has become of it."""
        former = self.sheet
        self._sheet = sheet
        if former is None or former.place != sheet.place:
            self.notice.clear()
        self.head.show_sheet(sheet)
        self.page.show_sheet(sheet, looking=looking)
        self.foot.show_sheet(sheet)
        self.setCurrentWidget(self._sheet_page)

    def show_end(self, file: LabFile, notebook: Notebook) -> None:
        """Show the page behind the last step."""
        self.finish.show_notebook(file, notebook)
        self.setCurrentWidget(self.finish)

    def tell(self, sentence: str) -> None:
        """Say something about the step."""
        self.notice.tell(sentence, "warn")

    def set_zoom(self, zoom: float) -> None:
        """Write the words of labs so many times as large as elsewhere."""
        self.zoom = zoom
        self.page.set_zoom(zoom)
        self.finish.set_zoom(zoom)
        self.head.smaller.setEnabled(zoom > SIZES[0])
        self.head.larger.setEnabled(zoom < SIZES[-1])

    @Slot()
    def enlarge(self) -> None:
        """Write larger."""
        self._resize_words(+1)

    @Slot()
    def reduce(self) -> None:
        """Write smaller."""
        self._resize_words(-1)

    @Slot(int)
    def _resize_words(self, way: int) -> None:
        here = min(range(len(SIZES)), key=lambda each: abs(SIZES[each] - self.zoom))
        zoom = SIZES[min(max(here + way, 0), len(SIZES) - 1)]
        self.set_zoom(zoom)
        self.zoomed.emit(zoom)

    @Slot(str)
    def _warn(self, sentence: str) -> None:
        self.tell(sentence)
