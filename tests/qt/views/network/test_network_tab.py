"""A weight edited in the real window is a start for all racers, and can be undone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QSize, Qt
from pytestqt.qtbot import QtBot

from optlab.engine import Experiment
from optlab.engine.starts import At
from optlab.qt import app
from optlab.qt.main_window import MainWindow


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[MainWindow]:
    made = app.open_window(replace(Experiment(), steps=60), "light", QSize(1024, 700))
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.activateWindow()
    qtbot.waitUntil(lambda: made.conductor.recording.finished, timeout=30_000)
    made.views.bar.setCurrentIndex(made.views.stack.indexOf(made.views.network))
    yield made
    made.close()


def test_an_edited_weight_starts_the_race_anew_and_undo_takes_it_back(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.conductor.seek(40)
    theta = window.conductor.moment.snapshots[0].theta
    before = window.conductor.experiment
    window.views.network.choose(7)
    edit = window.views.network.weight.value
    edit.setFocus()
    edit.selectAll()
    qtbot.keyClicks(edit, "1.25")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    start = window.conductor.experiment.start
    assert isinstance(start, At)
    assert start.theta == (*theta[:7].tolist(), 1.25, *theta[8:].tolist())
    assert window.conductor.moment.cursor == 0
    assert window.notice.isVisible()
    qtbot.waitUntil(lambda: edit.text() == "1.25")
    racers = range(len(before.racers))
    starts = [window.conductor.recording.snapshot(racer, 0).theta[7] for racer in racers]
    assert starts == [1.25] * len(before.racers)
    window.acts.undo.trigger()
    assert window.conductor.experiment == before


def test_racers_chosen_elsewhere_are_followed(window: MainWindow) -> None:
    window.conductor.seek(40)
    window.views.data.table.racer_chosen.emit(2)
    seen = window.views.network.canvas.accessibleDescription()
    window.views.network.choose(0)
    assert window.views.network.canvas.accessibleDescription() != seen
    assert window.views.network.racer.text() == window.conductor.experiment.racers[2].name
