"""The timeline: where the cursor is, how far the recording reaches, what is still planned."""

import math

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from optlab.qt.text import tr
from optlab.qt.theme.current import current
from optlab.qt.widgets.labels import ElidedLabel
from optlab.qt.widgets.slider import Slider


class Timeline(QWidget):
    """Drag, click or use the keys to look at another step: arrows 1 update, page keys 1 epoch."""

    sought = Signal(int)
    """The step a person wants to look at; never beyond what is recorded."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.slider = _Track()
        self.slider.setAccessibleName(tr("Timeline"))
        self.slider.setToolTip(
            tr("Drag to look at any recorded step. Arrow keys: one update, page keys: one epoch.")
        )
        self.slider.moved.connect(self._seek)
        self.begin = ElidedLabel(tr("start"), role="label")
        self.caption = ElidedLabel("", role="label")
        self.caption.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.slider)
        row = QHBoxLayout()
        row.addWidget(self.begin)
        row.addWidget(self.caption, 1)
        column.addLayout(row)

    def show_place(self, cursor: int, reached: int, steps: int, steps_per_epoch: int) -> None:
        """Show step `cursor` of `steps`, of which `reached` are recorded; 0 for no epochs."""
        self.slider.show_place(cursor, reached, steps, steps_per_epoch)
        place = tr("update {step:,} of {steps:,}", step=cursor, steps=steps)
        if steps_per_epoch > 0:
            epoch = math.floor(10 * cursor / steps_per_epoch) / 10
            place = tr("{place} · epoch {epoch:.1f}", place=place, epoch=epoch)
        self.caption.setText(place)
        self.slider.setAccessibleDescription(self.caption.text())

    @Slot(int, bool)
    def _seek(self, step: int, final: bool) -> None:
        del final
        self.sought.emit(step)


class _Track(Slider):
    """Accent up to the cursor, a lighter accent up to what is recorded, grey beyond."""

    def __init__(self) -> None:
        super().__init__(1)
        self._reached = 0

    def show_place(self, cursor: int, reached: int, steps: int, steps_per_epoch: int) -> None:
        if steps != self.maximum():
            with QSignalBlocker(self):  # a shorter plan takes the handle along, and nobody did
                self.setMaximum(steps)
        self.setPageStep(max(steps_per_epoch, 1))
        if reached != self._reached:
            self._reached = reached
            self.update()
        self.place(cursor)

    def value_at(self, x: float) -> int:
        """As everywhere, but not beyond what is recorded."""
        return min(super().value_at(x), self._reached)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """As in every slider, but End goes to the end of the recording."""
        if event.key() == Qt.Key.Key_End:
            self.setValue(self._reached)
        else:
            super().keyPressEvent(event)
            self.setValue(min(self.value(), self._reached))

    def _paint_track(self, painter: QPainter) -> None:
        colours = current()
        ahead = QColor(colours.accent)
        ahead.setAlphaF(0.35)
        self._bar(painter, self.maximum(), QColor(colours.track))
        self._bar(painter, self._reached, ahead)
        self._bar(painter, self.value(), QColor(colours.accent))
