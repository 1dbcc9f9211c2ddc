"""`optlab lab check`: what is wrong with a lab, and whether the engine confirms what it says."""

import argparse
import json
from collections.abc import Iterator
from typing import Any

from optlab.commands.command import ANSWERED, FAILED, Command, Refusal
from optlab.commands.labs.given import LAB_HELP, troubles_of
from optlab.commands.progress import Progress
from optlab.session.bad_file import BadFile
from optlab.session.labs.proof import Trouble
from optlab.session.labs.reading import find_lab, read_lab, shipped_labs


def declare(parser: argparse.ArgumentParser) -> None:
    """The arguments of `optlab lab check`."""
    parser.add_argument("labs", nargs="*", metavar="FILE|NAME", help=LAB_HELP)
    parser.add_argument("--all", action="store_true", help="check all labs that come with OptLab")
    parser.add_argument(
        "--no-engine", action="store_true", help="only read; leave out what takes runs"
    )
    parser.add_argument("--json", action="store_true", help="print JSON instead of sentences")


def run(arguments: argparse.Namespace) -> int:
    """Check each lab; the exit status says whether anything has to be mended."""
    names = [*(shipped_labs() if arguments.all else ()), *arguments.labs]
    if not names:
        raise Refusal("Name a lab to check, or write --all for those that come with OptLab.")
    paths = [(name, find_lab(name)) for name in names]  # a mistyped name ends it before long work
    found: list[dict[str, Any]] = []
    with Progress() as progress:
        for name, path in paths:
            troubles = list(_checked(name, path, progress, engine=not arguments.no_engine))
            found.append({"lab": name, "troubles": [_plain(each) for each in troubles]})
            if not arguments.json:
                progress.wipe()
                print("\n".join(_in_words(name, troubles)), flush=True)
    if arguments.json:
        print(json.dumps(found, indent=2))
    return FAILED if any(each["troubles"] for each in found) else ANSWERED


def _checked(name: str, path: Any, progress: Progress, *, engine: bool) -> Iterator[Trouble]:
    """The troubles of a lab; one that cannot be read has that one."""
    try:
        file = read_lab(path)
    except BadFile as trouble:
        yield Trouble(trouble.line, trouble.path or name, trouble.sentence)
        return
    yield from troubles_of(file, progress, engine=engine)


def _in_words(name: str, troubles: list[Trouble]) -> list[str]:
    if not troubles:
        return [f"{name}: nothing to mend."]
    return [f"{name}: {each}" for each in troubles]


def _plain(trouble: Trouble) -> dict[str, Any]:
    return {
        "line": trouble.line,
        "place": trouble.place,
        "sentence": trouble.sentence,
        "remedy": trouble.remedy,
    }


CHECK = Command("check", "say what is wrong with a lab, with line and remedy", declare, run)
