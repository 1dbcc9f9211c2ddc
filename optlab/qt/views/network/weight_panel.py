"""One weight or bias: its name, its value to be typed over, its gradient, its history."""

from __future__ import annotations

import math

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from optlab.engine.wiring import wire
from optlab.qt.text import tr
from optlab.qt.theme.measures import fix
from optlab.qt.views.network.history_line import HistoryLine
from optlab.qt.views.network.shown import Shown
from optlab.qt.views.network.words import illness, parameter_title, short
from optlab.qt.widgets.labels import ElidedLabel, Paragraph
from optlab.qt.widgets.numbers import format_number, parse_number
from optlab.qt.widgets.value_edit import ValueEdit
from optlab.session.numbers import MINUS, figure
from optlab.session.weight import History

SMALL_STEP, LARGE_STEP = 0.1, 1.0
"""What an arrow key and a page key change."""


class WeightPanel(QWidget):
    """Shows the chosen parameter; `typed` tells a new value for it."""

    typed = Signal(float)
    refused = Signal(str)
    """A sentence about what was typed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = ElidedLabel(role="title")
        self.value = ValueEdit()
        self.value.setAccessibleName(tr("Value of the weight"))
        self.value.setToolTip(
            tr("Type another value: all racers then start from this model. Undo takes it back.")
        )
        self.value.typed.connect(self._take)
        self.value.stepped.connect(self._step)
        fix(self.value, width=86, height=26)
        self.gradient = QLabel()
        self.gradient.setTextFormat(Qt.TextFormat.PlainText)
        self.gradient.setProperty("role", "muted")
        self.gradient.setToolTip(
            tr("How the loss on the next mini-batch changes with this weight: uphill is positive.")
        )
        self.line = HistoryLine()
        self.words = Paragraph("muted")
        self._now, self._short = 0.0, False
        self._row = QWidget()
        row = QHBoxLayout(self._row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.value)
        row.addWidget(self.gradient, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.title)
        column.addWidget(self._row)
        column.addWidget(self.line, 1)
        column.addWidget(self.words)

    def show_parameter(self, shown: Shown, index: int, past: History, racer: int) -> None:
        """Show parameter `index`, with its history in the recording of `racer`."""
        self._row.show()
        self.line.show()
        self._now = float(shown.inside.theta[index])
        title = parameter_title(shown, index)
        if self.title.text() != title:
            self.title.setText(title)
            self.title.setToolTip("")
            self.value.setAccessibleName(tr("Value of {title}", title=title))
        self.value.show_text(written(self._now))
        slope = None if shown.gradient is None else float(shown.gradient[index])
        self.gradient.setText(tr("gradient {number}", number=figure(slope)))
        self.line.show_history(past, shown.inside.step, self._now, racer)
        at = wire(shown.network, index)
        layer, unit = at.layer + 1, at.unit(shown.network)
        given = tr(
            "For this sample, {unit} = {value}.",
            unit=shown.node_name(layer, unit),
            value=short(float(shown.inside.activations[layer][unit])),
        )
        self._say(illness(shown, layer, unit) or given)
        self.words.setVisible(not self._short)

    def show_nothing(self) -> None:
        """Say how a parameter is chosen."""
        self._row.hide()
        self.line.hide()
        self.words.show()
        self.title.setText(tr("No weight chosen"))
        self._say(
            tr(
                "Click a line to see that weight: its value, how it came about, and what happens "
                "when you change it. A click on a node shows its bias."
            )
        )

    def shorten(self, short: bool) -> None:
        """Leave the words below the history out, or show them again."""
        self._short = short
        self.words.setVisible(not (short and self.line.isVisibleTo(self)))

    def edit(self) -> None:
        """Let a person type."""
        self.value.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(str)
    def _take(self, text: str) -> None:
        try:
            value = float(parse_number(text))
        except ValueError as trouble:
            self.value.restore()
            self.refused.emit(str(trouble))
            return
        self._set(value)

    @Slot(int, bool)
    def _step(self, steps: int, large: bool) -> None:
        self._set(round(self._now + steps * (LARGE_STEP if large else SMALL_STEP), 10))

    def _set(self, value: float) -> None:
        self.value.restore(written(value))
        self.typed.emit(value)

    def _say(self, text: str) -> None:
        if self.words.text() != text:
            self.words.setText(text)


def written(value: float) -> str:
    """Six digits that count: enough to type the same model again by hand."""
    return format_number(value).replace("-", MINUS) if math.isfinite(value) else figure(value)
