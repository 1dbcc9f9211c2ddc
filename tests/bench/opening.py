"""Runs in a process of its own: opens a window and says when it is painted and when usable.

`bare` is the floor for any program of this kind: NumPy, Qt, one window with one label.
"""

from __future__ import annotations

import json
import sys
from time import perf_counter

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication

LIMIT = 30.0


def bare() -> None:
    """NumPy and Qt and nothing else."""
    import numpy as np
    from PySide6.QtWidgets import QLabel, QMainWindow

    application = QApplication(["bare"])
    first = watch(application)
    window = QMainWindow()
    window.setCentralWidget(QLabel(f"{np.zeros(3).sum()}"))
    window.resize(1280, 800)
    window.show()
    while not first.seen:
        application.processEvents()
    said("usable")


def optlab() -> None:
    """The real window."""
    from PySide6.QtCore import QSize

    from optlab.qt import app

    application = app.application()
    first = watch(application)
    window = app.open_window(None, "light", QSize(1280, 800))
    while not first.seen:
        application.processEvents()
    end = perf_counter() + LIMIT
    while window.conductor.moment.surface is None and perf_counter() < end:
        application.processEvents()
    said("usable")
    while not window.settled() and perf_counter() < end:
        application.processEvents()
    said("finest")
    window.close()


def watch(application: QApplication) -> FirstPicture:
    """Say `shown` when everything has been painted once."""
    first = FirstPicture(application)
    application.installEventFilter(first)
    return first


class FirstPicture(QObject):
    """Sees the first event that comes after the first round of painting."""

    def __init__(self, application: QApplication) -> None:
        super().__init__()
        self.application = application
        self.painting = False
        self.seen = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let everything pass; painting is over with the first event that is none of it."""
        paint = event.type() in {QEvent.Type.Paint, QEvent.Type.UpdateRequest}
        if self.painting and not paint and not self.seen:
            self.seen = True
            said("shown")
            self.application.removeEventFilter(self)  # it would slow everything after it
        self.painting = self.painting or paint
        return super().eventFilter(watched, event)


def said(word: str) -> None:
    """Tell the one who waits, at once."""
    print(json.dumps(word), flush=True)


if __name__ == "__main__":
    {"bare": bare, "optlab": optlab}[sys.argv[1]]()
