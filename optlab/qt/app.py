"""The program: from the command line to a window on the screen.

OpenGL and pyqtgraph are slow to import, so the window is built and shown first; the surface pane
brings up its 3-D view after the first paint.
"""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QSettings, QSize, Qt
from PySide6.QtWidgets import QApplication

from optlab import __version__
from optlab.engine import Experiment
from optlab.qt import crash, theme
from optlab.qt.main_window import MainWindow
from optlab.qt.theme import icons
from optlab.session.files import read_experiment


def application() -> QApplication:
    """The one QApplication, made with what OpenGL and high-DPI screens need."""
    running = QApplication.instance()
    if isinstance(running, QApplication):
        return running
    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)
    app = QApplication([sys.argv[0]])
    app.setApplicationName("OptLab")
    app.setOrganizationName("OptLab")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("optlab")
    app.setWindowIcon(icons.application_icon())
    return app


def open_window(
    experiment: Experiment | None = None,
    look: theme.Choice | None = None,
    size: QSize | None = None,
    path: Path | None = None,
) -> MainWindow:
    """Show the window with `experiment` (the default one when None), at `size` or as last left."""
    app = application()
    chosen = look or _stored_look()
    theme.choose(app, chosen)
    window = MainWindow(experiment or Experiment(), path)
    window.place(size)
    window.show()
    return window


def main(path: Path | None = None, look: theme.Choice | None = None) -> int:
    """Run the window until it is closed; raises BadFile before any window when `path` is bad."""
    experiment = read_experiment(path) if path else None
    app = application()
    crash.install()
    window = open_window(experiment, look, path=path)
    window.keep_safe()
    return app.exec()


def _stored_look() -> theme.Choice:
    stored = QSettings().value("look", "system")
    return stored if stored in ("light", "dark") else "system"
