"""Starts the installed program from its menu entry and by a file, as desktops do, and closes it.

GLib's own launcher reads the entry; the window is found and closed through the window manager.
"""

import shutil
from collections.abc import Mapping
from pathlib import Path

from builds.person import Person
from builds.report import Report
from builds.waiting import wait
from steps.process import capture, stage
from steps.trouble import Trouble

TOOLS = {"gio": "libglib2.0-bin", "xdotool": "xdotool"}
ENTRY = "/usr/share/applications/optlab.desktop"
TYPE = "application/x-optlab"
EXAMPLE = Path("/opt/optlab/_internal/optlab/shipped/examples/double-well.optlab")
FILE = "Übung 1 – Tal.optlab"
PATIENCE = 180.0
"""Seconds for a window to come, or to go."""


def try_out(person: Person, screen: Mapping[str, str], package: Path, report: Report) -> None:
    """From the menu; by a file of its type; and an upgrade while that window is open."""
    with stage("Starting from the menu"):
        person.launch(("gio", "launch", ENTRY), screen)
        close(person, screen, "OptLab", program(person, screen, "OptLab"))
    report.say("started from its menu entry, closed by the window manager")
    file = Path(shutil.copy(EXAMPLE, person.home / FILE))
    with stage("Starting by a file"):
        kind = person.run(("gio", "info", "-a", "standard::content-type", str(file)), screen)
        if TYPE not in kind:
            raise Trouble(f"{file.name} is not known as {TYPE}:\n{kind}")
        person.launch(("gio", "open", str(file)), screen)
        number = program(person, screen, file.stem)
    report.say(f"started by opening “{file.name}”")
    with stage("Upgrading while it runs"):
        status, printed = capture(("dpkg", "--install", str(package)))
        if status:
            raise Trouble(f"dpkg failed while the program ran:\n{printed[-2000:]}")
        if program(person, screen, file.stem) != number:
            raise Trouble("The program that ran has gone.")
        close(person, screen, file.stem, number)
        person.run(("optlab", "--self-test"), screen)
    report.say("upgraded while its window was open: the window lived on, the new program works")
    if not file.is_file():
        raise Trouble("The person's file is gone.")


def program(person: Person, screen: Mapping[str, str], title: str) -> str:
    """Wait for a window with that in its title; return the number of the process that owns it."""
    found: list[str] = []

    def shown() -> bool:
        with person.start((*search(title), "getwindowpid"), screen) as process:
            printed, _ = process.communicate(timeout=PATIENCE)
        found[:] = [line for line in printed.split() if line.isdigit()]
        return bool(found)

    wait(shown, PATIENCE, f"no window “{title}” came")
    return found[0]


def close(person: Person, screen: Mapping[str, str], title: str, number: str) -> None:
    """Close a window as its frame does, and wait until its process has ended."""
    press = (*search(title), "windowactivate", "key", "alt+F4")

    def ended() -> bool:  # pressed again, in case Qt made the window anew at that very moment
        if Path("/proc", number).exists():
            with person.start(press, screen, heard=False) as keyboard:
                keyboard.wait(PATIENCE)
        return not Path("/proc", number).exists()

    wait(ended, PATIENCE, "the program did not end with its window")


def search(title: str) -> tuple[str, ...]:
    """The command that finds the window: by its title, as Qt makes it anew for OpenGL."""
    return ("xdotool", "search", "--onlyvisible", "--name", title)
