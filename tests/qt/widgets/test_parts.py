"""Timeline, speed, segments, chips, buttons, tabs, facts, notices: by mouse and keys."""

import math
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QAction
from PySide6.QtWidgets import QLabel, QMenu, QWidget
from pytestqt.qtbot import QtBot

from optlab.qt.widgets.buttons import Button, IconButton
from optlab.qt.widgets.chip import Chip
from optlab.qt.widgets.facts import Fact, FactLine
from optlab.qt.widgets.labels import ElidedLabel
from optlab.qt.widgets.notice import Notice
from optlab.qt.widgets.pane import EDGE, Pane
from optlab.qt.widgets.segmented import Segmented
from optlab.qt.widgets.speed import SpeedSlider
from optlab.qt.widgets.tabs import TabbedPane
from optlab.qt.widgets.timeline import Timeline

LEFT = Qt.MouseButton.LeftButton


def shown(qtbot: QtBot, widget: QWidget, width: int = 600) -> None:
    qtbot.addWidget(widget)
    widget.resize(width, max(widget.sizeHint().height(), 20))
    widget.show()
    qtbot.waitExposed(widget)
    widget.activateWindow()
    qtbot.waitUntil(widget.isActiveWindow)


@pytest.fixture
def timeline(qtbot: QtBot) -> tuple[Timeline, list[int]]:
    line, sought = Timeline(), list[int]()
    line.sought.connect(sought.append)
    shown(qtbot, line)
    line.show_place(124, 160, 200, 20)
    return line, sought


def test_the_timeline_says_where_it_is(timeline):
    line, sought = timeline
    assert line.caption.text() == "update 124 of 200 · epoch 6.2"
    assert not sought


def test_the_timeline_is_dragged_and_clicked_but_not_beyond_the_recording(qtbot: QtBot, timeline):
    line, sought = timeline
    y = line.slider.height() // 2
    qtbot.mousePress(line.slider, LEFT, pos=QPoint(100, y))
    qtbot.mouseMove(line.slider, QPoint(300, y))
    line.show_place(7, 160, 200, 20)
    assert line.slider.value() == sought[-1] == 100, "a held handle stays in the hand"
    qtbot.mouseMove(line.slider, QPoint(599, y))
    qtbot.mouseRelease(line.slider, LEFT, pos=QPoint(599, y))
    assert sought == sorted(sought)
    assert sought[-1] == 160


def test_the_timeline_moves_by_keys(qtbot: QtBot, timeline):
    line, sought = timeline
    line.slider.setFocus()
    keys = Qt.Key
    for key in (keys.Key_Right, keys.Key_Left, keys.Key_PageUp, keys.Key_End, keys.Key_Home):
        qtbot.keyClick(line.slider, key)
    assert sought == [125, 124, 144, 160, 0]


def test_the_timeline_can_be_read_aloud(timeline):
    line, _ = timeline
    interface = QAccessible.queryAccessibleInterface(line.slider)
    assert interface.text(QAccessible.Text.Name) == "Timeline"
    assert interface.text(QAccessible.Text.Description) == line.caption.text()


def test_speed_goes_from_one_step_a_second_to_as_fast_as_it_goes(qtbot: QtBot):
    speed, said = SpeedSlider(), list[float]()
    speed.changed.connect(said.append)
    shown(qtbot, speed)
    assert speed.caption.text() == "30 steps/s"
    width = speed.width()
    speed.slider.setFocus()
    qtbot.keyClick(speed.slider, Qt.Key.Key_End)
    assert said == [math.inf]
    assert speed.caption.text() == "full speed"
    qtbot.keyClick(speed.slider, Qt.Key.Key_Left)
    qtbot.keyClick(speed.slider, Qt.Key.Key_Home)
    assert said[1:] == [1000, 1]
    assert speed.sizeHint().width() <= width
    speed.show_speed(math.inf)
    assert said[1:] == [1000, 1]


def test_segments_by_mouse_and_arrows(qtbot: QtBot):
    chooser = Segmented("Step by", [("update", "1 update", "one"), ("epoch", "1 epoch", "all")])
    said = list[str]()
    chooser.chosen.connect(said.append)
    shown(qtbot, chooser, 160)
    qtbot.mouseClick(chooser.segments["epoch"], LEFT)
    chooser.segments["epoch"].setFocus()
    qtbot.keyClick(chooser.segments["epoch"], Qt.Key.Key_Left)
    assert said == ["epoch", "update"]
    assert chooser.key == "update"
    chooser.show_key("epoch")
    assert said == ["epoch", "update"]


def test_a_chip_is_on_or_off_or_has_a_menu(qtbot: QtBot):
    pane, menu = Pane("Loss surface"), QMenu()
    qtbot.addWidget(menu)
    log, plane = Chip("log height", checkable=True), Chip("Plane", "which", menu=menu)
    pane.add_chip(log)
    pane.add_chip(plane, "right")
    pane.set_body(QLabel("body"))
    shown(qtbot, pane)
    qtbot.mouseClick(log, LEFT)
    assert log.isChecked()
    qtbot.keyClick(log, Qt.Key.Key_Space)
    assert not log.isChecked()
    assert log.x() < plane.x()
    narrow = plane.sizeHint().width()
    plane.reserve("Two parameters")
    assert plane.sizeHint().width() > narrow


def test_a_button_does_what_its_action_does(qtbot: QtBot):
    action, done = QAction("&Play"), list[bool]()
    action.triggered.connect(lambda: done.append(True))
    button = Button("Play", "play", primary=True)
    button.setDefaultAction(action)
    button.reserve("Play", "Pause")
    shown(qtbot, button, 90)
    width = button.sizeHint().width()
    qtbot.mouseClick(button, LEFT)
    assert len(done) == 1
    action.setText("Pause")
    assert button.text() == "Pause"
    assert button.sizeHint().width() == width
    assert IconButton("x", "Close").accessibleName() == "Close"


def test_tabs_show_one_page_and_do_not_move(qtbot: QtBot):
    tabs = TabbedPane("Views")
    pages = [QLabel(text) for text in ("first", "second")]
    for page in pages:
        tabs.add(page.text(), page)
    shown(qtbot, tabs, 300)
    box = tabs.bar.tabRect(1)
    qtbot.mouseClick(tabs.bar, LEFT, pos=box.center())
    assert pages[1].isVisible()
    assert not pages[0].isVisible()
    assert tabs.bar.tabRect(1) == box
    tabs.bar.setFocus()
    qtbot.keyClick(tabs.bar, Qt.Key.Key_Left)
    assert pages[0].isVisible()


def test_facts_keep_the_room_of_their_widest_value(qtbot: QtBot):
    line = FactLine()
    shown(qtbot, line)
    line.show_facts([Fact("drawn", "123.456"), Fact("true", "1")])
    wide = place_of(line, "true")
    line.show_facts([Fact("drawn", "1"), Fact("true", "1")])
    assert place_of(line, "true") == wide
    assert line.accessibleName() == "drawn 1 · true 1"


def test_a_fact_whose_number_has_no_room_is_left_out_with_its_label(qtbot: QtBot):
    line = FactLine()
    shown(qtbot, line)
    line.show_facts([Fact("drawn", "1"), Fact("true", "123.456")])
    line.resize(place_of(line, "true") + 45, line.height())
    narrow = line.grab().toImage()
    assert "123.456" in line.toolTip()
    line.show_facts([Fact("drawn", "1")])
    assert line.grab().toImage() == narrow


def place_of(line: FactLine, label: str) -> int:
    """Where a fact begins, from the ink on screen: the first column after a wide gap."""
    del label
    image = line.grab().toImage()
    ground = image.pixel(0, 0)
    inked = [
        x
        for x in range(image.width())
        if any(image.pixel(x, y) != ground for y in range(image.height()))
    ]
    return max(after for before, after in pairwise(inked) if after - before > 10)


def test_a_notice_tells_acts_and_closes(qtbot: QtBot):
    window = QWidget()
    notice, acted = Notice(window), list[None]()
    notice.acted.connect(lambda: acted.append(None))
    shown(qtbot, window)
    assert not notice.isVisible()
    notice.tell("The file could not be read.", "danger", "Try again")
    assert notice.isVisible()
    assert notice.accessibleName() == "The file could not be read."
    qtbot.mouseClick(notice.action, LEFT)
    assert acted == [None]
    notice.tell("Saved.")
    assert not notice.action.isVisible()
    qtbot.mouseClick(notice.shut, LEFT)
    assert not notice.isVisible()


def test_a_long_label_is_elided_and_says_the_rest_in_its_tooltip(qtbot: QtBot):
    label = ElidedLabel("A sentence that is much longer than the space there is for it")
    shown(qtbot, label, 80)
    label.resize(80, 20)
    label.grab()
    assert label.toolTip() == label.text()


def test_thousands_of_signals_and_hundreds_of_paints_leave_true_and_none_alive(qtbot: QtBot):
    """PySide6 6.12 on Python 3.11 loses references to True and None here, and aborts."""
    timeline, said = Timeline(), list[bool]()
    timeline.slider.moved.connect(lambda _, final: said.append(final))
    shown(qtbot, timeline)
    for step in range(5000):
        timeline.slider.moved.emit(step, True)
    for step in range(300):
        timeline.show_place(step, 300, 300, 10)
        timeline.grab()
    assert said.count(True) == 5000


def test_in_a_narrow_pane_a_chip_with_a_long_word_gives_way_and_the_title_stays(qtbot: QtBot):
    pane = Pane("Loss surface")
    long, log = Chip("first parameter × second parameter"), Chip("log", checkable=True)
    long.least = 40
    pane.add_chip(long)
    pane.add_chip(log, "right")
    shown(qtbot, pane, 260)
    assert not pane.has_room((long, log))
    assert pane.title.width() >= pane.title.sizeHint().width()
    assert long.width() < long.sizeHint().width()
    assert long.height() == log.height() == 24
    assert log.width() >= log.minimumSizeHint().width()
    assert log.geometry().right() <= 260 - EDGE
    pane.resize(500, pane.height())
    qtbot.waitUntil(lambda: long.width() == long.sizeHint().width())
    assert pane.has_room((long, log))


@pytest.mark.parametrize("make", [lambda: Chip("log"), lambda: Button("Racer", "plus")])
def test_a_word_that_fits_is_painted_whole(qtbot: QtBot, make):
    made = make()
    shown(qtbot, made)
    made.resize(made.minimumSizeHint())
    tight = inked(made)
    made.resize(made.sizeHint())
    assert tight == inked(made)


def inked(widget: QWidget) -> int:
    """Columns with ink of the word, between the borders."""
    image, middle = widget.grab().toImage(), widget.height() // 2
    ground = image.pixel(4, middle)
    rows = range(4, widget.height() - 4)
    return sum(any(image.pixel(x, y) != ground for y in rows) for x in range(4, widget.width() - 4))
