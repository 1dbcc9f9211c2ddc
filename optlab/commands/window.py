"""`optlab [FILE]` and `optlab --lab LAB`: the window."""

import argparse
import sys
from pathlib import Path

from optlab.commands import screen
from optlab.commands.command import FAILED, THEMES, Refusal, declare_renderer
from optlab.session.bad_file import BadFile
from optlab.session.opening import opening


def declare(parser: argparse.ArgumentParser) -> None:
    """The arguments of the window."""
    parser.add_argument(
        "file", nargs="?", type=Path, metavar="FILE", help="an .optlab file to open"
    )
    parser.add_argument(
        "--lab", default="", metavar="LAB", help="a lab to begin: its file, or its name"
    )
    parser.add_argument(
        "--preset", type=Path, metavar="FILE", help="settings that a teacher made for all"
    )
    parser.add_argument("--theme", choices=THEMES, help="colours; those of the system if left out")
    declare_renderer(parser)
    parser.add_argument(
        "--safe-mode",
        action="store_true",
        help="draw without OpenGL, with default settings, and recover nothing",
    )


def run(arguments: argparse.Namespace) -> int:
    """Show the window until it is closed."""
    blind = screen.missing()
    if arguments.file is not None and arguments.lab:
        raise Refusal("A window shows a file or a lab, not both: leave one of them out.")
    if arguments.file is not None or arguments.lab:
        try:
            opening(arguments.file, arguments.lab)
        except BadFile as trouble:
            if not (blind or at_a_terminal()):
                show(trouble)
            raise
    if blind:
        raise Refusal("There is no screen to open a window on; try `optlab run`.", FAILED)
    screen.let_ctrl_c_end()
    from optlab.qt import app

    return app.main(
        arguments.file,
        arguments.theme,
        arguments.renderer,
        lab=arguments.lab,
        preset_file=arguments.preset,
        safe=arguments.safe_mode,
    )


def at_a_terminal() -> bool:
    """Whether a sentence on stderr would be read; a double click on a file has no terminal."""
    return sys.stderr is not None and sys.stderr.isatty()


def show(trouble: BadFile) -> None:
    """Say in a dialog what is wrong with the file."""
    from PySide6.QtWidgets import QMessageBox

    from optlab.qt import app

    app.application()
    QMessageBox(QMessageBox.Icon.Critical, "OptLab", str(trouble)).exec()
