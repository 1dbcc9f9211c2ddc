"""The tab Curvature is measured in the background, for what is chosen now."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QSize, Qt
from pytestqt.qtbot import QtBot

from optlab.engine import Experiment
from optlab.qt import app
from optlab.qt.main_window import MainWindow


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[MainWindow]:
    made = app.open_window(replace(Experiment(), steps=100), "light", QSize(1024, 700))
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.activateWindow()
    qtbot.waitUntil(made.settled, timeout=30_000)
    yield made
    made.close()


def test_it_fills_up_by_itself_and_starts_anew_with_another_seed(
    window: MainWindow, qtbot: QtBot
) -> None:
    view, tabs = window.views.curvature, window.views
    assert view.probe is None
    place = tabs.stack.indexOf(view)
    qtbot.mouseClick(tabs.bar, Qt.MouseButton.LeftButton, pos=tabs.bar.tabRect(place).center())
    qtbot.waitUntil(lambda: view.probe is not None and view.probe.done, timeout=20_000)
    qtbot.waitUntil(lambda: len(view.chart.edges.steps) >= 41)
    before = view.probe
    window.conductor.seek(50)
    qtbot.waitUntil(lambda: "step 50" in view.title.text(), timeout=10_000)
    window.conductor.set_seed(11)
    qtbot.waitUntil(window.settled, timeout=30_000)
    after = view.probe
    assert after is not None
    assert after is not before
    assert after.recording is window.conductor.recording
    qtbot.waitUntil(lambda: after.done and len(view.chart.edges.steps) >= 41, timeout=20_000)
