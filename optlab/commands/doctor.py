"""`optlab doctor`: what this copy of OptLab stands on, and what to do if something is missing."""

import argparse
import os
import platform
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from optlab import __version__
from optlab.commands import screen
from optlab.commands.command import ANSWERED, FAILED, Command
from optlab.qt import opengl
from optlab.resources import MissingResource, resource
from optlab.session.places import log_folder, state_folder

PARTS = ("numpy", "msgspec", "PySide6-Essentials", "pyqtgraph", "PyOpenGL")


@dataclass(frozen=True)
class Finding:
    """What was looked at, what was found, and what to do about it (empty when all is well)."""

    subject: str
    found: str
    advice: str = ""


def declare(parser: argparse.ArgumentParser) -> None:
    """The arguments of `optlab doctor`."""
    parser.add_argument(
        "--probe", action="store_true", help="remember what OpenGL is found now, for the window"
    )


def run(arguments: argparse.Namespace) -> int:
    """Print the findings; the exit status says whether something needs doing."""
    findings: list[Finding] = []
    for finding in examine(probe=arguments.probe):
        findings.append(finding)
        print(f"{finding.subject:<20}  {finding.found}", flush=True)
    advice = [finding for finding in findings if finding.advice]
    print()
    for finding in advice:
        print(f"{finding.subject}: {finding.advice}.")
    if not advice:
        print("Nothing is missing.")
    return FAILED if advice else ANSWERED


def examine(*, probe: bool) -> Iterator[Finding]:
    """Everything that a report of trouble should hold; a `probe` is remembered."""
    yield Finding("OptLab", __version__)
    yield Finding("Python", f"{platform.python_version()} ({sys.executable})")
    yield Finding("System", platform.platform())
    for part in PARTS:
        yield version_of(part)
    yield qt()
    yield from drawing(probe=probe)
    yield resources()
    yield writable("Logs", log_folder())
    yield writable("Autosaved", state_folder())


def version_of(part: str) -> Finding:
    """The version of a package."""
    try:
        return Finding(part, metadata.version(part))
    except metadata.PackageNotFoundError:
        inside = getattr(sys, "frozen", False)
        return (
            Finding(part, "built in")
            if inside
            else Finding(part, "missing", "install OptLab again")
        )


def qt() -> Finding:
    """The version of Qt and where preferences are kept."""
    try:
        from PySide6.QtCore import QSettings, qVersion
    except ImportError as error:
        return Finding("Qt", f"does not load: {error}", "install the system library that it names")
    return Finding("Qt", f"{qVersion()}, settings in {QSettings('OptLab', 'OptLab').fileName()}")


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
    yield from driver(found)
    yield surface()


def driver(found: opengl.Renderer | str) -> Iterator[Finding]:
    """What was answered to the question what OpenGL there is."""
    without = "the surface is drawn without it, more slowly"
    if isinstance(found, str):
        yield Finding("OpenGL", found, f"{without}; a newer graphics driver may bring it back")
        return
    yield Finding("Screen", found.platform)
    how = "drawn by the processor" if found.software else "drawn by the graphics card"
    text = f"{found.version}, {found.name}, {how}"
    advice = "" if found.usable else f"OpenGL 2.1 on a real screen is needed; {without}"
    yield Finding("OpenGL", text, advice)


def surface() -> Finding:
    """What the next window draws the surface with, and why."""
    from optlab.qt.drawing import chosen, decide
    from optlab.qt.probe import remembered

    decision = decide(chosen(), remembered())
    means = {"gl": "OpenGL", "software": "OptLab itself", "contour": "OptLab itself, from above"}
    return Finding("Surface drawn by", f"{means[decision.means]}: {decision.why}")


def resources() -> Finding:
    """The files that come with the program."""
    try:
        return Finding("Resources", str(resource("icons").parent))
    except MissingResource as error:
        return Finding("Resources", "missing", str(error).rstrip("."))


def writable(subject: str, folder: Path) -> Finding:
    """A folder that need not exist yet, but must be possible to make and write in."""
    nearest = next(each for each in (folder, *folder.parents) if each.exists())
    if nearest.is_dir() and os.access(nearest, os.W_OK):
        return Finding(subject, str(folder))
    return Finding(
        subject, f"{folder} (cannot be written)", f"make {nearest} a folder you can write in"
    )


DOCTOR = Command("doctor", "show versions, drivers and folders, and what is missing", declare, run)
