"""`optlab lab new`: a lab to begin with, which explains its own keys."""

import argparse

from optlab.commands.command import ANSWERED, Command, Refusal, destination, save
from optlab.resources import resource

TEMPLATE = ("templates", "lab.toml")


def declare(parser: argparse.ArgumentParser) -> None:
    """The arguments of `optlab lab new`."""
    parser.add_argument("file", type=destination, metavar="FILE", help="the lab to write (.toml)")


def run(arguments: argparse.Namespace) -> int:
    """Write the template; raises Refusal where a file is."""
    if arguments.file.exists():
        raise Refusal(f'There is a file "{arguments.file}" already; name another one.')
    save(arguments.file, resource(*TEMPLATE).read_bytes())
    print(f"Wrote {arguments.file}; change it and run `optlab lab check {arguments.file}`.")
    return ANSWERED


NEW = Command("new", "write a small lab with everything explained, to change", declare, run)
