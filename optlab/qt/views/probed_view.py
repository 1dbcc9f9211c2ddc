"""A drawing of the ground that is read under the mouse, and picked by a click or from the keys."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from typing import ClassVar

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QWidget

from optlab.qt import theme
from optlab.qt.text import tr
from optlab.qt.theme.fonts import LABEL, font, use_font
from optlab.qt.theme.measures import sized
from optlab.qt.views.frame import Frame
from optlab.qt.views.pictures import PictureActions

STEP = 0.02
"""Of the width: how far an arrow key moves the cross."""
EDGE, LABEL_HEIGHT = 6.0, 22.0
"""Pixels between a label and the frame, and of a label in the light theme."""


class ProbedView(QWidget):
    """Knows the place that is read, `hover`, and says which place was picked.

    A view gives its `frame`, says whether there is any ground in it, and paints.
    """

    picked = Signal(float, float)
    """What the frame's axes say where it was clicked."""

    ways: ClassVar[Mapping[Qt.Key, tuple[float, float]]] = {
        Qt.Key.Key_Left: (-1.0, 0.0),
        Qt.Key.Key_Right: (1.0, 0.0),
        Qt.Key.Key_Up: (0.0, -1.0),
        Qt.Key.Key_Down: (0.0, 1.0),
    }
    """Where the keys move the place that is read."""

    def __init__(self, title: str, name: str, help_: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setToolTip(help_)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setMinimumSize(200, 160)
        PictureActions(self, title)
        self._hover: QPointF | None = None
        self._pressed = False

    @abstractmethod
    def frame(self) -> Frame:
        """Where the data lie in this widget."""

    @property
    @abstractmethod
    def ready(self) -> bool:
        """Whether there is any ground to pick from."""

    @property
    def hover(self) -> QPointF | None:
        """The pixel that is read, None outside the drawing."""
        inside = self._hover is not None and self.frame().rect.contains(self._hover)
        return self._hover if inside else None

    def sizeHint(self) -> QSize:
        """The pane at 1280 x 800."""
        return QSize(505, 360)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a click."""
        self._pressed = event.button() == Qt.MouseButton.LeftButton

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Read the ground under the mouse."""
        self._hover = event.position()
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Choose the point."""
        if self._pressed and event.button() == Qt.MouseButton.LeftButton:
            self._pick(event.position())
        self._pressed = False

    def leaveEvent(self, event: QEvent) -> None:
        """Stop reading."""
        self._hover = None
        self.update()
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move the cross, Enter chooses the point."""
        rect = self.frame().rect
        at = self._hover if self._hover is not None else rect.center()
        way = self.ways.get(Qt.Key(event.key()))
        if way is not None:
            x, y = at.x() + STEP * rect.width() * way[0], at.y() + STEP * rect.width() * way[1]
            self._hover = QPointF(
                min(max(x, rect.left()), rect.right()), min(max(y, rect.top()), rect.bottom())
            )
            self.update()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._pick(at)
        else:
            event.ignore()

    def _pick(self, at: QPointF) -> None:
        frame = self.frame()
        if self.ready and frame.rect.contains(at):
            self.picked.emit(*frame.data(at))

    def paint_empty(self, painter: QPainter) -> None:
        """Say that something is on its way."""
        use_font(painter)
        painter.setPen(QColor(theme.current().muted))
        painter.drawText(
            self.rect(), Qt.AlignmentFlag.AlignCenter, tr("The loss surface is being computed…")
        )


def paint_reading(painter: QPainter, frame: Frame, text: str) -> None:
    """What is read, in the upper right corner of the frame."""
    width = label_width(text)
    paint_label(painter, frame.rect.right() - width - EDGE, frame.rect.top() + EDGE, text)


def label_width(text: str) -> float:
    """Pixels across that `paint_label` takes."""
    return QFontMetricsF(font(LABEL)).horizontalAdvance(text) + 14.0


def paint_label(painter: QPainter, left: float, top: float, text: str) -> None:
    """`text` on a panel that lets a little of the ground through."""
    use_font(painter, LABEL)
    box = QRectF(left, top, label_width(text), sized(LABEL_HEIGHT))
    back = QColor(theme.current().panel)
    back.setAlphaF(0.88)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(back)
    painter.drawRoundedRect(box, 4.0, 4.0)
    painter.setPen(QColor(theme.current().text))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
