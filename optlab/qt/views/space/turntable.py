"""A slow turn around the surface, for a look from all sides; it never begins by itself."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from optlab.qt.theme import reduced_motion

TICK = 33
"""Milliseconds."""
TURN = 0.3
"""Degrees per tick: once around in forty seconds."""


class Turntable(QObject):
    """Asks for small turns until it is stopped; where motion shall be reduced it does not start."""

    turned = Signal(float)
    """Degrees."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setInterval(TICK)
        self._timer.timeout.connect(self._turn)

    @property
    def turning(self) -> bool:
        """Whether it turns now."""
        return self._timer.isActive()

    def start(self) -> None:
        """Turn, unless the person who looks wants things to stand still."""
        if not reduced_motion():
            self._timer.start()

    def stop(self) -> None:
        """Stand still."""
        self._timer.stop()

    @Slot()
    def _turn(self) -> None:
        self.turned.emit(TURN)
