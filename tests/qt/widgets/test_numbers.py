"""Numbers as people read and type them, and the places of a slider."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optlab.engine.declare import Knob
from optlab.qt.widgets.numbers import Ruler, format_number, parse_number, ruler_of

RULERS = [
    Ruler(0, 1),
    Ruler(-5, 5),
    Ruler(0, 100, whole=True),
    Ruler(1e-4, 1, "log"),
    Ruler(50, 5000, "log", whole=True),
    Ruler(0, 1, "log"),
]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.03, "0.03"),
        (1e-8, "1e-8"),
        (400, "400"),
        (0.1 + 0.2, "0.3"),
        (-1.5, "-1.5"),
        (1e20, "1e20"),
    ],
)
def test_numbers_are_written_short(value: float, text: str):
    assert format_number(value) == text


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e15, max_value=1e15))
def test_what_is_written_can_be_read(value: float):
    assert parse_number(format_number(value)) == pytest.approx(value, rel=1e-5, abs=1e-300)


@pytest.mark.parametrize(
    ("text", "value"),
    [("0,03", 0.03), (" 1e-3 ", 0.001), ("−2", -2.0), ("+.5", 0.5), ("1E2", 100.0)],
)
def test_numbers_are_read_as_people_type_them(text: str, value: float):
    assert parse_number(text) == value


@pytest.mark.parametrize("text", ["", "abc", "1.2.3", "nan", "inf", "1e999", "0x10", "--1", "1;2"])
def test_rubbish_is_refused_with_a_sentence(text: str):
    with pytest.raises(ValueError, match=r"^[“\d].*\.$"):
        parse_number(text)


def test_whole_numbers_are_whole():
    assert parse_number("1e3", whole=True) == 1000
    assert isinstance(parse_number("10.0", whole=True), int)
    with pytest.raises(ValueError, match="not a whole number"):
        parse_number("2.5", whole=True)


@pytest.mark.parametrize("ruler", RULERS)
@given(place=st.floats(0, 1))
def test_places_and_values_belong_together(ruler: Ruler, place: float):
    value = ruler.value(place)
    assert ruler.low <= value <= ruler.high
    if value > 0 or ruler.scale == "linear":
        assert ruler.position(value) == pytest.approx(place, abs=0.06)
    if ruler.whole:
        assert isinstance(value, int)


@pytest.mark.parametrize("ruler", RULERS)
def test_both_ends_can_be_reached(ruler: Ruler):
    assert ruler.value(0) == ruler.low
    assert ruler.value(1) == ruler.high
    assert ruler.position(ruler.low - 1) == 0
    assert ruler.position(ruler.high * 10) == 1


@pytest.mark.parametrize("ruler", RULERS)
@given(place=st.floats(0.2, 0.8), large=st.booleans())
def test_a_step_up_is_taken_back_by_a_step_down_nearly(ruler: Ruler, place: float, large: bool):
    value = ruler.value(place)
    up, down = ruler.stepped(value, 1, large=large), ruler.stepped(value, -1, large=large)
    assert down < value < up
    assert not math.isnan(up)


def test_a_log_ruler_walks_through_round_numbers():
    ruler = Ruler(1e-4, 1, "log")
    assert [ruler.stepped(0.01, steps) for steps in (1, 2, 3, -1, -2)] == [
        0.012,
        0.015,
        0.02,
        0.008,
        0.006,
    ]
    assert ruler.stepped(0.03, 1, large=True) == 0.3
    assert Ruler(0, 1, "log").stepped(0, 1) == 1e-5
    assert Ruler(0, 1, "log").stepped(1e-5, -1) == 0


def test_a_ruler_follows_the_declaration():
    free = Knob("a", "A", "", "number", 1.0)
    limited = Knob("a", "A", "", "integer", 1, low=0, high=10)
    slid = Knob("a", "A", "", "number", 1.0, low=0, high=10, slider=(0.1, 2), scale="log")
    assert ruler_of(free) is None
    assert ruler_of(limited) == Ruler(0, 10, "linear", whole=True)
    assert ruler_of(slid) == Ruler(0.1, 2, "log")
