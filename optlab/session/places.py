"""Where the program keeps what it writes by itself, by the customs of each system."""

from __future__ import annotations

from pathlib import Path

import platformdirs

APP = "OptLab"


def state_folder() -> Path:
    """The autosaved experiment."""
    return platformdirs.user_state_path(APP, appauthor=False)


def log_folder() -> Path:
    """Log files."""
    return platformdirs.user_log_path(APP, appauthor=False)
