"""A pane: title and chips at its head, the body, one line of facts at its foot."""

from collections.abc import Iterable
from typing import Literal

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from optlab.qt.theme.measures import fix
from optlab.qt.widgets.facts import FactLine
from optlab.qt.widgets.labels import ElidedLabel
from optlab.qt.widgets.text_button import TextButton

HEAD_HEIGHT, FOOT_HEIGHT = 38, 29
EDGE, GAP = 12, 8
"""Pixels beside the head and between its parts."""


class Pane(QFrame):
    """`Pane("Loss surface")`; then `add_chip`, `set_body`, and `foot.show_facts`."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(title)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        self.title = ElidedLabel(title, role="title")
        self._left, self._right = QHBoxLayout(), QHBoxLayout()
        column.addWidget(_Head(self.title, self._left, self._right))
        self._body = QVBoxLayout()
        self._body.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._body, 1)
        self.foot = FactLine()
        self._foot_box = QFrame()
        column.addWidget(rule())
        fix(self._foot_box, height=FOOT_HEIGHT)
        foot = QHBoxLayout(self._foot_box)
        foot.setContentsMargins(EDGE, 0, EDGE, 0)
        foot.addWidget(self.foot)
        column.addWidget(self._foot_box)

    def add_chip(self, chip: QWidget, side: Literal["left", "right"] = "left") -> None:
        """Put a chip beside the title, or at the right end of the head."""
        (self._left if side == "left" else self._right).addWidget(chip)

    def has_room(self, chips: Iterable[TextButton]) -> bool:
        """Whether the title and `chips` stand side by side, with their words and little padding."""
        widths = (chip.snug_width() for chip in chips)
        wanted = self.title.sizeHint().width() + sum(width + GAP for width in widths)
        return wanted + 2 * EDGE <= self.width() - 2

    def set_body(self, body: QWidget) -> None:
        """Put `body` between head and foot."""
        self._body.addWidget(body)


class _Head(QWidget):
    """Title and chips; chips give way first, to their least width, then the title is elided."""

    def __init__(self, title: ElidedLabel, left: QHBoxLayout, right: QHBoxLayout) -> None:
        super().__init__()
        self._title, self._sides = title, (left, right)
        fix(self, height=HEAD_HEIGHT)
        row = QHBoxLayout(self)
        row.setContentsMargins(EDGE, 0, EDGE, 0)
        row.setSpacing(GAP)
        row.addWidget(title)
        for side in self._sides:
            side.setSpacing(GAP)
        row.addLayout(left)
        row.addStretch(1)
        row.addLayout(right)
        row.setAlignment(Qt.AlignmentFlag.AlignVCenter)

    def event(self, event: QEvent) -> bool:
        """Share out the width whenever it changes, or what has to stand in it."""
        if event.type() in {QEvent.Type.Resize, QEvent.Type.LayoutRequest}:
            chips = sum(side.minimumSize().width() + GAP for side in self._sides)
            free = self.width() - 2 * EDGE - GAP - chips
            wanted = self._title.sizeHint().width()
            self._title.setVisible(2 * free > wanted)  # half a title says no more than none
            self._title.setMinimumWidth(max(min(wanted, free), 1))
        return super().event(event)


def rule() -> QFrame:
    """Return a line of one pixel in the colour of borders."""
    line = QFrame()
    line.setProperty("role", "rule")
    return line
