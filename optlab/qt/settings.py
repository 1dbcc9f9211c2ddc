"""What a person chose and what a teacher preset, and which of the two counts.

A preset counts where a person has chosen nothing; a locked one counts before any choice, and the
choice stays kept for a copy of OptLab without that preset. What the command line asks for is meant
for one start and goes before both: it is how a start that does not work is mended.
"""

from __future__ import annotations

import atexit
import os
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

from PySide6.QtCore import QSettings

from optlab.session.places import can_write, log_folder, state_folder
from optlab.session.preset import USUAL, Preset

PRESET = {
    "look": "theme",
    "drawing": "renderer",
    "reduced_motion": "reduced_motion",
    "folder": "folder",
}
"""The names of the preferences that a preset can set, and what it calls them."""

_in_force = [USUAL]


def settings() -> QSettings:
    """The preferences of this person."""
    scope = QSettings.Scope.UserScope
    return QSettings(QSettings.defaultFormat(), scope, "OptLab", "OptLab")


def follow(preset: Preset) -> None:
    """Let this preset count from now on."""
    _in_force[0] = preset


def preset() -> Preset:
    """The preset in force."""
    return _in_force[0]


def kept(name: str) -> object:
    """The preference that counts; None when neither person nor teacher has one."""
    given = _preset(name)
    if given is not None and preset().locked:
        return given
    return settings().value(name, given)


def keep(name: str, value: object) -> None:
    """Remember what a person chose; where nothing can be written it holds for this start."""
    if not locked(name):
        settings().setValue(name, value)


def locked(name: str) -> bool:
    """Whether a preference is the teacher's alone."""
    return preset().locked and _preset(name) is not None


def can_keep() -> bool:
    """Whether preferences, logs and unsaved work outlive this start."""
    return settings().isWritable() and can_write(state_folder()) and can_write(log_folder())


def usual_folder() -> Path:
    """Where file dialogs begin: in the preset or the last folder while it exists, else at home."""
    found = kept("folder")
    if found and Path(str(found)).is_dir():
        return Path(str(found))
    try:
        return Path.home()
    except RuntimeError:  # a person without a home
        return Path.cwd()


def know_none() -> None:
    """Begin with default preferences, and let those that are kept alone; before any is read."""
    follow(USUAL)
    kind = QSettings.Format.IniFormat
    QSettings.setDefaultFormat(kind)
    try:
        folder = mkdtemp(prefix="optlab-")
    except OSError:  # nowhere to write: what is chosen lives as long as the program
        folder = str(Path(os.devnull) / "optlab")
    atexit.register(rmtree, folder, ignore_errors=True)
    QSettings.setPath(kind, QSettings.Scope.UserScope, folder)


def _preset(name: str) -> object:
    given = getattr(preset(), PRESET[name]) if name in PRESET else None
    return None if given == "" else given
