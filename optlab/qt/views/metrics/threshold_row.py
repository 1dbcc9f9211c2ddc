"""The threshold: from which probability on class 1 of two is said."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from optlab.qt.text import tr
from optlab.qt.theme.measures import fix
from optlab.qt.widgets.slider import Slider

FINE = 1000
"""Places of the slider."""


class ThresholdRow(QWidget):
    """`threshold_chosen` tells what was dragged or typed, 0 to 1."""

    threshold_chosen = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.slider = Slider(FINE)
        self.slider.setSingleStep(FINE // 100)
        self.slider.setPageStep(FINE // 10)
        self.slider.setAccessibleName(tr("Threshold"))
        self.slider.moved.connect(self._move)
        self._number = QLabel()
        fix(self._number, least_width=34)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.slider, 1)
        row.addWidget(self._number)

    def show_threshold(self, threshold: float, yes: str) -> None:
        """Show where the threshold is, silently; `yes` is what is said from there on."""
        self.slider.place(round(FINE * threshold))
        self._number.setText(f"{threshold:.3f}".removesuffix("0"))
        self.slider.setToolTip(
            tr(
                "Threshold: “{yes}” is said from this probability on. Lower: more are found, and "
                "more false alarms. The loss knows nothing of it.",
                yes=yes,
            )
        )

    @Slot(int, bool)
    def _move(self, place: int, final: bool) -> None:
        del final
        self.threshold_chosen.emit(place / FINE)
