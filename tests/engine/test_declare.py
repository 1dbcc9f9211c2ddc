"""Every choice says all that forms, files and help need, and its limits hold everywhere alike."""

import math
import re
from typing import Annotated, Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optlab.engine import OPTIMIZERS, Experiment, Racer
from optlab.engine.declare import Catalog, Choice, Declared, Knob, kind_of, knob, knobs
from optlab.engine.optimizers import Adam, AnyOptimizer, GradientDescent

NUMBERS = ("number", "integer")


class Ruler(Declared, frozen=True):
    """One knob of every kind of limit."""

    above: Annotated[float, knob("Above", "More.", gt=0)] = 1.0
    between: Annotated[float, knob("Between", "Some.", ge=0, lt=1, unit="m", symbol="b")] = 0.5
    count: Annotated[int, knob("Count", "Whole.", ge=1, le=8, slider=(2, 4), scale="log")] = 2
    free: Annotated[float, knob("Free", "Any.")] = 0.0
    bare: bool = False


class Several(Declared, frozen=True):
    """Lists of choices."""

    sizes: tuple[int, ...] = ()
    usual: AnyOptimizer = Adam()
    many: Annotated[
        tuple[AnyOptimizer, ...],
        knob("Many", "Some.", entry="Part", per="sizes", like="usual"),
    ] = ()
    one: tuple[Adam, ...] = ()


def ruler(name: str) -> Knob:
    return next(each for each in knobs(Ruler) if each.name == name)


def test_a_knob_reads_all_of_its_declaration():
    assert [each.name for each in knobs(Ruler)] == ["above", "between", "count", "free", "bare"]
    assert ruler("between") == Knob(
        name="between",
        title="Between",
        help="Some.",
        type="number",
        default=0.5,
        symbol="b",
        unit="m",
        low=0,
        high=1,
        high_open=True,
    )
    assert ruler("count").type == "integer"
    assert ruler("count").slider == (2, 4)
    assert ruler("count").scale == "log"
    assert ruler("bare").type == "flag"
    assert ruler("bare").title == "Bare"


def test_knobs_know_choices_sizes_and_their_catalogs():
    racer = {each.name: each for each in knobs(Racer)}
    assert racer["name"].type == "text"
    assert racer["optimizer"].type == "choice"
    assert racer["optimizer"].catalog is not None
    assert dict(racer["optimizer"].catalog) == dict(OPTIMIZERS)
    experiment = {each.name: each for each in knobs(Experiment)}
    assert experiment["racers"].type == "choices"
    assert experiment["racers"].default == Experiment().racers
    assert experiment["racers"].catalog is None


def test_a_list_of_choices_knows_its_catalog_and_what_it_goes_with():
    several = {each.name: each for each in knobs(Several)}
    assert several["many"].type == "choices"
    assert several["many"].catalog is not None
    assert dict(several["many"].catalog) == dict(OPTIMIZERS)
    assert (several["many"].entry, several["many"].per, several["many"].like) == (
        "Part",
        "sizes",
        "usual",
    )
    assert several["one"].catalog is not None
    assert list(several["one"].catalog) == ["adam"]


def test_what_a_list_goes_with_is_there(any_catalog: Catalog):
    for cls in any_catalog.values():
        known = {each.name: each for each in knobs(cls)}
        for each in knobs(cls):
            if each.per:
                assert known[each.per].type == "sizes"
                assert dict(known[each.like].catalog or {}) == dict(each.catalog or {})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("above", 1e-300),
        ("between", 0),
        ("between", math.nextafter(1, 0)),
        ("count", 1),
        ("count", 8),
        ("free", -1e300),
    ],
)
def test_a_value_within_the_limits_is_taken(name: str, value: float):
    ruler(name).check(value)


@pytest.mark.parametrize(
    ("name", "value", "wanted"),
    [
        ("above", 0, "Above must be above 0, not 0."),
        ("above", math.nan, "Above must be a finite number."),
        ("above", math.inf, "Above must be a finite number."),
        ("above", 10**400, "Above must be a finite number."),
        ("between", 1, "Between must be at least 0, below 1, not 1."),
        ("between", -1e-9, "Between must be at least 0, below 1, not -1e-09."),
        ("count", 9, "Count must be at least 1, at most 8, not 9."),
        ("count", 2.5, "Count must be a whole number, not 2.5."),
        ("free", math.nan, "Free must be a finite number."),
        ("free", -math.inf, "Free must be a finite number."),
        ("between", 1.0000001, "Between must be at least 0, below 1, not 1.0000001."),
    ],
)
def test_a_value_outside_is_refused_in_one_sentence(name: str, value: float, wanted: str):
    with pytest.raises(ValueError, match=re.escape(wanted)):
        ruler(name).check(value)


def test_the_range_is_said_in_words():
    assert ruler("above").range == "above 0"
    assert ruler("between").range == "at least 0, below 1"
    assert ruler("free").range == ""
    seed = next(each for each in knobs(Experiment) if each.name == "seed")
    assert seed.range == "at least 0, below 2147483648"


# ---------------------------------------------------------------------------- all declarations


def test_every_knob_has_a_title_and_one_sentence_of_help(any_declaration: type[msgspec.Struct]):
    for each in knobs(any_declaration):
        assert each.title[0].isupper(), each
        assert not each.title.endswith("."), each
        assert each.help[0].isupper(), each
        assert each.help.endswith("."), each


def test_every_default_and_slider_lies_within_the_limits(any_declaration: type[msgspec.Struct]):
    for each in knobs(any_declaration):
        if each.type in NUMBERS:
            each.check(each.default)
            for end in each.slider or ():
                each.check(end)
            if each.scale == "log":
                assert (each.slider or (0, 0))[0] > 0, each
        if each.slider:
            assert each.slider[0] < each.slider[1]


def test_every_default_can_be_read_back(any_declaration: type[msgspec.Struct]):
    default = any_declaration()
    assert msgspec.convert(msgspec.to_builtins(default), any_declaration) == default
    assert hash(default) == hash(any_declaration())


def test_files_refuse_what_a_knob_refuses(any_declaration: type[msgspec.Struct]):
    for each in knobs(any_declaration):
        if each.type in NUMBERS:
            for value in outside(each):
                with pytest.raises(ValueError, match="must be"):
                    each.check(value)
                with pytest.raises(msgspec.ValidationError):
                    msgspec.convert({**tag(any_declaration), each.name: value}, any_declaration)


def test_files_refuse_unknown_names(any_declaration: type[msgspec.Struct]):
    with pytest.raises(msgspec.ValidationError, match="unknown field"):
        msgspec.convert({**tag(any_declaration), "colour": 1}, any_declaration)


@given(st.data())
@settings(max_examples=30)
def test_every_choice_in_range_survives_a_file(any_declaration: type[Choice], data: st.DataObject):
    chosen = data.draw(declared(any_declaration))
    for each in knobs(any_declaration):
        if each.type in NUMBERS:
            each.check(getattr(chosen, each.name))
    written = msgspec.json.encode(chosen)
    assert msgspec.json.decode(written, type=any_declaration) == chosen
    assert msgspec.convert(msgspec.to_builtins(chosen), any_declaration) == chosen


def tag(declaration: type[msgspec.Struct]) -> dict[str, Any]:
    kind = declaration.__struct_config__.tag
    return {"kind": kind} if kind else {}


def outside(each: Knob) -> list[float]:
    values: list[float] = [] if each.type == "integer" else [math.nan]
    if each.low is not None:
        values.append(each.low if each.low_open else each.low - 1)
    if each.high is not None:
        values.append(each.high if each.high_open else each.high + 1)
    return values


def declared(declaration: type[msgspec.Struct]) -> st.SearchStrategy[Any]:
    """Build any value that the knobs of a declaration allow."""
    parts = {each.name: values(each) for each in knobs(declaration) if each.type != "text"}
    known = {name: each for name, each in parts.items() if each is not None}
    return st.builds(declaration, **known)


def values(each: Knob) -> st.SearchStrategy[Any] | None:
    if each.type == "integer":
        high = None if each.high is None else int(each.high) - each.high_open
        return st.integers(None if each.low is None else int(each.low) + each.low_open, high)
    if each.type == "number":
        return st.floats(
            each.low,
            each.high,
            exclude_min=each.low_open,
            exclude_max=each.high_open,
            allow_nan=False,
            allow_infinity=False,
        )
    if each.type == "choice" and each.catalog:
        return st.one_of([declared(cls) for cls in each.catalog.values()])
    if each.type == "flag":
        return st.booleans()
    if each.type == "sizes":
        return st.lists(st.integers(1, 256), max_size=4).map(tuple)
    if each.type == "numbers":
        return st.lists(st.floats(allow_nan=False, allow_infinity=False), max_size=4).map(tuple)
    if each.type == "choices" and each.catalog:
        entries = [declared(cls) for cls in each.catalog.values()]
        return st.lists(st.one_of(entries), max_size=3).map(tuple)
    return None


# -------------------------------------------------------------------------------------- catalogs


def test_kinds_are_unique_kebab_case_names(any_catalog: Catalog):
    assert len(any_catalog) >= 1
    for kind, cls in any_catalog.items():
        assert re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", kind)
        assert kind_of(cls) == kind_of(cls()) == kind
    assert len({id(cls) for cls in any_catalog.values()}) == len(any_catalog)
    assert len({cls.title for cls in any_catalog.values()}) == len(any_catalog)


def test_every_choice_explains_itself(any_catalog: Catalog):
    for cls in any_catalog.values():
        assert cls.title
        assert not cls.title.endswith(".")
        assert cls.help.endswith((".", "?"))
        assert cls.help[0].isupper()
        assert not cls.formula.endswith(".")
        assert (cls.__doc__ or "").strip().endswith(".")


def test_every_choice_is_a_frozen_value(any_catalog: Catalog):
    for cls in any_catalog.values():
        choice = cls()
        assert choice == cls()
        assert len({choice, cls()}) == 1
        with pytest.raises(AttributeError):
            choice.title_of_mine = 1  # pyright: ignore[reportAttributeAccessIssue]
        for each in knobs(cls):
            with pytest.raises(AttributeError):
                setattr(choice, each.name, each.default)


def test_a_catalog_keeps_the_order_of_its_union():
    catalog = Catalog(AnyOptimizer)
    kinds = list(catalog)
    assert kinds[0] == "gradient-descent"
    assert kinds.index("nesterov") < kinds.index("adagrad") < kinds.index("adam")
    assert catalog["adam"] is Adam
    assert list(Catalog(GradientDescent)) == ["gradient-descent"]
    with pytest.raises(KeyError):
        catalog["sgd"]
