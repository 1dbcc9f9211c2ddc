"""A small sign in a colour of the theme, that stands beside words and is told by them."""

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from optlab.qt.theme import icons
from optlab.qt.theme.measures import fix
from optlab.qt.theme.palette import Role


class Sign(QWidget):
    """`Sign("circle-check", "good")`; `show_sign` changes it."""

    def __init__(
        self, name: str, role: Role = "muted", size: int = 16, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._name = name
        self._role: Role = role
        fix(self, width=size, height=size)

    def show_sign(self, name: str, role: Role) -> None:
        """Show another one."""
        if (name, role) != (self._name, self._role):
            self._name, self._role = name, role
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint it as large as it is."""
        del event
        picture = icons.pixmap(self._name, self._role, self.width(), self.devicePixelRatioF())
        QPainter(self).drawPixmap(0, 0, picture)
