"""Runs in a process of its own: opens a window and says when it is painted and when usable.

`bare` is the floor for any program of this kind: NumPy, Qt, one window with one label.
"""

import json
import sys
from time import perf_counter

LIMIT = 30.0


def bare() -> None:
    """NumPy and Qt and nothing else."""
    import numpy as np
    from PySide6.QtWidgets import QApplication, QLabel, QMainWindow

    application = QApplication(["bare"])
    window = QMainWindow()
    window.setCentralWidget(QLabel(f"{np.zeros(3).sum()}"))
    window.resize(1280, 800)
    window.show()
    while not window.windowHandle().isExposed():
        application.processEvents()
    application.processEvents()
    said("shown")
    said("usable")


def optlab() -> None:
    """The real window."""
    from PySide6.QtCore import QSize

    from optlab.qt import app

    application = app.application()
    window = app.open_window(None, "light", QSize(1280, 800))
    while not window.windowHandle().isExposed():
        application.processEvents()
    application.processEvents()
    said("shown")
    end = perf_counter() + LIMIT
    while not window.settled() and perf_counter() < end:
        application.processEvents()
    said("usable")
    window.close()


def said(word: str) -> None:
    """Tell the one who waits, at once."""
    print(json.dumps(word), flush=True)


if __name__ == "__main__":
    {"bare": bare, "optlab": optlab}[sys.argv[1]]()
