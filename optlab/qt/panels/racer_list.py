"""The racers: marker and name at the left, loss at the right; one of them is being edited."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QKeyCombination,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSignalBlocker,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from optlab.qt.text import tr
from optlab.qt.theme.current import current, racer
from optlab.qt.theme.fonts import use_font
from optlab.qt.theme.markers import marker_path
from optlab.qt.theme.measures import fix, sized

ROW = 28
_LOSS = Qt.ItemDataRole.UserRole
_Index = QModelIndex | QPersistentModelIndex


class RacerList(QListWidget):
    """As high as its racers. F2 or a double click renames, Delete removes, Ctrl+D duplicates."""

    picked = Signal(int)
    renamed = Signal(int, str)
    remove_asked = Signal(int)
    duplicate_asked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Racers"))
        self.setToolTip(tr("Pick a racer to turn its knobs. F2 or a double click renames it."))
        self.setItemDelegate(_Row(self))
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.currentRowChanged.connect(self._pick)

    def show_names(self, names: Sequence[str], chosen: int) -> None:
        """Show the racers, `chosen` as the one that is edited."""
        with QSignalBlocker(self):
            while self.count() > len(names):
                self.takeItem(self.count() - 1)
            while self.count() < len(names):
                item = QListWidgetItem()
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
                self.addItem(item)
            for place, name in enumerate(names):
                item = self.item(place)
                if item.text() != name:
                    item.setText(name)
                    item.setData(_LOSS, "")
            if self.currentRow() != chosen:
                self.setCurrentRow(chosen)
        fix(self, height=ROW * len(names))

    def show_losses(self, losses: Sequence[str]) -> None:
        """Show a loss, or a word such as `diverged`, beside every racer."""
        with QSignalBlocker(self):
            for place, loss in enumerate(losses[: self.count()]):
                item = self.item(place)
                if item.data(_LOSS) != loss:
                    item.setData(_LOSS, loss)
                    item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, loss)
                    self.viewport().update(self.visualItemRect(item))

    def rename(self) -> None:
        """Begin to type another name for the racer that is edited."""
        if item := self.currentItem():
            self.editItem(item)

    def event(self, event: QEvent) -> bool:
        """Claim Ctrl+D before the window rolls the dice for it."""
        if event.type() is QEvent.Type.ShortcutOverride and _asks_for_a_copy(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete and Ctrl+D act on the racer; the rest is as in every list."""
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.remove_asked.emit(self.currentRow())
        elif _asks_for_a_copy(event):
            self.duplicate_asked.emit(self.currentRow())
        else:
            super().keyPressEvent(event)

    @Slot(int)
    def _pick(self, place: int) -> None:
        if place >= 0:
            self.picked.emit(place)


def _asks_for_a_copy(event: QEvent) -> bool:
    return isinstance(event, QKeyEvent) and event.keyCombination() == QKeyCombination(
        Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_D
    )


class _Row(QStyledItemDelegate):
    """Paints one racer, and hands a typed name on instead of writing it into the list."""

    def __init__(self, racers: RacerList) -> None:
        super().__init__(racers)
        self._racers = racers

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        del option, index
        return QSize(60, sized(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        colours, look = current(), racer(index.row())
        del option
        box = self._box(index)
        chosen = index.row() == self._racers.currentRow()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen:
            painter.setBrush(QColor(colours.accent_background))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawRoundedRect(QRectF(box).adjusted(0, 1, 0, -1), 6, 6)
        centre = QPointF(box.left() + sized(13), box.center().y() + 1)
        painter.fillPath(marker_path(look.marker, centre, sized(5)), QColor(look.colour))
        use_font(painter, strong=chosen)
        loss, room = str(index.data(_LOSS) or ""), box.adjusted(sized(26), 0, -8, 0)
        painter.setPen(QColor(colours.text))
        name_room = room.width() - (sized(72) if loss else 0)
        name = painter.fontMetrics().elidedText(
            str(index.data()), Qt.TextElideMode.ElideRight, name_room
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, name)
        use_font(painter)
        painter.setPen(QColor(colours.muted))
        right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(room, right, loss)
        painter.restore()

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: _Index) -> QWidget:
        del option, index
        editor = QLineEdit(parent)
        editor.setAccessibleName(tr("Name of the racer"))
        editor.setMaxLength(40)
        return editor

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: _Index
    ) -> None:
        del option
        editor.setGeometry(self._box(index).adjusted(sized(20), 1, 0, -1))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: _Index) -> None:
        del model
        if isinstance(editor, QLineEdit) and editor.text() != index.data():
            self._racers.renamed.emit(index.row(), editor.text())

    def _box(self, index: _Index) -> QRect:
        return self._racers.visualRect(self._racers.model().index(index.row(), 0))
