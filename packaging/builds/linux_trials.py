"""Tries the Linux packages as people would: on their screens, out of their homes, from the menu.

Needs root, to install and to become somebody without any rights. The screens: X11 with and without
OpenGL, the variables of a Wayland session whose compositor is not there (an ssh, a broken login),
and a real compositor without a monitor where weston is installed.
"""

import contextlib
import os
import shutil
import tarfile
import tempfile
from collections.abc import Generator, Mapping
from pathlib import Path

from builds import menu
from builds.full_disk import try_upgrades
from builds.person import Person, people
from builds.report import Report
from builds.tools import need
from builds.waiting import wait
from steps import screen
from steps.process import capture, stage
from steps.trouble import Trouble

TOOLS = {
    **menu.TOOLS,
    "dpkg": "dpkg",
    "setpriv": "util-linux",
    "update-mime-database": "shared-mime-info",
    "update-desktop-database": "desktop-file-utils",
}
PACKAGE = "optlab"
GONE = {"WAYLAND_DISPLAY": "wayland-gone"}
WAYLAND_VARIABLES: dict[str, dict[str, str]] = {
    "a Wayland login without a compositor": {**GONE, "XDG_SESSION_TYPE": "wayland"},
    "QT_QPA_PLATFORM=wayland;xcb": {**GONE, "QT_QPA_PLATFORM": "wayland;xcb"},
    "QT_QPA_PLATFORM=wayland": {**GONE, "QT_QPA_PLATFORM": "wayland"},
}
STARTING = 20
"""Seconds for a compositor."""
NOT_USED = "not used"
"""What the self-test says where it finds no OpenGL."""


def able() -> bool:
    """Whether packages can be installed here."""
    return os.geteuid() == 0 and shutil.which("dpkg") is not None


def try_out(archive: Path, package: Path, report: Report) -> None:
    """Try both packages; raise Trouble at the first thing that does not work."""
    need(TOOLS)
    if capture(("dpkg", "--status", PACKAGE))[0] == 0:
        raise Trouble(f"{PACKAGE} is installed here; the trial would remove it.")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        persons = dict(people(folder))
        first, *_ = persons.values()
        unpacked(archive, folder / "Größe & Weg 測試", first, report)
        before = system_files()
        with installed(package, report):
            for home, person in persons.items():
                on_x11(person, report, home)
            on_wayland(first, report)
            with shown() as variables:
                menu.try_out(first, variables, package, report)
        if added := system_files() - before:
            raise Trouble(f"dpkg --purge left {', '.join(sorted(added)[:5])} behind.")
        report.say("removed: nothing is left of it")
        try_upgrades(package, report)


def unpacked(archive: Path, folder: Path, person: Person, report: Report) -> None:
    """The archive runs from where it was unpacked, a folder that the person may only read."""
    with stage(f"Unpacking {archive.name}"), tarfile.open(archive) as tar:
        tar.extractall(folder, filter="data")
    (program,) = folder.glob("*/optlab")
    with shown() as variables:
        prove(person, str(program), variables, report, f"unpacked in “{folder.name}”")


@contextlib.contextmanager
def installed(package: Path, report: Report) -> Generator[None]:
    """Install the package, and take it away again whatever happens."""
    with stage(f"Installing {package.name}"):
        status, printed = capture(("dpkg", "--install", str(package)))
    try:
        if status:
            raise Trouble(f"dpkg --install failed:\n{printed[-2000:]}")
        report.say(f"{package.name} is installed")
        yield
    finally:
        capture(("dpkg", "--purge", PACKAGE))


def on_x11(person: Person, report: Report, home: str) -> None:
    """With OpenGL and without."""
    with shown() as variables:
        prove(person, PACKAGE, variables, report, f"{home}, X11 with OpenGL")
    with shown(opengl=False) as variables:
        prove(person, PACKAGE, variables, report, f"{home}, X11 without OpenGL", opengl=False)


def on_wayland(person: Person, report: Report) -> None:
    """What a Wayland login sets must not keep the window from X11; and with a compositor, in it."""
    with shown() as variables:
        for title, more in WAYLAND_VARIABLES.items():
            plain = {key: variables[key] for key in ("DISPLAY",)}
            prove(person, PACKAGE, {**plain, **more}, report, title)
    if not shutil.which("weston"):
        report.say("not tried: a Wayland compositor (weston is not installed)")
        return
    name = "optlab-trial"
    weston = ("weston", "--backend=headless-backend.so", f"--socket={name}", "--idle-time=0")
    with person.start(weston, {}) as compositor:
        try:
            wait((person.runtime / name).exists, STARTING, "weston did not start")
            prove(person, PACKAGE, {"WAYLAND_DISPLAY": name}, report, "a Wayland compositor")
        finally:
            compositor.terminate()


@contextlib.contextmanager
def shown(*, opengl: bool = True) -> Generator[dict[str, str]]:
    """Start a virtual screen; yield what a person's programs need to draw on it."""
    with screen.virtual(opengl=opengl) as variables:
        names = {"DISPLAY", "QT_QPA_PLATFORM", *screen.NO_DRIVER}
        yield {name: variables[name] for name in names & variables.keys()}


def prove(
    person: Person,
    program: str,
    screen_variables: Mapping[str, str],
    report: Report,
    title: str,
    *,
    opengl: bool = True,
) -> None:
    """Run the self-test as a person, and see that OpenGL is used where there is some."""
    with stage(f"Self-test, {title}"):
        printed = person.run((program, "--self-test"), screen_variables)
    if (NOT_USED in printed) == opengl:
        raise Trouble(f"OpenGL was {'not ' if opengl else ''}used ({title}):\n{printed}")
    report.say(f"self-test, {title}: ok")


def system_files() -> set[str]:
    """Every file and folder where a package may put some."""
    roots = (Path("/opt"), Path("/usr/bin"), Path("/usr/share"))
    return {str(path) for root in roots for path in root.rglob("*")}
