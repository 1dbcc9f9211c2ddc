"""What is said to an answer: a sign and a sentence or two beside it."""

from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from optlab.qt.theme.palette import Role
from optlab.qt.widgets.rich_text import RichText
from optlab.qt.widgets.sign import Sign

Kind = Literal["right", "not-yet", "apart", "kept", "waiting"]
_SIGNS: dict[Kind, tuple[str, Role]] = {
    "right": ("circle-check", "good"),
    "not-yet": ("rotate-ccw", "warn"),
    "apart": ("info", "accent"),
    "kept": ("check", "muted"),
    "waiting": ("lock", "muted"),
}


class Feedback(QWidget):
    """Hidden until `say`; the words tell what the sign tells, for those who do not see it."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sign = Sign("check")
        self.words = RichText(name)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.words, 1)
        self.hide()

    def say(self, kind: Kind, html: str) -> None:
        """Show this; nothing where there is nothing to say."""
        self.sign.show_sign(*_SIGNS[kind])
        self.words.show_html(html)
        self.setVisible(bool(html))
