"""A class's table as CSV, for a spreadsheet or a school's own program.

A spreadsheet takes a cell that begins with = + - or @ for a formula and runs it, so a text from a
student that does is given an apostrophe in front; a number stays a number.
"""

from __future__ import annotations

import csv
import io
import re
from datetime import UTC, datetime

from optlab.session.labs.grading.grade import ClassTable
from optlab.session.labs.grading.row import Row, most_points

FORMULA = re.compile(r"[\s'\"]*[=+\-@|%\uff1d\uff0b\uff0d\uff20]")
NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")

FIRST = ("student", "file", "lab", "seed", "points", "of", "steps done", "goals met", "hints")
LAST = ("minutes", "begun (UTC)", "seal", "troubles")


def class_csv(table: ClassTable) -> str:
    """One line per report; a column for each prompt says what was answered and if it is right."""
    several = len(table.labs) > 1
    columns = [
        (lab.file.name, key, f"{lab.file.name}: {key}" if several else key)
        for lab in table.labs
        for key in lab.keys
    ]
    most = {lab.file.name: most_points(lab.file.lab) for lab in table.labs}
    stream = io.StringIO()
    writer = csv.writer(stream)
    titles = [title for _, _, name in columns for title in (name, f"{name} right")]
    writer.writerow([*FIRST, *map(safe, titles), *LAST])
    for row in table.rows:
        cells: list[str] = []
        for lab, key, _ in columns:
            cell = row.cells.get(key) if row.lab == lab else None
            cells += ["", ""] if cell is None else [safe(cell.said), _mark(cell.right, cell.said)]
        writer.writerow([*_first(row, most.get(row.lab)), *cells, *_last(row)])
    return stream.getvalue()


def safe(text: str) -> str:
    """The text on one line, such that no spreadsheet runs it."""
    line = " ".join(text.split())
    return f"'{line}" if FORMULA.match(line) and not NUMBER.fullmatch(line) else line


def _mark(right: bool | None, said: str) -> str:  # noqa: FBT001  (that is what a verdict is)
    if not said:
        return ""
    return {True: "right", False: "wrong", None: "to read"}[right]


def _first(row: Row, most: float | None) -> list[str]:
    head = [safe(row.student), safe(row.file), safe(row.lab)]
    if most is None:
        return [*head, *[""] * 6]
    seed = "" if row.seed is None else str(row.seed)
    return [
        *head,
        *(seed, f"{row.points:g}", f"{most:g}"),
        *(str(row.steps_done), str(row.goals_met), str(row.hints)),
    ]


def _last(row: Row) -> list[str]:
    begun = datetime.fromtimestamp(row.begun, UTC).strftime("%Y-%m-%d %H:%M") if row.begun else ""
    return [f"{row.seconds / 60:.1f}", begun, row.seal[:16], safe(" | ".join(row.troubles))]
