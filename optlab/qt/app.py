"""The program: from the command line to a window on the screen.

The window is shown before anything that is slow to import: the engine, the plots and OpenGL come
after its first paint, each when it is needed. So this file imports Qt and the theme, no more.
"""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QSize, Qt, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from optlab import __version__
from optlab.qt import theme
from optlab.qt.main_window import MainWindow
from optlab.qt.settings import can_keep, follow, kept, know_none, preset
from optlab.qt.text import tr
from optlab.qt.theme import icons
from optlab.session.log import LOG
from optlab.session.preset import USUAL, preset_of

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
    lab: Path | str | None = None,
    student: str = "",
    preset_file: Path | None = None,
    safe: bool = False,
) -> int:
    """Run the window until it is closed; raises BadFile before any window when a file is bad.

    `preset_file` holds the teacher's settings (None: those beside the program, if any), and is the
    one file that may be bad. A `safe` start knows no preferences and no preset, recovers nothing,
    and draws without OpenGL.
    """
    found, trouble = (USUAL, "") if safe else preset_of(preset_file)
    opened, told = None, [trouble] if trouble else []
    if path or lab or found != USUAL:  # else the engine loads after the first paint
        from optlab.session.opening import opening

        opened = opening(path, str(lab or ""), found)
        told += opened.told
    from optlab.qt import crash

    app = application()
    crash.install()
    if safe:
        know_none()
        asked = asked or "software"
    else:
        follow(found)
    begun = perf_counter()
    window = open_window(opened and opened.experiment, look, path=path, asked=asked)
    note_start(perf_counter() - begun, told)
    if not (safe or can_keep()):
        told.append(
            tr(
                "OptLab may not write in your home: it will forget settings, and work that is not "
                "saved. Files can be saved wherever you may write."
            )
        )
    window.greet(told)
    if opened and opened.lab:
        begin_lab(window, opened.lab, student)
    if not safe:
        window.keep_safe()
    return app.exec()


def begin_lab(window: MainWindow, lab: Path, student: str) -> None:
    """Open a lab in the window, for a student who is named or else asked."""
    if window.lesson.open(lab) and student:
        window.lesson.begin(student)


def note_start(seconds: float, told: Sequence[str]) -> None:
    """Log what this start found."""
    LOG.info(
        "OptLab %s on Python %s, Qt %s, %s (%s), theme %s, filled in %.2f s",
        *(__version__, platform.python_version(), qVersion(), platform.platform()),
        *(QGuiApplication.platformName(), theme.chosen(), seconds),
    )
    if preset() != USUAL:
        LOG.info("A preset is in force%s", ", locked" if preset().locked else "")
    if told:
        LOG.warning("The start told %d sentences about the preset", len(told))


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
    stored = kept("look")
    return stored if stored in theme.LOOKS else "system"
