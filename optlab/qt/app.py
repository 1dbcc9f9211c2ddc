"""The program: from the command line to a window on the screen.

The window is shown before anything that is slow to import: the engine, the plots and OpenGL come
after its first paint, each when it is needed. So this file imports Qt and the theme, no more.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QSettings, QSize, Qt
from PySide6.QtWidgets import QApplication

from optlab import __version__
from optlab.qt import theme
from optlab.qt.main_window import MainWindow
from optlab.qt.settings import know_none
from optlab.qt.theme import icons

if TYPE_CHECKING:
    from optlab.engine import Experiment
    from optlab.qt.drawing import Choice

PATIENCE = 0.5
"""Seconds to wait for the first paint; some window managers never tell."""


def application() -> QApplication:
    """The one QApplication, made with what OpenGL and high-DPI screens need."""
    running = QApplication.instance()
    if isinstance(running, QApplication):
        return running
    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)
    _fall_back_to_x11()
    app = QApplication([sys.argv[0]])
    app.setApplicationName("OptLab")
    app.setOrganizationName("OptLab")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("optlab")
    app.setWindowIcon(icons.application_icon())
    return app


def open_window(
    experiment: Experiment | None = None,
    look: theme.Look | None = None,
    size: QSize | None = None,
    path: Path | None = None,
    asked: Choice | None = "gl",
) -> MainWindow:
    """Show the window with `experiment` (the default one when None), at `size` or as last left.

    The surface is drawn as `asked`; None goes by the preferences.
    """
    app = application()
    chosen = look or _stored_look()
    theme.choose(app, chosen)
    window = MainWindow()
    window.place(size)
    window.show()
    _paint(app, window)
    from optlab.engine import Experiment

    window.fill(experiment or Experiment(), path, asked)
    return window


def main(
    path: Path | None = None,
    look: theme.Look | None = None,
    asked: Choice | None = None,
    *,
    safe: bool = False,
) -> int:
    """Run the window until it is closed; raises BadFile before any window when `path` is bad.

    A `safe` start knows no preferences, recovers nothing, and draws without OpenGL.
    """
    experiment = None
    if path is not None:
        from optlab.session.files import read_experiment

        experiment = read_experiment(path)
    from optlab.qt import crash

    app = application()
    crash.install()
    if safe:
        know_none()
        asked = asked or "software"
    window = open_window(experiment, look, path=path, asked=asked)
    if not safe:
        window.keep_safe()
    return app.exec()


def _fall_back_to_x11() -> None:
    """Keep Qt from ending the program where Wayland alone is asked for and no compositor is."""
    if os.environ.get("QT_QPA_PLATFORM") in {"wayland", "wayland-egl"}:
        os.environ["QT_QPA_PLATFORM"] += ";xcb"


def _paint(app: QApplication, window: MainWindow) -> None:
    """Let the empty window appear."""
    end = perf_counter() + PATIENCE
    while not window.windowHandle().isExposed() and perf_counter() < end:
        app.processEvents()
    app.processEvents()


def _stored_look() -> theme.Look:
    stored = QSettings().value("look")
    return stored if stored in theme.LOOKS else "system"
