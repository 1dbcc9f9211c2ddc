"""What there is to know about a landscape: its formula, its shape in words, its minima."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from optlab.engine.experiment import Landscape
from optlab.qt.text import tr
from optlab.qt.views.data_rows import signed
from optlab.session.moment import Moment


class LandscapeCard(QWidget):
    """Title, formula, a sentence, and the facts of the landscape of a moment."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("About this landscape"))
        self._title, self._formula = _label("title"), _label("formula")
        self._help, self._facts = _label(""), _label("muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 10, 0, 8)
        column.setSpacing(8)
        for label in (self._title, self._formula, self._help, self._facts):
            column.addWidget(label)
        column.addStretch(1)

    def show_moment(self, moment: Moment) -> None:
        """Write the facts of the landscape."""
        chosen = moment.experiment.objective
        if not isinstance(chosen, Landscape):
            return
        landscape = chosen.landscape
        self._title.setText(landscape.title)
        self._formula.setText(landscape.formula)
        self._help.setText(landscape.help)
        self._facts.setText(_facts(moment))


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
    return f"({', '.join(signed(value) for value in values)})"


def _label(role: str) -> QLabel:
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setProperty("role", role)
    return label
