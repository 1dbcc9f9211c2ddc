"""Writing labs: the TOML of a lab as an author would type it, for author mode and templates.

What is as its declaration has it is left out; texts of several lines stand between three quotes;
prompts, checks and claims have a section each, because they are the parts that one looks for. What
is written is read back to an equal lab, which the tests prove for every shipped one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, cast

import msgspec
import tomli_w

from optlab.session.atomic import write_whole
from optlab.session.bad_file import BadFile
from optlab.session.labs.lab import Lab
from optlab.session.layout import literal
from optlab.session.plain_file import reason

SECTIONS = ("prompts", "checks", "claims")


def write_lab(path: Path, lab: Lab) -> None:
    """Write the file whole or not at all; raises BadFile."""
    try:
        write_whole(Path(path), lab_text(lab).encode())
    except OSError as error:
        raise BadFile(
            f"the file cannot be written: {reason(error)}.", name=Path(path).name
        ) from error


def lab_text(lab: Lab) -> str:
    """The text of a file with everything that differs from the declarations."""
    data = plain_lab(lab)
    steps = cast("list[dict[str, Any]]", data.pop("steps"))
    lines = ["format = 1", *_pairs(data)]
    for step in steps:
        lines += ["", "[[steps]]", *_step(step)]
    return "\n".join(lines) + "\n"


def plain_lab(lab: Lab) -> dict[str, Any]:
    """The lab as tables, lists and numbers, without what is as it is declared."""
    data = cast("dict[str, Any]", _plain(lab))
    data.pop("format", None)
    return data


def _step(step: dict[str, Any]) -> Iterator[str]:
    """The lines below `[[steps]]`."""
    parts = {name: step.pop(name, []) for name in SECTIONS}
    experiment = step.pop("experiment", None)
    yield from _pairs(step)
    if experiment is not None:
        yield from ("", "[steps.experiment]", *_pairs(experiment))
    for name, entries in parts.items():
        for entry in entries:
            yield from ("", f"[[steps.{name}]]", *_pairs(entry))


def _pairs(table: Mapping[str, Any]) -> Iterator[str]:
    for name, value in table.items():
        key = tomli_w.dumps({name: 0}).partition(" = ")[0]
        yield f"{key} = {_value(value)}"


def _value(value: Any) -> str:
    """A value on one line; texts and lists of texts on several where that is easier to read."""
    if isinstance(value, str) and "\n" in value:
        return tomli_w.dumps({"x": value}, multiline_strings=True).removeprefix("x = ").rstrip("\n")
    entries = cast("list[Any]", value) if isinstance(value, list) else []
    if len(entries) > 1 and any(isinstance(each, str | dict) for each in entries):
        return "[\n" + "".join(f"    {literal(each)},\n" for each in entries) + "]"
    return literal(value)


def _plain(value: object) -> object:
    """Builtins of a declared value, without the fields that have their default."""
    if isinstance(value, msgspec.Struct):
        info = type(value).__struct_config__
        head = {info.tag_field: info.tag} if info.tag_field else {}
        fields = msgspec.structs.fields(value)
        held = {field.encode_name: (getattr(value, field.name), field) for field in fields}
        return head | {
            name: _plain(each) for name, (each, field) in held.items() if each != _usual(field)
        }
    if isinstance(value, tuple):
        return [_plain(each) for each in cast("tuple[object, ...]", value)]
    return value


def _usual(field: msgspec.structs.FieldInfo) -> object:
    """The default of a field; NODEFAULT equals nothing."""
    if field.default_factory is not msgspec.NODEFAULT:
        return field.default_factory()
    return field.default
