"""What the tab Health suggests is done by the conductor, and undone by it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QSize, Qt
from pytestqt.qtbot import QtBot

from optlab.qt import app
from optlab.qt.main_window import MainWindow
from optlab.resources import resource
from optlab.session.files import read_experiment


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[MainWindow]:
    tea = read_experiment(resource("examples", "tea.optlab"))
    made = app.open_window(tea, "light", QSize(1024, 700))
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.activateWindow()
    qtbot.waitUntil(made.settled, timeout=30_000)
    yield made
    made.close()


def test_a_suggested_racer_races_beside_the_old_one_until_it_is_undone(
    window: MainWindow, qtbot: QtBot
) -> None:
    conductor, tabs = window.conductor, window.views
    place = tabs.stack.indexOf(window.views.health)
    qtbot.mouseClick(tabs.bar, Qt.MouseButton.LeftButton, pos=tabs.bar.tabRect(place).center())
    conductor.seek(50)
    qtbot.waitUntil(lambda: conductor.moment.cursor == 50)
    assert window.footer.sentence.text().startswith("Too careful has not converged")
    before = conductor.experiment
    card = next(each for each in window.views.health.cards if each.title.text() == "Oscillation")
    qtbot.mouseClick(card.act, Qt.MouseButton.LeftButton)
    assert conductor.experiment.racers[:-1] == before.racers
    assert conductor.experiment.racers[-1].name.startswith("Too bold, η = ")
    qtbot.waitUntil(lambda: conductor.moment.cursor == 50, timeout=10_000)
    assert conductor.moment.train_losses[-1] < conductor.moment.train_losses[-2]
    window.acts.undo.trigger()
    assert conductor.experiment == before
