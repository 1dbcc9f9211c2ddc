"""`optlab lab grade`: the reports of a class in one table."""

import argparse
from pathlib import Path

from optlab.commands.command import ANSWERED, Command, Refusal, destination, save
from optlab.commands.labs.given import LAB_HELP, sound_lab
from optlab.commands.progress import Progress
from optlab.session.labs.grading import ClassTable, class_csv, class_html, grade
from optlab.session.labs.reading import LabFile


def declare(parser: argparse.ArgumentParser) -> None:
    """The arguments of `optlab lab grade`."""
    parser.add_argument(
        "folder", type=Path, metavar="FOLDER", help="where the reports (*.optreport) lie"
    )
    parser.add_argument("--csv", type=destination, metavar="OUT", help="write a table (CSV)")
    parser.add_argument("--html", type=destination, metavar="OUT", help="write a page")
    parser.add_argument(
        "--lab", metavar="FILE|NAME", help=f"{LAB_HELP}; what the reports say if left out"
    )


def run(arguments: argparse.Namespace) -> int:
    """Grade, write what was asked for, and say what to look at."""
    if arguments.csv is None and arguments.html is None:
        raise Refusal("Say where the table is to go: --csv OUT, --html OUT, or both.")
    lab = sound_lab(arguments.lab) if arguments.lab else None
    table = _graded(arguments.folder, lab)
    if arguments.csv is not None:
        save(arguments.csv, class_csv(table).encode("utf-8-sig"))  # or Excel takes it for ANSI
    if arguments.html is not None:
        save(arguments.html, class_html(table).encode())
    odd = [row for row in table.rows if row.troubles]
    for row in odd:
        print(f"{row.file}: {' '.join(row.troubles)}")
    count = len(table.rows)
    print(f"{count} {'report' if count == 1 else 'reports'} graded, {len(odd)} to look at.")
    return ANSWERED


def _graded(folder: Path, lab: LabFile | None) -> ClassTable:
    work = grade(folder, lab)
    with Progress() as progress:
        while True:
            try:
                progress.show(next(work))
            except StopIteration as end:
                return end.value


GRADE = Command("grade", "merge the reports of a class into one table", declare, run)
