"""Tabs inside a pane: words on a line, the chosen one heavier and underlined."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from optlab.qt.theme.current import current
from optlab.qt.theme.fonts import font, use_font
from optlab.qt.theme.measures import sized
from optlab.qt.widgets.pane import rule

HEIGHT = 34
WIDE, TIGHT = 24, 12
"""Between the words of two tabs, where there is room and where there is not."""


class TabbedPane(QFrame):
    """`add(title, widget)`; `bar.currentChanged` speaks as in a QTabWidget."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bar = TabLine()
        self.bar.setAccessibleName(name)
        self.stack = QStackedWidget()
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(rule())
        column.addWidget(self.stack, 1)
        self.bar.currentChanged.connect(self.stack.setCurrentIndex)

    def add(self, title: str, widget: QWidget, help: str = "") -> int:  # noqa: A002
        """Add a tab at the right end; its place."""
        self.stack.addWidget(widget)
        place = self.bar.addTab(title)
        self.bar.setTabToolTip(place, help)
        return place

    def put(self, place: int, widget: QWidget) -> None:
        """Show another widget under a tab, in the place of what was there."""
        former = self.stack.widget(place)
        self.stack.insertWidget(place, widget)
        self.stack.removeWidget(former)
        former.deleteLater()
        self.stack.setCurrentIndex(self.bar.currentIndex())


class TabLine(QTabBar):
    """The tab bar itself."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tight = False
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def tabSizeHint(self, index: int) -> QSize:
        """As wide as the heavier text, so that choosing moves nothing; closer where room ends."""
        gap = TIGHT if self._tight else WIDE
        return QSize(self._words(index) + sized(gap), sized(HEIGHT))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Move the tabs closer together before any of them has to scroll out of sight."""
        super().resizeEvent(event)
        wanted = sum(
            self._words(index) + sized(WIDE)
            for index in range(self.count())
            if self.isTabVisible(index)
        )
        tight = wanted > self.width()
        if tight != self._tight:
            self._tight = tight
            self.setTabText(0, self.tabText(0))  # what makes Qt lay them out anew

    def _words(self, index: int) -> int:
        return QFontMetrics(font(strong=True)).horizontalAdvance(self.tabText(index))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Words and one underline."""
        del event
        colours = current()
        painter = QPainter(self)
        hovered = self.tabAt(self.mapFromGlobal(self.cursor().pos())) if self.underMouse() else -1
        for index in range(self.count()):
            box, on = self.tabRect(index), index == self.currentIndex()
            use_font(painter, strong=on)
            ink = colours.text if on or index == hovered else colours.muted
            painter.setPen(QColor(ink))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self.tabText(index))
            if on:
                line = QRect(box.left(), box.bottom() - 1, box.width(), 2)
                painter.fillRect(line, QColor(colours.accent))
            if on and self.hasFocus():
                painter.drawRect(box.adjusted(4, 6, -5, -8))
