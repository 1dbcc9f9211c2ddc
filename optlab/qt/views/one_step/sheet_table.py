"""The table that shows a sheet.

Rows are painted as they come into sight, so there may be many; what a row shows is worked out when
it is asked for.
"""

from __future__ import annotations

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from optlab.qt.theme.measures import sized
from optlab.qt.views.one_step.cells import CellPainter
from optlab.qt.views.one_step.sheet import Sheet
from optlab.qt.views.one_step.sheet_rows import SheetRows

HEAD, ROW = 24, 24


class SheetTable(QTableView):
    """Shows a Sheet; `row_chosen` tells the row that was picked with the mouse or the keys."""

    row_chosen = Signal(int)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._rows = SheetRows(self)
        self.setModel(self._rows)
        self._cells = CellPainter(self)
        self.setItemDelegate(self._cells)
        self.setShowGrid(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setSectionsClickable(False)
        head.setMinimumSectionSize(32)
        self.selectionModel().currentRowChanged.connect(self._choose)

    @property
    def sheet(self) -> Sheet:
        """What is shown."""
        return self._rows.sheet

    def show_sheet(self, sheet: Sheet, racer: int) -> None:
        """Show a sheet in the colour of a racer, its lit row chosen, silently."""
        self._cells.racer = racer
        selection = self.selectionModel()
        selection.blockSignals(True)
        if self._rows.show_sheet(sheet):
            self._fit()
            self.scrollToTop()
        if sheet.lit is not None and self.currentIndex().row() != sheet.lit:
            self.selectRow(sheet.lit)
            self.scrollTo(self.currentIndex())
        elif sheet.lit is None:
            self.clearSelection()
        selection.blockSignals(False)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Columns come and go with the width."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Letters may have another size in another theme."""
        if event.type() == QEvent.Type.PaletteChange:
            self._fit()
        super().changeEvent(event)

    def _fit(self) -> None:
        columns, width = self.sheet.columns, self.viewport().width()
        self.verticalHeader().setDefaultSectionSize(sized(ROW))
        self.horizontalHeader().setFixedHeight(sized(HEAD))
        shown = list(range(len(columns)))
        wants = [sized(column.room) for column in columns]
        for spare in sorted({each.spare for each in columns if each.spare}, reverse=True):
            if sum(wants[place] for place in shown) > width:
                shown = [place for place in shown if columns[place].spare != spare]
        wanted = sum(wants[place] for place in shown)
        if wanted > width:
            wants = [want * width // wanted for want in wants]
        over = max(width - wanted, 0)
        wide = [place for place in shown if columns[place].stretch] or shown[:1]
        for place in range(len(columns)):
            self.setColumnHidden(place, place not in shown)
            extra = over // len(wide) if place in wide else 0
            self.setColumnWidth(place, wants[place] + extra)

    @Slot(QModelIndex, QModelIndex)
    def _choose(self, current: QModelIndex, _: QModelIndex) -> None:
        if current.isValid():
            self.row_chosen.emit(current.row())
