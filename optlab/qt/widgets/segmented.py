"""One of a few, all in view: `[1 update | 1 epoch]`."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QSizePolicy, QWidget

from optlab.qt.theme.current import current
from optlab.qt.theme.fonts import font, use_font
from optlab.qt.theme.measures import sized


class Segmented(QWidget):
    """`Segmented(name, [("update", "1 update", "help"), ...])`: key, text, tooltip of parts."""

    chosen = Signal(str)
    """The key of what a person chose."""

    def __init__(
        self, name: str, parts: Sequence[tuple[str, str, str]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self._group = QButtonGroup(self)
        self.segments: dict[str, Segment] = {}
        for place, (key, text, help_) in enumerate(parts):
            segment = Segment(text, first=place == 0, last=place == len(parts) - 1)
            segment.setAccessibleName(f"{name}: {text}")
            segment.setToolTip(help_)
            self._group.addButton(segment, place)
            self.segments[key] = segment
            row.addWidget(segment, 1)
        self._group.idClicked.connect(self._click)
        self.show_key(parts[0][0])

    @property
    def key(self) -> str:
        """The key of the part that is chosen."""
        return list(self.segments)[self._group.checkedId()]

    def show_key(self, key: str) -> None:
        """Show part `key` as chosen, silently."""
        self.segments[key].setChecked(True)

    @Slot(int)
    def _click(self, place: int) -> None:
        self.chosen.emit(list(self.segments)[place])


class Segment(QAbstractButton):
    """One part of a segmented control."""

    def __init__(self, text: str, *, first: bool, last: bool) -> None:
        super().__init__()
        self.setText(text)
        self.setCheckable(True)
        self._first, self._last = first, last
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def sizeHint(self) -> QSize:
        """Room for the text when it is chosen and so heavier."""
        wide = QFontMetrics(font(strong=True)).horizontalAdvance(self.text())
        return QSize(wide + sized(22), sized(30))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows choose the neighbour at once, as with radio buttons."""
        way = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        group = self.group()
        if not way or not group:
            super().keyPressEvent(event)
            return
        neighbour = group.button(group.id(self) + way)
        if neighbour:
            neighbour.setFocus(Qt.FocusReason.TabFocusReason)
            neighbour.click()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint: the whole row is one rounded box; the chosen part is tinted."""
        del event
        colours, on = current(), self.isChecked()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fill = colours.accent_background if on else colours.field
        if self.underMouse() and not on:
            fill = colours.hover
        box = self._box()
        painter.fillPath(box, QColor(fill))
        painter.setPen(QPen(QColor(colours.accent if self.hasFocus() else colours.border), 1))
        painter.drawPath(box)
        use_font(painter, strong=on)
        painter.setPen(
            QColor(colours.accent if on else colours.text if self.isEnabled() else colours.muted)
        )
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())

    def _box(self) -> QPainterPath:
        """Return a box with round outer corners; neighbours share one line."""
        rect = QRectF(self.rect()).adjusted(0.5 if self._first else -0.5, 0.5, -0.5, -0.5)
        path = QPainterPath()
        path.addRoundedRect(rect, 6, 6)
        inner = QPainterPath()
        if not self._first:
            inner.addRect(QRectF(rect.left(), rect.top(), 8, rect.height()))
        if not self._last:
            inner.addRect(QRectF(rect.right() - 8, rect.top(), 8, rect.height()))
        return path.united(inner).simplified()
