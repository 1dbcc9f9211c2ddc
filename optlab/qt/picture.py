"""A picture made small for a report."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QPixmap

WIDEST = 760
"""Pixels."""


def shrunk(picture: QPixmap) -> bytes:
    """The picture as PNG, no wider than a page needs."""
    image = picture.toImage()
    image.setDevicePixelRatio(1.0)
    if image.width() > WIDEST:
        image = image.scaledToWidth(WIDEST, Qt.TransformationMode.SmoothTransformation)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # pyright: ignore[reportCallIssue, reportArgumentType]
    return bytes(buffer.data().data())
