"""What a teacher sets for all who start this copy of OptLab: `optlab.toml`, beside the program.

A preset is read at every start and is not the business of the person at the keyboard, so trouble
with it is told and never stops a lesson: `preset_of` gives the usual preset and the sentence. Only
what stands in the file counts; the rest is as each person left it.

It is read before the window is on the screen, so nothing here may import the engine.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from optlab.session.bad_file import BadFile
from optlab.session.layout import line_of, literal
from optlab.session.plain_file import tables_of, text_of

FILE = "optlab.toml"
VARIABLE = "OPTLAB_PRESET"
"""The variable of the environment that names a preset for a copy without a folder of its own."""

Theme = Literal["system", "light", "dark", "high-contrast", "projector"]
Renderer = Literal["auto", "gl", "software", "contour"]


class Preset(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Settings for everybody, and what the window opens; `None` and `""` leave a thing alone."""

    format: Annotated[Literal[1], Meta(description="the whole number 1")] = 1
    theme: Annotated[
        Theme | None,
        Meta(description='"system", "light", "dark", "high-contrast" or "projector"'),
    ] = None
    reduced_motion: Annotated[bool | None, Meta(description="true or false")] = None
    renderer: Annotated[
        Renderer | None, Meta(description='"auto", "gl", "software" or "contour"')
    ] = None
    experiment: Annotated[
        str, Meta(description='the name of a file in quotes, such as "first.optlab"')
    ] = ""
    lab: Annotated[
        str, Meta(description='the name of a lab or of its file in quotes, such as "first.toml"')
    ] = ""
    folder: Annotated[
        str, Meta(description='the name of a folder in quotes, such as "~/optlab"')
    ] = ""
    locked: Annotated[bool, Meta(description="true or false")] = False


USUAL = Preset()
"""A preset that sets nothing."""


def preset_of(named: Path | None = None) -> tuple[Preset, str]:
    """The preset in force and a sentence about trouble with it; `named` goes before any other."""
    path = named or lying()
    if path is None:
        return USUAL, ""
    try:
        return read_preset(path), ""
    except BadFile as trouble:
        return USUAL, f"{trouble} So OptLab starts with its usual settings."


def lying(environment: Mapping[str, str] = os.environ) -> Path | None:
    """The preset of this copy: the file that a variable names, or the one beside the program."""
    if environment.get(VARIABLE):
        return Path(environment[VARIABLE])
    if not getattr(sys, "frozen", False):
        return None
    path = beside_program() / FILE
    return path if path.exists() else None


def beside_program() -> Path:
    """The folder a frozen program lies in; on a Mac that of the .app, which is signed whole."""
    program = Path(sys.executable).resolve()
    bundles = [each for each in program.parents if each.suffix == ".app"]
    return bundles[0].parent if bundles else program.parent


def read_preset(path: Path) -> Preset:
    """The preset in the file, its paths made whole; raises BadFile."""
    text = text_of(path, "preset")
    try:
        preset = _preset(tables_of(text, path.name))
    except BadFile as trouble:
        if trouble.name:
            raise
        raise trouble.placed(path.name, line_of(text, trouble.path)) from trouble
    folder = path.absolute().parent
    whole = {
        name: _whole(folder, value)
        for name in ("experiment", "lab", "folder")
        if (value := getattr(preset, name))
        and (name != "lab" or _is_file(folder, value))  # else it is the name of a shipped lab
    }
    return msgspec.structs.replace(preset, **whole)


def _preset(data: Mapping[str, Any]) -> Preset:
    wanted = {field.name: field for field in msgspec.structs.fields(Preset)}
    for name, value in data.items():
        if name not in wanted:
            close = get_close_matches(name, wanted, 1)
            hint = f" (did you mean {close[0]}?)" if close else ""
            sentence = f"{name[:40]} is unknown{hint}: a preset has only {', '.join(wanted)}."
            raise BadFile(sentence, path=name)
        try:
            msgspec.convert(value, wanted[name].type)
        except msgspec.ValidationError as error:
            right, found = _description(wanted[name].type), literal(value)[:40]
            raise BadFile(f"{name} must be {right}, not {found}.", path=name) from error
    preset = msgspec.convert(data, Preset)
    if preset.experiment and preset.lab:
        raise BadFile("a preset opens an experiment or a lab, not both.", path="lab")
    return preset


def _description(declared: Any) -> str:
    """What the declaration of a field says that it must be."""
    return next(str(each.description) for each in declared.__metadata__ if isinstance(each, Meta))


def _whole(folder: Path, text: str) -> str:
    """`text` as a path from the root: `~` is the home of the person, all else is by the preset."""
    try:
        return str(folder / Path(text).expanduser())
    except RuntimeError:  # a person without a home
        return str(folder / text)


def _is_file(folder: Path, text: str) -> bool:
    try:
        return Path(_whole(folder, text)).exists()
    except (OSError, ValueError):  # a name that no file can have
        return False
