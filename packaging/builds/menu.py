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
PATIENCE = 60.0
"""Seconds for a window to come, or to go."""


def try_out(person: Person, screen: Mapping[str, str], package: Path, report: Report) -> None:
    """From the menu; by a file of its type; and an upgrade while that window is open."""
    with stage("Starting from the menu"):
        person.launch(("gio", "launch", ENTRY), screen)
        close(person, screen, window(person, screen, "OptLab"))
    report.say("started from its menu entry, closed by the window manager")
    file = Path(shutil.copy(EXAMPLE, person.home / FILE))
    with stage("Starting by a file"):
        kind = person.run(("gio", "info", "-a", "standard::content-type", str(file)), screen)
        if TYPE not in kind:
            raise Trouble(f"{file.name} is not known as {TYPE}:\n{kind}")
        person.launch(("gio", "open", str(file)), screen)
        found = window(person, screen, file.stem)
    report.say(f"started by opening “{file.name}”")
    with stage("Upgrading while it runs"):
        status, printed = capture(("dpkg", "--install", str(package)))
        if status:
            raise Trouble(f"dpkg failed while the program ran:\n{printed[-2000:]}")
        close(person, screen, window(person, screen, file.stem, found))
        person.run(("optlab", "--self-test"), screen)
    report.say("upgraded while its window was open: the window lived on, the new program works")
    if not file.is_file():
        raise Trouble("The person's file is gone.")


def window(person: Person, screen: Mapping[str, str], title: str, wanted: str = "") -> str:
    """Wait for a window with that in its title; return its number."""
    found = ""

    def shown() -> bool:
        nonlocal found
        for found in numbers(person, screen):
            named = person.run(("xdotool", "getwindowname", found), screen)
            if title in named and wanted in {"", found}:
                return True
        return False

    wait(shown, PATIENCE, f"no window “{title}” came")
    return found


def numbers(person: Person, screen: Mapping[str, str]) -> list[str]:
    """The windows of OptLab on the screen."""
    search = ("xdotool", "search", "--onlyvisible", "--class", "^optlab$")
    with person.start(search, screen) as process:
        printed, _ = process.communicate(timeout=PATIENCE)
    return [line for line in printed.split() if line.isdigit()]


def close(person: Person, screen: Mapping[str, str], found: str) -> None:
    """Close a window as its frame does, and wait until its program has ended."""
    number = person.run(("xdotool", "getwindowpid", found), screen).strip()
    person.run(("xdotool", "windowactivate", "--sync", found, "key", "alt+F4"), screen)
    ended = "the program did not end with its window"
    wait(lambda: not Path("/proc", number).exists(), PATIENCE, ended)
