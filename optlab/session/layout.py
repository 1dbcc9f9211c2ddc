"""The layout of a `.optlab` file: how an experiment is written, and on which line a thing stands.

tomli_w would give every choice a section of its own and short racers another form than long ones; a
file that is read by students wants one line per choice. So the lines are laid out here, and tomli_w
writes the values in them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, cast

import tomli_w

HEADER = re.compile(r"\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?\s*(#.*)?$")
KEY = re.compile(r"""\s*([\w\-."' ]+?)\s*=""")


def written(data: Mapping[str, Any]) -> str:
    """TOML text of plain data: numbers first, then a section per table, then one per racer."""
    lines = [f"{key} = {literal(value)}" for key, value in data.items() if not _is_section(value)]
    for key, value in data.items():
        if isinstance(value, dict):
            lines += ["", f"[{key}]", *_pairs(cast("dict[str, Any]", value))]
        elif _is_section(value):
            for each in value:
                lines += ["", f"[[{key}]]", *_pairs(each)]
    return "\n".join(lines) + "\n"


def literal(value: Any) -> str:
    """One value on one line; tables inline."""
    if isinstance(value, dict):
        table = cast("dict[str, Any]", value)
        return "{ " + ", ".join(_pairs(table)) + " }" if table else "{}"
    if isinstance(value, list):
        return "[" + ", ".join(literal(each) for each in cast("list[Any]", value)) + "]"
    return tomli_w.dumps({"x": value}).removeprefix("x = ").rstrip("\n")


def line_of(text: str, path: str) -> int | None:
    """The line (from 1) that sets what is at `path`, or the nearest thing around it; or None."""
    wanted = path.replace("[", ".").replace("]", "").split(".") if path else []
    best, line = 0, None
    for number, place in _places(text):
        if len(place) > best and place == wanted[: len(place)]:
            best, line = len(place), number
    return line


def _places(text: str) -> Iterator[tuple[int, list[str]]]:
    """(line, path) of every header and every key at the start of a line."""
    section: list[str] = []
    counts: dict[tuple[str, ...], int] = {}
    inside = False  # a text over several lines
    for number, line in enumerate(text.splitlines(), 1):
        quotes = (line.count('"""') + line.count("'''")) % 2 == 1
        if inside:
            inside = not quotes
            continue
        if header := HEADER.match(line):
            *around, last = _split(header[2])
            section = [*_numbered(around, counts), last]
            if header[1] == "[[":
                yield number, section
                place = tuple(section)
                counts[place] = counts.get(place, -1) + 1
            section = _numbered([last], counts, section[:-1])
            yield number, section
        elif key := KEY.match(line):
            yield number, section + _split(key[1])
        inside = quotes


def _numbered(
    names: Iterable[str], counts: Mapping[tuple[str, ...], int], before: Iterable[str] = ()
) -> list[str]:
    """The names of a header, each list among them followed by the place of its newest entry."""
    path = list(before)
    for name in names:
        path.append(name)
        if tuple(path) in counts:
            path.append(str(counts[tuple(path)]))
    return path


def _split(dotted: str) -> list[str]:
    return [part.strip().strip("\"'") for part in dotted.split(".")]


def _pairs(table: Mapping[str, Any]) -> list[str]:
    return [f"{key} = {literal(value)}" for key, value in table.items()]


def _is_section(value: object) -> bool:
    if isinstance(value, dict):
        return True
    items = cast("list[Any]", value) if isinstance(value, list) else []
    return bool(items) and all(isinstance(each, dict) for each in items)
