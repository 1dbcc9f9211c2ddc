"""A table that is filled from runs."""

from __future__ import annotations

from typing import Any, cast

from PySide6.QtCore import QRect, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QLabel, QTableWidget, QTableWidgetItem

from optlab.qt.panels.lab.prompts.card import PromptCard
from optlab.qt.text import tr
from optlab.qt.theme.measures import sized
from optlab.qt.widgets.buttons import IconButton
from optlab.session.labs.prompts import AnyPrompt, Table
from optlab.session.labs.sheet import Given
from optlab.session.numbers import NONE, trimmed

ROW, MOST_ROWS = 26, 8
AIR_ACROSS, AIR_ABOVE = 20, 10
"""What the style leaves free around a title, both sides together."""


class TableCard(PromptCard):
    """`Add this run` asks for a row; Delete takes the chosen one out."""

    row_wanted = Signal(str)
    row_unwanted = Signal(str, int)

    def __init__(self, prompt: AnyPrompt, pictures: dict[str, bytes]) -> None:
        super().__init__(prompt, pictures)
        self._rows: tuple[tuple[Any, ...], ...] = ()
        columns = cast("Table", prompt).columns
        self.table = _Rows(0, len(columns))
        for place, column in enumerate(columns):
            head = QTableWidgetItem(column.title)
            head.setToolTip(column.title)
            self.table.setHorizontalHeaderItem(place, head)
        self.table.deleted.connect(self._remove)
        self.add(self.table)
        self.count = QLabel()
        self.count.setProperty("role", "label")
        self.foot.addWidget(self.count)
        self.trash = IconButton("trash", tr("Remove row"), tr("Take the chosen row out (Delete)."))
        self.trash.clicked.connect(self._remove)
        self.foot.addStretch(1)
        self.foot.addWidget(self.trash)
        self.button.setText(tr("Add this run"))
        self.button.setToolTip(
            tr("Write a row with the settings of this run and what came out, up to the cursor.")
        )
        self.end()
        self._show_rows(())

    @property
    def draft(self) -> object:
        """Rows as they stand in the journal."""
        return [{"cells": list(row)} for row in self._rows]

    @Slot()
    def answer(self) -> None:
        """Ask for a row of the present run."""
        self.row_wanted.emit(self.prompt.key)

    def show_given(self, given: Given) -> None:
        """Show the rows, too."""
        if given.rows != self._rows:
            self._show_rows(given.rows)
        super().show_given(given)

    def show_value(self, value: object) -> None:
        """The rows are shown already."""

    def set_fixed(self, fixed: bool) -> None:
        """Add no more."""
        self.trash.setVisible(not fixed)

    def _show_rows(self, rows: tuple[tuple[Any, ...], ...]) -> None:
        self._rows = rows
        columns = cast("Table", self.prompt).columns
        self.table.setRowCount(len(rows))
        for i, row in enumerate(rows):
            for j, cell in enumerate(row):
                number = isinstance(cell, int | float)
                item = QTableWidgetItem(trimmed(cell) if number else tr(str(cell or NONE)))
                right = number or not columns[j].setting
                side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
                item.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
                self.table.setItem(i, j, item)
        self.table.fit()
        self.trash.setEnabled(bool(rows))
        least = cast("Table", self.prompt).least
        self.count.setText(tr("{rows} of {least} runs", rows=len(rows), least=least))

    @Slot()
    def _remove(self) -> None:
        row = self.table.currentRow()
        if self._rows:
            last = len(self._rows) - 1
            self.row_unwanted.emit(self.prompt.key, row if 0 <= row <= last else last)


class _Rows(QTableWidget):
    """As high as its rows, up to some of them."""

    deleted = Signal()

    def __init__(self, rows: int, columns: int) -> None:
        super().__init__(rows, columns)
        self.setAccessibleName(tr("Runs"))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(True)
        self.verticalHeader().hide()
        head = self.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        head.setHighlightSections(False)
        head.sectionResized.connect(self.fit, Qt.ConnectionType.QueuedConnection)
        wrapped = Qt.AlignmentFlag(Qt.TextFlag.TextWordWrap)
        head.setDefaultAlignment(
            Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter | wrapped
        )
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    @Slot()
    def fit(self) -> None:
        """Take the height of the head, whose titles may break, and of the rows."""
        head = self.horizontalHeader()
        tall = max(self._height(place) for place in range(self.columnCount()))
        head.setFixedHeight(tall)
        for row in range(self.rowCount()):
            self.setRowHeight(row, sized(ROW))
        shown = min(max(self.rowCount(), 1), MOST_ROWS)
        self.setFixedHeight(tall + shown * sized(ROW) + 2)

    def _height(self, column: int) -> int:
        """How tall the title of a column is at its width."""
        head, title = self.horizontalHeader(), self.horizontalHeaderItem(column)
        room = QRect(0, 0, max(head.sectionSize(column) - AIR_ACROSS, 1), 1000)
        wrapped = Qt.TextFlag.TextWordWrap
        needed = head.fontMetrics().boundingRect(room, wrapped, title.text() if title else "")
        return needed.height() + AIR_ABOVE

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete takes a row out."""
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.deleted.emit()
        else:
            super().keyPressEvent(event)
