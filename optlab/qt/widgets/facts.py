"""One line of facts at the foot of a pane: `drawn 0.079   true 0.081   off by 2.5 %`."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from optlab.qt.theme.current import current, racer
from optlab.qt.theme.fonts import LABEL, font, use_font
from optlab.qt.theme.markers import marker_path
from optlab.qt.theme.measures import sized
from optlab.qt.theme.palette import Role

_GAP, _INNER, _MARK = 16, 4, 16


@dataclass(frozen=True)
class Fact:
    """A muted label and a heavy value; `tone` colours both, `racer` puts its marker before."""

    label: str = ""
    value: str = ""
    tone: Role | None = None
    racer: int | None = None


class FactLine(QWidget):
    """Facts from left to right. A value keeps the widest room it ever needed, so nothing jumps.

    Facts that do not fit are left out from the right and stand in the tooltip.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._facts: tuple[Fact, ...] = ()
        self._room: list[int] = []

    @property
    def facts(self) -> tuple[Fact, ...]:
        """What is shown."""
        return self._facts

    def show_facts(self, facts: Sequence[Fact], explanation: str = "") -> None:
        """Show `facts`, with a sentence on them in the tooltip; equal ones cost nothing."""
        shown = tuple(facts)
        if shown == self._facts and explanation in self.toolTip():
            return
        if [fact.label for fact in shown if fact.value] != [
            f.label for f in self._facts if f.value
        ]:
            self._room = []
        self._facts = shown
        widths = [self._value_width(fact) for fact in shown]
        former = self._room if len(self._room) == len(widths) else [0] * len(widths)
        self._room = [max(pair) for pair in zip(widths, former, strict=True)]
        text = " · ".join(f"{fact.label} {fact.value}".strip() for fact in shown)
        self.setAccessibleName(text)
        self.setToolTip(f"{text}\n\n{explanation}".strip())
        self.update()

    def sizeHint(self) -> QSize:
        """One line."""
        return QSize(sized(120), sized(29))

    def changeEvent(self, event: QEvent) -> None:
        """Values need another room in words of another size."""
        if event.type() == QEvent.Type.PaletteChange:
            self._room = [self._value_width(fact) for fact in self._facts]
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint as many facts as fit: a label with its number, words by more than half."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        x, label = 0, QFontMetrics(font(LABEL))
        for fact, room in zip(self._facts, self._room, strict=True):
            before_value = x + label.horizontalAdvance(fact.label) + sized(_INNER)
            if x and fact.value and before_value + self._value_width(fact) > self.width():
                break
            if (
                x
                and not fact.value
                and label.horizontalAdvance(fact.label) > 2 * (self.width() - x)
            ):
                break
            x += self._paint_fact(painter, fact, room, x) + sized(_GAP)
            if x > self.width():
                break

    def _paint_fact(self, painter: QPainter, fact: Fact, room: int, x: int) -> int:
        """Paint one fact at `x`, elided to the space there is; its width."""
        colours, begin = current(), x
        if fact.racer is not None:
            look = racer(fact.racer)
            centre = QPointF(x + sized(5), self.height() / 2)
            painter.fillPath(marker_path(look.marker, centre, sized(4.5)), QColor(look.colour))
            x += sized(_MARK)
        for text, strong, ink in (
            (fact.label, False, colours.muted),
            (fact.value, True, colours.text),
        ):
            if not text:
                continue
            metrics = QFontMetrics(font(LABEL, strong=strong))
            use_font(painter, LABEL, strong=strong)
            painter.setPen(QColor(colours.role(fact.tone) if fact.tone else ink))
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(self.width() - x, 0))
            painter.drawText(
                x, 0, self.width() - x, self.height(), Qt.AlignmentFlag.AlignVCenter, shown
            )
            x += room if strong else metrics.horizontalAdvance(text)
            x += 0 if strong else sized(_INNER)
        return x - begin

    @staticmethod
    def _value_width(fact: Fact) -> int:
        return QFontMetrics(font(LABEL, strong=True)).horizontalAdvance(fact.value)
