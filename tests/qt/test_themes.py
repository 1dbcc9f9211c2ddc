"""Every theme in the whole window: painted, changed in mid-run, remembered, with room for it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import QRect, QSettings, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics
from PySide6.QtWidgets import QLabel, QMenu, QWidget
from pytestqt.qtbot import QtBot

from optlab.engine import Experiment
from optlab.qt import app, theme
from optlab.qt.main_window import MainWindow
from optlab.qt.widgets.text_button import TextButton

LOOKS = list(theme.PALETTES)
EACH = pytest.mark.parametrize("name", LOOKS)
SMALLEST = QSize(1024, 700)


@pytest.fixture(autouse=True)
def own_settings(tmp_path: Path, qapp: object) -> Iterator[None]:
    """Preferences of their own, and the light theme afterwards."""
    del qapp
    kind, scope = QSettings.Format.IniFormat, QSettings.Scope.UserScope
    former = QSettings.defaultFormat()
    QSettings.setDefaultFormat(kind)
    QSettings.setPath(kind, scope, str(tmp_path))
    yield
    QSettings.setDefaultFormat(former)
    theme.choose(app.application(), "light")


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[MainWindow]:
    yield from opened(qtbot, "light")


def opened(qtbot: QtBot, look: theme.Look | None, size: QSize = SMALLEST) -> Iterator[MainWindow]:
    made = app.open_window(Experiment(steps=600), look, size)
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.activateWindow()
    qtbot.waitUntil(made.settled, timeout=30_000)
    yield made
    made.close()


def wear(window: MainWindow, qtbot: QtBot, name: str) -> None:
    """Put a theme in force and let everything find its place."""
    theme.choose(app.application(), cast("theme.Look", name))
    app.application().processEvents()
    qtbot.waitUntil(window.settled, timeout=30_000)
    app.application().processEvents()


@EACH
def test_the_whole_window_is_painted_and_everything_has_room(
    window: MainWindow, qtbot: QtBot, name: str
):
    wear(window, qtbot, name)
    palette, picture = theme.PALETTES[name], window.picture()
    assert theme.current() is palette
    assert picture.pixelColor(2, picture.height() // 2) == QColor(palette.background)
    box = window.rect()
    for widget in window.findChildren(QWidget):
        if widget.isVisible() and not widget.isWindow() and widget.parent() is window:
            assert box.contains(widget.geometry())
    for button in window.transport.findChildren(TextButton):
        assert button.width() >= button.minimumSizeHint().width()
    options = Qt.FindChildOption.FindDirectChildrenOnly
    parts = window.transport.findChildren(QWidget, options=options)
    boxes = sorted((part.geometry() for part in parts if part.isVisible()), key=QRect.left)
    assert all(a.right() < b.left() for a, b in pairwise(boxes))
    assert window.transport.rect().contains(boxes[-1])


@EACH
def test_no_word_of_the_setup_or_the_footer_is_cut_off(window: MainWindow, qtbot: QtBot, name: str):
    wear(window, qtbot, name)
    for label in window.setup.findChildren(QLabel):
        if label.isVisible() and label.text():
            metrics = QFontMetrics(label.font())
            assert label.height() >= metrics.ascent() + metrics.descent(), label.text()
    sentence = window.footer.sentence
    assert sentence.height() >= sentence.heightForWidth(sentence.width())


def test_themes_change_while_a_run_plays(window: MainWindow, qtbot: QtBot):
    window.conductor.set_speed(30.0)
    window.conductor.restart()
    window.conductor.toggle()
    for name in (*LOOKS, *LOOKS):
        begun = window.conductor.playback.cursor
        window.acts.looks[cast("theme.Look", name)].trigger()
        assert theme.current().name == name
        qtbot.waitUntil(lambda begun=begun: window.conductor.playback.cursor > begun)
    assert window.conductor.playback.playing


@pytest.mark.parametrize("look", theme.LOOKS)
def test_a_theme_is_remembered_after_a_restart(qtbot: QtBot, look: theme.Look):
    first = opened(qtbot, "light" if look != "light" else "dark")
    window = next(first)
    window.acts.looks[look].trigger()
    next(first, None)
    theme.choose(app.application(), "light" if look != "light" else "dark")
    again = opened(qtbot, None)
    window = next(again)
    assert theme.chosen() == look
    assert window.acts.looks[look].isChecked()
    next(again, None)


def test_one_key_goes_through_all_themes(window: MainWindow, qtbot: QtBot):
    seen: list[str] = []
    for _ in LOOKS:
        qtbot.keyClick(window, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
        seen.append(theme.current().name)
    assert seen == [*LOOKS[1:], LOOKS[0]]
    assert [look for look, action in window.acts.looks.items() if action.isChecked()] == ["light"]


def test_the_view_menu_offers_themes_and_less_motion(window: MainWindow):
    menus = [menu for menu in window.findChildren(QMenu) if menu.title() == "Theme"]
    assert [action.data() for action in menus[0].actions()] == list(theme.LOOKS)
    before = theme.reduced_motion()
    window.acts.reduce_motion.trigger()
    assert theme.reduced_motion() is not before
    assert window.acts.reduce_motion.isChecked() is not before


def test_larger_words_go_with_thicker_lines_and_larger_boxes(window: MainWindow, qtbot: QtBot):
    theme.choose(app.application(), "light")
    small = window.transport.play.height(), window.setup.dataset.sizeHint().height()
    theme.choose(app.application(), "projector")
    qtbot.waitUntil(lambda: window.transport.play.height() > small[0])
    grown = window.transport.play.height(), window.setup.dataset.sizeHint().height()
    for before, after in zip(small, grown, strict=True):
        assert 1.2 <= after / before <= 1.4
    theme.choose(app.application(), "light")
    qtbot.waitUntil(lambda: window.transport.play.height() == small[0])
    assert window.setup.dataset.sizeHint().height() == small[1]
