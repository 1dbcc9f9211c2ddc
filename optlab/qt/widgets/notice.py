"""A quiet line inside the window that says what went wrong or was changed, and what can be done."""

from typing import Literal

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

from optlab.qt.text import tr
from optlab.qt.theme import icons
from optlab.qt.theme.measures import fix
from optlab.qt.widgets.buttons import Button, IconButton

Tone = Literal["good", "warn", "danger", "accent"]
_SIGNS = {
    "good": "circle-check",
    "warn": "triangle-alert",
    "danger": "circle-alert",
    "accent": "info",
}


class Notice(QFrame):
    """Hidden until `tell`; closed by its button, by Escape or by `clear`."""

    acted = Signal()
    """The action was asked for."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tone: Tone = "accent"
        self.sign = _Sign(self)
        self.text = QLabel()
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.text.setWordWrap(True)
        self.text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.action = Button(" ")
        self.action.clicked.connect(self._act)
        self.shut = IconButton("x", tr("Close this message"))
        self.shut.clicked.connect(self.clear)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 8, 6)
        row.setSpacing(8)
        for part, stretch in ((self.sign, 0), (self.text, 1), (self.action, 0), (self.shut, 0)):
            row.addWidget(part, stretch)
        self.hide()

    @property
    def tone(self) -> Tone:
        """How grave it is; told by the sign as well as by its colour."""
        return self._tone

    def tell(self, sentence: str, tone: Tone = "accent", action: str = "") -> None:
        """Show one sentence, with a button when `action` names one."""
        self._tone = tone
        self.text.setText(sentence)
        self.setAccessibleName(sentence)
        self.action.setText(action)
        self.action.setAccessibleName(action)
        self.action.setVisible(bool(action))
        self.sign.update()
        self.show()

    @Slot()
    def clear(self) -> None:
        """Hide it."""
        self.hide()

    @Slot()
    def _act(self) -> None:
        self.hide()
        self.acted.emit()


class _Sign(QWidget):
    """The sign of the tone, painted in the current theme."""

    def __init__(self, notice: Notice) -> None:
        super().__init__(notice)
        self._notice = notice
        fix(self, width=16, height=16)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        tone = self._notice.tone
        picture = icons.pixmap(_SIGNS[tone], tone, self.width(), self.devicePixelRatioF())
        QPainter(self).drawPixmap(0, 0, picture)
