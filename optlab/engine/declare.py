"""Declarations: one line that gives a default, its validation, its form, its help and its schema.

A choice (an optimizer, a dataset, a loss ...) is a frozen struct; each of its fields is a knob:

    learning_rate: Annotated[float, knob("Learning rate", "How far ...", symbol="η", gt=0)] = 0.03

Forms, files, help, command line and tests all read the same `knobs(Adam)`, so a new choice needs
nothing but its class and its name in the union at the foot of its file. Rejected: a registry with
decorators (order and completeness depend on imports), and hand-written forms (they drift away).
"""

from __future__ import annotations

import math
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Literal, cast, get_args

import msgspec
from msgspec import inspect

LARGEST = sys.float_info.max

Scale = Literal["linear", "log"]
KnobType = Literal["number", "integer", "flag", "text", "sizes", "numbers", "choice", "choices"]


class Declared(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A frozen, comparable, hashable value that can be read from and written to a file."""


class Choice(Declared, frozen=True, tag_field="kind", tag=True):
    """One entry of a catalog, known in files by its kind (`tag`) and to people by its title."""

    title: ClassVar[str] = ""
    help: ClassVar[str] = ""
    formula: ClassVar[str] = ""
    source: ClassVar[str] = ""


class Catalog(Mapping[str, type[Choice]]):
    """Published name to class, in the order of the union at the foot of a family's file."""

    def __init__(self, union: object) -> None:
        classes = get_args(union) or (union,)
        self._classes = {kind_of(cast("type[Choice]", each)): each for each in classes}

    def __getitem__(self, kind: str) -> type[Choice]:
        return cast("type[Choice]", self._classes[kind])

    def __iter__(self) -> Iterator[str]:
        return iter(self._classes)

    def __len__(self) -> int:
        return len(self._classes)


@dataclass(frozen=True)
class Knob:
    """An adjustable number of a choice: range, scale, symbol, one line of help."""

    name: str
    title: str
    help: str
    type: KnobType
    default: Any
    symbol: str = ""
    unit: str = ""
    scale: Scale = "linear"
    low: float | None = None
    high: float | None = None
    low_open: bool = False
    high_open: bool = False
    slider: tuple[float, float] | None = None
    catalog: Catalog | None = None

    @property
    def range(self) -> str:
        """The hard limits in words, such as `above 0, at most 10` (empty without any)."""
        parts: list[str] = []
        if self.low is not None:
            parts.append(f"{'above' if self.low_open else 'at least'} {self.low:.16g}")
        if self.high is not None:
            parts.append(f"{'below' if self.high_open else 'at most'} {self.high:.16g}")
        return ", ".join(parts)

    def check(self, value: float) -> None:
        """Raise ValueError with one sentence when `value` is not what the knob can hold."""
        low = -math.inf if self.low is None else self.low
        high = math.inf if self.high is None else self.high
        above = value > low if self.low_open else value >= low
        below = value < high if self.high_open else value <= high
        if not -LARGEST <= value <= LARGEST:
            raise ValueError(f"{self.title} must be a finite number.")
        if self.type == "integer" and value != int(value):
            raise ValueError(f"{self.title} must be a whole number, not {value}.")
        if not (above and below):
            raise ValueError(f"{self.title} must be {self.range}, not {value}.")


def kind_of(choice: Choice | type[Choice]) -> str:
    """Return the published name, as it stands in files: `adam` for Adam() and for Adam."""
    return str(choice.__struct_config__.tag)


def knob(
    title: str,
    help: str,  # noqa: A002  (the word people see)
    *,
    symbol: str = "",
    unit: str = "",
    scale: Scale = "linear",
    slider: tuple[float, float] | None = None,
    ge: float | None = None,
    gt: float | None = None,
    le: float | None = None,
    lt: float | None = None,
) -> msgspec.Meta:
    """Describe one knob, inside the brackets of `Annotated[float, knob(...)]`."""
    limits: dict[str, Any] = {"ge": ge, "gt": gt, "le": le, "lt": lt}
    extra: dict[str, Any] = {"symbol": symbol, "unit": unit, "scale": scale, "slider": slider}
    return msgspec.Meta(title=title, description=help, extra=extra, **limits)


def knobs(choice: type[msgspec.Struct]) -> tuple[Knob, ...]:
    """Return the knobs of a declaration, in the order in which they are written."""
    info = cast("inspect.StructType", inspect.type_info(choice))
    return tuple(_knob_of(field) for field in info.fields)


def _knob_of(field: inspect.Field) -> Knob:
    kind = field.type
    text: dict[str, Any] = {}
    extra: dict[str, Any] = {}
    if isinstance(kind, inspect.Metadata):
        notes = cast("Any", kind)
        text, extra = notes.extra_json_schema or {}, notes.extra or {}
        kind = kind.type
    kind_name, limits, catalog = _shape(kind)
    low = limits.ge if limits.ge is not None else limits.gt
    high = limits.le if limits.le is not None else limits.lt
    default = field.default if field.default is not msgspec.NODEFAULT else _made(field)
    return Knob(
        name=field.name,
        title=text.get("title") or field.name.replace("_", " ").capitalize(),
        help=text.get("description", ""),
        type=kind_name,
        default=default,
        symbol=extra.get("symbol", ""),
        unit=extra.get("unit", ""),
        scale=extra.get("scale", "linear"),
        low=low,
        high=high,
        low_open=limits.gt is not None,
        high_open=limits.lt is not None,
        slider=extra.get("slider"),
        catalog=catalog,
    )


def _made(field: inspect.Field) -> object:
    return None if field.default_factory is msgspec.NODEFAULT else field.default_factory()


@dataclass(frozen=True)
class _Limits:
    ge: float | None = None
    gt: float | None = None
    le: float | None = None
    lt: float | None = None


def _shape(kind: inspect.Type) -> tuple[KnobType, _Limits, Catalog | None]:
    """Tell what a field holds, how it is limited, and the catalog that a choice comes from."""
    if isinstance(kind, inspect.Metadata):
        return _shape(kind.type)
    if isinstance(kind, inspect.FloatType | inspect.IntType):
        limits = _Limits(kind.ge, kind.gt, kind.le, kind.lt)
        return ("number" if isinstance(kind, inspect.FloatType) else "integer"), limits, None
    if isinstance(kind, inspect.BoolType):
        return "flag", _Limits(), None
    if isinstance(kind, inspect.StructType):
        return "choice", _Limits(), Catalog(kind.cls)
    if isinstance(kind, inspect.UnionType):
        structs = [cast("inspect.StructType", each).cls for each in kind.types]
        union = structs[0]
        for each in structs[1:]:
            union = union | each  # pyright: ignore[reportAssignmentType]
        return "choice", _Limits(), Catalog(union)
    if isinstance(kind, inspect.VarTupleType):
        inner, limits, _ = _shape(kind.item_type)
        names: dict[KnobType, KnobType] = {"integer": "sizes", "number": "numbers"}
        return names.get(inner, "choices"), limits, None
    return "text", _Limits(), None
