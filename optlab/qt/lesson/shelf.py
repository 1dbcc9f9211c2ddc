"""The labs that come with the program, and how far one is in each."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from optlab.qt.panels.lab.picker import Listed
from optlab.session.labs.lab import Lab
from optlab.session.labs.reading import read_lab, shipped_labs
from optlab.session.labs.shelves import Progress, Shelves
from optlab.session.labs.variants import normalised


def listed(shelves: Shelves, student: str) -> tuple[Listed, ...]:
    """All shipped labs in their order, with the progress of this student."""
    found: list[Listed] = []
    for name, path in shipped_labs().items():
        lab, made = _lab(path), progress(shelves, name, student)
        found.append(
            Listed(
                path,
                lab.title,
                lab.summary,
                lab.level,
                lab.minutes,
                len(lab.steps),
                made.step + 1 if made else 0,
                finished=made is not None and made.finished,
            )
        )
    return tuple(found)


def progress(shelves: Shelves, name: str, student: str) -> Progress | None:
    """How far this student is in the lab of this name; None where nothing was begun."""
    wanted = normalised(student)
    return next(
        (
            each
            for each in shelves.notebooks()
            if each.lab == name and normalised(each.student) == wanted
        ),
        None,
    )


@cache
def _lab(path: Path) -> Lab:
    return read_lab(path).lab
