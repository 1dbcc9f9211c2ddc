"""How bad something is: a word, a sign and a colour, never one of them alone."""

from __future__ import annotations

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from optlab.qt.text import tr
from optlab.qt.theme import icons
from optlab.qt.theme.measures import fix
from optlab.qt.theme.palette import Role
from optlab.session.health.finding import Severity

SIDE = 16
"""Pixels of a sign."""


def severity_word(severity: Severity) -> str:
    """How bad it is, in a word."""
    match severity:
        case Severity.alarm:
            return tr("Alarm")
        case Severity.warning:
            return tr("Warning")
        case Severity.note:
            return tr("Note")


def severity_sign(severity: Severity) -> tuple[str, Role]:
    """The icon and the colour of a severity."""
    match severity:
        case Severity.alarm:
            return "circle-alert", "danger"
        case Severity.warning:
            return "triangle-alert", "warn"
        case Severity.note:
            return "info", "accent"


class Sign(QWidget):
    """The icon of a severity, or that of health, in the current theme."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look: tuple[str, Role] = ("circle-check", "good")
        fix(self, width=SIDE, height=SIDE)

    def show_severity(self, severity: Severity | None) -> None:
        """Show how bad it is; None is good."""
        self._look = severity_sign(severity) if severity else ("circle-check", "good")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the icon."""
        del event
        picture = icons.pixmap(*self._look, self.width(), self.devicePixelRatioF())
        QPainter(self).drawPixmap(0, 0, picture)
