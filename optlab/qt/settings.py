"""Where preferences are kept, and a start that knows none of them."""

from __future__ import annotations

import atexit
from shutil import rmtree
from tempfile import mkdtemp

from PySide6.QtCore import QSettings


def settings() -> QSettings:
    """The preferences of this person."""
    scope = QSettings.Scope.UserScope
    return QSettings(QSettings.defaultFormat(), scope, "OptLab", "OptLab")


def know_none() -> None:
    """Begin with default preferences, and let those that are kept alone; before any is read."""
    kind = QSettings.Format.IniFormat
    QSettings.setDefaultFormat(kind)
    folder = mkdtemp(prefix="optlab-")
    atexit.register(rmtree, folder, ignore_errors=True)
    QSettings.setPath(kind, QSettings.Scope.UserScope, folder)
