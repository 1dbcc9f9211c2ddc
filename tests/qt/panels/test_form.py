"""Forms, driven by every catalog: whatever is declared can be set through its widgets."""

# A form hands its fields out as Field; these tests know which kind each one is.
# pyright: reportAttributeAccessIssue=false

import math
from collections.abc import Iterator

import msgspec
import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QSlider, QWidget
from pytestqt.qtbot import QtBot

from optlab.engine.activations import ACTIVATIONS
from optlab.engine.datasets import DATASETS
from optlab.engine.declare import Catalog, Choice, Knob, knobs
from optlab.engine.experiment import Experiment, Fitting, Landscape, Racer
from optlab.engine.landscapes import LANDSCAPES
from optlab.engine.losses import LOSSES
from optlab.engine.models import MODELS, Mlp
from optlab.engine.optimizers import OPTIMIZERS, Adam, Momentum
from optlab.engine.penalties import PENALTIES
from optlab.engine.schedules import SCHEDULES
from optlab.engine.starts import STARTS
from optlab.engine.stops import CHECKS, STOPS
from optlab.qt.panels.form import Form
from optlab.qt.widgets.choice_field import ChoiceField
from optlab.qt.widgets.entries_field import EntriesField
from optlab.qt.widgets.flag_field import FlagField
from optlab.qt.widgets.knob_field import KnobField
from optlab.qt.widgets.list_field import ListField

CATALOGS: tuple[Catalog, ...] = (
    ACTIVATIONS,
    CHECKS,
    DATASETS,
    LANDSCAPES,
    LOSSES,
    MODELS,
    OPTIMIZERS,
    PENALTIES,
    SCHEDULES,
    STARTS,
    STOPS,
)
CHOICES = [choice for catalog in CATALOGS for choice in catalog.values()]
STRUCTS = [*CHOICES, Fitting, Landscape]
Said = list[tuple[object, str, bool]]
NAMED = pytest.mark.parametrize("struct", STRUCTS, ids=lambda struct: struct.__name__)


def shown(qtbot: QtBot, value: msgspec.Struct, only: tuple[str, ...] = ()) -> tuple[Form, Said]:
    form, said = Form(only), Said()
    qtbot.addWidget(form)
    form.edited.connect(lambda *words: said.append(words))
    form.show_value(value)
    form.show()
    qtbot.waitExposed(form)
    return form, said


def another(knob: Knob) -> Iterator[object]:
    """Some values other than the default that the knob allows, and what to type for each."""
    tries: list[float] = []
    if knob.slider:
        tries = [*knob.slider, sum(knob.slider) / 2]
    tries += [each for each in (knob.low, knob.high) if each is not None]
    tries += [1, 2, 0.5]
    for value in tries:
        number = round(value) if knob.type == "integer" else float(f"{value:.4g}")
        try:
            knob.check(number)
        except ValueError:
            continue
        if number != knob.default and math.isfinite(number):
            yield number


def use(qtbot: QtBot, form: Form, knob: Knob) -> object:
    """Set `knob` to another value with keys and mouse; the value it should have now."""
    field = form.fields[knob.name]
    if knob.per:
        qtbot.mouseClick(field.switch, Qt.MouseButton.LeftButton)
        return (getattr(form.value, knob.like),) * len(getattr(form.value, knob.per))
    match field:
        case KnobField():
            wanted = next(another(knob))
            type_in(qtbot, field.edit, f"{wanted}")
        case FlagField():
            wanted = not knob.default
            qtbot.mouseClick(field.switch, Qt.MouseButton.LeftButton)
        case ListField():
            wanted = (3, 5) if knob.type == "sizes" else (0.25, -4.0)
            type_in(qtbot, field.edit, ", ".join(map(str, wanted)))
        case ChoiceField():
            field.combo.setFocus()
            last = list(field.catalog.values())[-1]
            key = Qt.Key.Key_Home if last is type(knob.default) else Qt.Key.Key_End
            qtbot.keyClick(field.combo, key)
            ends = list(field.catalog.values())
            wanted = (ends[0] if key == Qt.Key.Key_Home else last)()
        case EntriesField():
            assert knob.catalog is not None
            qtbot.mouseClick(field.plus, Qt.MouseButton.LeftButton)
            wanted = (*knob.default, next(iter(knob.catalog.values()))())
        case _:
            wanted = "Another name"
            type_in(qtbot, field.edit, wanted)
    return wanted


def type_in(qtbot: QtBot, edit: QWidget, text: str) -> None:
    qtbot.mouseClick(edit, Qt.MouseButton.LeftButton)
    qtbot.keyClick(edit, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(edit, text)
    qtbot.keyClick(edit, Qt.Key.Key_Return)


@NAMED
def test_every_knob_can_be_set_through_its_widget(qtbot: QtBot, struct: type[Choice]):
    value = struct()
    form, said = shown(qtbot, value)
    for knob in knobs(struct):
        before = len(said)
        wanted = use(qtbot, form, knob)
        value = replace(value, **{knob.name: wanted})
        assert form.value == value
        if getattr(struct(), knob.name) != wanted:
            assert said[before:] == [(value, knob.title, True)]
    fresh = struct()
    form.show_value(fresh)
    assert form.value == fresh


@NAMED
def test_every_interactive_part_has_a_name(qtbot: QtBot, struct: type[Choice]):
    form, _ = shown(qtbot, struct())
    parts = form.findChildren(QWidget)
    for part in parts:
        if isinstance(part, QAbstractButton | QComboBox | QLineEdit | QSlider):
            assert part.accessibleName(), f"{type(part).__name__} in {struct.__name__} has no name"


@NAMED
def test_nothing_is_wider_than_the_panel(qtbot: QtBot, struct: type[Choice]):
    form, _ = shown(qtbot, struct())
    assert form.minimumSizeHint().width() <= 240


def test_nested_choices_are_edited_in_place(qtbot: QtBot):
    form, said = shown(qtbot, Fitting(), ("model", "loss"))
    inner = form.nested["model"]
    type_in(qtbot, inner.fields["hidden"].edit, "8, 8")
    assert said[-1] == (Fitting(model=Mlp(hidden=(8, 8))), "Hidden layers", True)


def test_another_kind_brings_its_own_knobs(qtbot: QtBot):
    form, _ = shown(qtbot, Racer(), ("optimizer",))
    inner = form.nested["optimizer"]
    assert list(inner.fields) == [knob.name for knob in knobs(Adam)]
    form.show_value(Racer("Momentum", Momentum()))
    assert list(inner.fields) == [knob.name for knob in knobs(Momentum)]
    assert form.fields["optimizer"].combo.currentText() == Momentum.title


def test_another_kind_is_on_screen_at_once(qtbot: QtBot):
    form, _ = shown(qtbot, Racer(), ("optimizer",))
    form.show_value(Racer("Momentum", Momentum()))
    assert all(field.isVisible() for field in form.nested["optimizer"].fields.values())


def test_an_equal_value_touches_nothing(qtbot: QtBot):
    form, said = shown(qtbot, Experiment(), ("steps", "start"))
    edit = form.fields["steps"].edit
    fields = dict(form.fields)
    qtbot.mouseClick(edit, Qt.MouseButton.LeftButton)
    qtbot.keyClicks(edit, "77")
    typed = edit.text()
    form.show_value(Experiment())
    assert edit.text() == typed
    assert form.fields == fields
    assert not said


def test_a_handle_that_is_held_is_not_taken_out_of_the_hand(qtbot: QtBot):
    form, said = shown(qtbot, Adam())
    field = form.fields["learning_rate"]
    qtbot.mousePress(field.slider, Qt.MouseButton.LeftButton)
    held = field.value
    form.show_value(Adam(learning_rate=0.5))
    assert field.value == held
    qtbot.mouseRelease(field.slider, Qt.MouseButton.LeftButton)
    assert [final for _, _, final in said] == [False, True]
    assert said[-1][0] == Adam(learning_rate=held)
