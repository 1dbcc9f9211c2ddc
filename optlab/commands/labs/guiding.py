"""`optlab lab guide`: one page for the teacher, with what is right."""

import argparse

from optlab.commands.command import ANSWERED, Command, destination, save
from optlab.commands.labs.given import declare_lab, declare_student, sound_lab
from optlab.commands.progress import Progress
from optlab.session.labs.guide import Guide, guide_html, guide_lines, guide_of
from optlab.session.labs.reading import LabFile


def declare(parser: argparse.ArgumentParser) -> None:
    """The arguments of `optlab lab guide`."""
    declare_lab(parser)
    declare_student(parser, "give the numbers of this student (all seeds if left out)")
    parser.add_argument(
        "--html", type=destination, metavar="OUT", help="write a page to print instead"
    )


def run(arguments: argparse.Namespace) -> int:
    """Work out the answers, then print or write them."""
    guide = _worked_out(sound_lab(arguments.lab), arguments.student)
    if arguments.html is None:
        print("\n".join(guide_lines(guide)))
    else:
        save(arguments.html, guide_html(guide).encode())
    return ANSWERED


def _worked_out(file: LabFile, student: str) -> Guide:
    work = guide_of(file, student)
    with Progress() as progress:
        while True:
            try:
                next(work)
            except StopIteration as end:
                return end.value
            progress.show(f"working out the answers of {file.name}")


GUIDE = Command("guide", "print a page for the teacher, with the expected answers", declare, run)
