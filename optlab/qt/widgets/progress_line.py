"""How far one is, as a row of short bars: done, here, and still to come."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from optlab.qt.theme.current import current
from optlab.qt.theme.measures import fix

Part = Literal["done", "open", "ahead"]
HEIGHT, GAP = 8, 3


class ProgressLine(QWidget):
    """`show_parts(["done", "open", "ahead"], here=1)`: here is higher, open hollow."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts: tuple[Part, ...] = ()
        self._here = 0
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        fix(self, height=HEIGHT)

    def show_parts(self, parts: Sequence[Part], here: int, words: str = "") -> None:
        """Show these, of which number `here` is the one that is looked at."""
        self._parts, self._here = tuple(parts), here
        self.setAccessibleDescription(words)
        self.setToolTip(words)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint bars of equal width."""
        del event
        if not self._parts:
            return
        colours = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = (self.width() + GAP) / len(self._parts)
        for place, part in enumerate(self._parts):
            high = self.height() if place == self._here else self.height() / 2.0
            box = QRectF(place * width, (self.height() - high) / 2.0, width - GAP, high)
            ink = QColor(colours.track if part == "ahead" else colours.accent)
            hollow = part == "open"
            painter.setPen(QPen(ink, 1.4) if hollow else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.panel) if hollow else ink)
            inset = 0.7 if hollow else 0.0
            painter.drawRoundedRect(
                box.adjusted(inset, inset, -inset, -inset), high / 2.0, high / 2.0
            )
