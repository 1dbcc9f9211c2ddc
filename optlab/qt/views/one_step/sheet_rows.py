"""A sheet for Qt: its rows are worked out when they are asked for."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QWidget

from optlab.qt.theme.fonts import LABEL, font
from optlab.qt.views.one_step.sheet import Cell, Sheet, Strip

Index = QModelIndex | QPersistentModelIndex


class SheetRows(QAbstractTableModel):
    """A Sheet for Qt."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.sheet = Sheet()
        self._made: dict[int, tuple[Cell, ...]] = {}

    def show_sheet(self, sheet: Sheet) -> bool:
        """Take new values; say whether the shape of the table has changed with them."""
        before, self._made = self.sheet, {}
        same = before.columns == sheet.columns and before.count == sheet.count
        if not same:
            self.beginResetModel()
        self.sheet = sheet
        if not same:
            self.endResetModel()
        return not same

    def cell(self, index: Index) -> Cell:
        """What a cell shows."""
        if index.row() not in self._made:
            self._made[index.row()] = self.sheet.row(index.row())
        return self._made[index.row()][index.column()]

    def rowCount(self, parent: Index | None = None) -> int:
        """As many as the sheet has."""
        return 0 if parent is not None and parent.isValid() else self.sheet.count

    def columnCount(self, parent: Index | None = None) -> int:
        """As many as the sheet has."""
        return 0 if parent is not None and parent.isValid() else len(self.sheet.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        """The words of a cell; a strip has its numbers in the tool tip."""
        cell = self.cell(index)
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return cell if isinstance(cell, str) else cell.text
        if role == Qt.ItemDataRole.ToolTipRole:
            return cell.text if isinstance(cell, Strip) else self.sheet.columns[index.column()].help
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        """Titles, and what they mean."""
        if orientation != Qt.Orientation.Horizontal or section >= len(self.sheet.columns):
            return None
        column = self.sheet.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.title
        if role == Qt.ItemDataRole.ToolTipRole:
            return column.help
        if role == Qt.ItemDataRole.FontRole:
            return font(LABEL)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if section else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None
