"""The Tab key goes where the eye goes.

Qt's own order is that of construction, so a field that is made later, below a chosen entry, would
come last. Here the layouts are read instead, from the first item to the last.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QScrollArea, QSplitter, QWidget


def follow_layouts(root: QWidget) -> None:
    """Let the Tab key visit what lies in the layouts of `root` in their order."""
    for before, after in pairwise(stops(root)):
        QWidget.setTabOrder(before, after)


def stops(root: QWidget) -> Iterator[QWidget]:
    """What the Tab key can stop at inside `root`, in the order of the layouts."""
    if root.focusPolicy() & Qt.FocusPolicy.TabFocus:
        yield root
    for part in _parts(root):
        yield from stops(part)


def _parts(widget: QWidget) -> Iterator[QWidget]:
    if isinstance(widget, QSplitter):
        yield from (widget.widget(i) for i in range(widget.count()))
    elif isinstance(widget, QScrollArea):
        yield widget.widget()
    elif layout := widget.layout():
        yield from _laid_out(layout)


def _laid_out(layout: QLayout) -> Iterator[QWidget]:
    items = (layout.itemAt(i) for i in range(layout.count()))
    for item in filter(None, items):
        if inner := item.layout():
            yield from _laid_out(inner)
        elif widget := item.widget():
            yield widget
