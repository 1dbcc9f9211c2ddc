"""A combo box with an arrow of the theme; the wheel turns it only when it has the focus."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QSizePolicy,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QWidget,
)

from optlab.qt.theme import icons
from optlab.qt.theme.current import current
from optlab.qt.theme.measures import sized

_LEFT, _ARROW = 9, 14


class Combo(QComboBox):
    """Use this instead of QComboBox everywhere."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)
        self.setMaxVisibleItems(16)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll the panel, not the choice, unless this box was clicked or tabbed to."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def showPopup(self) -> None:
        """Open the list at least as wide as its longest entry."""
        self.view().setMinimumWidth(self.view().sizeHintForColumn(0) + 24)
        super().showPopup()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the box as the style does, then the elided text and the arrow."""
        del event
        option, painter = QStyleOptionComboBox(), QStylePainter(self)
        self.initStyleOption(option)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        side = sized(_ARROW)
        room = self.rect().adjusted(_LEFT, 0, -side - 10, 0)
        text = self.fontMetrics().elidedText(
            self.currentText(), Qt.TextElideMode.ElideRight, room.width()
        )
        painter.setPen(QColor(current().role("text" if self.isEnabled() else "muted")))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, text)
        arrow = icons.pixmap("chevron-down", "muted", side, self.devicePixelRatioF())
        top = (self.height() - side) // 2
        painter.drawPixmap(self.width() - side - 6, top, arrow)
