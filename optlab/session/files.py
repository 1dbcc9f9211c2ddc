"""`.optlab` files: an Experiment as TOML text.

Whatever is left out has the default of its declaration; a file that is written holds every knob.
A file is hostile until it is validated: every trouble is a BadFile with one sentence.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import msgspec

from optlab.engine.experiment import Experiment
from optlab.session.atomic import write_whole
from optlab.session.bad_file import BadFile
from optlab.session.layout import line_of, written
from optlab.session.validation import experiment_of

SUFFIX = ".optlab"
LARGEST = 1 << 20
"""Bytes a file may have: a thousand times what an experiment needs."""

PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")


def read_experiment(path: Path) -> Experiment:
    """The experiment in the file; raises BadFile."""
    return parse(_text(Path(path)), Path(path).name)


def write_experiment(path: Path, experiment: Experiment) -> None:
    """Write the file whole or not at all; raises BadFile."""
    try:
        write_whole(Path(path), dump(experiment).encode())
    except OSError as error:
        raise BadFile(
            f"the file cannot be written: {_reason(error)}.", name=Path(path).name
        ) from error


def dump(experiment: Experiment) -> str:
    """The text of a file with every knob of the experiment."""
    return written(plain(experiment))


def plain(experiment: Experiment) -> dict[str, Any]:
    """The experiment as the tables, lists and numbers of a file."""
    return msgspec.json.decode(msgspec.json.encode(experiment), type=dict[str, Any])


def parse(text: str, name: str) -> Experiment:
    """The experiment that `text` describes; raises BadFile, which calls the file `name`."""
    if not text.strip():
        raise BadFile("the file is empty, where an experiment was expected.", name=name)
    data = _toml(text, name)
    try:
        return experiment_of(data)
    except BadFile as error:
        raise error.placed(name, line_of(text, error.path)) from error


def _text(path: Path) -> str:
    """The whole file as text, or a complaint."""
    if path.is_dir():
        raise BadFile("this is a folder, where a file was expected.", name=path.name)
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except FileNotFoundError as error:
        raise BadFile(
            f"there is no such file in {path.absolute().parent}.", name=path.name
        ) from error
    except (OSError, ValueError) as error:
        raise BadFile(f"the file cannot be read: {_reason(error)}.", name=path.name) from error
    if len(data) > LARGEST:
        raise BadFile(
            "the file is larger than 1 MiB, so it is no experiment of OptLab.", name=path.name
        )
    if b"\0" in data:
        raise BadFile("the file holds binary data, where text was expected.", name=path.name)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise BadFile(
            "the text is not UTF-8; save it as UTF-8.", name=path.name, line=line
        ) from error


def _toml(text: str, name: str) -> dict[str, Any]:
    """Plain data, or a complaint with line and column."""
    try:
        return tomllib.loads(text)
    except RecursionError as error:
        raise BadFile("lists or tables are nested too deeply.", name=name) from error
    except ValueError as error:  # TOMLDecodeError, and a number with thousands of digits
        said = str(error)
        at = PLACE.search(said)
        what = PLACE.sub("", said)
        if not isinstance(error, tomllib.TOMLDecodeError):
            raise BadFile("a number is too long to be read.", name=name) from error
        if at is None:
            raise BadFile(f"this is not valid TOML: {what}.", name=name) from error
        if at[1] is None:
            raise BadFile(
                f"this is not valid TOML: {what} at the end of the file.", name=name
            ) from error
        sentence = f"this is not valid TOML at column {at[2]}: {what}."
        raise BadFile(sentence, name=name, line=int(at[1])) from error


def _reason(error: Exception) -> str:
    """What the system said, in lower case: `permission denied`."""
    text = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return text[:1].lower() + text[1:]
