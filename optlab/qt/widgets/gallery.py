"""Pages side by side where there is room for all, else as many as fit from the chosen one on."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from optlab.qt.theme.measures import sized
from optlab.qt.widgets.segmented import Segmented

GAP = 16
SHORT = 200
"""Pixels below which the height is short."""
HIGH = 140
"""Pixels from which a page's title is worth its height."""


class Gallery(QWidget):
    """`Gallery(name, [("roc", "ROC", "help", page), ...])`; `chooser` goes where a head has room.

    A page is `least` pixels wide or wider; where height is short, `flat` or wider.
    """

    turned = Signal()
    """Other pages are in sight: `visible_keys`."""

    def __init__(
        self,
        name: str,
        pages: Sequence[tuple[str, str, str, QWidget]],
        least: int = 280,
        flat: int = 280,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._least, self._flat = least, flat
        self.chooser = Segmented(name, [(key, title, help_) for key, title, help_, _ in pages])
        self.chooser.chosen.connect(self._turn)
        self._frames: dict[str, QWidget] = {}
        self._titles: dict[str, QLabel] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        for key, title, help_, page in pages:
            frame, label = QWidget(), QLabel(title)
            label.setProperty("role", "label")
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            label.setToolTip(help_)
            column = QVBoxLayout(frame)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(0)
            column.addWidget(label)
            column.addWidget(page, 1)
            row.addWidget(frame, 1)
            self._frames[key], self._titles[key] = frame, label
        self._turn()

    @property
    def visible_keys(self) -> tuple[str, ...]:
        """The pages in sight, from left to right."""
        return tuple(key for key, frame in self._frames.items() if not frame.isHidden())

    def turn_to(self, key: str) -> None:
        """Bring this page into sight."""
        self.chooser.show_key(key)
        self._turn()

    @Slot()
    def _turn(self) -> None:
        least = self._flat if self.height() < sized(SHORT) else self._least
        fits = max((self.width() + GAP) // (sized(least) + GAP), 1)
        keys = list(self._frames)
        count = min(fits, len(keys))
        first = min(keys.index(self.chooser.key), len(keys) - count)
        shown, before = keys[first : first + count], self.visible_keys
        self.chooser.setEnabled(count < len(keys))
        for key, frame in self._frames.items():
            frame.setVisible(key in shown)
            self._titles[key].setVisible(count > 1 and self.height() >= sized(HIGH))
        if before != self.visible_keys:
            self.turned.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More or fewer pages have room."""
        super().resizeEvent(event)
        self._turn()

    def minimumSizeHint(self) -> QSize:
        """One page."""
        return QSize(sized(160), sized(100))
