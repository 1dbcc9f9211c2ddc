"""The two commands of bootstrap.py, once the Python is known to be new enough."""

import argparse
import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path

from steps import checks, environment, screen, system
from steps.environment import Environment
from steps.process import call
from steps.trouble import Trouble

REPOSITORY = Path(__file__).resolve().parents[2]
PICTURE = "optlab-first-run.png"
STEPS = 300
INTERRUPTED = 130


def parser() -> argparse.ArgumentParser:
    """Describe the command line."""
    top = argparse.ArgumentParser(prog="bootstrap.py", description="Set OptLab up and start it.")
    commands = top.add_subparsers(dest="command", required=True)
    run = commands.add_parser("run", help="open OptLab, or train in it where there is no screen")
    run.add_argument("file", nargs="?", metavar="FILE", help="an experiment to open (.optlab)")
    test = commands.add_parser("test", help="run every check; what follows -- goes to pytest")
    for command in (run, test):
        command.add_argument("--rebuild", action="store_true", help="make the environment new")
    return top


def prepare(purpose: str, *, rebuild: bool) -> Environment:
    """Return an environment for "run" or "test", doing nothing when it is there already."""
    place = Environment(REPOSITORY)
    if rebuild:
        place.remove()
    if not place.ready(purpose):
        system.ensure(virtual_screen=purpose == "test" or screen.absent())
        environment.ensure(place, purpose)
    return place


def run(place: Environment, file: str | None) -> int:
    """Open the window, or take its picture after 300 steps where there is no screen."""
    # -P: a file named numpy.py in the folder of a student must not be taken for the package.
    optlab = (str(place.python), "-P", "-m", "optlab")
    files = (file,) if file else ()
    if not screen.absent():
        return call((*optlab, *files))
    system.install(system.missing(system.VIRTUAL_SCREEN))
    steps = str(steps_shown(file))
    print(
        f"No screen here: OptLab trains {steps} steps in its window on a virtual one.", flush=True
    )
    with screen.virtual() as variables:
        shot = ("shot", *files, "--steps", steps, "--png", PICTURE, "--size", "1280x800")
        return call((*optlab, *shot), variables)


def steps_shown(file: str | None) -> int:
    """Return how far to train for the picture: 300 steps, or all of a shorter experiment."""
    try:
        wanted = tomllib.loads(Path(file).read_text("utf-8"))["steps"] if file else STEPS
    except (OSError, ValueError, KeyError):
        return STEPS  # OptLab itself says best what is wrong with a file
    return min(STEPS, wanted) if isinstance(wanted, int) else STEPS


def run_again(place: Environment, file: str | None) -> int:
    """After a failed start, mend what broke behind the stamp and start once more."""
    system.ensure(virtual_screen=screen.absent())
    if not place.works():
        environment.ask_rebuild(place)
        environment.ensure(place, "run")
    return run(place, file)


def main(arguments: Sequence[str]) -> int:
    """Carry out one command line; return the exit status, 2 for trouble with the computer."""
    own, separator, rest = list(arguments), "--" in arguments, list[str]()
    if separator:
        cut = own.index("--")
        own, rest = own[:cut], own[cut + 1 :]
    options = parser().parse_args(own)
    try:
        place = prepare(options.command, rebuild=options.rebuild)
        if options.command == "test":
            return checks.run(place, rest)
        status = run(place, options.file)
        if status and not place.works():
            status = run_again(place, options.file)
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        return INTERRUPTED
    return status
