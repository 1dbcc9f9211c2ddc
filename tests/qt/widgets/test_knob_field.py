"""A knob under the hand: slider, keys, wheel, typing, rubbish."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from optlab.engine.declare import Knob
from optlab.qt.widgets.knob_field import KnobField

RATE = Knob(
    "learning_rate",
    "Learning rate",
    "How far one step goes.",
    "number",
    0.03,
    symbol="η",
    scale="log",
    low=0,
    low_open=True,
    high=10,
    slider=(1e-4, 1),
)
BATCH = Knob("batch", "Batch size", "Samples.", "integer", 10, low=0, high=1000, slider=(0, 100))
Said = list[tuple[object, bool]]


@pytest.fixture
def rate(qtbot: QtBot) -> tuple[KnobField, Said, list[str]]:
    return shown(qtbot, RATE)


def shown(qtbot: QtBot, knob: Knob) -> tuple[KnobField, Said, list[str]]:
    field, said, refused = KnobField(knob), Said(), list[str]()
    qtbot.addWidget(field)
    field.changed.connect(lambda value, final: said.append((value, final)))
    field.refused.connect(refused.append)
    field.resize(240, 28)
    field.show()
    qtbot.waitExposed(field)
    field.activateWindow()
    qtbot.waitUntil(field.isActiveWindow)
    return field, said, refused


def type_in(qtbot: QtBot, field: KnobField, text: str) -> None:
    field.edit.setFocus()
    field.edit.selectAll()
    qtbot.keyClicks(field.edit, text)
    qtbot.keyClick(field.edit, Qt.Key.Key_Return)


def test_typing_takes_what_the_hard_limits_allow(qtbot: QtBot, rate):
    field, said, refused = rate
    type_in(qtbot, field, "2,5")
    assert said == [(2.5, True)]
    assert not refused
    assert field.edit.text() == "2.5"
    assert field.slider.value() == field.slider.maximum()


@pytest.mark.parametrize("text", ["abc", "0", "-1", "11", "nan", "1e999", "1 2"])
def test_rubbish_gives_one_sentence_and_changes_nothing(qtbot: QtBot, rate, text: str):
    field, said, refused = rate
    type_in(qtbot, field, text)
    assert not said
    assert len(refused) == 1
    assert refused[0].endswith(".")
    assert field.edit.text() == "0.03"
    assert field.value == 0.03


def test_escape_gives_back_what_stood_there(qtbot: QtBot, rate):
    field, said, _ = rate
    field.edit.setFocus()
    qtbot.keyClicks(field.edit, "5")
    qtbot.keyClick(field.edit, Qt.Key.Key_Escape)
    assert field.edit.text() == "0.03"
    assert not said


def test_leaving_the_field_takes_what_was_typed(qtbot: QtBot, rate):
    field, said, _ = rate
    field.edit.setFocus()
    field.edit.selectAll()
    qtbot.keyClicks(field.edit, "0.5")
    field.slider.setFocus()
    assert said == [(0.5, True)]


def test_arrow_and_page_keys_step(qtbot: QtBot, rate):
    field, said, _ = rate
    field.edit.setFocus()
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
        qtbot.keyClick(field.edit, key)
    assert said == [(0.04, True), (0.03, True), (0.3, True), (0.03, True)]


def test_steps_stop_at_the_hard_limits(qtbot: QtBot):
    field, said, refused = shown(qtbot, BATCH)
    field.show_value(0)
    field.edit.setFocus()
    qtbot.keyClick(field.edit, Qt.Key.Key_Down)
    assert not said
    assert not refused


def test_dragging_speaks_all_along_and_ends_with_a_final_word(qtbot: QtBot, rate):
    field, said, _ = rate
    slider, y = field.slider, field.slider.height() // 2
    qtbot.mousePress(slider, Qt.MouseButton.LeftButton, pos=QPoint(30, y))
    qtbot.mouseMove(slider, QPoint(40, y))
    qtbot.mouseMove(slider, QPoint(50, y))
    field.show_value(9.0)
    assert field.value != 9.0, "a held handle is not taken out of the hand"
    qtbot.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=QPoint(50, y))
    values, finals = zip(*said, strict=True)
    assert finals == (*[False] * (len(said) - 1), True)
    assert len(said) >= 3
    assert list(values) == sorted(values)
    assert field.edit.text() == f"{values[-1]:g}"


def test_the_wheel_turns_only_what_has_the_focus(qtbot: QtBot, rate):
    field, said, _ = rate
    field.slider.setFocus()
    turn(field.edit)
    assert not said
    field.edit.setFocus()
    turn(field.edit)
    assert said == [(0.04, True)]


def test_a_double_click_on_the_name_takes_the_default(qtbot: QtBot, rate):
    field, said, _ = rate
    field.show_value(0.5)
    qtbot.mouseDClick(field.label, Qt.MouseButton.LeftButton)
    assert said == [(0.03, True)]
    assert field.edit.text() == "0.03"


def test_showing_a_value_is_silent_and_leaves_typing_alone(qtbot: QtBot, rate):
    field, said, _ = rate
    field.show_value(0.2)
    assert field.edit.text() == "0.2"
    field.edit.setFocus()
    qtbot.keyClicks(field.edit, "0.7")
    field.show_value(0.4)
    assert field.edit.text() == "0.7"
    qtbot.keyClick(field.edit, Qt.Key.Key_Escape)
    assert field.edit.text() == "0.4"
    assert not said


def test_integers_stay_whole(qtbot: QtBot):
    field, said, refused = shown(qtbot, BATCH)
    type_in(qtbot, field, "2.5")
    assert refused
    qtbot.mouseClick(field.slider, Qt.MouseButton.LeftButton, pos=QPoint(40, 10))
    assert all(isinstance(value, int) for value, _ in said)


def turn(widget: QWidget) -> None:
    none = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    event = QWheelEvent(
        QPointF(5, 5),
        widget.mapToGlobal(QPointF(5, 5)),
        QPoint(),
        QPoint(0, 120),
        *none,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)
