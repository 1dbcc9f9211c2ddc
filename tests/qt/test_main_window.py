"""The main window as a person uses it: real keys, real clicks, the real thread."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from unittest.mock import Mock

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QMimeData, QPoint, QPointF, QRect, QSize, Qt, QUrl
from PySide6.QtGui import QAccessible, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QInputDialog,
    QLabel,
    QWidget,
)
from pytestqt.qtbot import QtBot

from optlab.engine import Experiment, Landscape, Racer
from optlab.engine.declare import knobs
from optlab.engine.optimizers import GradientDescent
from optlab.qt import app, theme
from optlab.qt.main_window import MainWindow
from optlab.session.files import read_experiment, write_experiment


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[MainWindow]:
    yield from opened(qtbot, Experiment())


def opened(qtbot: QtBot, experiment: Experiment) -> Iterator[MainWindow]:
    made = app.open_window(experiment, "light", QSize(1280, 800))
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.activateWindow()
    qtbot.waitUntil(made.settled, timeout=30_000)
    yield made
    made.close()


def click(qtbot: QtBot, button: QAbstractButton) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_the_first_press_of_space_after_the_start_plays(window: MainWindow, qtbot: QtBot) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    qtbot.keyClick(focus, Qt.Key.Key_Space)
    assert window.conductor.playback.playing


def test_ctrl_d_duplicates_in_the_list_of_racers_and_rolls_the_dice_elsewhere(
    window: MainWindow, qtbot: QtBot
) -> None:
    control, racers = Qt.KeyboardModifier.ControlModifier, window.setup.racer_group.list
    racers.setFocus()
    qtbot.keyClick(racers, Qt.Key.Key_D, control)
    assert len(window.conductor.experiment.racers) == len(Experiment().racers) + 1
    assert window.conductor.experiment.seed == Experiment().seed
    window.transport.play.setFocus()
    qtbot.keyClick(window.transport.play, Qt.Key.Key_D, control)
    assert window.conductor.experiment.seed != Experiment().seed


def test_a_notice_goes_with_the_next_choice(window: MainWindow, qtbot: QtBot) -> None:
    window.setup.racer_group.list.renamed.emit(0, Experiment().racers[1].name)
    assert window.notice.isVisible()
    click(qtbot, window.transport.dice)
    assert not window.notice.isVisible()


def test_space_plays_and_the_default_experiment_learns_within_three_seconds(
    window: MainWindow, qtbot: QtBot
) -> None:
    conductor = window.conductor
    before = conductor.moment.train_losses
    qtbot.keyClick(window, Qt.Key.Key_Space)
    assert conductor.playback.playing
    qtbot.waitUntil(lambda: conductor.moment.cursor >= 85, timeout=6_000)
    qtbot.keyClick(window, Qt.Key.Key_Space)
    assert not conductor.playback.playing
    assert conductor.moment.cursor <= 30 * 6
    assert min(conductor.moment.train_losses) < 0.6 * min(before)


def test_transport_buttons_step_and_restart(window: MainWindow, qtbot: QtBot) -> None:
    click(qtbot, window.transport.forward)
    click(qtbot, window.transport.forward)
    click(qtbot, window.transport.back)
    assert window.conductor.moment.cursor == 1
    click(qtbot, window.transport.stride.segments["epoch"])
    qtbot.keyClick(window, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert window.conductor.moment.cursor == 20
    assert "update 20 of 500" in window.footer.timeline.caption.text()
    click(qtbot, window.transport.restart)
    assert window.conductor.moment.cursor == 0


def test_dice_changes_the_seed_and_undo_brings_it_back(window: MainWindow, qtbot: QtBot) -> None:
    click(qtbot, window.transport.dice)
    assert window.conductor.experiment.seed != 7
    assert str(window.conductor.experiment.seed) in window.transport.seed.text()
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window.conductor.experiment == Experiment()


def test_a_seed_can_be_typed(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr(QInputDialog, "getInt", lambda *_: (11, True))
    click(qtbot, window.transport.seed)
    assert window.conductor.experiment.seed == 11


def test_the_largest_seed_of_a_file_fits_into_the_dialog(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    seed = next(knob for knob in knobs(Experiment) if knob.name == "seed")
    assert seed.high is not None
    window.conductor.set_seed(int(seed.high) - seed.high_open)
    seen = Mock(return_value=(0, False))
    monkeypatch.setattr(QInputDialog, "getInt", seen)
    click(qtbot, window.transport.seed)
    *_, shown, low, high = seen.call_args.args
    assert low < shown == high


def test_a_racer_is_added_up_to_eight(window: MainWindow, qtbot: QtBot) -> None:
    for _ in range(7):
        click(qtbot, window.transport.racer)
    names = [racer.name for racer in window.conductor.experiment.racers]
    assert len(names) == len(set(names)) == 8
    qtbot.waitUntil(window.settled, timeout=30_000)
    assert len(window.conductor.moment.snapshots) == 8


def test_a_bad_file_is_one_sentence_and_changes_nothing(window: MainWindow, tmp_path: Path) -> None:
    path = tmp_path / "bad.optlab"
    path.write_text('[[racers]]\nname = "A"\noptimizer = { kind = "adm" }\n')
    window.documents.open_path(path)
    assert window.notice.isVisible()
    assert "adam" in window.notice.text.text()
    assert window.conductor.experiment == Experiment()


def test_a_file_can_be_dropped_saved_and_opened_again(window: MainWindow, tmp_path: Path) -> None:
    path = tmp_path / "rosenbrock.optlab"
    chosen = Experiment(objective=Landscape(), racers=(Racer("A", GradientDescent(0.001)),))
    write_experiment(path, chosen)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    action, buttons = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    keys = Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(window, QDragEnterEvent(QPoint(5, 5), action, mime, buttons, keys))
    QApplication.sendEvent(window, QDropEvent(QPointF(5, 5), action, mime, buttons, keys))
    assert window.conductor.experiment == chosen
    assert "rosenbrock.optlab" in window.windowTitle()
    window.conductor.set_seed(3)
    assert window.windowTitle().startswith("rosenbrock.optlab *")
    assert window.documents.save()
    assert read_experiment(path) == replace(chosen, seed=3)
    assert not window.documents.modified


def test_the_numbers_are_exported_in_the_background(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    path = tmp_path / "run.csv"
    monkeypatch.setattr(
        "optlab.qt.widgets.saving.QFileDialog.getSaveFileName", lambda *_: (str(path), "")
    )
    window.documents.export_csv()
    qtbot.waitUntil(path.exists, timeout=20_000)
    lines = path.read_text().splitlines()
    assert lines[0].startswith("racer,step,epoch,train_loss")
    assert len(lines) == 1 + 3 * 501


def test_no_number_on_screen_is_nan_after_a_divergence(qtbot: QtBot) -> None:
    wild = (Racer("Wild", GradientDescent(learning_rate=0.5)),)
    for window in opened(qtbot, Experiment(objective=Landscape(), racers=wild)):
        window.conductor.seek(500)
        qtbot.waitUntil(window.settled, timeout=30_000)
        texts = [label.text() for label in window.findChildren(QLabel)]
        texts += [widget.accessibleName() for widget in window.findChildren(QWidget)]
        words = " ".join(texts).lower().replace("nand", "")
        assert "diverged" in window.footer.sentence.text().lower()
        assert " nan" not in words
        assert " inf " not in words


@pytest.mark.parametrize("look", ["light", "dark"])
@pytest.mark.parametrize("size", [(1024, 700), (1920, 1080)])
def test_nothing_of_the_transport_overlaps_in_any_size(
    window: MainWindow, qtbot: QtBot, look: theme.Look, size: tuple[int, int]
) -> None:
    theme.choose(app.application(), look)
    window.resize(*size)
    qtbot.waitUntil(lambda: window.width() == size[0])
    options = Qt.FindChildOption.FindDirectChildrenOnly
    parts = window.transport.findChildren(QWidget, options=options)
    boxes = sorted((part.geometry() for part in parts if part.isVisible()), key=QRect.left)
    assert all(a.right() < b.left() for a, b in pairwise(boxes))


def test_every_control_has_a_name_for_screen_readers(window: MainWindow) -> None:
    nameless = [
        widget
        for widget in window.findChildren(QWidget)
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


def test_closing_while_everything_runs_leaves_nothing(qtbot: QtBot) -> None:
    window = app.open_window(Experiment(steps=100_000), "dark", QSize(1280, 800))
    qtbot.addWidget(window)
    window.conductor.play()
    qtbot.waitUntil(lambda: window.conductor.recording.reached > 50, timeout=20_000)
    window.close()
    reached = window.conductor.recording.reached
    qtbot.wait(30)
    assert window.conductor.recording.reached == reached
