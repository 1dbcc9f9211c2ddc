"""Labels that keep their place: elided when narrow, and never wider than the form allows."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter, QPaintEvent, QTextLayout
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget


class ElidedLabel(QLabel):
    """One line of plain text that ends in … where the space ends; the tooltip then has it all."""

    def __init__(self, text: str = "", role: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        """Let it shrink to almost nothing."""
        return QSize(16, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the text, elided to the width there is."""
        del event
        room = self.contentsRect()
        shown = self.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, room.width()
        )
        if not self.toolTip() and shown != self.text():
            self.setToolTip(self.text())
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(room, self.alignment(), shown)


class Paragraph(QLabel):
    """Words over several lines; where height ends, the last line ends in … and the tooltip has all.

    `lines` says how many lines all words need at the present width.
    """

    def __init__(self, role: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setProperty("role", role)

    def lines(self) -> list[str]:
        """All words, line by line, at the present width."""
        text = self.text().replace("\n", "\u2028")  # what a layout takes for the end of a line
        layout = QTextLayout(text, self.font())
        layout.beginLayout()
        broken: list[str] = []
        while (line := layout.createLine()).isValid():
            line.setLineWidth(self.width())
            broken.append(text[line.textStart() : line.textStart() + line.textLength()])
        layout.endLayout()
        return broken

    def minimumSizeHint(self) -> QSize:
        """One line."""
        return QSize(16, self.fontMetrics().lineSpacing())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint as many lines as there is height for."""
        del event
        metrics, lines = self.fontMetrics(), self.lines()
        room = max(self.height() // metrics.lineSpacing(), 1)
        cut = len(lines) > room
        if cut:
            rest = "".join(lines[room - 1 :]).replace("\u2028", " ")
            lines = lines[: room - 1]
            lines.append(metrics.elidedText(rest, Qt.TextElideMode.ElideRight, self.width()))
        self.setToolTip(self.text() if cut else "")
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        for place, line in enumerate(lines):
            painter.drawText(0, place * metrics.lineSpacing() + metrics.ascent(), line.rstrip())


class WrappedLabel(QLabel):
    """Plain words over as many lines as they need at the width there is."""

    def __init__(self, text: str = "", role: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setProperty("role", role)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)


class FieldLabel(QLabel):
    """`Learning rate η`: a title and its symbol; too long a title is elided, never the symbol."""

    reset = Signal()
    """Double clicked: back to the default, please."""

    def __init__(self, title: str, symbol: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title, self._symbol = title, symbol
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(f"{title} {symbol}".strip())

    def minimumSizeHint(self) -> QSize:
        """Let it shrink to a few letters."""
        return QSize(24, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the title elided to what the symbol leaves."""
        del event
        painter = QPainter(self)
        metrics = QFontMetrics(self.font())
        symbol = f" {self._symbol}" if self._symbol else ""
        room = self.width() - metrics.horizontalAdvance(symbol)
        title = metrics.elidedText(self._title, Qt.TextElideMode.ElideRight, room)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter, title + symbol)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Ask for the default."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.reset.emit()
