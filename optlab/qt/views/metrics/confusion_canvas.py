"""The confusion matrix: how often each class was said where each class is true.

Rows are what is true, columns what was said, so the diagonal is right. A cell is as strong as its
share of its row; beside the count stands that share where there is room.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QHelpEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QToolTip, QWidget

from optlab.engine.metrics import ClassificationReport
from optlab.qt import theme
from optlab.qt.text import tr
from optlab.qt.theme.fonts import BODY, LABEL, font, use_font
from optlab.qt.theme.measures import sized
from optlab.qt.views.colours import mixed
from optlab.qt.views.metrics.shown import Quality
from optlab.qt.views.pictures import PictureActions
from optlab.session.numbers import percent

HEAD, GAP, AIR = 18, 6, 8
"""Pixels above for names, beside names, and around."""
WIDEST_NAME = 76
WIDEST_CELL, HIGHEST_CELL = 130, 84
ROOMY = 34
"""Pixels of height from which the share stands below the count."""
STRONGEST = 0.6
"""How much of its colour a cell of a whole row has."""


class ConfusionCanvas(QWidget):
    """Counts and shares of decisions; arrow keys go from cell to cell, and each explains itself."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Confusion matrix"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(120, 80)
        PictureActions(self, tr("Confusion matrix"))
        self._report: ClassificationReport | None = None
        self._cell = (0, 0)

    def show_quality(self, quality: Quality) -> None:
        """Show the decisions on the samples that are told in detail."""
        report = quality.report
        if not isinstance(report, ClassificationReport):
            return
        self._report = report
        last = len(report.class_names) - 1
        self._cell = min(self._cell[0], last), min(self._cell[1], last)
        self._describe()
        self.update()

    def reading(self, row: int, column: int) -> str:
        """What a cell says, in words."""
        if self._report is None:
            return ""
        table, names = self._report.confusion, self._report.class_names
        count, there = int(table[row, column]), int(table[row].sum())
        words = {"count": count, "there": there, "name": names[row], "other": names[column]}
        share = percent(count / there) if there else ""
        if not there:
            return tr("No sample is “{name}”.", **words)
        if row == column:
            return tr("{count} of {there} “{name}” are found: {share}.", share=share, **words)
        return tr(
            "{count} of {there} “{name}” are taken for “{other}”: {share}.", share=share, **words
        )

    def cell_rect(self, row: int, column: int) -> QRectF:
        """Where a cell is drawn."""
        left, top, width, height = self._grid()
        return QRectF(left + column * width, top + row * height, width, height)

    def _grid(self) -> tuple[float, float, float, float]:
        """Left, top, and the width and height of a cell."""
        if self._report is None:
            return 0.0, 0.0, 1.0, 1.0
        names = self._report.class_names
        metrics = QFontMetrics(font(LABEL))
        beside = min(max(map(metrics.horizontalAdvance, names)), sized(WIDEST_NAME))
        left = beside + metrics.height() + 2.0 * GAP
        top = 2.0 * sized(HEAD)
        free_width, free_height = self.width() - left - AIR, self.height() - top - AIR
        width = min(free_width / len(names), sized(WIDEST_CELL))
        height = min(free_height / len(names), sized(HIGHEST_CELL))
        if len(names) > 3:  # many classes: a square is read more easily
            width = min(width, 1.8 * height)
        over = max(free_width - width * len(names), 0.0) / 2.0
        return left + over, top, max(width, 4.0), max(height, 4.0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Names, cells, numbers."""
        del event
        report = self._report
        if report is None:
            return
        palette, table = theme.current(), report.confusion
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_names(painter, report.class_names)
        there = table.sum(axis=1).tolist()
        for row, counts in enumerate(table.tolist()):
            for column, count in enumerate(counts):
                box = self.cell_rect(row, column).adjusted(1.0, 1.0, -1.0, -1.0)
                share = count / there[row] if there[row] else 0.0
                colour = palette.good if row == column else palette.danger
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(mixed(colour, palette.panel, 0.06 + (STRONGEST - 0.06) * share))
                painter.drawRoundedRect(box, 3.0, 3.0)
                self._paint_count(painter, box, f"{count:,}", percent(share) if there[row] else "")
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(palette.accent), 2.0))
            painter.drawRoundedRect(self.cell_rect(*self._cell).adjusted(1, 1, -1, -1), 3.0, 3.0)

    @staticmethod
    def _paint_count(painter: QPainter, box: QRectF, count: str, share: str) -> None:
        palette = theme.current()
        painter.setPen(QColor(palette.text))
        room = QFontMetrics(font(LABEL))
        both = box.height() >= sized(ROOMY) and room.horizontalAdvance(share) < box.width() - 4
        use_font(painter, BODY if both else LABEL, strong=both)
        if room.height() > box.height() + 4 or room.horizontalAdvance(count) > box.width():
            return  # the tool tip still has it
        if not both or not share:
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, count)
            return
        half = box.height() / 2.0
        upper = QRectF(box.left(), box.top(), box.width(), half + 1.0)
        lower = QRectF(box.left(), box.top() + half, box.width(), half)
        middle = Qt.AlignmentFlag.AlignHCenter
        painter.drawText(upper, middle | Qt.AlignmentFlag.AlignBottom, count)
        use_font(painter, LABEL)
        painter.drawText(lower, middle | Qt.AlignmentFlag.AlignTop, share)

    def _paint_names(self, painter: QPainter, names: tuple[str, ...]) -> None:
        left, top, width, height = self._grid()
        metrics, elide = QFontMetrics(font(LABEL)), Qt.TextElideMode.ElideRight
        painter.setPen(QColor(theme.current().muted))
        use_font(painter, LABEL)
        line, span = sized(HEAD), width * len(names)
        painter.drawText(QRectF(left, 0.0, span, line), Qt.AlignmentFlag.AlignCenter, tr("said"))
        beside = left - GAP - metrics.height()
        for place, name in enumerate(names):
            above = QRectF(left + place * width, top - line, width, line)
            shown = metrics.elidedText(name, elide, int(width) - 2)
            painter.drawText(above, Qt.AlignmentFlag.AlignCenter, shown)
            at = QRectF(0.0, top + place * height, left - GAP, height)
            shown = metrics.elidedText(name, elide, int(min(beside, sized(WIDEST_NAME))))
            if metrics.height() <= height + 4:
                side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
                painter.drawText(at, side, shown)
        widest = min(max(map(metrics.horizontalAdvance, names)), sized(WIDEST_NAME))
        painter.save()
        painter.translate(left - 2 * GAP - widest - metrics.descent(), top + height * len(names))
        painter.rotate(-90.0)
        box = QRectF(0.0, -metrics.height(), height * len(names), metrics.height())
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, tr("true"))
        painter.restore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The arrows go to the next cell."""
        ways = {
            Qt.Key.Key_Left: (0, -1),
            Qt.Key.Key_Right: (0, 1),
            Qt.Key.Key_Up: (-1, 0),
            Qt.Key.Key_Down: (1, 0),
        }
        way = ways.get(Qt.Key(event.key()))
        if way is None or self._report is None:
            super().keyPressEvent(event)
            return
        last = len(self._report.class_names) - 1
        row, column = (min(max(a + b, 0), last) for a, b in zip(self._cell, way, strict=True))
        self._cell = row, column
        self._describe()
        box = self.cell_rect(row, column)
        below = QPoint(round(box.center().x()), round(box.bottom()))
        QToolTip.showText(self.mapToGlobal(below), self.reading(row, column), self)
        self.update()

    def _describe(self) -> None:
        self.setAccessibleDescription(self.reading(*self._cell))

    def event(self, event: QEvent) -> bool:
        """The cell under the mouse explains itself."""
        if isinstance(event, QHelpEvent) and self._report is not None:
            left, top, width, height = self._grid()
            row = int((event.pos().y() - top) // height)
            column = int((event.pos().x() - left) // width)
            count = len(self._report.class_names)
            inside = 0 <= row < count and 0 <= column < count
            words = self.reading(row, column) if inside else how_to_read()
            QToolTip.showText(event.globalPos(), words, self)
            return True
        return super().event(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        if event.type() == QEvent.Type.PaletteChange:
            self.update()
        super().changeEvent(event)

    def sizeHint(self) -> QSize:
        """Two classes in comfort."""
        return QSize(300, 190)


def how_to_read() -> str:
    """How the matrix is read."""
    return tr("A row for every true class, a column for every class said: right is the diagonal.")
