"""One knob in the real window: choosing such a landscape, starting by a click, going back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from optlab.engine import Experiment, Landscape
from optlab.engine.experiment import Fitting
from optlab.engine.landscapes import IcedTea, Rosenbrock, Tea
from optlab.engine.starts import At
from optlab.qt import app
from optlab.qt.main_window import MainWindow
from optlab.session.pace import suited

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[MainWindow]:
    made = app.open_window(Experiment(), "light", QSize(1280, 800))
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.activateWindow()
    qtbot.waitUntil(made.settled, timeout=30_000)
    yield made
    made.close()


def choose(qtbot: QtBot, window: MainWindow, title: str) -> None:
    """Choose a landscape in the form, with the keyboard."""
    combo = window.setup.dataset.fields["landscape"].findChild(QComboBox)
    assert isinstance(combo, QComboBox)
    combo.setFocus()
    qtbot.keyClick(combo, Qt.Key.Key_Home)
    for _ in range(combo.count()):
        if combo.currentText() != title:
            qtbot.keyClick(combo, Qt.Key.Key_Down)
    assert combo.currentText() == title
    qtbot.waitUntil(window.settled, timeout=30_000)


def test_one_knob_after_two_and_after_a_network_and_all_undone(
    window: MainWindow, qtbot: QtBot
) -> None:
    conductor, surface = window.conductor, window.surface
    qtbot.mouseClick(window.setup.ground.segments["landscape"], LEFT)
    choose(qtbot, window, "Tea")
    assert conductor.experiment.objective == Landscape(Tea())
    assert conductor.experiment.start == At(Tea.start)
    assert conductor.experiment.racers == suited(Tea())
    assert surface.stack.currentWidget() is surface.curve
    assert not window.notice.isVisible()
    choose(qtbot, window, "Rosenbrock")
    assert conductor.experiment.start == At(Rosenbrock.start)
    assert surface.stack.currentWidget() is not surface.curve
    choose(qtbot, window, "Iced tea")
    assert conductor.experiment.start == At(IcedTea.start)
    qtbot.mouseClick(window.setup.ground.segments["fitting"], LEFT)
    qtbot.waitUntil(window.settled, timeout=30_000)
    assert isinstance(conductor.experiment.objective, Fitting)
    assert surface.stack.currentWidget() is not surface.curve
    seen: list[object] = []
    while conductor.history.undo_label:
        qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(window.settled, timeout=30_000)
        seen.append(conductor.experiment.objective)
    assert {Landscape(IcedTea()), Landscape(Rosenbrock()), Landscape(Tea())} <= set(seen)
    assert conductor.experiment == Experiment()


def test_a_click_on_the_curve_lets_all_racers_start_there(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.mouseClick(window.setup.ground.segments["landscape"], LEFT)
    choose(qtbot, window, "Iced tea")
    curve = window.surface.curve
    frame = curve.frame()
    place = frame.place(25.0, sum(frame.y) / 2)
    qtbot.mouseClick(curve, LEFT, pos=place.toPoint())
    qtbot.waitUntil(window.settled, timeout=30_000)
    start = window.conductor.experiment.start
    assert isinstance(start, At)
    assert start.theta == pytest.approx((25.0,), abs=0.3)
    window.transport.forward.click()
    thetas = [snapshot.theta[0] for snapshot in window.conductor.moment.snapshots]
    assert all(theta < start.theta[0] for theta in thetas)  # down into the iced valley


def test_the_tangent_follows_the_racer_chosen_in_the_table(
    window: MainWindow, qtbot: QtBot
) -> None:
    qtbot.mouseClick(window.setup.ground.segments["landscape"], LEFT)
    choose(qtbot, window, "Tea")
    assert window.surface.foot.facts[0].racer == 0
    window.views.data.table.racer_chosen.emit(2)
    assert window.surface.foot.facts[0].racer == 2
