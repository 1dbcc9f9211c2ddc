"""A table of figures: a name per row, numbers at the right, and a reason where there is none."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QFontMetrics
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from optlab.qt import theme
from optlab.qt.text import say
from optlab.qt.theme.fonts import BODY, LABEL, font
from optlab.qt.theme.measures import fix, sized
from optlab.session.quality import Line

HEAD, ROW = 22, 21

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class Figures:
    """Title and help of every column, the names' first, and the lines."""

    titles: tuple[str, ...]
    helps: tuple[str, ...]
    lines: tuple[Line, ...]


class FigureTable(QTableView):
    """Shows Figures; arrow keys go from figure to figure, and each one explains itself."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._rows = _Rows(self)
        self.setModel(self._rows)
        self.setShowGrid(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(10)
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setSectionsClickable(False)
        head.setMinimumSectionSize(30)
        fix(head, height=HEAD)
        self._room: list[int] = []

    @property
    def figures(self) -> Figures:
        """What is shown."""
        return self._rows.figures

    def show_figures(self, figures: Figures) -> None:
        """Show `figures`; equal ones cost nothing."""
        if figures == self._rows.figures:
            return
        reshaped = self._rows.show_figures(figures)
        room = _room(figures)
        if not reshaped:  # a column keeps the widest room it ever needed, so nothing jumps back
            room = [max(pair) for pair in zip(room, self._room, strict=True)]
        if not reshaped and room == self._room:
            return
        self._room = room
        self.verticalHeader().setDefaultSectionSize(sized(ROW))
        head = self.horizontalHeader()
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column, width in enumerate(room, 1):
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            head.resizeSection(column, width)

    def height_of(self, rows: int | None = None) -> int:
        """Pixels of so many rows, or of all of them, below the head."""
        there = self._rows.rowCount()
        return sized(HEAD) + sized(ROW) * min(there if rows is None else rows, there) + 2


class _Rows(QAbstractTableModel):
    """Figures for Qt."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.figures = Figures((), (), ())

    def show_figures(self, figures: Figures) -> bool:
        """Take new figures; say whether the shape of the table has changed with them."""
        before = self.figures
        same = before.titles == figures.titles and len(before.lines) == len(figures.lines)
        if not same:
            self.beginResetModel()
        self.figures = figures
        if same:
            last = self.index(self.rowCount() - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)
        else:
            self.endResetModel()
        return not same

    def rowCount(self, parent: Index | None = None) -> int:
        """One per line."""
        return 0 if parent is not None and parent.isValid() else len(self.figures.lines)

    def columnCount(self, parent: Index | None = None) -> int:
        """The name and the figures."""
        return 0 if parent is not None and parent.isValid() else len(self.figures.titles)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The words of a cell, where they stand, and what they mean."""
        line, column = self.figures.lines[index.row()], index.column()
        figure = line.figures[column - 1] if column else None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return say(line.name) if figure is None else figure.text
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._spoken(index)
            case Qt.ItemDataRole.ToolTipRole:
                why = None if figure is None else figure.why
                return say(line.help) if why is None else say(why)
            case Qt.ItemDataRole.TextAlignmentRole:
                side = Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft
                return side | Qt.AlignmentFlag.AlignVCenter
            case Qt.ItemDataRole.ForegroundRole:
                palette = theme.current()
                return QColor(palette.text if column else palette.muted)
            case Qt.ItemDataRole.FontRole:
                return font(BODY if column else LABEL)
            case _:
                return None

    def _spoken(self, index: Index) -> str:
        line, column = self.figures.lines[index.row()], index.column()
        if not column:
            return say(line.name)
        figure = line.figures[column - 1]
        why = "" if figure.why is None else f" ({say(figure.why)})"
        return f"{say(line.name)}, {self.figures.titles[column]}: {figure.text}{why}"

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        """Title and help of a column."""
        if orientation != Qt.Orientation.Horizontal or section >= len(self.figures.titles):
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if section else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.FontRole:
            return font(LABEL)
        if role == Qt.ItemDataRole.DisplayRole:
            return self.figures.titles[section]
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.figures.helps[section]
        return None


def _room(figures: Figures) -> list[int]:
    """Pixels that each column of figures needs."""
    title, number = QFontMetrics(font(LABEL)), QFontMetrics(font(BODY))
    return [
        14
        + max(
            6 + title.horizontalAdvance(name),
            *(number.horizontalAdvance(line.figures[column].text) for line in figures.lines),
            0,
        )
        for column, name in enumerate(figures.titles[1:])
    ]
