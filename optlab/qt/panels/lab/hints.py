"""Hints, shown one by one when they are asked for."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from optlab.qt.text import tr
from optlab.qt.widgets.buttons import Button
from optlab.qt.widgets.rich_text import RichText
from optlab.qt.widgets.sign import Sign
from optlab.session.labs.markdown import html_of


class Hints(QWidget):
    """A button that shows one more, below those that are there."""

    wanted = Signal()
    linked = Signal(str)

    def __init__(self, pictures: dict[str, bytes], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pictures = pictures
        self.shown: list[RichText] = []
        self._list = QVBoxLayout()
        self._list.setSpacing(6)
        self.button = Button(tr("Hint"), "lightbulb")
        self.button.clicked.connect(self.wanted)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(self._list)
        row = QHBoxLayout()
        row.addWidget(self.button)
        row.addStretch(1)
        column.addLayout(row)

    def show_hints(self, hints: Sequence[str], count: int, zoom: float) -> None:
        """Show these of `count` hints."""
        for text in hints[len(self.shown) :]:
            words = RichText(tr("Hint"))
            words.set_zoom(zoom)
            words.show_html(html_of(text, self._pictures))
            words.link.connect(self.linked)
            row = QHBoxLayout()
            row.setSpacing(8)
            row.addWidget(Sign("lightbulb", "warn"), 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(words, 1)
            self._list.addLayout(row)
            self.shown.append(words)
        left = count - len(hints)
        self.button.setVisible(left > 0)
        self.button.setText(tr("Hint") if not hints else tr("Another hint"))
        self.button.setToolTip(
            tr("Show hint {number} of {count}.", number=len(hints) + 1, count=count)
        )
        self.setVisible(count > 0)
