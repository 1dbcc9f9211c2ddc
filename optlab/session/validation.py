"""From plain data (what TOML gives) to a declared value, or one sentence about what is wrong where.

msgspec validates too, and has the last word, but its messages speak to programmers. So the same
declarations are walked here first, and every complaint names the place, the value found and what
would be right. A kind that is left out is that of the field's default, like everything left out.
"""

from __future__ import annotations

import difflib
import math
from collections.abc import Iterable
from functools import cache
from typing import Any, TypeVar, cast

import msgspec
from msgspec import inspect

from optlab.engine.declare import Declared, Knob, knobs
from optlab.engine.experiment import Experiment
from optlab.engine.objective import check
from optlab.engine.trouble import Unfit
from optlab.session.bad_file import BadFile

FORMAT = Experiment().format

Table = dict[str, Any]
D = TypeVar("D", bound=Declared)


def experiment_of(data: Table) -> Experiment:
    """The experiment that `data` describes; raises BadFile with the path of the first trouble."""
    experiment = declared(data, Experiment)
    try:
        check(experiment)
    except Unfit as error:
        raise BadFile(f"{error.path}: {error}", path=error.path) from error
    return experiment


def declared(data: Table, cls: type[D]) -> D:
    """The value of any declaration that `data` describes; raises BadFile as `experiment_of` does.

    Every file has a format, and all of them are at the same one.
    """
    _check_format(data)
    filled = _struct(data, cls, "")
    try:
        return msgspec.convert(filled, cls)
    except (msgspec.ValidationError, ValueError, OverflowError) as error:
        sentence, _, path = str(error).partition(" - at `$")
        path = path.strip("`.")
        raise BadFile(f"{path or 'this'}: {sentence}.", path=path) from error


def said(value: object) -> str:
    """A value as it can stand in a sentence: short, and with its type told by its form."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        huge = isinstance(value, int) and abs(value) >= 10**20
        return "a huge number" if huge else repr(value)
    if isinstance(value, str):
        return f'the text "{_short(value)}"'
    if isinstance(value, list):
        return "a list"
    if isinstance(value, dict):
        return "a table"
    return "a date or time"


def nearest(word: str, known: Iterable[str]) -> str:
    """` (did you mean x?)` when one of the known words is close, else nothing."""
    close = difflib.get_close_matches(word, list(known), 1)
    return f" (did you mean {close[0]}?)" if close else ""


def _struct(data: Any, cls: type[msgspec.Struct], path: str) -> Table:
    """`data` checked field by field against a declaration."""
    if not isinstance(data, dict):
        raise _wrong(path, "a table with " + _listed(each.name for each in knobs(cls)), data)
    table = cast("Table", data)
    info = _about(cls)
    fields = {field.name: field for field in info.fields}
    for name in table:
        if name not in fields and name != info.tag_field:
            raise _unknown(path, name, fields, cls)
    for field in info.fields:
        if field.required and field.name not in table:
            raise _missing(path, next(knob for knob in knobs(cls) if knob.name == field.name))
    checked = {name: table[name] for name in table if name == info.tag_field}
    for name, value in table.items():
        if name in fields:
            checked[name] = _value(
                value, fields[name].type, _default(fields[name]), cls, _join(path, name)
            )
    return checked


@cache
def _about(cls: type[msgspec.Struct]) -> inspect.StructType:
    """The types of its fields; asking msgspec takes many milliseconds each time."""
    return cast("inspect.StructType", inspect.type_info(cls))


def _value(
    value: Any, kind: inspect.Type, default: object, owner: type[msgspec.Struct], path: str
) -> Any:
    """`value` checked against the type of one field of `owner`."""
    if isinstance(kind, inspect.Metadata):
        return _value(value, kind.type, default, owner, path)
    if isinstance(kind, inspect.FloatType | inspect.IntType):
        return _number(value, kind, owner, path)
    if isinstance(kind, inspect.VarTupleType):
        if not isinstance(value, list):
            raise _wrong(path, "a list in square brackets", value)
        items = enumerate(cast("list[Any]", value))
        return [_value(each, kind.item_type, None, owner, f"{path}[{i}]") for i, each in items]
    if isinstance(kind, inspect.StructType):
        return _choice(value, (kind,), default, path)
    if isinstance(kind, inspect.UnionType) and kind.includes_none:
        (single,) = (each for each in kind.types if not isinstance(each, inspect.NoneType))
        return _value(value, single, default, owner, path)
    if isinstance(kind, inspect.UnionType):
        structs = tuple(cast("inspect.StructType", each) for each in kind.types)
        return _choice(value, structs, default, path)
    _check_plain(value, kind, path)
    return value


def _check_plain(value: Any, kind: inspect.Type, path: str) -> None:
    """Raise BadFile when a value that is taken as it stands is of another type."""
    if isinstance(kind, inspect.BoolType) and not isinstance(value, bool):
        raise _wrong(path, "true or false", value)
    if isinstance(kind, inspect.StrType) and not isinstance(value, str):
        raise _wrong(path, 'a text in quotes, such as "Adam"', value)
    if isinstance(kind, inspect.DictType) and not isinstance(value, dict):
        raise _wrong(path, "a table", value)
    if isinstance(kind, inspect.LiteralType) and value not in kind.values:
        words = [str(each) for each in kind.values if each != ""]
        hint = nearest(value, words) if isinstance(value, str) else ""
        found = said(cast("object", value))
        raise BadFile(f"{path} must be {_listed(words, 'or')}, not {found}{hint}.", path=path)


def _choice(
    value: Any, structs: tuple[inspect.StructType, ...], default: object, path: str
) -> Table:
    """A table with a `kind` that says which of `structs` it is; in a list (no default) it must."""
    if structs[0].tag_field is None:
        return _struct(value, structs[0].cls, path)
    by_kind = {str(each.tag): each.cls for each in structs}
    usual = next(
        (kind for kind, cls in by_kind.items() if type(default) is cls), next(iter(by_kind))
    )
    if not isinstance(value, dict):
        raise _wrong(path, f'a table such as {{ kind = "{usual}" }}', value)
    table = cast("Table", value)
    kind = table.get("kind", usual)
    if not isinstance(kind, str) or kind not in by_kind:
        hint = nearest(kind, by_kind) if isinstance(kind, str) else ""
        place = _join(path, "kind")
        raise BadFile(
            f"{place} must be {_listed(by_kind, 'or')}, not {said(kind)}{hint}.", path=place
        )
    cls = by_kind[kind]
    for name in table:
        owners = [k for k, each in by_kind.items() if name in {knob.name for knob in knobs(each)}]
        if "kind" not in table and owners and kind not in owners:
            place = _join(path, name)
            raise BadFile(
                f'{place} goes with kind = "{owners[0]}", which is missing in {path}.', path=place
            )
    if default is None and "kind" not in table:
        place = _join(path, "kind")
        raise BadFile(f"{place} is missing: it must be {_listed(by_kind, 'or')}.", path=place)
    return {"kind": kind, **_struct(table, cls, path)}


def _number(
    value: Any, kind: inspect.FloatType | inspect.IntType, owner: type[msgspec.Struct], path: str
) -> int | float:
    """A finite number inside the hard limits of its knob."""
    whole = isinstance(kind, inspect.IntType)
    if isinstance(value, bool) or not isinstance(value, int if whole else int | float):
        raise _wrong(path, "a whole number" if whole else "a number", value)
    number: int | float = value
    if isinstance(number, float) and not math.isfinite(number):
        raise _wrong(path, "a finite number", value)
    name = path.rpartition(".")[2].partition("[")[0]
    limits = next(knob.range for knob in knobs(owner) if knob.name == name)
    outside = (
        (kind.ge is not None and number < kind.ge)
        or (kind.gt is not None and number <= kind.gt)
        or (kind.le is not None and number > kind.le)
        or (kind.lt is not None and number >= kind.lt)
    )
    if outside:
        raise _wrong(path, limits, value)
    if abs(number) >= (2**63 if whole else 10**300):
        raise _wrong(path, "a smaller number", value)
    return number if whole else float(number)


def _check_format(data: Table) -> None:
    found = data.get("format", FORMAT)
    if isinstance(found, bool) or not isinstance(found, int) or found < 1:
        raise _wrong("format", f"the whole number {FORMAT}", found)
    if found > FORMAT:
        raise BadFile(
            f"format is {said(found)}, from a newer OptLab: this one reads up to {FORMAT}.",
            path="format",
        )


def _unknown(path: str, name: str, fields: Iterable[str], cls: type[msgspec.Struct]) -> BadFile:
    known = list(fields)
    place = _join(path, name)
    noun = cls.__name__.lower()
    owner = path or f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"
    knows = f"{owner} has only {_listed(known)}" if known else f"{owner} has no knobs"
    sentence = f"{_join(path, _short(name))} is unknown{nearest(name, known)}: {knows}."
    return BadFile(sentence, path=place)


def _wrong(path: str, wanted: str, found: object) -> BadFile:
    return BadFile(f"{path} must be {wanted}, not {said(found)}.", path=path)


def _missing(path: str, knob: Knob) -> BadFile:
    place = _join(path, knob.name)
    return BadFile(f"{place} is missing: {knob.help}", path=place)


def _default(field: inspect.Field) -> object:
    return field.default if field.default_factory is msgspec.NODEFAULT else field.default_factory()


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:37] + "..."


def _listed(words: Iterable[str], last: str = "and") -> str:
    """`a, b and c`."""
    *most, end = list(words)
    return f"{', '.join(most)} {last} {end}" if most else end
