"""`optlab lab`: everything about labs that needs no window, and one word that opens it."""

import argparse

from optlab.commands.command import Command, Parser


def words() -> dict[str, Command]:
    """What can follow `optlab lab`; labs are imported when one of them is asked for."""
    from optlab.commands.labs.checking import CHECK
    from optlab.commands.labs.grading import GRADE
    from optlab.commands.labs.guiding import GUIDE
    from optlab.commands.labs.opening import OPEN
    from optlab.commands.labs.starting import NEW

    return {command.name: command for command in (CHECK, NEW, GUIDE, OPEN, GRADE)}


def declare(parser: argparse.ArgumentParser) -> None:
    """The words, each with arguments of its own."""
    known = words()
    following = parser.add_subparsers(
        dest="word", required=True, metavar="WORD", parser_class=Parser, title="words"
    )
    for command in known.values():
        description = f"{command.help[:1].upper()}{command.help[1:]}."
        inner = following.add_parser(
            command.name, help=command.help, description=description, allow_abbrev=False
        )
        command.declare(inner)
    parser.set_defaults(known=known)


def run(arguments: argparse.Namespace) -> int:
    """Do what the word asks."""
    return arguments.known[arguments.word].run(arguments)


LAB = Command("lab", "check, open, explain and grade labs", declare, run)
