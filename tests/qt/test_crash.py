"""Trouble in the code: one dialog, a log, and the program goes on."""

from __future__ import annotations

import logging
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QTimer, Slot, qInstallMessageHandler, qWarning
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from optlab.qt.crash import CrashReporter, note, place_of, watching
from optlab.session.log import LARGEST, LOG, open_log
from optlab.session.places import log_folder


@pytest.fixture
def reporter(qtbot: QtBot, tmp_path: Path) -> Iterator[CrashReporter]:
    made = CrashReporter(tmp_path / "optlab.log")
    yield made
    if made.dialog is not None:
        made.dialog.close()


def mistake(text: str = "a mistake") -> Exception:
    try:
        int(text)
    except ValueError as error:
        return error
    raise AssertionError


def other_mistake() -> Exception:
    try:
        {}[1]
    except KeyError as error:
        return error
    raise AssertionError


def report(reporter: CrashReporter, error: Exception) -> None:
    reporter.catch(type(error), error, error.__traceback__)


def shown(reporter: CrashReporter) -> QMessageBox:
    assert reporter.dialog is not None
    return reporter.dialog


def test_a_mistake_is_told_once_with_its_traceback(reporter: CrashReporter, qtbot: QtBot) -> None:
    report(reporter, mistake())
    assert reporter.dialog is None  # never from within the code that failed
    qtbot.waitUntil(lambda: reporter.dialog is not None)
    dialog = shown(reporter)
    assert not dialog.isModal()
    assert "a mistake" in dialog.detailedText()
    assert "in mistake" in dialog.detailedText()
    assert str(reporter.log) in dialog.informativeText()


def test_a_storm_of_mistakes_is_one_dialog(reporter: CrashReporter, qtbot: QtBot) -> None:
    for number in range(500):
        report(reporter, mistake(f"number {number}"))
    report(reporter, other_mistake())
    qtbot.waitUntil(lambda: reporter.dialog is not None)
    dialog = shown(reporter)
    qtbot.wait(0)
    assert shown(reporter) is dialog
    assert "number 0" in dialog.detailedText()


def test_the_same_mistake_is_not_told_again_but_another_one_is(
    reporter: CrashReporter, qtbot: QtBot
) -> None:
    report(reporter, mistake())
    qtbot.waitUntil(lambda: reporter.dialog is not None)
    shown(reporter).close()
    assert reporter.dialog is None
    report(reporter, mistake("again"))
    report(reporter, other_mistake())
    qtbot.waitUntil(lambda: reporter.dialog is not None)
    assert "KeyError" in shown(reporter).detailedText()


def test_details_are_copied_and_the_dialog_stays(reporter: CrashReporter, qtbot: QtBot) -> None:
    report(reporter, mistake())
    qtbot.waitUntil(lambda: reporter.dialog is not None)
    dialog = shown(reporter)
    button = next(each for each in dialog.buttons() if each.text() == "Copy details")
    button.click()
    assert QGuiApplication.clipboard().text() == dialog.detailedText()
    assert dialog.isVisible()


def test_ctrl_c_is_no_mistake(reporter: CrashReporter, capsys: pytest.CaptureFixture[str]) -> None:
    reporter.catch(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert "KeyboardInterrupt" in capsys.readouterr().err
    assert reporter.told == set()


def test_a_place_is_the_kind_and_the_line() -> None:
    assert place_of(mistake("one")) == place_of(mistake("two"))
    assert place_of(mistake()) != place_of(other_mistake())
    assert place_of(ValueError()) == "ValueError "


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Path]:
    handlers = list(LOG.handlers)
    path = open_log(tmp_path / "new" / "logs")
    assert path is not None
    yield path
    for handler in set(LOG.handlers) - set(handlers):
        LOG.removeHandler(handler)
        handler.close()


def test_the_log_holds_mistakes_and_what_qt_complains_of(log: Path, qtbot: QtBot) -> None:
    reporter = CrashReporter(None)
    report(reporter, mistake("for the log"))
    before = qInstallMessageHandler(note)
    qWarning("a layout loops")
    qInstallMessageHandler(before)
    text = log.read_text()
    assert "'for the log'" in text
    assert "WARNING Qt: a layout loops" in text
    qtbot.waitUntil(lambda: reporter.dialog is not None)
    shown(reporter).close()


def test_the_log_does_not_grow_without_end(log: Path) -> None:
    for _ in range(80):
        LOG.error("x" * 50_000)
    files = list(log.parent.glob("optlab.log*"))
    assert len(files) == 3
    assert all(file.stat().st_size <= LARGEST for file in files)


def test_without_a_place_for_the_log_there_is_none(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file where a folder should be")
    assert open_log(tmp_path / "taken" / "logs") is None
    assert logging.getLogger("optlab") is LOG


class Clumsy(QObject):
    """Raises in a slot, as a bug in a view does."""

    @Slot()
    def fall(self) -> None:
        raise ZeroDivisionError("in a slot")


@pytest.mark.qt_no_exception_capture
def test_a_mistake_in_a_slot_is_caught(qtbot: QtBot) -> None:
    clumsy, hook = Clumsy(), sys.excepthook
    with watching() as troubles:
        timer = QTimer(singleShot=True)
        timer.timeout.connect(clumsy.fall)
        timer.start(0)
        qtbot.waitUntil(lambda: bool(troubles))
    assert "ZeroDivisionError: in a slot" in troubles[0]
    assert sys.excepthook is hook


PROGRAM = """
import faulthandler, sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from optlab.qt import crash

app = QApplication([])
reporter = crash.install()

def look():
    if reporter.dialog is None:
        QTimer.singleShot(10, look)
    elif sys.argv[1] == "close":
        print(reporter.dialog.text())
        app.quit()
    else:
        faulthandler._sigabrt()

def fall():
    raise ZeroDivisionError("in the program")

QTimer.singleShot(0, fall)
QTimer.singleShot(0, look)
app.exec()
"""


@pytest.mark.parametrize("end", ["close", "abort"])
def test_an_installed_reporter_tells_logs_and_survives_all_but_the_end(
    end: str, xvfb: object
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, end], capture_output=True, text=True, check=False
    )
    assert "ZeroDivisionError: in the program" in (log_folder() / "optlab.log").read_text()
    faults = (log_folder() / "fault.log").read_text()
    if end == "close":
        assert (done.returncode, done.stdout) == (0, "OptLab made a mistake.\n")
        assert faults == ""
    else:
        assert "Fatal Python error: Aborted" in faults
