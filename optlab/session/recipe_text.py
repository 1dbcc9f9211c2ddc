"""A slice in a line of text: `path`, `random:roll=3` or `parameters:first=0,second=bias out`."""

from __future__ import annotations

import re
from typing import cast

from optlab.engine.declare import Knob, knobs
from optlab.engine.slices import SLICES, AnySlice, TwoParameters
from optlab.session.bad_file import BadFile
from optlab.session.validation import nearest

PART = re.compile(r",(?=\s*\w+\s*=)")
"""A comma between two knobs; one inside a parameter's name is followed by no `knob=`."""


def recipe_of(text: str, names: tuple[str, ...]) -> AnySlice:
    """The recipe that `text` asks for; `names` are those of the parameters.

    Knobs that hold a parameter take its number or its name. Raises BadFile.
    """
    kind, _, rest = text.partition(":")
    kind = kind.strip()
    if kind not in SLICES:
        raise BadFile(
            f'there is no slice "{kind}"{nearest(kind, SLICES)}: take {_listed(list(SLICES))}.'
        )
    cls = SLICES[kind]
    known = {each.name: each for each in knobs(cls)}
    values: dict[str, int] = {}
    for part in PART.split(rest) if rest.strip() else ():
        name, equals, value = (each.strip() for each in part.partition("="))
        if not equals or name not in known:
            can = f"takes {_listed(list(known))}" if known else "has no knobs"
            raise BadFile(f'"{part.strip()}" does not fit: the slice {kind} {can}.')
        by_name = names if cls is TwoParameters else ()
        values[name] = _number(known[name], value, by_name)
    return cast("AnySlice", cls(**values))


def _number(knob: Knob, text: str, names: tuple[str, ...]) -> int:
    if text in names:
        return names.index(text)
    try:
        value = int(text)
    except ValueError:
        wanted = "the number or the name of a parameter" if names else "a whole number"
        hint = nearest(text, names)
        raise BadFile(f'{knob.name} must be {wanted}, not "{text}"{hint}.') from None
    try:
        knob.check(value)
    except ValueError as error:
        raise BadFile(f"{knob.name}: {error}") from error
    return value


def _listed(words: list[str]) -> str:
    *before, last = words
    return f"{', '.join(before)} or {last}" if before else last
