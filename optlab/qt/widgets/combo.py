"""A combo box with an arrow of the theme; the wheel turns it only when it has the focus."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy, QWidget

from optlab.qt.theme import icons


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
        """Paint the box as the style paints it, then the arrow."""
        super().paintEvent(event)
        painter = QPainter(self)
        size = 14
        arrow = icons.pixmap("chevron-down", "muted", size, self.devicePixelRatioF())
        painter.drawPixmap(
            QRect(self.width() - size - 6, (self.height() - size) // 2, size, size), arrow
        )
