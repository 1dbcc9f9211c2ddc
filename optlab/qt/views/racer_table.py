"""A table with a row per racer; the chosen row is the racer that the view beside it shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from optlab.qt import theme
from optlab.qt.text import tr
from optlab.qt.theme.fonts import BODY, LABEL, font, use_font
from optlab.qt.theme.markers import marker_path
from optlab.qt.theme.measures import fix, sized

HEAD, TIGHT, AIRY = 24, 24, 34
"""Pixels of the head, and of a row where height is short and where there is plenty."""
MARKER = 26
"""Pixels before a racer's name."""
NAME = 104
"""Pixels that marker and name should have."""

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class Sheet:
    """Titles and helps of the columns after the name, and each racer's name and values."""

    titles: tuple[str, ...]
    helps: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    """Name first."""
    best: tuple[int | None, ...] = ()
    """The row that leads in each column, if one does."""
    spare: tuple[tuple[int, ...], ...] = ()
    """Groups of columns (counted without the name) to leave out where room is short, in order."""


class RacerTable(QTableView):
    """Shows a Sheet; `racer_chosen` tells the row that was picked with the mouse or the keys."""

    racer_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Racers"))
        self.setToolTip(tr("Choose the racer whose model is drawn beside."))
        self._rows = _Rows(self)
        self.setModel(self._rows)
        self.setItemDelegate(_Cell(self))
        self.setShowGrid(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(TIGHT)
        self._room: list[int] = []
        head = self.horizontalHeader()
        fix(head, height=HEAD)
        head.setHighlightSections(False)
        head.setSectionsClickable(False)
        head.setMinimumSectionSize(40)
        self.selectionModel().currentRowChanged.connect(self._choose)

    @property
    def chosen(self) -> int:
        """The chosen racer."""
        return max(self.currentIndex().row(), 0)

    def show_sheet(self, sheet: Sheet, chosen: int) -> None:
        """Show `sheet` with row `chosen` picked, silently."""
        reshaped = self._rows.show_sheet(sheet)
        room = _room(sheet)
        if not reshaped:  # a column keeps the widest room it ever needed, so nothing jumps back
            room = [max(pair) for pair in zip(room, self._room, strict=True)]
        if reshaped or room != self._room:
            self._room = room
            self._fit()
        if self.currentIndex().row() != chosen:
            self.selectionModel().blockSignals(True)
            self.selectRow(chosen)
            self.selectionModel().blockSignals(False)
            self.viewport().update()

    def fit_height(self, height: int) -> None:
        """Take up to `height` pixels: rows of a comfortable height, and none of them cut."""
        rows, room = max(self._rows.rowCount(), 1), height - sized(HEAD)
        row = min(max(room // rows, sized(TIGHT)), sized(AIRY))
        self.verticalHeader().setDefaultSectionSize(row)
        self.setFixedHeight(sized(HEAD) + row * min(max(room // row, 1), rows))

    def least_height(self, rows: int) -> int:
        """Pixels of the head and up to so many rows, as tight as they can be."""
        return sized(HEAD) + sized(TIGHT) * min(rows, self._rows.rowCount())

    def airy_height(self) -> int:
        """Pixels of the whole table at its most comfortable."""
        return sized(HEAD) + sized(AIRY) * self._rows.rowCount()

    def changeEvent(self, event: QEvent) -> None:
        """Words of another size need other columns."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._room = _room(self._rows.sheet)
            self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Columns come and go with the width."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Columns fit their titles and numbers; names have the rest, spare columns give way."""
        sheet, head, widths = self._rows.sheet, self.horizontalHeader(), self._room
        shown = set(range(len(widths)))
        for spare in sheet.spare:
            if sum(widths[column] for column in shown) + sized(NAME) > self.viewport().width():
                shown.difference_update(spare)
        for column, width in enumerate(widths):
            head.setSectionResizeMode(column + 1, QHeaderView.ResizeMode.Fixed)
            head.resizeSection(column + 1, width)
            self.setColumnHidden(column + 1, column not in shown)
        if widths:
            head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)

    @Slot(QModelIndex, QModelIndex)
    def _choose(self, current: QModelIndex, _: QModelIndex) -> None:
        if current.isValid():
            self.racer_chosen.emit(current.row())


def _room(sheet: Sheet) -> list[int]:
    """Pixels that each column after the name needs."""
    title, number = QFontMetrics(font(LABEL)), QFontMetrics(font(BODY, strong=True))
    values = zip(*(row[1:] for row in sheet.rows), strict=True)
    return [
        16 + max(title.horizontalAdvance(name), *map(number.horizontalAdvance, ("0.00000", *cells)))
        for name, cells in zip(sheet.titles, values, strict=True)
    ]


class _Rows(QAbstractTableModel):
    """A Sheet for Qt."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.sheet = Sheet((), (), ())

    def show_sheet(self, sheet: Sheet) -> bool:
        """Take new values; say whether the shape of the table has changed with them."""
        if sheet == self.sheet:
            return False
        same = len(sheet.rows) == len(self.sheet.rows) and sheet.titles == self.sheet.titles
        if not same:
            self.beginResetModel()
        self.sheet = sheet
        if same:
            last = self.index(self.rowCount() - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)
        else:
            self.endResetModel()
        return not same

    def rowCount(self, parent: Index | None = None) -> int:
        """One per racer."""
        return 0 if parent is not None and parent.isValid() else len(self.sheet.rows)

    def columnCount(self, parent: Index | None = None) -> int:
        """The name and the values."""
        return 0 if parent is not None and parent.isValid() else 1 + len(self.sheet.titles)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The text of a cell."""
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return self.sheet.rows[index.row()][index.column()]
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        """Title and help of a column."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if section else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.FontRole:
            return font(LABEL)
        if role == Qt.ItemDataRole.DisplayRole:
            return (tr("racer"), *self.sheet.titles)[section]
        if role == Qt.ItemDataRole.ToolTipRole and section:
            return self.sheet.helps[section - 1]
        return None


class _Cell(QStyledItemDelegate):
    """Paints a cell: marker and name, or a number at the right; the leading number is heavier."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one cell; the chosen row is one rounded box."""
        said = cast("Any", option)  # PySide's stubs do not know the fields of a style option
        box, state = QRectF(cast("QRect", said.rect)), cast("QStyle.StateFlag", said.state)
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        sheet = cast("_Rows", index.model()).sheet
        row, column = index.row(), index.column()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen:
            self._paint_choice(painter, box, index)
        text = sheet.rows[row][column]
        if column == 0:
            look = theme.racer(row)
            centre = QPointF(box.left() + sized(14), box.center().y())
            painter.fillPath(marker_path(look.marker, centre, sized(4.5)), QColor(look.colour))
            room = box.adjusted(sized(MARKER), 0.0, -4.0, 0.0)
            strong, side = chosen, Qt.AlignmentFlag.AlignLeft
            text = QFontMetrics(font(BODY, strong=strong)).elidedText(
                text, Qt.TextElideMode.ElideRight, int(room.width())
            )
        else:
            strong = bool(sheet.best) and sheet.best[column - 1] == row
            room, side = box.adjusted(0.0, 0.0, -8.0, 0.0), Qt.AlignmentFlag.AlignRight
        use_font(painter, BODY, strong=strong)
        painter.setPen(QColor(theme.current().text))
        painter.drawText(room, side | Qt.AlignmentFlag.AlignVCenter, text)
        painter.restore()

    @staticmethod
    def _paint_choice(painter: QPainter, box: QRectF, index: Index) -> None:
        last = index.model().columnCount() - 1
        wide = box.adjusted(
            0.0 if index.column() == 0 else -8.0, 1.0, 0.0 if index.column() == last else 8.0, -1.0
        )
        painter.setClipRect(box)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.current().accent_background))
        painter.drawRoundedRect(wide, 6.0, 6.0)
        painter.setClipping(False)
