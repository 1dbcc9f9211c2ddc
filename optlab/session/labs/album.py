"""Pictures of the student's own runs, kept beside the notebook for the report.

They are no part of the chain of the notebook: a picture that is lost or cannot be written costs a
picture, never an answer. A newer picture of the same thing takes the place of the older one.
"""

from __future__ import annotations

import contextlib
import re
import shutil

from optlab.session.atomic import write_whole
from optlab.session.labs.notebook import Notebook
from optlab.session.labs.report import Picture

NAME = re.compile(r"(\d{3})-([a-z0-9-]+)\.png")
LARGEST = 1 << 20
"""Bytes of one picture."""


class Album:
    """The pictures that go with one notebook; `key` says of what: a prompt, or `end`."""

    def __init__(self, notebook: Notebook) -> None:
        path = notebook.journal.path
        self.folder = path.with_suffix(".pictures") if path is not None else None
        self._lab = notebook.lab
        self._kept: dict[tuple[int, str], bytes] = dict(self._found())

    def keep(self, step: int, key: str, png: bytes) -> None:
        """Keep a picture of a step; trouble with the disk leaves it in memory."""
        self._kept[step, key] = png
        if self.folder is not None and len(png) <= LARGEST:
            with contextlib.suppress(OSError):
                self.folder.mkdir(parents=True, exist_ok=True)
                write_whole(self.folder / f"{step:03d}-{key}.png", png)

    def clear(self) -> None:
        """Throw all of them away."""
        self._kept.clear()
        if self.folder is not None:
            shutil.rmtree(self.folder, ignore_errors=True)

    def pictures(self) -> list[Picture]:
        """All of them in the order of the steps, each with a line that says what it shows."""
        return [
            Picture(step, self._caption(step, key), png)
            for (step, key), png in sorted(self._kept.items())
            if step < len(self._lab.steps)
        ]

    def _caption(self, step: int, key: str) -> str:
        asked = next((each for each in self._lab.steps[step].prompts if each.key == key), None)
        return f"When this was answered: {key}" if asked else "At the end of the step"

    def _found(self) -> list[tuple[tuple[int, str], bytes]]:
        """What an earlier sitting has kept."""
        found: list[tuple[tuple[int, str], bytes]] = []
        if self.folder is None:
            return found
        with contextlib.suppress(OSError):
            for path in sorted(self.folder.iterdir()):
                name = NAME.fullmatch(path.name)
                if name and path.stat().st_size <= LARGEST:
                    found.append(((int(name[1]), name[2]), path.read_bytes()))
        return found
