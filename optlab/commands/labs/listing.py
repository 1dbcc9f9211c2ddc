"""`optlab list labs`: the labs that come with OptLab, and which of them teaches what."""

from typing import Any

from optlab.commands.table import table
from optlab.session.labs.course import ROWS, course_map
from optlab.session.labs.lab import Lab
from optlab.session.labs.reading import read_lab, shipped_labs


def in_lines() -> list[str]:
    """A table of the labs, in the order in which they are taught."""
    labs = shipped()
    rows = [
        (name, lab.title, lab.level, f"{lab.minutes} min", f"{len(lab.steps)} steps")
        for name, lab in labs.items()
    ]
    return table(("name", "title", "level", "time", "length"), rows)


def course() -> dict[str, Any]:
    """The labs and the map from each row of the course to the steps that teach it, as plain data.

    Steps are counted from 1.
    """
    labs = shipped()
    taught = course_map(labs)
    return {
        "labs": [
            {
                "name": name,
                "title": lab.title,
                "summary": lab.summary,
                "level": lab.level,
                "minutes": lab.minutes,
                "goals": list(lab.goals),
                "seeds": list(lab.seeds),
                "steps": [
                    {"step": number, "title": step.title, "teaches": list(step.teaches)}
                    for number, step in enumerate(lab.steps, 1)
                ],
            }
            for name, lab in labs.items()
        ],
        "course": [
            {
                "row": row,
                "title": title,
                "steps": [place._asdict() for place in taught[row]],
            }
            for row, title in ROWS.items()
        ],
    }


def shipped() -> dict[str, Lab]:
    """All shipped labs by name."""
    return {name: read_lab(path).lab for name, path in shipped_labs().items()}
