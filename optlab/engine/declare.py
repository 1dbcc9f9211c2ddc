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
from functools import cache
from typing import Annotated, Any, ClassVar, Literal, cast, get_args, get_origin

import msgspec

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
    """An adjustable number of a choice: range, scale, symbol, one line of help.

    A knob of type choice or choices has the catalog of what can stand there. Each entry of choices
    is called `entry`. Where `per` names a knob of sizes there is one for every size, or none at all
    where each is to be like the one that the knob `like` holds.
    """

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
    entry: str = ""
    per: str = ""
    like: str = ""

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
    entry: str = "",
    per: str = "",
    like: str = "",
    ge: float | None = None,
    gt: float | None = None,
    le: float | None = None,
    lt: float | None = None,
) -> msgspec.Meta:
    """Describe one knob, inside the brackets of `Annotated[float, knob(...)]`."""
    limits: dict[str, Any] = {"ge": ge, "gt": gt, "le": le, "lt": lt}
    extra: dict[str, Any] = {"symbol": symbol, "unit": unit, "scale": scale, "slider": slider}
    extra |= {"entry": entry, "per": per, "like": like}
    return msgspec.Meta(title=title, description=help, extra=extra, **limits)


@cache
def knobs(choice: type[msgspec.Struct]) -> tuple[Knob, ...]:
    """Return the knobs of a declaration, in the order in which they are written."""
    return tuple(_knob_of(field) for field in msgspec.structs.fields(choice))


def _knob_of(field: msgspec.structs.FieldInfo) -> Knob:
    kind, meta = _unwrapped(field.type)
    item, limits = kind, meta
    if get_origin(kind) is tuple:  # limits are those of each item
        item, limits = _unwrapped(get_args(kind)[0])
    low = limits.ge if limits.ge is not None else limits.gt
    high = limits.le if limits.le is not None else limits.lt
    extra: dict[str, Any] = dict(meta.extra or {})
    return Knob(
        name=field.name,
        title=meta.title or field.name.replace("_", " ").capitalize(),
        help=meta.description or "",
        type=_type_of(kind, item),
        default=None if field.default is msgspec.NODEFAULT else field.default,
        symbol=extra.get("symbol", ""),
        unit=extra.get("unit", ""),
        scale=extra.get("scale", "linear"),
        low=low,
        high=high,
        low_open=limits.gt is not None,
        high_open=limits.lt is not None,
        slider=extra.get("slider"),
        catalog=Catalog(item) if _is_choice(item) else None,
        entry=extra.get("entry", ""),
        per=extra.get("per", ""),
        like=extra.get("like", ""),
    )


def _unwrapped(annotation: object) -> tuple[Any, msgspec.Meta]:
    """Take `Annotated[float, knob(...)]` apart; a type that stands alone has an empty Meta."""
    if get_origin(annotation) is not Annotated:
        return annotation, msgspec.Meta()
    kind, *notes = get_args(annotation)
    return kind, next(note for note in notes if isinstance(note, msgspec.Meta))


def _is_choice(kind: object) -> bool:
    """Whether `kind` is a choice or a union of choices."""
    return all(
        isinstance(each, type) and issubclass(each, Choice) for each in get_args(kind) or (kind,)
    )


def _type_of(kind: object, item: object) -> KnobType:
    """Name what a field of type `kind` holds; `item` is the type of a tuple's items."""
    plain: dict[object, KnobType] = {float: "number", int: "integer", bool: "flag"}
    several: dict[object, KnobType] = {float: "numbers", int: "sizes"}
    if item is not kind:
        return several.get(item, "choices")
    return "choice" if _is_choice(kind) else plain.get(kind, "text")
