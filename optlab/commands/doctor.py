"""`optlab doctor`: what this copy of OptLab stands on, and what to do if something is missing."""

import argparse
import shutil
from collections.abc import Iterator
from pathlib import Path

from optlab.commands import screen
from optlab.commands.command import ANSWERED, FAILED, Command, destination, save
from optlab.qt import findings, opengl
from optlab.qt.findings import Finding


def declare(parser: argparse.ArgumentParser) -> None:
    """The arguments of `optlab doctor`."""
    parser.add_argument(
        "--probe", action="store_true", help="remember what OpenGL is found now, for the window"
    )
    parser.add_argument(
        "--report",
        type=destination,
        metavar="FILE",
        help="write all of it, the log and quick checks to a text that names nobody",
    )


def run(arguments: argparse.Namespace) -> int:
    """Print the findings; the exit status says whether something needs doing."""
    found: list[Finding] = []
    for finding in examine(probe=arguments.probe):
        found.append(finding)
        print(f"{finding.subject:<20}  {finding.found}", flush=True)
    advice = [finding for finding in found if finding.advice]
    if arguments.report is not None:
        write_report(arguments.report, found)
    print()
    for finding in advice:
        print(f"{finding.subject}: {finding.advice}.")
    if not advice:
        print("Nothing is missing.")
    return FAILED if advice else ANSWERED


def examine(*, probe: bool) -> Iterator[Finding]:
    """Everything that a report of trouble should hold; a `probe` is remembered."""
    yield from findings.program()
    yield from drawing(probe=probe)
    yield findings.teaching()
    yield findings.resources()
    yield from findings.places()


def drawing(*, probe: bool) -> Iterator[Finding]:
    """The screen, the OpenGL behind it, and what draws the surface."""
    if screen.missing():
        if shutil.which("Xvfb"):
            yield Finding("Screen", "none, but `optlab shot` can draw on Xvfb")
        else:
            yield Finding("Screen", "none", screen.HOW_TO)
        return
    found = opengl.ask(opengl.itself())
    if probe:
        from optlab.qt.probe import remember

        remember(found)
    yield from findings.driver(found)
    yield findings.surface()


def write_report(path: Path, found: list[Finding]) -> None:
    """Write what was found, and more, to a file that names nobody; raises Refusal."""
    from optlab.qt import checks, report

    quick = checks.QUICK
    if screen.missing():
        quick = {name: check for name, check in quick.items() if check is not checks.check_icon}
    else:
        from optlab.qt import app

        app.application()
        found = [*found, *findings.screens()]
    save(path, report.composed(found, [line for _, line in checks.made(quick)]).encode())


DOCTOR = Command("doctor", "show versions, drivers and folders, and what is missing", declare, run)
