"""The diagnostic report: one text that tells what this copy of OptLab is, and names nobody.

Whoever looks after a class reads it, so it is plain text, and the person who sends it can read it
before. Everything passes `Person.left_out_of`, the lines of the log once more: older ones may come
from another account.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from optlab.qt import theme
from optlab.qt.findings import (
    Finding,
    driver,
    places,
    program,
    resources,
    screens,
    teaching,
)
from optlab.qt.probe import SWITCHES, remembered
from optlab.qt.settings import kept, locked, settings
from optlab.session.anonymous import Person, here, without_files
from optlab.session.log import FAULTS, last_lines

NAME = "optlab-report.txt"
PROMISE = "This text names no person and no computer: homes are ~, names and files are ***."
CHOICES = {"look": "Theme", "drawing": "Draw with", "reduced_motion": "Reduce motion"}


def of_window(drawn: str) -> Iterator[Finding]:
    """All findings that a window can tell at once; the surface is `drawn` by something, and why."""
    yield from program()
    yield from screens()
    yield from driver(remembered() or "nobody has asked on this computer yet")
    yield Finding("Surface drawn by", drawn)
    yield teaching()
    yield resources()
    yield from places()


def composed(findings: Iterable[Finding], checks: Iterable[str]) -> str:
    """The whole text; `checks` are lines about checks that were made."""
    parts = [
        ("OptLab: diagnostic report", [f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC", PROMISE]),
        ("What there is", [_line(each.subject, each.found) for each in findings]),
        ("Settings", list(_settings())),
        ("Checks", list(checks)),
        ("Last lines of the log", [without_files(each) for each in last_lines()]),
        ("Last end by force", last_lines(FAULTS, 40)),
    ]
    text = "\n\n".join("\n".join([title, "-" * len(title), *lines]) for title, lines in parts)
    student = Person((), tuple(str(kept("student") or "").split()))  # as labs know the person
    return student.left_out_of(here().left_out_of(text)) + "\n"


def _settings() -> Iterator[str]:
    for name, title in CHOICES.items():
        value = kept(name)
        origin = "locked" if locked(name) else "chosen" if settings().contains(name) else "usual"
        yield _line(title, f"{'by itself' if value is None else value} ({origin})")
    yield _line("Theme on screen", theme.current().name)
    words = [each.partition("=")[0] for each in sys.argv[1:] if each.startswith("-")]
    yield _line("Started with", " ".join(words) or "no options")
    for name in SWITCHES:
        if name in os.environ:
            yield _line(name, os.environ[name])


def _line(subject: str, found: str) -> str:
    return f"{subject:<20}  {found}"
