"""The log: what a start found and decided, what was refused, what went wrong; for `optlab doctor`.

Nothing in it is personal: every line leaves out the person and the names of files before it is
written. Two old files are kept, 768 kB in all. The engine and the session write nothing here; they
say what there is to say to their callers.
"""

from __future__ import annotations

import logging
from collections import deque
from logging.handlers import RotatingFileHandler
from pathlib import Path

from optlab.session.anonymous import Person, here, without_files
from optlab.session.bad_file import BadFile
from optlab.session.places import log_folder

LOG = logging.getLogger("optlab")
FILE, FAULTS = "optlab.log", "fault.log"
"""The log, and what Python writes by itself when the program dies (raw, so never handed on raw)."""
LARGEST = 256 * 1024
OLD = 2
LONGEST = 16_000
"""Letters of one entry."""


class Anonymous(logging.Formatter):
    """Lines that name nobody and no file."""

    def __init__(self, person: Person) -> None:
        super().__init__("%(asctime)s %(levelname)s %(message)s")
        self._person = person

    def format(self, record: logging.LogRecord) -> str:
        """The line, or the lines of a traceback; of a very long one, both ends."""
        text = super().format(record)
        if len(text) > LONGEST:
            text = f"{text[: LONGEST // 2]} ... {text[-LONGEST // 2 :]}"
        return without_files(self._person.left_out_of(text))


def open_log(folder: Path) -> Path | None:
    """Log to a file that is replaced when it grows too large; None where no file can be written."""
    path = folder / FILE
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(path, maxBytes=LARGEST, backupCount=OLD, encoding="utf-8")
    except OSError:
        return None
    handler.setFormatter(Anonymous(here()))
    LOG.addHandler(handler)
    LOG.setLevel(logging.INFO)
    return path


def refused(trouble: BadFile) -> None:
    """Note that a file was refused, and where: its own words and names are its owner's."""
    place = trouble.path.rpartition(".")[0] or "the file"
    LOG.warning("A file was refused: line %s, in %s", trouble.line, place)


def last_lines(file: str = FILE, count: int = 80) -> list[str]:
    """The newest lines of a file of the log; none where there is none."""
    try:
        with (log_folder() / file).open(encoding="utf-8", errors="replace") as lines:
            return [line.rstrip("\n") for line in deque(lines, count)]
    except OSError:
        return []
