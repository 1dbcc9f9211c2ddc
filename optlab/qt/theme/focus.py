"""A thick frame around whatever has the keyboard, in the themes that ask for one.

Qt's own QFocusFrame is a child of the parent of what it frames, which cuts it off where a row is no
higher than its editor. This one is a child of the window, or of what scrolls.
"""

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QWidget
from shiboken6 import isValid

from optlab.qt.theme.current import current

_MOVES = {QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide}
AIR = 1
"""Pixels between a widget and its frame."""


class FocusFrame(QWidget):
    """An edge in the accent; lies over `framed`, goes where it goes and lets the mouse through."""

    def __init__(self, framed: QWidget) -> None:
        *self._moving, self._ground = _chain(framed)
        super().__init__(self._ground)
        self._framed = framed
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for widget in self._moving:
            widget.installEventFilter(self)
        self._place()

    def end(self) -> None:
        """Take the frame away."""
        for widget in self._moving:
            widget.removeEventFilter(self)
        self.hide()
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow whatever moves the widget."""
        if event.type() in _MOVES and isValid(self._framed):
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        framed, reach = self._framed, current().focus + AIR
        corner = framed.mapTo(self._ground, framed.rect().topLeft())
        box = framed.rect().translated(corner).adjusted(-reach, -reach, reach, reach)
        self.setGeometry(box.intersected(self._ground.rect()))
        self.setVisible(framed.isVisible())
        self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the edge."""
        del event
        palette, half = current(), current().focus / 2.0
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(palette.accent), palette.focus))
        box = QRectF(self.rect()).adjusted(half, half, -half, -half)
        painter.drawRoundedRect(box, 6.0, 6.0)


class FocusFollower(QObject):
    """Puts the frame around each widget that gets the keyboard."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._frame: FocusFrame | None = None
        app.focusChanged.connect(self._move)

    def renew(self) -> None:
        """Show or hide the frame as the theme in force wants it."""
        self._move(None, QApplication.focusWidget())

    @Slot(QWidget, QWidget)
    def _move(self, former: QWidget | None, now: QWidget | None) -> None:
        del former
        if self._frame is not None and isValid(self._frame):  # else its window took it along
            self._frame.end()
        self._frame = None
        if now is not None and current().focus and not now.isWindow():
            self._frame = FocusFrame(now)


def _chain(widget: QWidget) -> list[QWidget]:
    """The widget and what it lies in, up to the window or to the viewport of what scrolls."""
    chain = [widget]
    while not chain[-1].isWindow() and (above := chain[-1].parentWidget()):
        chain.append(above)
        around = above.parentWidget()
        if isinstance(around, QAbstractScrollArea) and around.viewport() is above:
            break
    return chain
