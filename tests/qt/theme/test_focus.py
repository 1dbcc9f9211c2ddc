"""The frame around what has the keyboard."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QApplication, QLineEdit, QScrollArea, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from optlab.qt import theme
from optlab.qt.theme.focus import FocusFrame


@pytest.fixture
def rows(qtbot: QtBot, qapp: QApplication) -> Iterator[list[QLineEdit]]:
    """Lines in a scrolled column, in a window on the screen."""
    theme.apply(qapp, theme.HIGH_CONTRAST)
    area, content = QScrollArea(), QWidget()
    column = QVBoxLayout(content)
    lines = [QLineEdit() for _ in range(30)]
    for line in lines:
        column.addWidget(line)
    area.setWidget(content)
    area.resize(300, 300)
    qtbot.addWidget(area)
    area.show()
    area.activateWindow()
    qtbot.waitUntil(area.isActiveWindow)
    yield lines
    theme.apply(qapp, theme.LIGHT)


def frames(widget: QWidget) -> list[QRect]:
    """What the visible frames in the window of `widget` leave free, in its window."""
    return [
        QRect(frame.mapTo(frame.window(), QPoint(0, 0)), frame.size())
        for frame in widget.window().findChildren(FocusFrame)
        if frame.isVisible()
    ]


def around(widget: QWidget) -> QRect:
    return QRect(widget.mapTo(widget.window(), QPoint(0, 0)), widget.size())


def test_one_thick_frame_goes_with_the_keyboard_and_with_what_scrolls(
    rows: list[QLineEdit], qtbot: QtBot
):
    for line in rows[2:4]:
        line.setFocus()
        qtbot.waitUntil(lambda line=line: len(frames(line)) == 1)
        (frame,) = frames(line)
        assert frame.contains(around(line))
        assert frame.width() - line.width() >= 2 * theme.HIGH_CONTRAST.focus
    before = frames(rows[3])[0].top()
    area = rows[3].window()
    assert isinstance(area, QScrollArea)
    area.verticalScrollBar().setValue(30)
    assert frames(rows[3])[0].top() == before - 30


def test_it_never_takes_the_mouse_and_goes_with_the_theme(
    rows: list[QLineEdit], qapp: QApplication, qtbot: QtBot
):
    line = rows[1]
    line.setFocus()
    qtbot.waitUntil(lambda: len(frames(line)) == 1)
    middle = around(line).center()
    assert line.window().childAt(middle) is line
    theme.apply(qapp, theme.LIGHT)
    assert frames(line) == []
    theme.apply(qapp, theme.PROJECTOR)
    assert len(frames(line)) == 1


def test_a_window_that_closes_with_the_keyboard_in_it_leaves_nothing_behind(
    rows: list[QLineEdit], qapp: QApplication, qtbot: QtBot
):
    line = rows[0]
    line.setFocus()
    qtbot.waitUntil(lambda: len(frames(line)) == 1)
    line.window().close()
    other = QLineEdit()
    qtbot.addWidget(other)
    other.show()
    other.activateWindow()
    theme.apply(qapp, theme.PROJECTOR)
    assert frames(line) == []
