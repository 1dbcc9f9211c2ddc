"""Fields for choices, lists of numbers, flags and words."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from optlab.engine.activations import ACTIVATIONS, Relu, Tanh
from optlab.engine.declare import Knob
from optlab.qt.widgets.choice_field import ChoiceField
from optlab.qt.widgets.field import Field
from optlab.qt.widgets.flag_field import FlagField
from optlab.qt.widgets.list_field import NumbersField, SizesField
from optlab.qt.widgets.text_field import TextField

SIZES = Knob("hidden", "Hidden layers", "Units.", "sizes", (4, 2), low=1, high=256)
THETA = Knob("theta", "Point", "Where.", "numbers", (-1.5, 2.0))
FLAG = Knob("flag", "Standardise", "Scale.", "flag", False)
NAME = Knob("name", "Name", "A word.", "text", "Adam")
ACTIVATION = Knob("activation", "Activation", "φ", "choice", Tanh(), catalog=ACTIVATIONS)


class Heard:
    """What a field said."""

    def __init__(self, qtbot: QtBot, field: Field) -> None:
        self.values: list[object] = []
        self.refused: list[str] = []
        field.changed.connect(lambda value, final: self.values.append(value) if final else None)
        field.refused.connect(self.refused.append)
        qtbot.addWidget(field)
        field.resize(240, 28)
        field.show()
        qtbot.waitExposed(field)


def type_in(qtbot: QtBot, edit: QWidget, text: str) -> None:
    qtbot.mouseClick(edit, Qt.MouseButton.LeftButton)
    qtbot.keyClick(edit, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(edit, Qt.Key.Key_Delete)
    qtbot.keyClicks(edit, text)
    qtbot.keyClick(edit, Qt.Key.Key_Return)


@pytest.mark.parametrize("text", ["8, 3, 2", "8 3 2", "8-3-2", "8;3;2", " 8,  3,2, "])
def test_hidden_layers_are_read_in_many_ways_and_shown_in_one(qtbot: QtBot, text: str):
    field = SizesField(SIZES)
    heard = Heard(qtbot, field)
    assert field.edit.text() == "4 – 2"
    type_in(qtbot, field.edit, text)
    assert heard.values == [(8, 3, 2)]
    assert field.edit.text() == "8 – 3 – 2"
    type_in(qtbot, field.edit, "")
    assert heard.values[-1] == ()


@pytest.mark.parametrize("text", ["4, x", "0", "4, 300", "2.5", "1 1 1 1 1 1 1 1 1", "nan"])
def test_layers_that_cannot_be_are_refused(qtbot: QtBot, text: str):
    field = SizesField(SIZES)
    heard = Heard(qtbot, field)
    type_in(qtbot, field.edit, text)
    assert heard.values == []
    assert len(heard.refused) == 1
    assert heard.refused[0].endswith(".")
    assert field.edit.text() == "4 – 2"
    assert field.value == (4, 2)


def test_a_point_is_a_list_of_numbers(qtbot: QtBot):
    field = NumbersField(THETA)
    heard = Heard(qtbot, field)
    type_in(qtbot, field.edit, "0.5, -1e-3")
    assert heard.values == [(0.5, -0.001)]
    assert field.edit.text() == "0.5, -0.001"
    type_in(qtbot, field.edit, "0.5, here")
    assert "-1.5, 2" in heard.refused[0]


def test_a_switch_is_turned_by_mouse_and_space(qtbot: QtBot):
    field = FlagField(FLAG)
    heard = Heard(qtbot, field)
    qtbot.mouseClick(field.switch, Qt.MouseButton.LeftButton)
    qtbot.keyClick(field.switch, Qt.Key.Key_Space)
    field.show_value(True)
    assert heard.values == [True, False]
    assert field.switch.isChecked()


def test_a_name_may_not_be_empty(qtbot: QtBot):
    field = TextField(NAME)
    heard = Heard(qtbot, field)
    type_in(qtbot, field.edit, "  Anna ")
    type_in(qtbot, field.edit, "   ")
    assert heard.values == ["Anna"]
    assert heard.refused == ["Name cannot be empty."]
    assert field.edit.text() == "Anna"


def test_a_choice_is_picked_with_keys_and_explains_itself(qtbot: QtBot):
    field = ChoiceField(ACTIVATION)
    heard = Heard(qtbot, field)
    field.combo.setFocus()
    qtbot.keyClick(field.combo, Qt.Key.Key_End)
    assert heard.values == [list(ACTIVATIONS.values())[-1]()]
    field.show_value(Relu())
    assert field.combo.currentText() == Relu.title
    assert len(heard.values) == 1
    for place, choice in enumerate(ACTIVATIONS.values()):
        words = field.combo.itemData(place, Qt.ItemDataRole.ToolTipRole)
        assert choice.title in words
        assert choice.help.split("'")[0] in words


def test_a_double_click_on_the_name_takes_the_default(qtbot: QtBot):
    field = SizesField(SIZES)
    heard = Heard(qtbot, field)
    field.show_value((9,))
    qtbot.mouseDClick(field.label, Qt.MouseButton.LeftButton, pos=QPoint(10, 10))
    assert heard.values == [(4, 2)]
    assert field.edit.text() == "4 – 2"
