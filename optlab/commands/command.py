"""What a command is, and how it says that something is in the way."""

import argparse
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from optlab.session.atomic import write_whole

ANSWERED, FAILED, BAD_INPUT = 0, 1, 2
"""Exit statuses: done; a check failed or the computer lacks something; what was asked is wrong."""

THEMES = ("light", "dark", "high-contrast", "projector")

RENDERERS = ("auto", "gl", "software", "contour")


class Refusal(Exception):
    """A command cannot do what was asked; the text is the one sentence that the person reads."""

    def __init__(self, sentence: str, status: int = BAD_INPUT) -> None:
        super().__init__(sentence)
        self.status = status


class Parser(argparse.ArgumentParser):
    """A parser whose errors are refusals, so that they are one line like all others."""

    def error(self, message: str) -> NoReturn:
        """Raise Refusal."""
        raise Refusal(f"{message[:1].upper()}{message[1:]} (see `{self.prog} --help`).")


@dataclass(frozen=True)
class Command:
    """One word after `optlab`: its help, its arguments and what it does."""

    name: str
    help: str
    declare: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], int]

    def parser(self) -> Parser:
        """The parser of the words after the name."""
        description = f"{self.help[:1].upper()}{self.help[1:]}."
        parser = Parser(f"optlab {self.name}", description=description, allow_abbrev=False)
        self.declare(parser)
        return parser


def declare_renderer(parser: argparse.ArgumentParser) -> None:
    """The argument `--renderer`, None when it is left out."""
    parser.add_argument(
        "--renderer",
        choices=RENDERERS,
        help="what draws the surface: OpenGL (gl), OptLab itself (software), the same but the "
        "view from above first (contour), or what suits this computer (auto)",
    )


def from_zero(text: str) -> int:
    """An argument that is a whole number of at least 0."""
    if not (text.isascii() and text.isdigit() and len(text) < 12):
        raise argparse.ArgumentTypeError(f'must be a whole number, 0 or more, not "{text}"')
    return int(text)


def save(path: Path, data: bytes) -> None:
    """Write a file whole or not at all; raises Refusal."""
    try:
        write_whole(path, data)
    except OSError as error:
        raise Refusal(f'"{path}" cannot be written: {error.strerror or error}.') from error


def destination(text: str) -> Path:
    """An argument that names a file to be written, checked before work begins."""
    path = Path(text)
    if path.is_dir():
        raise argparse.ArgumentTypeError(f'"{text}" is a folder; name a file to write')
    if path.exists() and not path.is_file():  # writing replaces: /dev/null would be gone
        raise argparse.ArgumentTypeError(f'"{text}" is no ordinary file')
    if not path.parent.is_dir():
        raise argparse.ArgumentTypeError(f'there is no folder "{path.parent}" for {path.name}')
    if not os.access(path.parent, os.W_OK):
        raise argparse.ArgumentTypeError(f'you may not write in the folder "{path.parent}"')
    return path
