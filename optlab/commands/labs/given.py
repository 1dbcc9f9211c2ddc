"""The labs that a command line names."""

import argparse

from optlab.commands.command import FAILED, Refusal
from optlab.commands.progress import Progress
from optlab.session.labs.proof import Trouble, check_lab
from optlab.session.labs.reading import LabFile, find_lab, read_lab

LAB_HELP = "a lab: a .toml file, a folder or zip with lab.toml in it, or the name of a shipped one"


def declare_lab(parser: argparse.ArgumentParser) -> None:
    """The argument that names one lab."""
    parser.add_argument("lab", metavar="FILE|NAME", help=LAB_HELP)


def declare_student(parser: argparse.ArgumentParser, why: str) -> None:
    """The option that names a student."""
    parser.add_argument("--student", default="", metavar="ID", help=why)


def lab_named(name: str) -> LabFile:
    """The lab of this name or in this file; raises BadFile."""
    return read_lab(find_lab(name))


def sound_lab(name: str) -> LabFile:
    """The same, when there is nothing in it that cannot be; raises BadFile and Refusal."""
    file = lab_named(name)
    for trouble in check_lab(file, engine=False):
        raise Refusal(f"{file.name}: {trouble} (`optlab lab check` tells all.)", FAILED)
    return file


def troubles_of(file: LabFile, progress: Progress, *, engine: bool) -> list[Trouble]:
    """All troubles of a lab."""
    found: list[Trouble] = []
    for each in check_lab(file, engine=engine):
        if isinstance(each, Trouble):
            found.append(each)
        else:
            progress.show(f"{file.name}: {each.text}")
    return found
