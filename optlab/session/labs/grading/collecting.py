"""Finding the reports that were handed in."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from optlab.session.bad_file import BadFile
from optlab.session.labs.report import SUFFIX
from optlab.session.plain_file import reason

MOST = 5_000
"""Reports of one folder."""

MOST_SEEN = 100_000
"""Files and folders that are looked at; more are hardly a folder of reports."""


def reports_in(folder: Path) -> list[Path]:
    """Every report in the folder and in those below it, by name; raises BadFile."""
    if not folder.is_dir():
        raise BadFile("there is no such folder.", name=str(folder))
    try:
        list(islice(folder.iterdir(), 1))
    except OSError as error:
        raise BadFile(f"it cannot be read: {reason(error)}.", name=str(folder)) from error
    found: list[Path] = []
    for seen, path in enumerate(_below(folder)):
        if path.name.lower().endswith(SUFFIX):
            found.append(path)
        if seen > MOST_SEEN or len(found) > MOST:
            raise BadFile(
                f"this holds more than {MOST:,} reports, or far more than reports; "
                "name the folder of one class.",
                name=str(folder),
            )
    if not found:
        raise BadFile(f"there is no report (*{SUFFIX}) in this folder.", name=str(folder))
    return sorted(found)


def _below(folder: Path) -> Iterator[Path]:
    """All files at any depth; links are not followed, and what may not be read is passed over."""
    waiting = [folder]
    while waiting:
        try:
            entries = sorted(waiting.pop().iterdir())
        except OSError:
            continue
        for path in entries:
            if path.is_symlink():
                continue
            if path.is_dir():
                waiting.append(path)
            else:
                yield path
