"""Trouble in the code: one dialog, a log file, and no lost work.

An exception that nobody catches ends up here, from a slot of Qt or from anywhere else. It is
written to the log and the person is told once: while a dialog is open, and for a place in the code
that has been shown before, trouble is only logged. A paint event that fails sixty times a second
must not open sixty dialogs. What Qt itself complains of goes to the log. The experiment is safe
without any help from here: it is autosaved whenever something is chosen.
"""

from __future__ import annotations

import faulthandler
import logging
import sys
import traceback
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import (
    QCoreApplication,
    QMessageLogContext,
    QObject,
    Qt,
    QtMsgType,
    Signal,
    Slot,
    qInstallMessageHandler,
)
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMessageBox

from optlab.qt.text import tr
from optlab.session.log import FAULTS, LOG, open_log
from optlab.session.places import log_folder

LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


class CrashReporter(QObject):
    """Takes the exceptions that nobody caught, on any thread, and tells them on the GUI's."""

    caught = Signal(str, str)  # the place in the code, the traceback

    def __init__(self, log: Path | None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.log = log
        self.dialog: QMessageBox | None = None
        self.told: set[str] = set()
        self.caught.connect(self.tell, Qt.ConnectionType.QueuedConnection)

    def catch(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        """Log an exception and have it told; the hook that Python calls."""
        if not issubclass(kind, Exception):  # Ctrl+C
            sys.__excepthook__(kind, error, trace)
            return
        details = "".join(traceback.format_exception(kind, error, trace))
        LOG.error("%s", details)
        self.caught.emit(place_of(error), details)

    @Slot(str, str)
    def tell(self, place: str, details: str) -> None:
        """Open the dialog, unless one is open or this place has had its own."""
        if self.dialog is not None or place in self.told:
            return
        self.told.add(place)
        self.dialog = self.compose(details)
        self.dialog.finished.connect(self.forget)
        self.dialog.show()

    @Slot()
    def forget(self) -> None:
        """The dialog is closed."""
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None

    @Slot()
    def copy(self) -> None:
        """Put the details on the clipboard."""
        if self.dialog is not None:
            QGuiApplication.clipboard().setText(self.dialog.detailedText())

    def compose(self, details: str) -> QMessageBox:
        """The dialog: what happened, that nothing is lost, and the details for a report."""
        sentences = [
            tr("What you chose is safe. Go on, or start OptLab again if something looks wrong.")
        ]
        if self.log is not None:
            sentences.append(tr("The details are in {path}.", path=self.log))
        dialog = QMessageBox(QApplication.activeWindow())
        dialog.setModal(False)
        dialog.setIcon(QMessageBox.Icon.Critical)
        dialog.setWindowTitle("OptLab")
        dialog.setText(tr("OptLab made a mistake."))
        dialog.setInformativeText("\n\n".join(sentences))
        dialog.setDetailedText(details)
        copy = dialog.addButton(tr("Copy details"), QMessageBox.ButtonRole.ActionRole)
        copy.setToolTip(tr("Put the details on the clipboard, to send them with a report."))
        copy.clicked.disconnect()  # or the dialog closes with it
        copy.clicked.connect(self.copy)
        dialog.addButton(QMessageBox.StandardButton.Close)
        return dialog


def place_of(error: BaseException) -> str:
    """The kind of an exception and the line that raised it: the same mistake has the same place."""
    frames = traceback.extract_tb(error.__traceback__)
    line = f"{frames[-1].filename}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__} {line}"


def last_line(details: str) -> str:
    """What a traceback says in the end: the exception and its text."""
    return details.strip().splitlines()[-1]


def install() -> CrashReporter:
    """Catch trouble from now on, for as long as the application lives."""
    folder = log_folder()
    reporter = CrashReporter(open_log(folder), QCoreApplication.instance())
    with suppress(OSError):
        faulthandler.enable((folder / FAULTS).open("a"))  # stays open as long as the program
    sys.excepthook = reporter.catch
    qInstallMessageHandler(note)
    return reporter


def note(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    """Log what Qt complains of; the hook that Qt calls."""
    del context  # of no use in a release build of Qt
    LOG.log(LEVELS[kind], "Qt: %s", message)


@contextmanager
def watching() -> Generator[list[str]]:
    """Collect the exceptions that nobody catches inside the block instead of telling them."""
    before, troubles = sys.excepthook, list[str]()

    def collect(
        kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        troubles.append("".join(traceback.format_exception(kind, error, trace)))

    sys.excepthook = collect
    try:
        yield troubles
    finally:
        sys.excepthook = before
