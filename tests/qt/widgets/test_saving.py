"""Asking where to save, with the dialogs of the system played by stand-ins."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from optlab.qt.widgets.saving import ask_where

YES, NO = QMessageBox.StandardButton.Yes, QMessageBox.StandardButton.No


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


def asked(parent: QWidget, typed: str, monkeypatch: pytest.MonkeyPatch) -> Path | None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (typed, ""))
    return ask_where(parent, "Save", "it", ".png", "*.png")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("a.png", "a.png"), ("a.PNG", "a.PNG"), ("a", "a.png"), ("run.v2", "run.v2.png")],
)
def test_the_ending_is_always_there(
    parent: QWidget, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, typed: str, meant: str
) -> None:
    assert asked(parent, str(tmp_path / typed), monkeypatch) == tmp_path / meant


def test_nothing_is_named(parent: QWidget, monkeypatch: pytest.MonkeyPatch) -> None:
    assert asked(parent, "", monkeypatch) is None


@pytest.mark.parametrize(("answer", "agreed"), [(YES, True), (NO, False)])
def test_a_file_that_the_dialog_did_not_see_is_asked_about(
    parent: QWidget,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    answer: QMessageBox.StandardButton,
    agreed: bool,
) -> None:
    there = tmp_path / "a.png"
    there.write_bytes(b"of yesterday")
    monkeypatch.setattr(QMessageBox, "question", lambda *_: answer)
    found = asked(parent, str(tmp_path / "a"), monkeypatch)
    assert found == (there if agreed else None)
