"""`optlab lab open`: the window, in a lab."""

import argparse

from optlab.commands import screen
from optlab.commands.command import FAILED, THEMES, Command, Refusal, declare_renderer
from optlab.commands.labs.given import declare_lab, declare_student
from optlab.session.labs.reading import find_lab, read_lab


def declare(parser: argparse.ArgumentParser) -> None:
    """The arguments of `optlab lab open`."""
    declare_lab(parser)
    declare_student(parser, "who works on it; the window asks if left out")
    parser.add_argument("--theme", choices=THEMES, help="colours; those of the system if left out")
    declare_renderer(parser)


def run(arguments: argparse.Namespace) -> int:
    """Show the window until it is closed."""
    path = find_lab(arguments.lab)
    read_lab(path)  # a lab that cannot be read is told here, not in a window
    if screen.missing():
        raise Refusal("There is no screen to open a window on.", FAILED)
    screen.let_ctrl_c_end()
    from optlab.qt import app

    return app.main(None, arguments.theme, arguments.renderer, lab=path, student=arguments.student)


OPEN = Command("open", "open the window in a lab", declare, run)
