"""The command line: `optlab [FILE]` opens the window, `optlab COMMAND ...` does one thing and ends.

The first word decides: if it names a command, that command reads the rest; if not, the window does.
A file that is called like a command is given as `./run`. Nothing here imports Qt; a command does
when it draws. Trouble is one sentence on stderr and an exit status: 2 when what was asked is wrong,
1 when a check failed or the computer lacks something.
"""

import argparse
import io
import os
import sys
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path

from optlab import __version__
from optlab.commands import self_test, window
from optlab.commands.command import BAD_INPUT, Parser, Refusal
from optlab.commands.doctor import DOCTOR
from optlab.commands.explaining import EXPLAIN
from optlab.commands.lab import LAB
from optlab.commands.listing import LIST
from optlab.commands.running import RUN
from optlab.commands.shot import SHOT
from optlab.commands.surface import SURFACE
from optlab.engine import Unfit
from optlab.session.bad_file import BadFile

COMMANDS = {command.name: command for command in (RUN, EXPLAIN, SURFACE, SHOT, LIST, LAB, DOCTOR)}

BROKEN_PIPE, INTERRUPTED = 141, 130
"""The statuses that a shell gives to programs that end by SIGPIPE and SIGINT."""


def main(words: Sequence[str] | None = None) -> int:
    """Do what the words ask (those of the command line when None); return the exit status."""
    words = sys.argv[1:] if words is None else list(words)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # there is none in a program without a console
            stream.reconfigure(errors="backslashreplace")
    try:
        status = answer(words)
        if sys.stdout is not None:
            sys.stdout.flush()
    except Refusal as refusal:
        return complain(str(refusal), refusal.status)
    except (BadFile, Unfit) as trouble:
        return complain(str(trouble), BAD_INPUT)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # or the flush at the end complains
        return BROKEN_PIPE
    except KeyboardInterrupt:
        return INTERRUPTED
    return status


def answer(words: list[str]) -> int:
    """Let the window or a command do what is asked."""
    command = COMMANDS.get(words[0]) if words else None
    parser = command.parser() if command else window_parser()
    try:
        arguments = parser.parse_args(words[1:] if command else words)
    except SystemExit as ended:  # --help and --version have been answered
        return int(ended.code or 0)
    arguments.words = words
    if command:
        return command.run(arguments)
    if arguments.gl_probe:
        from optlab.qt import opengl

        return opengl.print_probe()
    if arguments.self_test:
        return self_test.run(arguments)
    check_no_mistyped_command(arguments.file)
    return window.run(arguments)


def window_parser() -> Parser:
    """The parser for everything that does not begin with the name of a command."""
    lines = [f"  {command.name:<8} {command.help}" for command in COMMANDS.values()]
    parser = Parser(
        "optlab",
        usage="optlab [FILE | --lab LAB] [--theme THEME] [--renderer RENDERER] [--safe-mode]\n"
        "       optlab COMMAND ...",
        description="See how optimization in machine learning happens.",
        epilog="\n".join(["commands (each has its own --help):", *lines]),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    window.declare(parser)
    parser.add_argument(
        "--self-test", action="store_true", help="check this copy of OptLab, window and all"
    )
    parser.add_argument("--version", action="version", version=f"OptLab {__version__}")
    parser.add_argument("--gl-probe", action="store_true", help=argparse.SUPPRESS)
    return parser


def check_no_mistyped_command(file: Path | None) -> None:
    """Raise Refusal for a word that is no file but nearly a command."""
    if file is not None and not file.exists():
        close = get_close_matches(str(file), COMMANDS, 1)
        if close:
            raise Refusal(f'There is no file "{file}"; did you mean `optlab {close[0]}`?')


def complain(sentence: str, status: int) -> int:
    """Say one sentence on one line of stderr."""
    print("optlab:", " ".join(sentence.split()), file=sys.stderr)
    return status
