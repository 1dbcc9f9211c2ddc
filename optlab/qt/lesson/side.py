"""How wide the left pane is: as usual, or wider while a lab is read, as wide as it was dragged."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QSplitter

from optlab.qt.settings import keep, kept
from optlab.qt.theme.measures import sized

USUAL, WIDE, WIDEST = 272, 340, 460
SHARE = 0.2
"""Of a very wide window that a lab gets, up to `WIDEST`."""
LEAST_BESIDE = 620
"""Pixels that stay for the rest."""


class Side(QObject):
    """Moves the splitter whose first part the left pane is."""

    def __init__(self, splitter: QSplitter) -> None:
        super().__init__(splitter)
        self._splitter = splitter
        self._wide = False
        self._soon = QTimer(self, singleShot=True, interval=300)
        self._soon.timeout.connect(self._remember)
        splitter.splitterMoved.connect(self._drag)

    def set_wide(self, wide: bool) -> None:
        """Make room for a lab, or take it back."""
        if wide == self._wide:
            return
        self._wide = wide
        QTimer.singleShot(0, self, self._apply)  # a new window has no measures yet

    @Slot()
    def _apply(self) -> None:
        self._take(self._wanted() if self._wide else sized(USUAL))

    def _wanted(self) -> int:
        left = kept("lab_width")
        if isinstance(left, int | str) and str(left).isdecimal():
            return int(left)
        share = round(SHARE * self._splitter.width())
        return sized(min(max(WIDE, share), WIDEST))

    def _take(self, width: int) -> None:
        whole = self._splitter.width()
        width = max(min(width, whole - LEAST_BESIDE), 0)
        self._splitter.setSizes([width, whole - width])

    @Slot()
    def _drag(self) -> None:
        if self._wide:
            self._soon.start()

    @Slot()
    def _remember(self) -> None:
        if self._wide:
            keep("lab_width", self._splitter.sizes()[0])
