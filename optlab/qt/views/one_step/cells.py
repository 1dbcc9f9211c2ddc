"""Paints the cells of a sheet: names at the left, numbers at the right with a bar under them."""

from __future__ import annotations

from typing import Any, cast

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from optlab.qt import theme
from optlab.qt.theme.fonts import BODY, font, use_font
from optlab.qt.theme.measures import sized
from optlab.qt.views.one_step.sheet import Bar, Strip
from optlab.qt.views.one_step.sheet_rows import Index, SheetRows


class CellPainter(QStyledItemDelegate):
    """Paints in the colour of `racer`; the chosen row is tinted, and its numbers are heavier."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.racer = 0

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One cell."""
        said = cast("Any", option)  # PySide's stubs do not know the fields of a style option
        room, state = QRectF(cast("QRect", said.rect)), cast("QStyle.StateFlag", said.state)
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        cell = cast("SheetRows", index.model()).cell(index)
        painter.save()
        if chosen:
            painter.fillRect(room, QColor(theme.current().accent_background))
        room.adjust(sized(5), 0.0, -sized(5), 0.0)
        colour = QColor(theme.racer(self.racer).colour)
        if isinstance(cell, Strip):
            _paint_strip(painter, room, cell, colour)
        elif isinstance(cell, Bar):
            _paint_bar(painter, room, cell, colour)
            _write(painter, room, cell.text, name=False, chosen=chosen)
        else:
            _write(painter, room, cell, name=index.column() == 0, chosen=chosen)
        painter.restore()


def _write(painter: QPainter, room: QRectF, text: str, *, name: bool, chosen: bool) -> None:
    palette, strong = theme.current(), chosen and not name
    use_font(painter, BODY, strong=strong)
    painter.setPen(QColor(palette.accent if chosen and name else palette.text))
    metrics = QFontMetrics(font(BODY, strong=strong))
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(room.width()))
    side = Qt.AlignmentFlag.AlignLeft if name else Qt.AlignmentFlag.AlignRight
    painter.drawText(
        room.adjusted(0.0, 0.0, 0.0, -2.0), side | Qt.AlignmentFlag.AlignVCenter, shown
    )


def _paint_bar(painter: QPainter, room: QRectF, bar: Bar, colour: QColor) -> None:
    """To the right above zero, to the left below."""
    thick, zero = sized(3), room.center().x() if bar.signed else room.left()
    track = QRectF(room.left(), room.bottom() - thick - 1.0, room.width(), thick)
    painter.fillRect(track, QColor(theme.current().track))
    length = max(min(bar.share, 1.0), -1.0) * (room.right() - zero)
    painter.fillRect(QRectF(zero, track.top(), length, thick).normalized(), colour)
    painter.fillRect(
        QRectF(zero - 0.5, track.top() - 1.0, 1.0, thick + 2.0), QColor(theme.current().muted)
    )


def _paint_strip(painter: QPainter, room: QRectF, strip: Strip, colour: QColor) -> None:
    """A bar for each number, up or down from the middle line."""
    room = room.adjusted(0.0, 3.0, 0.0, -3.0)
    middle, half = room.center().y(), room.height() / 2.0
    shares = strip.shares[: int(room.width() // 3)]
    wide = min(room.width() / max(len(shares), 1), sized(14))
    left = room.right() - wide * len(shares)
    painter.fillRect(
        QRectF(left, middle - 0.5, wide * len(shares), 1.0), QColor(theme.current().muted)
    )
    for place, share in enumerate(shares):
        bar = QRectF(left + place * wide + 0.5, middle, max(wide - 1.5, 1.5), -share * half)
        painter.fillRect(bar.normalized(), colour)
