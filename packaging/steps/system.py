"""The libraries and programs that Qt and OpenGL take from the Linux system.

Each is tried for real (loaded, or looked for where it must lie) instead of asking the package
database, so that the same table serves Debian, its children and systems without apt: there the
names that failed are what the person gets to see.
"""

import ctypes
import importlib.util
import os
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from steps.process import capture, stage
from steps.trouble import Trouble


@dataclass(frozen=True)
class Need:
    """Something the system must have: the apt package that brings it, and how to find it."""

    package: str
    library: str = ""
    program: str = ""
    files: str = ""  # a pattern below the root folder

    @property
    def name(self) -> str:
        """What to call it on a system without apt."""
        return self.library or self.program or self.package

    def met(self) -> bool:
        """Whether the system has it, found out by trying."""
        if self.library:
            try:
                ctypes.CDLL(self.library)
            except OSError:
                return False
            return True
        if self.program:
            return shutil.which(self.program) is not None
        return any(Path("/").glob(self.files))


WINDOW = (
    Need("libgl1", library="libGL.so.1"),
    Need("libegl1", library="libEGL.so.1"),
    Need("libopengl0", library="libOpenGL.so.0"),
    Need("libglx-mesa0", library="libGLX_mesa.so.0"),
    Need("libgl1-mesa-dri", files="usr/lib*/**/dri/*_dri.so"),
    Need("libglib2.0-0", library="libgthread-2.0.so.0"),
    Need("libxkbcommon-x11-0", library="libxkbcommon-x11.so.0"),
    Need("libxcb-cursor0", library="libxcb-cursor.so.0"),
    Need("libxcb-icccm4", library="libxcb-icccm.so.4"),
    Need("libxcb-image0", library="libxcb-image.so.0"),
    Need("libxcb-keysyms1", library="libxcb-keysyms.so.1"),
    Need("libxcb-randr0", library="libxcb-randr.so.0"),
    Need("libxcb-render-util0", library="libxcb-render-util.so.0"),
    Need("libxcb-shape0", library="libxcb-shape.so.0"),
    Need("libxcb-sync1", library="libxcb-sync.so.1"),
    Need("libxcb-xfixes0", library="libxcb-xfixes.so.0"),
    Need("libxcb-xkb1", library="libxcb-xkb.so.1"),
    Need("libx11-xcb1", library="libX11-xcb.so.1"),
    Need("libdbus-1-3", library="libdbus-1.so.3"),
    Need("libfontconfig1", library="libfontconfig.so.1"),
    Need("fonts-dejavu-core", files="usr/share/fonts/**/*.[to]tf"),
)
VIRTUAL_SCREEN = (Need("xvfb", program="Xvfb"), Need("openbox", program="openbox"))


def missing(needs: Sequence[Need]) -> tuple[Need, ...]:
    """Return the needs that this system does not meet."""
    return tuple(need for need in needs if not need.met())


def missing_venv() -> tuple[Need, ...]:
    """Return what Debian leaves out of its Python: the module that puts pip into a .venv."""
    if importlib.util.find_spec("ensurepip"):
        return ()
    return (Need(f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"),)


def apt(
    packages: Sequence[str], *, prefix: Sequence[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the two commands that install packages: fetch the lists, then install."""
    get = (*prefix, "apt-get", "-o", "DPkg::Lock::Timeout=120", "-q")
    return (*get, "update"), (*get, "install", "-y", "--no-install-recommends", *packages)


def by_hand(packages: Sequence[str]) -> str:
    """Return the one command a person types where we may not install."""
    return f"sudo apt-get update && sudo apt-get install -y {' '.join(packages)}"


def right_to_install() -> tuple[str, ...] | None:
    """Return what to put before a command to run it as root, or None without that right."""
    if os.geteuid() == 0:
        return ()
    if shutil.which("sudo") and capture(("sudo", "-n", "true"))[0] == 0:
        # sudo drops our environment, so the setting that keeps dpkg from asking goes with it.
        return ("sudo", "-n", "env", "DEBIAN_FRONTEND=noninteractive")
    return None


def install(needs: Sequence[Need]) -> None:
    """Install what is missing with apt; raise Trouble with the way out where we cannot."""
    if not needs:
        return
    packages = tuple(need.package for need in needs)
    if not shutil.which("apt-get"):
        names = ", ".join(need.name for need in needs)
        raise Trouble(f"Install what OptLab needs from this system, then start again: {names}.")
    prefix = right_to_install()
    if prefix is None:
        raise Trouble(
            "OptLab needs system packages and has no right to install them; "
            f"run this once, then start again: {by_hand(packages)}"
        )
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    with stage(f"Installing system packages ({len(packages)})"):
        update, get = apt(packages, prefix=prefix)
        capture(update, environment)  # one dead mirror of many is no reason to stop
        status, printed = capture(get, environment)
        if status:
            raise Trouble(failure(packages, printed))


def failure(packages: Sequence[str], printed: str) -> str:
    """Return the sentence for an apt that failed, from what it printed."""
    errors = [line for line in printed.splitlines() if line.startswith("E: ")]
    reason = errors[0].removeprefix("E: ").rstrip(".") if errors else "apt-get gave no reason"
    network = any(word in printed for word in ("Temporary failure resolving", "Could not connect"))
    if network:
        reason = "there is no network, or the Debian servers do not answer"
    return f"System packages could not be installed ({reason}); try: {by_hand(packages)}"


def ensure(*, virtual_screen: bool) -> None:
    """Have everything that Qt, OpenGL and a new environment take from the system."""
    if not sys.platform.startswith("linux"):
        return
    needs = WINDOW + VIRTUAL_SCREEN if virtual_screen else WINDOW
    with stage("Looking for system libraries"):
        lacking = missing_venv() + missing(needs)
    install(lacking)
