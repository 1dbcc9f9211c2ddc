"""The tab "One step in numbers" in the window: it follows the cursor and the racer."""

from __future__ import annotations

from collections.abc import Iterator
from unittest.mock import patch

import numpy as np
import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractScrollArea, QWidget
from pytestqt.qtbot import QtBot

from optlab.engine import Experiment
from optlab.qt import app
from optlab.qt.main_window import MainWindow
from optlab.qt.views.one_step import view as module
from optlab.session.one_step import Phase
from optlab.session.taking import take


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[MainWindow]:
    made = app.open_window(Experiment(), "light", QSize(1280, 800))
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.activateWindow()
    qtbot.waitUntil(made.settled, timeout=30_000)
    yield made
    made.close()


def open_tab(window: MainWindow) -> None:
    titles = [window.views.bar.tabText(place) for place in range(window.views.bar.count())]
    window.views.bar.setCurrentIndex(titles.index("One step in numbers"))


def test_it_follows_the_cursor_back_in_time(window: MainWindow, qtbot: QtBot) -> None:
    open_tab(window)
    for step in (40, 12):
        window.conductor.seek(step)
        qtbot.waitUntil(lambda step=step: f"{step} → {step + 1}" in window.views.step.title.text())
        assert window.views.step.apart is not None
        after = window.conductor.recording.snapshot(0, step + 1)
        np.testing.assert_array_equal(window.views.step.apart.explanation.theta, after.theta)


def test_a_hidden_tab_costs_nothing(window: MainWindow, qtbot: QtBot) -> None:
    with patch.object(module, "take", wraps=take) as taken:
        window.conductor.seek(30)
        qtbot.waitUntil(lambda: window.conductor.moment.cursor == 30)
        assert not taken.called


def test_one_choice_of_racer_serves_all_views(window: MainWindow) -> None:
    open_tab(window)
    window.views.data.table.selectRow(1)
    assert window.views.step.apart is not None
    assert window.views.step.apart.explanation.title == "Adam"
    window.views.step.head.racer.menu().actions()[2].trigger()
    assert window.views.data.chosen == 2
    assert window.views.step.apart.explanation.title == "Gradient descent"


def test_walking_beyond_the_last_phase_moves_the_cursor(window: MainWindow, qtbot: QtBot) -> None:
    open_tab(window)
    window.conductor.seek(5)
    qtbot.waitUntil(lambda: "5 → 6" in window.views.step.title.text())
    qtbot.mouseClick(window.views.step.head.after, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "6 → 7" in window.views.step.title.text())
    assert window.conductor.moment.cursor == 6
    assert window.views.step.phase is Phase.forward
    qtbot.mouseClick(window.views.step.head.before, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "5 → 6" in window.views.step.title.text())
    assert window.views.step.phase is Phase.update


def test_a_step_that_takes_long_comes_from_the_background(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LIGHT", 0)
    open_tab(window)
    assert window.views.step.apart is None
    qtbot.waitUntil(lambda: window.views.step.apart is not None)
    assert "0 → 1" in window.views.step.title.text()


def test_all_of_it_has_names(window: MainWindow) -> None:
    open_tab(window)
    nameless = [
        widget
        for widget in window.views.step.findChildren(QWidget)
        if widget.isVisible()
        and widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        and not is_viewport(widget)
        and not name_of(widget)
    ]
    assert nameless == []


def is_viewport(widget: QWidget) -> bool:
    parent = widget.parent()
    return isinstance(parent, QAbstractScrollArea) and parent.viewport() is widget


def name_of(widget: QWidget) -> str:
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name) if interface else widget.accessibleName()
