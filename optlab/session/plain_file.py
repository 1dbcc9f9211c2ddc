"""Text and tables out of a file that may hold anything; every trouble is one sentence."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from optlab.session.bad_file import BadFile

LARGEST = 1 << 20
"""Bytes a file may have: a thousand times what an experiment needs."""

PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")


def text_of(path: Path, what: str, largest: int = LARGEST) -> str:
    """The whole file as text; raises BadFile, which says that `what` ("experiment") was sought."""
    if path.is_dir():
        raise BadFile("this is a folder, where a file was expected.", name=path.name)
    try:
        with path.open("rb") as file:
            data = file.read(largest + 1)
    except FileNotFoundError as error:
        raise BadFile(
            f"there is no such file in {path.absolute().parent}.", name=path.name
        ) from error
    except (OSError, ValueError) as error:
        raise BadFile(f"the file cannot be read: {reason(error)}.", name=path.name) from error
    if len(data) > largest:
        raise BadFile(
            f"the file is larger than {largest >> 20} MiB, so it is no {what} of OptLab.",
            name=path.name,
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


def tables_of(text: str, name: str) -> dict[str, Any]:
    """The plain data of TOML text; raises BadFile with line and column."""
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


def reason(error: Exception) -> str:
    """What the system said, in lower case: `permission denied`."""
    text = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return text[:1].lower() + text[1:]
