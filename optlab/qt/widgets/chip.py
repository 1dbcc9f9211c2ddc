"""A chip: a small secondary choice in the head of a pane, on or off, or with a menu."""

from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from optlab.qt.theme.fonts import LABEL
from optlab.qt.widgets.text_button import Inks, TextButton, plain_inks


class Chip(TextButton):
    """`Chip("log", checkable=True)` or `Chip("Path's plane", menu=menu)`.

    In a narrow pane chips give up padding, and one with `least` also the end of its word.
    """

    height_, padding, tight, type_ = 24, 9, 6, LABEL

    def __init__(
        self,
        text: str,
        explanation: str = "",
        *,
        checkable: bool = False,
        menu: QMenu | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self.setToolTip(explanation)
        self.setCheckable(checkable)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        if menu:
            self.open_menu(menu)

    def inks(self) -> Inks:
        """Quiet; tinted when on."""
        return plain_inks(self, "muted")
