"""What a window opens with: what was asked for, else what the teacher preset, else the usual.

Whatever the person asked for must be right, or nothing starts and one sentence says why. What the
preset asks for must not stand in the way: it is told, and the window opens with the usual.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from optlab.engine import Experiment
from optlab.session.bad_file import BadFile
from optlab.session.files import read_experiment
from optlab.session.plain_file import reason
from optlab.session.preset import FILE, USUAL, Preset


@dataclass(frozen=True)
class Opening:
    """An experiment and its file (None: the usual one, none), a lab, and what is to be told."""

    experiment: Experiment | None = None
    path: Path | None = None
    lab: Path | None = None
    told: tuple[str, ...] = ()


def opening(path: Path | None, lab: str, preset: Preset = USUAL) -> Opening:
    """What to open for the file or the lab that was asked for; raises BadFile about these two."""
    if path is not None:
        return Opening(read_experiment(path), path)
    if lab:
        return Opening(lab=lab_file(lab))
    told: list[str] = []
    if preset.folder and not _is_folder(preset.folder):
        told.append(f"The folder that {FILE} names is not there: {preset.folder}.")
    try:
        if preset.lab:
            return Opening(lab=lab_file(preset.lab), told=tuple(told))
        if preset.experiment:  # without its path: nobody should save over the teacher's file
            return Opening(read_experiment(Path(preset.experiment)), told=tuple(told))
    except BadFile as trouble:
        told.append(f"{FILE} names a file that cannot be opened. {trouble}")
    return Opening(told=tuple(told))


def lab_file(name: str) -> Path:
    """Where a lab lies that was asked for by its name or its file; raises BadFile about it."""
    # Labs bring much along, and most windows open without one.
    from optlab.session.labs.reading import find_lab, read_lab  # noqa: PLC0415

    try:
        path = find_lab(name)
    except BadFile:
        raise
    except (OSError, ValueError) as error:  # a name that no file can have
        raise BadFile(f'"{name[:80]}" is no name of a lab: {reason(error)}.') from error
    read_lab(path)
    return path


def _is_folder(path: str) -> bool:
    try:
        return Path(path).is_dir()
    except (OSError, ValueError):
        return False
