"""Upgrades that fail: on a disk that fills up, and stopped half-way. The old version must live on.

A small disk in memory plays the computer; dpkg installs into it as into a system of its own.
"""

import contextlib
import subprocess
import tempfile
from collections.abc import Generator
from pathlib import Path

from builds.report import Report, size_of
from builds.waiting import wait
from steps import screen
from steps.process import capture, stage
from steps.trouble import Trouble

ROOM = 1.5
"""Disk for one version and half of the next."""
PATIENCE = 180.0


def try_upgrades(package: Path, report: Report) -> None:
    """Install once, fail twice, and see after each that the program works."""
    with tempfile.TemporaryDirectory() as name, disk(Path(name), 2000) as root:
        for folder in ("var/lib/dpkg/updates", "var/lib/dpkg/info"):
            (root / folder).mkdir(parents=True)
        (root / "var/lib/dpkg/status").touch()
        must_install(root, package)
        program = root / "opt" / "optlab" / "optlab"
        resize(root, size_of(root) * ROOM)
        with stage("Upgrading on a full disk"):
            if capture(install(root, package))[0] == 0:
                raise Trouble("The disk was not full: the trial is worth nothing.")
            check(root, program)
        report.say("upgrade on a full disk: refused, the old version works, nothing half is left")
        resize(root, 2000)
        with stage("Stopping an upgrade half-way"):
            stop_half_way(root, package)
            check_program(program)  # what dpkg has unpacked lies beside it
            must_install(root, package)
            check(root, program)
        report.say("upgrade killed half-way: the old version works, and the next upgrade mends it")


@contextlib.contextmanager
def disk(folder: Path, megabytes: float) -> Generator[Path]:
    """A disk in memory."""
    folder.mkdir(exist_ok=True)
    options = f"size={megabytes:.0f}m,mode=755"
    status, printed = capture(("mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)))
    if status:
        raise Trouble(f"A small disk could not be made: {printed.strip()}")
    try:
        yield folder
    finally:
        capture(("umount", "--lazy", str(folder)))


def resize(root: Path, megabytes: float) -> None:
    """Make the disk smaller or larger."""
    capture(("mount", "-o", f"remount,size={megabytes:.0f}m", str(root)))


def install(root: Path, package: Path) -> tuple[str, ...]:
    """The command that installs into a root of its own; what the package needs is not in there."""
    return ("dpkg", f"--root={root}", "--force-depends", "--install", str(package))


def must_install(root: Path, package: Path) -> None:
    """Install; raise Trouble with what dpkg says."""
    status, printed = capture(install(root, package))
    if status:
        raise Trouble(f"dpkg --install failed:\n{printed[-2000:]}")


def stop_half_way(root: Path, package: Path) -> None:
    """Kill dpkg once it has unpacked some files."""
    with subprocess.Popen(
        install(root, package), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as dpkg:

        def begun() -> bool:
            return bool(leftovers(root)) or dpkg.poll() is not None

        wait(begun, PATIENCE, "dpkg did not unpack anything")
        dpkg.kill()
    if not leftovers(root):
        raise Trouble("dpkg was done before it could be stopped: the trial is worth nothing.")


def leftovers(root: Path) -> list[Path]:
    """Files that dpkg has not yet put into their places."""
    return list((root / "opt").rglob("*.dpkg-*"))


def check(root: Path, program: Path) -> None:
    """The program works and nothing half-done lies beside it."""
    if left := leftovers(root):
        raise Trouble(f"dpkg left {len(left)} files behind, such as {left[0].name}.")
    check_program(program)


def check_program(program: Path) -> None:
    """The program proves itself."""
    with screen.virtual() as variables:
        status, printed = capture((str(program), "--self-test"), variables)
    if status:
        raise Trouble(f"The old version does not work any more:\n{printed}")
