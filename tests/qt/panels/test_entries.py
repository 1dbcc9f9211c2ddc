"""A list of choices: entries are added, changed and removed with mouse and keys."""

# A form hands its fields out as Field; these tests know which kind each one is.
# pyright: reportAttributeAccessIssue=false

from typing import Annotated

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from optlab.engine.activations import AnyActivation, Gelu, Identity, LeakyRelu, Relu, Sigmoid, Tanh
from optlab.engine.declare import Declared, knob
from optlab.qt.panels.form import Entries, Form
from optlab.qt.widgets.entries_field import MOST
from optlab.qt.widgets.tab_order import stops

LEFT = Qt.MouseButton.LeftButton
FIRST, SECOND = Identity(), Sigmoid()  # as the catalog lists them


class Kit(Declared, frozen=True):
    """A list of any length, and one with an entry for every size."""

    tools: Annotated[tuple[AnyActivation, ...], knob("Tools", "Some.", entry="Tool")] = ()
    sizes: Annotated[tuple[int, ...], knob("Sizes", "Of the boxes.")] = (4, 2)
    box: Annotated[AnyActivation, knob("Box", "Of all.")] = LeakyRelu()
    boxes: Annotated[
        tuple[AnyActivation, ...],
        knob("Own boxes", "Of each.", entry="Box", per="sizes", like="box"),
    ] = ()


class Desk:
    """A form in a window, and the kits it gave back."""

    def __init__(self, qtbot: QtBot, kit: Kit) -> None:
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.form = Form()
        self.area.setWidget(self.form)
        self.kits: list[tuple[Kit, str, bool]] = []
        self.form.edited.connect(lambda *words: self.kits.append(words))
        self.form.show_value(kit)
        qtbot.addWidget(self.area)
        self.area.resize(262, 200)
        self.area.show()
        qtbot.waitExposed(self.area)
        self.area.activateWindow()
        qtbot.waitUntil(self.area.isActiveWindow)

    @property
    def tools(self) -> Entries:
        return self.form.lists["tools"]

    @property
    def boxes(self) -> Entries:
        return self.form.lists["boxes"]


def focus(widget: QWidget) -> QWidget:
    widget.setFocus(Qt.FocusReason.TabFocusReason)
    return widget


def test_entries_are_added_and_picked_with_keys_alone(qtbot: QtBot):
    desk = Desk(qtbot, Kit())
    plus = desk.form.fields["tools"].plus
    qtbot.keyClick(focus(plus), Qt.Key.Key_Space)
    assert desk.kits == [(Kit(tools=(FIRST,)), "Tools", True)]
    assert desk.tools.fields[0].combo.hasFocus()
    qtbot.keyClick(focus(plus), Qt.Key.Key_Space)
    assert desk.kits[1:] == [(Kit(tools=(FIRST, SECOND)), "Tools", True)]
    assert desk.tools.fields[1].combo.hasFocus()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_End)
    assert desk.kits[2:] == [(Kit(tools=(FIRST, Gelu())), "Tools", True)]


def test_what_was_added_can_be_seen(qtbot: QtBot):
    desk = Desk(qtbot, Kit(tools=(Tanh(),) * 6))
    qtbot.keyClick(focus(desk.form.fields["tools"].plus), Qt.Key.Key_Space)
    combo = desk.tools.fields[-1].combo
    qtbot.waitUntil(lambda: not combo.visibleRegion().isEmpty())


def test_the_knobs_of_an_entry_are_below_it(qtbot: QtBot):
    desk = Desk(qtbot, Kit(tools=(Tanh(), LeakyRelu())))
    edit = desk.tools.nested[1].fields["slope"].edit
    qtbot.keyClick(focus(edit), Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(edit, "0.25")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    changed = Kit(tools=(Tanh(), LeakyRelu(slope=0.25)))
    assert desk.kits == [(changed, "Slope of Tool 2", True)]
    assert desk.form.value == changed


@pytest.mark.parametrize(
    ("place", "left", "next_place"),
    [
        (0, (Relu(), LeakyRelu()), 0),
        (1, (Tanh(), LeakyRelu()), 1),
        (2, (Tanh(), Relu()), 1),
    ],
)
def test_an_entry_is_removed_and_the_next_one_has_the_focus(
    qtbot: QtBot, place: int, left: tuple[AnyActivation, ...], next_place: int
):
    desk = Desk(qtbot, Kit(tools=(Tanh(), Relu(), LeakyRelu())))
    qtbot.keyClick(focus(desk.tools.removers[place]), Qt.Key.Key_Space)
    assert desk.kits == [(Kit(tools=left), "Tools", True)]
    assert [field.combo.currentText() for field in desk.tools.fields] == [
        each.title for each in left
    ]
    assert list(desk.tools.nested[1].fields) == [*(["slope"] if left[1] == LeakyRelu() else [])]
    assert desk.tools.removers[next_place].hasFocus()


def test_after_the_last_entry_the_focus_is_where_one_can_be_added(qtbot: QtBot):
    desk = Desk(qtbot, Kit(tools=(Tanh(),)))
    assert desk.form.fields["tools"].state.text() == ""
    qtbot.keyClick(focus(desk.tools.removers[0]), Qt.Key.Key_Space)
    assert desk.kits == [(Kit(), "Tools", True)]
    assert desk.form.fields["tools"].plus.hasFocus()
    assert desk.form.fields["tools"].state.text() == "none"


def test_no_more_than_a_handful_can_be_added(qtbot: QtBot):
    desk = Desk(qtbot, Kit())
    for _ in range(MOST + 2):
        qtbot.mouseClick(desk.form.fields["tools"].plus, LEFT)
    assert len(desk.form.value.tools) == MOST
    assert not desk.form.fields["tools"].plus.isEnabled()


def test_a_list_with_an_entry_per_size_is_switched_on_and_off(qtbot: QtBot):
    desk = Desk(qtbot, Kit(box=LeakyRelu(slope=0.5)))
    switch = desk.form.fields["boxes"].switch
    qtbot.keyClick(focus(switch), Qt.Key.Key_Space)
    full = Kit(box=LeakyRelu(slope=0.5), boxes=(LeakyRelu(slope=0.5),) * 2)
    assert desk.kits == [(full, "Own boxes", True)]
    assert not desk.form.fields["box"].isEnabled()
    assert not desk.form.nested["box"].isEnabled()
    assert not desk.boxes.removers
    qtbot.keyClick(focus(switch), Qt.Key.Key_Space)
    assert desk.kits[1:] == [(Kit(box=LeakyRelu(slope=0.5)), "Own boxes", True)]
    assert not desk.boxes.fields
    assert desk.form.fields["box"].isEnabled()


def test_without_sizes_there_is_nothing_to_switch_on(qtbot: QtBot):
    desk = Desk(qtbot, Kit(sizes=()))
    qtbot.mouseClick(desk.form.fields["boxes"].switch, LEFT)
    assert not desk.kits
    assert not desk.form.fields["boxes"].switch.isEnabled()


def test_an_equal_list_touches_nothing_and_a_longer_one_keeps_its_rows(qtbot: QtBot):
    desk = Desk(qtbot, Kit(tools=(Tanh(), Relu())))
    rows = list(desk.tools.fields)
    combo = focus(rows[1].combo)
    desk.form.show_value(Kit(tools=(Tanh(), Relu())))
    desk.form.show_value(Kit(tools=(Tanh(), Relu(), Sigmoid())))
    assert desk.tools.fields[:2] == rows
    assert combo.hasFocus()
    assert not desk.kits


def test_all_editors_stand_in_one_column(qtbot: QtBot):
    desk = Desk(qtbot, Kit(tools=(Tanh(), Relu()), boxes=(Tanh(), Relu())))
    rows = [*desk.tools.fields, *desk.boxes.fields, desk.form.fields["box"]]
    assert {(field.combo.x(), field.combo.width()) for field in rows} == {
        (rows[-1].combo.x(), rows[-1].combo.width())
    }


def test_every_entry_has_a_name_of_its_own_and_room(qtbot: QtBot):
    desk = Desk(qtbot, Kit(tools=(LeakyRelu(), Relu()), boxes=(Tanh(), Relu())))
    combos = [*desk.tools.fields, *desk.boxes.fields]
    assert [field.combo.accessibleName() for field in combos] == [
        "Tools: Tool 1",
        "Tools: Tool 2",
        "Own boxes: Box 1",
        "Own boxes: Box 2",
    ]
    assert [each.accessibleName() for each in desk.tools.removers] == [
        "Remove Tool 1",
        "Remove Tool 2",
    ]
    assert all(stop.accessibleName() for stop in stops(desk.form))
    assert "Some." in desk.form.fields["tools"].plus.toolTip()
    assert desk.form.minimumSizeHint().width() <= 240
