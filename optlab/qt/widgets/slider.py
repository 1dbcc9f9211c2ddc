"""The slider of the whole program: a thin track, a filled part, a ring that goes where one clicks.

It is a QSlider underneath, so keys and screen readers work as everywhere. `moved` speaks only of
what a person did; `place` moves the handle without a word.
"""

from PySide6.QtCore import QPointF, QRectF, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QSlider, QWidget

from optlab.qt.theme.current import current
from optlab.qt.theme.measures import sized

RADIUS = 6.0
"""Of the handle in the light theme; the track is 4 px high there and as wide as the widget."""


class Slider(QSlider):
    """A horizontal slider; `moved(value, final)` while it is dragged and once at the end."""

    moved = Signal(int, bool)

    def __init__(self, maximum: int, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setRange(0, maximum)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.valueChanged.connect(self._report)
        self.sliderReleased.connect(self._report_end)

    def place(self, value: int) -> None:
        """Show `value` silently; not while a hand holds the handle."""
        if not self.isSliderDown() and value != self.value():
            with QSignalBlocker(self):
                self.setValue(value)

    def sizeHint(self) -> QSize:
        """Leave room for the handle."""
        return QSize(sized(84), sized(20))

    def minimumSizeHint(self) -> QSize:
        """Stay usable."""
        return QSize(sized(40), sized(20))

    def x_of(self, value: float) -> float:
        """Return where `value` lies, in pixels from the left."""
        span = max(self.maximum() - self.minimum(), 1)
        edge = sized(RADIUS) + 1
        return edge + (value - self.minimum()) / span * (self.width() - 2 * edge)

    def value_at(self, x: float) -> int:
        """Return the value nearest to `x` pixels from the left."""
        span = self.maximum() - self.minimum()
        edge = sized(RADIUS) + 1
        share = (x - edge) / max(self.width() - 2 * edge, 1)
        return round(self.minimum() + min(max(share, 0.0), 1.0) * span)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the handle to the pointer and hold it."""
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        self.setSliderDown(True)
        self.setValue(self.value_at(event.position().x()))
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pointer."""
        if self.isSliderDown():
            self.setValue(self.value_at(event.position().x()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go: the value is final now."""
        if event.button() == Qt.MouseButton.LeftButton and self.isSliderDown():
            self.setSliderDown(False)
            self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Turn only the slider that has the focus; scroll the panel otherwise."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint track, filled part, handle."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_track(painter)
        self._paint_handle(painter)

    def _paint_track(self, painter: QPainter) -> None:
        colours = current()
        fill = colours.accent if self.isEnabled() else colours.border
        self._bar(painter, self.maximum(), QColor(colours.track))
        self._bar(painter, self.value(), QColor(fill))

    def _bar(self, painter: QPainter, until: int, colour: QColor) -> None:
        """Paint the track from its left end to the place of `until`."""
        right = self.width() if until == self.maximum() else self.x_of(until)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        half = sized(4) / 2
        painter.drawRoundedRect(QRectF(0, self.height() / 2 - half, right, 2 * half), half, half)

    def _paint_handle(self, painter: QPainter) -> None:
        colours, radius = current(), sized(RADIUS)
        centre = QPointF(self.x_of(self.value()), self.height() / 2)
        if self.hasFocus():
            halo = QColor(colours.accent)
            halo.setAlphaF(0.25)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(halo)
            painter.drawEllipse(centre, radius + 3, radius + 3)
        ring = colours.accent if self.isEnabled() else colours.border
        painter.setPen(QPen(QColor(ring), 2))
        painter.setBrush(QColor(colours.panel))
        painter.drawEllipse(centre, radius - 0.5, radius - 0.5)

    def _report(self, value: int) -> None:
        self.moved.emit(value, not self.isSliderDown())

    def _report_end(self) -> None:
        self.moved.emit(self.value(), True)
