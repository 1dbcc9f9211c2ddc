"""The formula of a step, line by line: in symbols, in the numbers of one parameter, and its value.

A line stands in one row where there is room; else its numbers stand below its symbols.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from optlab.engine.explain import Line
from optlab.engine.explain.parser import read_condition
from optlab.qt import theme
from optlab.qt.text import tr
from optlab.qt.theme.fonts import BODY, FORMULA, LABEL
from optlab.qt.theme.measures import sized
from optlab.qt.views.one_step.boxes import EMPTY, Box, Mark, Word, paint, row, word
from optlab.qt.views.one_step.typeset import set_condition, set_left, set_value
from optlab.session.numbers import figure

AIR = 5
"""Pixels between two rows."""
SIZES = (FORMULA, 14, BODY, LABEL)
"""Of the letters: smaller ones where a row is too long for the others."""


TRIES = tuple((most, size) for most, sizes in ((1, SIZES[:2]), (2, SIZES)) for size in sizes)
"""Rows that a line may take, and its letters, from the best to the last resort."""


class Fit(NamedTuple):
    """Rows per line and letters at which these lines have fitted this width."""

    texts: tuple[str, ...]
    width: float
    most: int
    size: int


@dataclass(frozen=True)
class Told:
    """Lines worked out for a parameter; else a formula in words and the rule for a trial."""

    lines: tuple[Line, ...] = ()
    parameter: int = 0
    words: str = ""
    rule: str = ""


class FormulaView(QWidget):
    """Typeset lines; the pointer on a symbol tells what it is and what it is worth here."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._told = Told()
        self._help: Mapping[str, str] = {}
        self._racer = 0
        self._fit = Fit((), 0.0, 1, SIZES[0])
        self.marks: tuple[Mark, ...] = ()
        self._size = QSize(0, 0)

    def show_formula(self, told: Told, racer: int, help: Mapping[str, str]) -> None:  # noqa: A002
        """Typeset what is told; `help` has a sentence for every symbol."""
        self._told, self._racer, self._help = told, racer, help
        texts = [each.substituted(told.parameter, figure) for each in told.lines]
        said = [f"{line.text}. {text}" for line, text in zip(told.lines, texts, strict=True)]
        self.setAccessibleName(tr("The formula of this step"))
        self.setAccessibleDescription("\n".join(said or [told.words]))
        self._lay_out()

    def sizeHint(self) -> QSize:
        """All rows."""
        return self._size

    def minimumSizeHint(self) -> QSize:
        """The same: it lies in a scroll area."""
        return self._size

    def symbol_at(self, place: QPointF) -> str:
        """The symbol under a point, "" where there is none."""
        for mark in self.marks:
            if isinstance(mark.what, Word) and mark.room.contains(place):
                return mark.what.symbol
        return ""

    def room_of(self, symbol: str) -> QRectF:
        """Where a symbol stands first; empty where it does not."""
        for mark in self.marks:
            if isinstance(mark.what, Word) and mark.what.symbol == symbol:
                return mark.room
        return QRectF()

    def event(self, event: QEvent) -> bool:
        """Tell the meaning of what the pointer rests on."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            told = self._help.get(self.symbol_at(QPointF(event.pos())), "")
            QToolTip.showText(event.globalPos(), told, self)
            return True
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Rows break elsewhere at another width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._lay_out()

    def changeEvent(self, event: QEvent) -> None:
        """Letters may have another size in another theme."""
        if event.type() == QEvent.Type.PaletteChange:
            self._lay_out()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the marks."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint(painter, self.marks, theme.racer(self._racer).colour)

    def _lay_out(self) -> None:
        rows = self._rows(float(max(self.width(), sized(160))))
        marks, y, widest = list[Mark](), 0.0, 0.0
        for indent, box in rows:
            marks += box.marks(indent, y + box.ascent)
            y += box.height + sized(AIR)
            widest = max(widest, indent + box.width)
        self.marks = tuple(marks)
        size = QSize(sized(160), int(y))
        if size != self._size:
            self._size = size
            self.updateGeometry()
        self.update()

    def _rows(self, width: float) -> Sequence[tuple[float, Box]]:
        told = self._told
        rows = self._set_lines(width)
        if told.words:
            rows += _set_words(told.words, width)
        if told.rule:
            rule = set_condition(read_condition(told.rule), BODY)
            rows.append((0.0, row((word(tr("takes a point q with"), BODY, "muted"), rule), gap=8)))
        return rows

    def _set_lines(self, width: float) -> list[tuple[float, Box]]:
        """All rows, each with its indent: a row per line if letters need not be small for it.

        What fitted before is tried first: letters should not change at every step.
        """
        told, texts = self._told, tuple(line.text for line in self._told.lines)
        before = self._fit
        tries = [Fit(texts, width, most, size) for most, size in TRIES]
        if (before.texts, before.width) == (texts, width):
            tries = [before, *tries]
        lines: list[list[tuple[float, Box]]] = []
        for fit in tries:
            lines = [_set_line(line, told.parameter, width, fit.size) for line in told.lines]
            if all(len(rows) <= fit.most and rows[-1][1].width <= width for rows in lines):
                self._fit = fit
                break
        return [each for rows in lines for each in rows]


def _set_line(line: Line, parameter: int, width: float, size: int) -> list[tuple[float, Box]]:
    """The rows of one line: all in one, or its numbers below, or their value below them."""
    left, statement = set_left(line.statement, size), line.statement
    gap, figures = 0.45 * size, line.figures(parameter, figure)
    symbols = row((left, set_value(statement.value, size)), gap)
    numbers = row((word("=", size, "muted"), set_value(statement.value, size, figures)), gap)
    value = line.result(parameter, figure)
    result = row((word("=", size, "muted"), word(value, size, strong=True)), gap)
    if figures(statement.value) == value:
        numbers = EMPTY
    for parts in ((symbols, numbers, result), (numbers, result)):
        whole = row(parts, gap)
        indent = 0.0 if parts[0] is symbols else left.width - word("=", size).width
        if indent + whole.width <= width:
            return [(0.0, whole)] if parts[0] is symbols else [(0.0, symbols), (indent, whole)]
    indent = left.width - word("=", size).width
    return [(0.0, symbols), (indent, numbers), (indent, result)]


def _set_words(words: str, width: float) -> list[tuple[float, Box]]:
    """A formula that is told in words, broken at spaces."""
    lines: list[list[Box]] = [[]]
    space = word(" ", FORMULA).width
    for text in words.split():
        box = word(text, FORMULA)
        if lines[-1] and row([*lines[-1], box], space).width > width:
            lines.append([])
        lines[-1].append(box)
    return [(0.0, row(line, space)) for line in lines]
