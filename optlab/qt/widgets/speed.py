"""How fast the recording is played."""

import math

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from optlab.qt.text import tr
from optlab.qt.theme.current import current
from optlab.qt.theme.fonts import font
from optlab.qt.theme.measures import fix
from optlab.qt.widgets.numbers import Ruler
from optlab.qt.widgets.slider import Slider

SLOWEST, FASTEST = 1.0, 1000.0
LONG, SHORT = 120, 72
"""Pixels of the track."""
_PLACES = 100
_RULER = Ruler(SLOWEST, FASTEST, "log", whole=True)


class SpeedSlider(QWidget):
    """`Speed ---o--- 30 steps/s`; the last place is as fast as it goes (infinity)."""

    changed = Signal(float)
    """Steps per second a person chose; `math.inf` for as fast as it goes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._speed = 30.0
        self.slider = Slider(_PLACES + 1)
        self.set_short(False)
        self.slider.setPageStep(_PLACES // 10)
        self.slider.setAccessibleName(tr("Speed"))
        self.slider.setToolTip(tr("Steps shown per second; at the right end as fast as it goes."))
        self.slider.moved.connect(self._slide)
        self.title = QLabel(tr("Speed"))
        self.title.setProperty("role", "muted")
        self.title.setBuddy(self.slider)
        self.caption = QLabel()
        widest = max(
            map(QFontMetrics(font()).horizontalAdvance, map(speed_text, (1000.0, math.inf)))
        )
        fix(self.caption, width=widest / current().text_scale + 4)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for part in (self.title, self.slider, self.caption):
            row.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)
        self.show_speed(self._speed)

    def set_short(self, short: bool) -> None:
        """Take less room for the track, or as much as is comfortable."""
        fix(self.slider, width=SHORT if short else LONG)

    def show_speed(self, speed: float) -> None:
        """Show `speed` in steps per second, silently."""
        self._speed = speed
        self.slider.place(
            _PLACES + 1 if math.isinf(speed) else round(_PLACES * _RULER.position(speed))
        )
        self.caption.setText(speed_text(speed))
        self.slider.setAccessibleDescription(self.caption.text())

    @Slot(int, bool)
    def _slide(self, place: int, final: bool) -> None:
        del final
        speed = math.inf if place > _PLACES else _RULER.value(place / _PLACES)
        if speed != self._speed:
            self.show_speed(speed)
            self.changed.emit(speed)


def speed_text(speed: float) -> str:
    """`30 steps/s`, `full speed`."""
    return tr("full speed") if math.isinf(speed) else tr("{speed:.0f} steps/s", speed=speed)
