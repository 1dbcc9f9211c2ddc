"""Scrolling to what has just appeared."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QScrollArea, QWidget


def bring_into_view(widget: QWidget) -> None:
    """Scroll the area around `widget` to it, as soon as the layouts have found their sizes."""
    around = widget.parentWidget()
    while around and not isinstance(around, QScrollArea):
        around = around.parentWidget()
    if around:
        QTimer.singleShot(0, widget, lambda: around.ensureWidgetVisible(widget, 0, 8))
