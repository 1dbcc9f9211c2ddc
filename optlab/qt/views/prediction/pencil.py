"""Mouse and keys on the loss chart while a curve is asked for: they draw, the cursor stays.

The pencil sees the chart's events first, as the pilot does on a picture in space. Keys that it has
no use for go on to the window.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent

from optlab.qt.views.loss_chart import LossChart
from optlab.qt.views.prediction.sketch import Scale, Sketch

LIFT, LEAP = 0.02, 0.1
"""Of the drawn height: how far the arrow keys pull, and how far with Shift."""
WALKS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
LIFTS = {Qt.Key.Key_Up: 1.0, Qt.Key.Key_Down: -1.0}
SHIFT = Qt.KeyboardModifier.ShiftModifier


class Pencil(QObject):
    """Draws on a sketch while it has one."""

    moved = Signal()
    """The sketch has changed."""
    undone = Signal()
    cleared = Signal()
    locked = Signal()

    def __init__(self, chart: LossChart) -> None:
        super().__init__(chart)
        self._chart = chart
        self._sketch: Sketch | None = None
        self.scale = Scale(0.0, 1.0, log=False)
        chart.installEventFilter(self)
        chart.viewport().installEventFilter(self)

    def take(self, sketch: Sketch | None) -> None:
        """Draw on `sketch` from now on; None leaves the chart its mouse and keys."""
        self._sketch = sketch
        shape = Qt.CursorShape.CrossCursor if sketch else Qt.CursorShape.SplitHCursor
        self._chart.setCursor(shape)
        self._chart.viewport().setCursor(shape)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take what draws."""
        if self._sketch is None:
            return super().eventFilter(watched, event)
        if isinstance(event, QMouseEvent) and watched is self._chart.viewport():
            return self._mouse(self._sketch, event)
        if isinstance(event, QKeyEvent) and watched is self._chart:
            if event.type() == QEvent.Type.ShortcutOverride and _takes_back(event):
                event.accept()  # or the window would undo a choice
                return True
            if event.type() == QEvent.Type.KeyPress:
                return self._key(self._sketch, event)
        return super().eventFilter(watched, event)

    def _mouse(self, sketch: Sketch, event: QMouseEvent) -> bool:
        match event.type():
            case QEvent.Type.MouseButtonPress if event.button() == Qt.MouseButton.LeftButton:
                self._chart.setFocus(Qt.FocusReason.MouseFocusReason)
                sketch.press(*self._under(event.position()))
            case QEvent.Type.MouseMove if event.buttons() & Qt.MouseButton.LeftButton:
                sketch.drag(*self._under(event.position()), self.scale)
            case QEvent.Type.MouseButtonRelease if event.button() == Qt.MouseButton.LeftButton:
                sketch.release()
            case QEvent.Type.MouseButtonDblClick:
                pass
            case _:
                return False
        self.moved.emit()
        return True

    def _under(self, at: QPointF) -> tuple[float, float]:
        """Step and loss at a pixel."""
        height = self._chart.height_at(at)
        if self.scale.log:
            height = min(max(height, -300.0), 300.0)
            return self._chart.x_at(at), self.scale.within(10.0**height)
        return self._chart.x_at(at), self.scale.within(height)

    def _key(self, sketch: Sketch, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if _takes_back(event):
            self.undone.emit()
        elif event.modifiers() & ~(SHIFT | Qt.KeyboardModifier.KeypadModifier):
            return False
        elif key in WALKS:
            sketch.walk(WALKS[key], self.scale)
            self.moved.emit()
        elif key in LIFTS:
            share = LEAP if event.modifiers() & SHIFT else LIFT
            sketch.lift(share * LIFTS[key], self.scale)
            self.moved.emit()
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.locked.emit()
        elif key == Qt.Key.Key_Escape and not sketch.blank:
            self.cleared.emit()
        else:
            return False
        event.accept()
        return True


def _takes_back(event: QKeyEvent) -> bool:
    return event.key() == Qt.Key.Key_Backspace or event.matches(QKeySequence.StandardKey.Undo)
