"""Where the program keeps what it writes by itself, by the customs of each system.

What a person chose travels with the person (QSettings: on Windows the part of the registry that
roams). What belongs to one computer stays there, in the folders below: an experiment that crashed,
logs, and what the graphics card can do. On Windows they are below LOCALAPPDATA, which does not roam
and is not copied at every login.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryFile

import platformdirs

APP = "OptLab"


def state_folder() -> Path:
    """The autosaved experiment."""
    return _absolute(platformdirs.user_state_path(APP, appauthor=False))


def log_folder() -> Path:
    """Log files."""
    return _absolute(platformdirs.user_log_path(APP, appauthor=False))


def can_write(folder: Path) -> bool:
    """Whether files can be made in a folder, which is made itself if need be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def _absolute(folder: Path) -> Path:
    """`folder`, or for a person without a home (`~/...`) one below the root that is never made."""
    return folder if folder.is_absolute() else Path(folder.anchor or "/") / "nonexistent" / APP
