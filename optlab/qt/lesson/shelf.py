"""The labs that come with the program, and how far one is in each."""

from __future__ import annotations

from optlab.qt.panels.lab.picker import Listed
from optlab.session.labs.reading import shipped
from optlab.session.labs.shelves import Progress, Shelves
from optlab.session.labs.variants import normalised


def listed(shelves: Shelves, student: str) -> tuple[Listed, ...]:
    """All shipped labs in their order, with the progress of this student."""
    found: list[Listed] = []
    for path, lab in shipped().items():
        made = progress(shelves, path.stem, student)
        found.append(
            Listed(
                path,
                lab.title,
                lab.summary,
                lab.level,
                lab.minutes,
                len(lab.steps),
                min(made.step + 1, len(lab.steps)) if made else 0,
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
