"""A window with a small lab in it, and what a hand does there."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from optlab.engine import Experiment, Landscape
from optlab.engine.landscapes import Bowl
from optlab.engine.starts import At
from optlab.qt import app
from optlab.qt.lesson import Lesson
from optlab.qt.main_window import MainWindow
from optlab.qt.panels.lab.prompts.card import PromptCard


class Hand:
    """Clicks and types in a window in which a lab is open."""

    def __init__(self, window: MainWindow, qtbot: QtBot) -> None:
        self.window, self.bot = window, qtbot

    @property
    def lesson(self) -> Lesson:
        return self.window.lesson

    def card(self, key: str) -> PromptCard:
        return self.lesson.panel.page.cards[key]

    def click(self, button: QAbstractButton) -> None:
        self.bot.mouseClick(button, Qt.MouseButton.LeftButton)

    def settle(self) -> None:
        self.bot.waitUntil(self.window.settled, timeout=30_000)

    def run_through(self) -> None:
        """Let the run play to its end, and wait for what is worked out about it."""
        self.click(self.window.transport.play)
        conductor = self.window.conductor
        self.bot.waitUntil(
            lambda: (
                conductor.recording.finished
                and conductor.moment.cursor == conductor.recording.reached
            ),
            timeout=30_000,
        )
        self.settle()


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[MainWindow]:
    ground = Experiment(steps=10, objective=Landscape(Bowl()), start=At((1.0, 1.0)))
    made = app.open_window(ground, "light", QSize(1280, 800), asked="software")
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.activateWindow()
    qtbot.waitUntil(made.settled, timeout=30_000)
    yield made
    made.close()


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """The file of the small lab."""
    return Path(shutil.copy(Path(__file__).with_name("small.toml"), tmp_path / "small.toml"))


@pytest.fixture
def hand(window: MainWindow, qtbot: QtBot) -> Hand:
    return Hand(window, qtbot)


@pytest.fixture
def begun(hand: Hand, small: Path) -> Hand:
    """The lab is open at its first step."""
    hand.lesson.open(small)
    hand.lesson.begin("ada")
    hand.settle()
    return hand
