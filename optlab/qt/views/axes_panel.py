"""What the axes of the drawn plane mean: a sentence and a bar chart of weights for each of them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from optlab.engine.slices import Direction, Slice, meaning
from optlab.qt import theme
from optlab.qt.text import tr
from optlab.qt.theme.fonts import LABEL, font, use_font
from optlab.qt.theme.measures import sized
from optlab.session.numbers import MINUS

ROW, GAP, NUMBER, NAMES = 20, 10, 44, 110
"""Pixels of a row, between two parts of it, of a number, and of the names at most."""
SLACK = 4
"""Pixels by which a word may be wider than it is told to be."""
WIDTH = 300
"""Pixels of the chart of one direction."""


class AxesPanel(QFrame):
    """A small window with the charts of both directions side by side."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAccessibleName(tr("What the axes mean"))
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self._slice: Slice | None = None
        self._names: tuple[str, ...] = ()
        self.charts = (DirectionChart(), DirectionChart())
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 12, 14, 12)
        row.setSpacing(24)
        for chart in self.charts:
            row.addWidget(chart)

    def show_slice(self, drawn: Slice, names: tuple[str, ...]) -> None:
        """Speak of this slice; `names` are those of all parameters."""
        if drawn is not self._slice:
            self._slice, self._names = drawn, names
            if self.isVisible():
                self._fill()

    def open_below(self, widget: QWidget) -> None:
        """Open under `widget`."""
        self._fill()
        self.move(widget.mapToGlobal(QPoint(0, widget.height() + 4)))
        self.show()

    def _fill(self) -> None:
        if self._slice is not None:
            found = meaning(self._slice, self._names)
            for chart, direction in zip(self.charts, found, strict=False):
                chart.show_direction(direction, len(self._names))
            self.adjustSize()


class DirectionChart(QWidget):
    """One direction: its name, its sentence, and a bar to the left or right for each weight."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._direction: Direction | None = None
        self._size = 0

    def show_direction(self, direction: Direction, size: int) -> None:
        """Show a direction in a space of `size` parameters."""
        self._direction, self._size = direction, size
        said = [f"{each.name} {_signed(each.part)}" for each in direction.weights]
        self.setAccessibleName("; ".join([direction.name, direction.sentence, *said]))
        self.setToolTip(
            tr(
                "One step along this axis changes these weights so much. To the right they grow, "
                "to the left they shrink. The squares of all parts add up to 1."
            )
        )
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Two lines of words, all bars, and a line for the rest."""
        rows = len(self._direction.weights) if self._direction else 0
        return QSize(sized(WIDTH), sized(ROW) * (rows + 3 + bool(self._others)))

    @property
    def _others(self) -> int:
        """How many weights are not listed, though they have a part."""
        direction = self._direction
        if direction is None or direction.rest < 5e-4:
            return 0
        return self._size - len(direction.weights)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Words above, bars around a line of zero, the rest below."""
        del event
        direction = self._direction
        if direction is None:
            return
        palette, row = theme.current(), sized(ROW)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._write(painter, 0, direction.name, palette.text, strong=True)
        self._write(painter, row, direction.sentence, palette.muted, lines=2)
        metrics = QFontMetrics(font(LABEL))
        widest = max(metrics.horizontalAdvance(each.name) for each in direction.weights)
        names = min(widest + SLACK, sized(NAMES))
        number = sized(NUMBER)
        left = names + sized(GAP)
        half = (self.width() - left - number) / 2.0
        largest = abs(direction.weights[0].part)
        top = 3 * row
        use_font(painter, LABEL)
        middle = Qt.AlignmentFlag.AlignVCenter
        for place, weight in enumerate(direction.weights):
            y = top + place * row
            name = metrics.elidedText(weight.name, Qt.TextElideMode.ElideMiddle, names)
            painter.setPen(QColor(palette.text))
            painter.drawText(QRectF(0, y, names, row), middle | Qt.AlignmentFlag.AlignRight, name)
            painter.drawText(
                QRectF(self.width() - number, y, number, row),
                middle | Qt.AlignmentFlag.AlignRight,
                _signed(weight.part),
            )
            long = half * weight.part / largest
            bar = QRectF(left + half + min(long, 0.0), y + 0.25 * row, abs(long), 0.5 * row)
            painter.fillRect(bar, QColor(palette.accent if long > 0.0 else palette.warn))
        painter.setPen(QColor(palette.border))
        zero = round(left + half)
        painter.drawLine(zero, top, zero, top + row * len(direction.weights))
        if self._others:
            share = f"{100.0 * direction.rest:.0f} %"
            said = tr("{count} other weights: {share} in all", count=self._others, share=share)
            self._write(painter, top + row * len(direction.weights), said, palette.muted)

    def _write(
        self,
        painter: QPainter,
        top: int,
        text: str,
        colour: str,
        *,
        lines: int = 1,
        strong: bool = False,
    ) -> None:
        use_font(painter, LABEL, strong=strong)
        painter.setPen(QColor(colour))
        flags = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop
        painter.drawText(QRectF(0, top, self.width(), lines * sized(ROW)), flags, text)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        if event.type() == QEvent.Type.PaletteChange:
            self.updateGeometry()
            self.update()
        super().changeEvent(event)


def _signed(part: float) -> str:
    """`+0.48` or `−0.31`."""
    return f"{part:+.2f}".replace("-", MINUS)
