"""Metrics and curves in the window: one racer, one threshold and one cursor for all views."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from pytestqt.qtbot import QtBot

from optlab.engine import Experiment
from optlab.engine.fitted import FittingObjective
from optlab.engine.metrics import ClassificationReport, report
from optlab.qt import app
from optlab.qt.main_window import MainWindow


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[MainWindow]:
    made = app.open_window(Experiment(steps=120), "light", QSize(1280, 800))
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.activateWindow()
    qtbot.waitUntil(made.settled, timeout=30_000)
    yield made
    made.close()


def open_tab(window: MainWindow, name: str) -> None:
    bar = window.views.bar
    bar.setCurrentIndex([bar.tabText(place) for place in range(bar.count())].index(name))


def test_curves_stand_before_metrics(window: MainWindow):
    names = [window.views.bar.tabText(place) for place in range(window.views.bar.count())]
    assert names.index("Network") < names.index("Curves") < names.index("Metrics")


def test_the_threshold_moves_the_border_of_the_map(window: MainWindow, qtbot: QtBot):
    open_tab(window, "Metrics")
    slider = window.views.metrics.side.threshold.slider
    place = QPoint(round(slider.x_of(900)), slider.height() // 2)
    qtbot.mouseClick(slider, Qt.MouseButton.LeftButton, pos=place)
    open_tab(window, "Data and prediction")
    assert f"probability of {slider.value() / 1000:.2f}"[:-1] in window.views.data.sentence.text()


def test_one_racer_is_shown_everywhere(window: MainWindow):
    open_tab(window, "Metrics")
    window.views.metrics.side.racer.menu().actions()[1].trigger()
    open_tab(window, "Data and prediction")
    assert window.views.data.chosen == window.views.data.table.chosen == 1
    open_tab(window, "Curves")
    assert window.views.curves.racer.text() == "Adam"
    window.views.curves.racer.menu().actions()[2].trigger()
    open_tab(window, "Metrics")
    assert window.views.metrics.side.racer.text() == "Gradient descent"


def test_a_metric_over_time_comes_from_the_background(window: MainWindow, qtbot: QtBot):
    open_tab(window, "Metrics")
    qtbot.mouseClick(
        window.views.metrics.classes.chooser.segments["time"], Qt.MouseButton.LeftButton
    )
    qtbot.waitUntil(lambda: bool(window.views.metrics.time.measures()), timeout=10_000)
    qtbot.waitUntil(window.settled, timeout=30_000)
    course = window.views.metrics.time.measures()[-1]
    recording, objective = window.conductor.recording, window.conductor.recording.objective
    assert isinstance(objective, FittingObjective)
    told = report(objective, recording.snapshot(0, 120).theta, objective.train)
    assert isinstance(told, ClassificationReport)
    assert (course.x[-1], course.y[-1]) == (120, told.accuracy)


def test_a_click_on_the_learning_rate_moves_the_cursor(window: MainWindow, qtbot: QtBot):
    open_tab(window, "Curves")
    window.views.curves.gallery.turn_to("rate")
    at = window.views.curves.rates.frame().place(60.0, 0.01).toPoint()
    qtbot.mouseClick(window.views.curves.rates, Qt.MouseButton.LeftButton, pos=at)
    assert window.conductor.playback.step == pytest.approx(60, abs=1)
