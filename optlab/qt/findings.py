"""What this copy of OptLab stands on, thing by thing, with advice where something is missing.

The command `optlab doctor` prints these lines; a diagnostic report holds them.
"""

from __future__ import annotations

import platform
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from optlab import __version__
from optlab.qt.opengl import Renderer
from optlab.resources import MissingResource, resource
from optlab.session.places import can_write, log_folder, state_folder

PARTS = ("numpy", "msgspec", "PySide6-Essentials", "pyqtgraph", "PyOpenGL")


@dataclass(frozen=True)
class Finding:
    """What was looked at, what was found, and what to do about it (empty when all is well)."""

    subject: str
    found: str
    advice: str = ""


def program() -> Iterator[Finding]:
    """The program, what it is made of, and the system it runs on."""
    yield Finding("OptLab", __version__)
    yield Finding("Python", f"{platform.python_version()} ({sys.executable})")
    yield Finding("System", platform.platform())
    for part in PARTS:
        yield version_of(part)
    yield qt()


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
        from PySide6.QtCore import qVersion

        from optlab.qt.settings import settings
    except ImportError as error:
        return Finding("Qt", f"does not load: {error}", "install the system library that it names")
    return Finding("Qt", f"{qVersion()}, settings in {settings().fileName()}")


def driver(found: Renderer | str) -> Iterator[Finding]:
    """What was answered to the question what OpenGL there is."""
    without = "the surface is drawn without it, more slowly"
    if isinstance(found, str):
        yield Finding("OpenGL", found, f"{without}; a newer graphics driver may bring it back")
        return
    yield Finding("Platform", found.platform)
    how = "drawn by the processor" if found.software else "drawn by the graphics card"
    text = f"{found.version}, {found.name}, {how}"
    advice = "" if found.usable else f"OpenGL 2.1 on a real screen is needed; {without}"
    yield Finding("OpenGL", text, advice)


def screens() -> Iterator[Finding]:
    """Every screen, its size and how finely it is drawn; needs an application."""
    from PySide6.QtGui import QGuiApplication

    for number, screen in enumerate(QGuiApplication.screens(), 1):
        size, scale = screen.size(), screen.devicePixelRatio()
        dots, rate = screen.logicalDotsPerInch(), screen.refreshRate()
        text = f"{size.width()} x {size.height()}, scale {scale:g}, {dots:g} dpi, {rate:.0f} Hz"
        yield Finding(f"Screen {number}", text)


def surface() -> Finding:
    """What the next window draws the surface with, and why."""
    from optlab.qt.drawing import chosen, decide
    from optlab.qt.probe import remembered

    decision = decide(chosen(), remembered())
    means = {"gl": "OpenGL", "software": "OptLab itself", "contour": "OptLab itself, from above"}
    return Finding("Surface drawn by", f"{means[decision.means]}: {decision.why}")


def teaching() -> Finding:
    """The preset in the place where the next start looks for one."""
    from optlab.session.preset import USUAL, lying, preset_of

    found, trouble = preset_of()
    if trouble:
        return Finding("Preset", f"{lying()}: {trouble}", "mend that file, or take it away")
    names = ", ".join(
        name for name in found.__struct_fields__ if getattr(found, name) != getattr(USUAL, name)
    )
    return Finding("Preset", f"{lying()}, which sets {names or 'nothing'}" if lying() else "none")


def resources() -> Finding:
    """The files that come with the program."""
    try:
        return Finding("Resources", str(resource("icons").parent))
    except MissingResource as error:
        return Finding("Resources", "missing", str(error).rstrip("."))


def places() -> Iterator[Finding]:
    """The folders that the program writes in by itself."""
    yield writable("Logs", log_folder())
    yield writable("Autosaved", state_folder())


def writable(subject: str, folder: Path) -> Finding:
    """A folder that need not exist yet, but must be possible to make and write in."""
    nearest = next(each for each in (folder, *folder.parents) if each.exists())
    if can_write(nearest):
        return Finding(subject, str(folder))
    advice = f"make {nearest} a folder you can write in"
    return Finding(subject, f"{folder} (cannot be written)", advice)
