"""A repository to set up."""

from pathlib import Path

import pytest

from steps.environment import Environment


@pytest.fixture
def place(tmp_path: Path) -> Environment:
    """Return a repository with locks and an interpreter, but nothing installed."""
    place = Environment(tmp_path)
    (tmp_path / "packaging").mkdir()
    for purpose in ("run", "test"):
        place.lock(purpose).write_text(f"{purpose}==1.0\n", "utf-8")
    place.scripts.mkdir(parents=True)
    place.python.touch()
    return place
