"""What there is to know about a landscape: its formula, its shape in words, its minima."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from optlab.engine.experiment import Landscape
from optlab.qt.text import tr
from optlab.session.moment import Moment
from optlab.session.numbers import figure

LEFT, TOP, BOTTOM, GAP = 16, 10, 8, 8
"""Pixels around and between the labels."""


class LandscapeCard(QWidget):
    """Title, formula, a sentence, and the facts of the landscape of a moment.

    Where height is short whole labels give way, the sentence first; the tooltip then has them.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("About this landscape"))
        self._title, self._formula = _label("title"), _label("formula")
        self._help, self._facts = _label(""), _label("muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(LEFT, TOP, 0, BOTTOM)
        column.setSpacing(GAP)
        self._labels = (self._title, self._formula, self._help, self._facts)
        for label in self._labels:
            column.addWidget(label)
        column.addStretch(1)

    def show_moment(self, moment: Moment) -> None:
        """Write the facts of the landscape."""
        chosen = moment.experiment.objective
        if not isinstance(chosen, Landscape):
            return
        landscape = chosen.landscape
        texts = (landscape.title, landscape.formula, landscape.help, _facts(moment))
        if texts == tuple(label.text() for label in self._labels):
            return
        for label, text in zip(self._labels, texts, strict=True):
            label.setText(text)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show what there is room for."""
        super().resizeEvent(event)
        self._fit()

    def sizeHint(self) -> QSize:
        """The formula in one line; all labels below each other."""
        self._formula.ensurePolished()
        words = self._formula.fontMetrics().horizontalAdvance(self._formula.text())
        return QSize(LEFT + words + 2, self.full_height())

    def minimumSizeHint(self) -> QSize:
        """Labels give way."""
        return QSize(120, 40)

    def full_height(self) -> int:
        """Pixels that all labels need at the present width."""
        return self._height(self._labels)

    def _fit(self) -> None:
        kept = list(self._labels)
        for label in (self._help, self._facts, self._formula):
            if self._height(kept) <= self.height():
                break
            kept.remove(label)
        for label in self._labels:
            label.setVisible(label in kept)
        left_out = [label.text() for label in self._labels if label not in kept]
        self.setToolTip("\n".join(left_out))

    def _height(self, labels: Sequence[QLabel]) -> int:
        wide = self.width() - LEFT
        gaps = GAP * (len(labels) - 1)
        return TOP + sum(label.heightForWidth(wide) for label in labels) + gaps + BOTTOM


def _facts(moment: Moment) -> str:
    start = moment.recording.snapshot(0, 0).theta
    lines = [tr("Start at {point}", point=_point(start.tolist()))]
    minima = moment.objective.minima
    if len(minima) == 1:
        lines.append(tr("Minimum at {point}", point=_point(minima[0])))
    elif minima:
        points = ", ".join(_point(point) for point in minima)
        lines.append(tr("Minima at {points}", points=points))
    else:
        lines.append(tr("No minimum: it falls without end"))
    return "\n".join(lines)


def _point(values: tuple[float, ...] | list[float]) -> str:
    text = ", ".join(figure(value) for value in values)
    return text if len(values) == 1 else f"({text})"


def _label(role: str) -> QLabel:
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setProperty("role", role)
    return label
