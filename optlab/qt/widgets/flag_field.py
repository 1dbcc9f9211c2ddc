"""Yes or no: a label and a switch."""

from PySide6.QtCore import QPointF, QRectF, QSignalBlocker, QSize, Qt, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from optlab.engine.declare import Knob
from optlab.qt.theme.current import current
from optlab.qt.theme.measures import sized
from optlab.qt.widgets.field import Field, explain


class Switch(QAbstractButton):
    """A check box that looks like a switch: knob at the right and filled when on."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def sizeHint(self) -> QSize:
        """Keep one shape."""
        return QSize(sized(36), sized(20))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint pill and knob."""
        del event
        colours, on = current(), self.isChecked()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(self.width() / 36, self.height() / 20)
        edge = colours.accent if on or self.hasFocus() else colours.muted
        painter.setPen(QPen(QColor(edge), 1))
        painter.setBrush(QColor(colours.accent if on else colours.track))
        painter.drawRoundedRect(QRectF(1.5, 1.5, 33, 17), 8.5, 8.5)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.on_accent if on else colours.muted))
        painter.drawEllipse(QPointF(26 if on else 10, 10), 5.5, 5.5)


class FlagField(Field):
    """A knob of type flag, or of a list that is there or not."""

    def __init__(self, knob: Knob, parent: QWidget | None = None) -> None:
        super().__init__(knob, parent)
        self.switch = Switch()
        self.switch.setAccessibleName(self.name)
        self.switch.setToolTip(explain(knob))
        self.switch.toggled.connect(self._toggle)
        self.label.setBuddy(self.switch)
        self.row.addWidget(self.switch)
        self.row.addStretch(1)
        self.show_value(bool(knob.default))

    def show_value(self, value: object) -> None:
        """Show on or off."""
        with QSignalBlocker(self.switch):
            self.switch.setChecked(bool(value))

    @Slot(bool)
    def _toggle(self, on: bool) -> None:
        self.changed.emit(on, True)
