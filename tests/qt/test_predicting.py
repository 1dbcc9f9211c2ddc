"""A prediction in the whole window: the future is hidden in both panes, and a racer is followed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QSize, Qt
from pytestqt.qtbot import QtBot

from optlab.engine import Experiment
from optlab.qt import app
from optlab.qt.main_window import MainWindow

SHORT = Experiment(steps=60)


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[MainWindow]:
    made = app.open_window(replace(SHORT, racers=SHORT.racers[:1]), "light", QSize(1280, 800))
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.activateWindow()
    qtbot.waitUntil(made.settled, timeout=30_000)
    yield made
    made.close()


def ahead(window: MainWindow) -> bool:
    """Whether the surface shows what is still to come."""
    scene = window.surface._scene  # pyright: ignore[reportPrivateUsage]
    return scene is not None and any(len(path.ahead) for path in scene.paths)


def test_a_prediction_hides_the_future_in_both_panes_until_it_was_watched(
    window: MainWindow, qtbot: QtBot
) -> None:
    assert ahead(window)
    qtbot.mouseClick(window.loss.predict, Qt.MouseButton.LeftButton)
    assert not ahead(window)
    for _ in range(10):
        qtbot.keyClick(window.loss.chart, Qt.Key.Key_Right)
        qtbot.keyClick(window.loss.chart, Qt.Key.Key_Down)
    qtbot.keyClick(window.loss.chart, Qt.Key.Key_Return)
    window.conductor.seek(30)
    qtbot.waitUntil(lambda: window.conductor.moment.cursor == 30)
    assert not ahead(window)
    window.conductor.set_speed(1000.0)
    qtbot.keyClick(window.transport.play, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: window.loss.prediction.gap is not None, timeout=10_000)
    window.conductor.seek(30)
    qtbot.waitUntil(lambda: window.conductor.moment.cursor == 30)
    assert ahead(window)


def test_a_racer_of_an_experiment_that_was_only_just_chosen_can_be_followed(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.conductor.open(SHORT, "Open")
    window.follow(2)
    qtbot.waitUntil(lambda: len(window.conductor.moment.experiment.racers) == 3)
    qtbot.waitUntil(window.settled, timeout=30_000)
    scene = window.surface._scene  # pyright: ignore[reportPrivateUsage]
    assert scene is not None
    assert scene.followed == 2
