"""Pictures of a view for a report: copied to the clipboard or saved as PNG, at twice the size.

Every view has the two actions in a context menu of its own; what plotting libraries offer there is
too much for a classroom.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, Qt, Slot
from PySide6.QtGui import QAction, QGuiApplication, QImage, QKeySequence
from PySide6.QtWidgets import QMessageBox, QWidget

from optlab.qt.text import tr
from optlab.qt.widgets.saving import ask_where

SCALE = 2.0
"""Pixels of the picture per logical pixel of the widget."""


def picture(widget: QWidget, scale: float = SCALE) -> QImage:
    """`widget` as it looks now, in its theme's colours."""
    size = widget.size() * scale
    image = QImage(size, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(scale)
    image.fill(widget.palette().base().color())
    QWidget.render(widget, image, QPoint())  # a graphics view has another `render` of its own
    return image


class PictureActions(QObject):
    """Gives `widget` the actions `copying` and `saving`; `title` suggests the name of the file."""

    def __init__(self, widget: QWidget, title: str) -> None:
        super().__init__(widget)
        self._widget, self._title = widget, title
        self.copying = QAction(tr("Copy picture"), widget)
        self.copying.setShortcut(QKeySequence(QKeySequence.StandardKey.Copy))
        self.copying.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self.copying.triggered.connect(self.copy)
        self.saving = QAction(tr("Save picture…"), widget)
        self.saving.triggered.connect(self.save)
        for action in (self.copying, self.saving):
            widget.addAction(action)
        widget.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    @Slot()
    def copy(self) -> None:
        """Put the picture on the clipboard."""
        QGuiApplication.clipboard().setImage(picture(self._widget))

    @Slot()
    def save(self) -> None:
        """Ask for a file and write the picture."""
        title, kinds = tr("Save picture"), tr("PNG picture (*.png)")
        path = ask_where(self._widget, title, f"{self._title}.png", ".png", kinds)
        if path is not None and not picture(self._widget).save(str(path)):
            sentence = tr("The picture could not be written to {path}.", path=path)
            QMessageBox.warning(self._widget, title, sentence)
