"""The diagnostic report: asked for in the menu, read before it is saved, naming nobody."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QMenu
from pytestqt.qtbot import QtBot

from optlab.cli import main
from optlab.engine import Experiment
from optlab.qt import app, opengl, report, settings
from optlab.qt.diagnosis import Diagnosis
from optlab.qt.findings import Finding
from optlab.qt.main_window import MainWindow
from optlab.session import anonymous
from optlab.session.log import FAULTS, FILE, LOG, open_log
from optlab.session.places import log_folder

LINES = "2026-01-01 12:00:00,000 INFO line {} of /homes/ernestine/Essay.optlab at RAUM7-PC\n"


@pytest.fixture(autouse=True)
def ernestine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another person at another computer, of whom the logs know."""
    for name, value in {
        "HOME": "/homes/ernestine",
        "USER": "ernestine",
        "COMPUTERNAME": "RAUM7-PC",
    }.items():
        monkeypatch.setenv(name, value)
    log_folder().mkdir(parents=True)
    lines = "".join(LINES.format(number) for number in range(500))
    (log_folder() / FILE).write_text(lines)
    (log_folder() / FAULTS).write_text('  File "/homes/ernestine/optlab/qt/app.py", line 3 in main')


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[MainWindow]:
    made = app.open_window(Experiment(), "light", QSize(1024, 700), asked="software")
    qtbot.addWidget(made)
    qtbot.waitUntil(made.settled, timeout=30_000)
    yield made
    made.close()


@pytest.fixture
def dialog(window: MainWindow, qtbot: QtBot) -> Diagnosis:
    """The dialog, opened by the menu as a person opens it."""
    menu = next(each for each in window.findChildren(QMenu) if window.acts.help in each.actions())
    acts = menu.actions()
    assert acts.index(window.acts.report) == acts.index(window.acts.help) + 1
    menu.popup(window.pos())
    qtbot.mouseClick(
        menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(window.acts.report).center()
    )
    found = window.findChild(Diagnosis)
    assert found is not None
    qtbot.waitExposed(found)
    return found


def test_all_of_it_is_shown_before_it_is_saved(
    dialog: Diagnosis, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = dialog.text.toPlainText()
    assert dialog.text.isReadOnly()
    for part in ("OptLab", "Screen 1", "OpenGL", "Surface drawn by", "ok    a dataset is loaded"):
        assert part in shown
    assert "software: you asked for it" in shown
    assert "line 499 of *** at ***" in shown
    assert "line 3 in main" in shown
    for name in ("ernestine", "Essay", "RAUM7"):
        assert name.lower() not in shown.lower()
    target = tmp_path / "sent"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    qtbot.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
    assert target.with_suffix(".txt").read_text("utf-8") == shown
    assert dialog.trouble.text() == "Saved as sent.txt."
    dialog.close()


def test_it_is_copied(dialog: Diagnosis, qtbot: QtBot) -> None:
    qtbot.mouseClick(dialog.copy, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == dialog.text.toPlainText()
    dialog.close()


def test_a_folder_that_cannot_be_written_is_told_in_the_dialog(
    dialog: Diagnosis, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "taken").touch()
    target = tmp_path / "taken" / "x.txt"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    qtbot.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
    assert dialog.trouble.isVisible()
    assert dialog.trouble.text() == "Cannot write x.txt: not a directory."
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_the_command_writes_the_same_without_a_window(
    qapp: object,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(opengl, "ask", lambda _: "no context in /homes/ernestine/driver.so")
    assert main(["doctor", "--report", str(tmp_path / "report.txt")]) == 1
    text = (tmp_path / "report.txt").read_text("utf-8")
    assert "no context in ~/driver.so" in text
    assert "Screen 1" in text
    assert "ok    an icon is drawn" in text
    assert "line 499 of" in text
    assert "ernestine" not in text.lower()
    assert "Autosaved" in capsys.readouterr().out


def test_a_finding_names_nobody_whatever_it_says(monkeypatch: pytest.MonkeyPatch) -> None:
    person = anonymous.Person(("/srv/homes/zoë",), ("zoë", "zoë-laptop"))
    monkeypatch.setattr(report, "here", lambda: person)
    settings.keep("student", "Benedikta Q.")
    found = Finding("Logs", "/srv/homes/zoë/.local/state on ZOË-Laptop, asked by Zoe\u0308")
    text = report.composed([found], ["FAIL  a file of BENEDIKTA: /srv/homes/zo\\xeb/x"])
    assert "~/.local/state on ***, asked by ***" in text
    assert "~/x" in text
    assert "benedikta" not in text.lower()


def test_the_log_itself_names_neither_person_nor_file() -> None:
    path = open_log(log_folder())
    assert path is not None
    handler = LOG.handlers[-1]
    try:
        LOG.warning("cannot read %s", "/homes/ernestine/My essay/Essay of Ernestine.optlab")
        LOG.error("FileNotFoundError: [Errno 2] No such file: 'Essay of mine.docx' on RAUM7-PC")
    finally:
        LOG.removeHandler(handler)
        handler.close()
    written = "".join(path.read_text("utf-8").splitlines()[500:])
    assert written.count("***") >= 3
    for name in ("ernestine", "mine.docx", "raum7", "homes"):
        assert name not in written.lower()
