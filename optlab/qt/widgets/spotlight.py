"""A frame that points at a control: it pulses a few times and goes by itself, or at a press."""

from __future__ import annotations

from PySide6.QtCore import (
    QEasingCurve,
    QEvent,
    QObject,
    QRectF,
    Qt,
    QTimer,
    QVariantAnimation,
    Slot,
)
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from optlab.qt.theme.current import current
from optlab.qt.theme.measures import sized
from optlab.qt.theme.motion import reduced_motion

STAY_MS = 4_200
PULSE_MS = 700
REACH = 9
"""Pixels between the control and the frame at its widest."""
_ENDS = {QEvent.Type.MouseButtonPress, QEvent.Type.KeyPress, QEvent.Type.Wheel}


class Spotlight(QWidget):
    """Lies over the window of `target`, lets the mouse through, and follows where it goes."""

    def __init__(self, target: QWidget) -> None:
        super().__init__(target.window())
        self._target = target
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self._pulse = QVariantAnimation(self)
        self._pulse.setStartValue(0.0)
        self._pulse.setKeyValueAt(0.5, 1.0)
        self._pulse.setEndValue(0.0)
        self._pulse.setDuration(PULSE_MS)
        self._pulse.setEasingCurve(QEasingCurve.Type.InOutSine)
        self._pulse.setLoopCount(STAY_MS // PULSE_MS)
        self._pulse.valueChanged.connect(self._move)
        self._end = QTimer(self)
        self._end.setSingleShot(True)
        self._end.timeout.connect(self.leave)
        application = QApplication.instance()
        if application is not None:
            application.installEventFilter(self)
        self._place()
        self.show()
        self.raise_()
        self._end.start(STAY_MS)
        if not reduced_motion():
            self._pulse.start()

    @property
    def target(self) -> QWidget:
        """What is pointed at."""
        return self._target

    @Slot()
    def leave(self) -> None:
        """Go."""
        application = QApplication.instance()
        if application is not None:
            application.removeEventFilter(self)
        self._pulse.stop()
        self.hide()
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go at the next press of a key or a button, which does what it always does."""
        if event.type() in _ENDS and self.isVisible():
            QTimer.singleShot(0, self, self.leave)
        return super().eventFilter(watched, event)

    @Slot()
    def _move(self) -> None:
        self._place()
        self.update()

    def _place(self) -> None:
        """Cover the window, which may have another size by now."""
        if isValid(self._target) and (above := self.parentWidget()):
            self.setGeometry(above.rect())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint a frame around the target, and an arrow that points at it."""
        del event
        if not (isValid(self._target) and self._target.isVisible()):
            return
        colours = current()
        share = float(self._pulse.currentValue() or 0.0)
        reach = sized(4) + share * sized(REACH - 4)
        corner = self._target.mapTo(self.window(), self._target.rect().topLeft())
        box = QRectF(self._target.rect().translated(corner)).adjusted(-reach, -reach, reach, reach)
        box = box.intersected(QRectF(self.rect()).adjusted(2, 2, -2, -2))
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        halo = QColor(colours.accent)
        halo.setAlphaF(0.25)
        painter.setPen(QPen(halo, 9.0 * colours.line_scale))
        painter.drawRoundedRect(box, 8, 8)
        painter.setPen(QPen(QColor(colours.accent), 3.0 * colours.line_scale))
        painter.drawRoundedRect(box, 8, 8)
