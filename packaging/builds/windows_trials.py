"""Tries the Windows packages under wine as people would: installs, upgrades, fails, removes.

Upgrades that fail are marked by a file among the old version's own: as long as it is there, the old
version is, and once it is gone nothing of the old version is left.
"""

import contextlib
import os
import shutil
import zipfile
from collections.abc import Callable, Generator, Sequence
from dataclasses import replace
from pathlib import Path

from builds.full_disk import disk, resize
from builds.report import Report, size_of
from builds.waiting import wait
from builds.wine import Wine, windows_path
from steps import screen
from steps.process import capture, stage
from steps.trouble import Trouble

TOOLS = {"xdotool": "xdotool"}
INSTALLING, PROVING, REMOVING, OPENING = 600, 600, 300, 300
"""Seconds; wine is slow."""
MARK = "_internal/of-the-old-version"
MINE = "mine.optlab"
EXAMPLE = "_internal/optlab/shipped/examples/double-well.optlab"
FILE = "Übung 1.optlab"
OPENS = r"HKCU\Software\Classes\OptLab.Experiment\shell\open\command"
FULL = 1.4
"""Disk for one version and two fifths of the next."""


def try_out(wine: Wine, setup: Path, msi: Path, portable: Path, report: Report) -> None:
    """Try all three; raise Trouble at the first thing that does not work."""
    with screen.virtual() as shown:
        wine = replace(wine, display=shown["DISPLAY"])
        report.say("starts under wine 8 with two shims:")
        trial_of_setup(wine, setup, report)
        trial_of_full_disk(wine, setup, report)
        trial_of_msi(wine, msi, report)
        trial_of_portable(wine, portable, report)


def prove(wine: Wine, folder: Path, title: str, report: Report) -> None:
    """Run the self-test of the program in a folder."""
    with stage(f"Self-test under wine, {title}"):
        printed = wine.must((str(folder / "OptLab.exe"), "--self-test"), PROVING)
    report.say("\n".join([f"  {title}: ok", *(f"    {line}" for line in printed.splitlines())]))


def trial_of_setup(wine: Wine, setup: Path, report: Report) -> None:
    """Install, upgrade over a running program, cancel an upgrade, upgrade, remove."""
    folder = home(wine) / "AppData" / "Local" / "Programs" / "OptLab"
    install(wine, setup, folder)
    prove(wine, folder, "installer for one person", report)
    mark(folder)
    with stage("Looking up what opens a file, under wine"):
        opens = wine.must(("reg", "query", OPENS), REMOVING)
    if f"{folder.name}\\OptLab.exe" not in opens:
        raise Trouble(f"Experiments are opened by something else:\n{opens}")
    program = (str(folder / "OptLab.exe"),)
    with stage("Upgrading while it runs, under wine"), running(wine, program, "OptLab") as alive:
        if wine.run((str(setup), "/S"), INSTALLING)[0] == 0 or not alive():
            raise Trouble("The installer ran over a program that was open.")
        check_old(folder)
    report.say("  upgrade over a running program: refused, nothing changed")
    with stage("Stopping an upgrade half-way, under wine"):
        cancel(wine, setup, folder)
    prove(wine, folder, "upgrade killed half-way: the old version", report)
    install(wine, setup, folder)
    if (folder / MARK).exists():
        raise Trouble("An upgrade left files of the old version.")
    report.say("  upgrade after that: the new version, nothing of the old")
    (folder / MINE).touch()
    remove(wine, folder)
    if not (folder / MINE).exists():
        raise Trouble("The uninstaller took a person's file away.")
    report.say("  uninstalled; a person's own file stays")


def by_file(wine: Wine, folder: Path, report: Report) -> None:
    """Open an experiment as a double click does, and draw it in space for people to look at.

    wine 8 knows the file types of the computer, which an MSI sets, but not those of a person.
    """
    file = Path(shutil.copy(folder / EXAMPLE, home(wine) / FILE))
    with stage("Opening a file under wine"):
        command = ("start", "/wait", "/unix", str(file))
        with running(wine, command, file.stem):
            pass
    report.say(f"  opened by “{file.name}”, closed by its window")
    picture = wine.prefix.with_name("window.png")
    shot = ("shot", windows_path(file), "--steps", "20", "--renderer", "gl", "--png")
    with stage("A picture under wine"):
        wine.must((str(folder / "OptLab.exe"), *shot, windows_path(picture)), PROVING)
    report.say(f"  a picture of the window, to look at: {picture}")


def trial_of_full_disk(wine: Wine, setup: Path, report: Report) -> None:
    """Upgrade on a disk that fills up."""
    if os.geteuid():
        report.say("  not tried: an upgrade on a full disk (a small disk needs root)")
        return
    device = wine.prefix / "dosdevices" / "f:"
    with disk(wine.prefix.with_name("small"), 2000) as small:
        device.symlink_to(small)
        folder, into = small / "OptLab", r"/D=F:\OptLab"
        install(wine, setup, folder, into)
        mark(folder)
        resize(small, size_of(small) * FULL)
        with stage("Upgrading on a full disk, under wine"):
            if wine.run((str(setup), "/S", into), INSTALLING)[0] == 0:
                raise Trouble("The disk was not full: the trial is worth nothing.")
        check_old(folder)
        prove(wine, folder, "upgrade on a full disk: refused, the old version", report)
        remove(wine, folder)
        device.unlink()


def trial_of_msi(wine: Wine, msi: Path, report: Report) -> None:
    """Install for everybody, start, remove."""
    folder = wine.drive / "Program Files" / "OptLab"
    for word in ("/i", "/x"):
        with stage(f"msiexec {word} under wine"):
            wine.must(("msiexec", word, windows_path(msi), "/qn"), INSTALLING)
        if word == "/i":
            prove(wine, folder, "MSI", report)
            by_file(wine, folder, report)
    if folder.exists():
        raise Trouble(f"msiexec /x left {folder} behind.")
    report.say("  MSI removed: nothing is left of it")


def trial_of_portable(wine: Wine, portable: Path, report: Report) -> None:
    """Start from a folder with spaces and accents."""
    folder = wine.drive / "Zoë’s stick"
    with zipfile.ZipFile(portable) as archive:
        archive.extractall(folder)
    prove(wine, folder / "OptLab", f"portable, in “{folder.name}”", report)


def home(wine: Wine) -> Path:
    """The folder of the person in the prefix."""
    return next((wine.drive / "users").glob(f"{os.environ.get('USER', 'root')}*"))


def install(wine: Wine, setup: Path, folder: Path, *words: str) -> None:
    """Install in silence."""
    with stage("Installing under wine"):
        wine.must((str(setup), "/S", *words), INSTALLING)
    if {path.name for path in folder.iterdir()} & {"new", "old"}:
        raise Trouble("The installer did not tidy up.")


def remove(wine: Wine, folder: Path) -> None:
    """Uninstall in silence."""
    with stage("Uninstalling under wine"):
        wine.must((str(folder / "uninstall.exe"), "/S", f"_?={windows_path(folder)}"), REMOVING)
    left = {path.name for path in folder.glob("*")} - {"uninstall.exe", MINE}
    if left:
        raise Trouble(f"The uninstaller left {', '.join(left)} behind.")


def mark(folder: Path) -> None:
    """Put the file that only an old version has."""
    (folder / MARK).touch()


def check_old(folder: Path) -> None:
    """Raise Trouble unless the old version is as it was, with nothing half-done beside it."""
    if not (folder / MARK).exists():
        raise Trouble("The old version is gone.")
    if left := {path.name for path in folder.iterdir()} & {"new", "old"}:
        raise Trouble(f"The installer left {', '.join(left)} behind.")


def cancel(wine: Wine, setup: Path, folder: Path) -> None:
    """Kill an upgrade once it has unpacked half of its files."""
    half = size_of(folder) / 2
    with wine.start((str(setup), "/S")) as process:
        wait(lambda: size_of(folder / "new") > half, INSTALLING, "the installer did not unpack")
        process.kill()
    if not (folder / MARK).exists() or not (folder / "new").exists():
        raise Trouble("The installer was done before it could be stopped.")


@contextlib.contextmanager
def running(wine: Wine, command: Sequence[str], title: str) -> Generator[Callable[[], bool]]:
    """Open the window, and close it as its frame does; yields whether it is still there."""
    search = ("xdotool", "search", "--onlyvisible", "--name", title)
    variables = {**wine.variables, "DISPLAY": wine.display}

    def there() -> bool:
        return capture(search, variables)[0] == 0

    with wine.start(command) as process:

        def ended() -> bool:
            if process.poll() is None:
                capture((*search, "windowactivate", "key", "alt+F4"), variables)
            return process.poll() is not None

        try:
            wait(there, OPENING, "no window came")
            yield lambda: process.poll() is None and there()
            wait(ended, OPENING, "the window did not close")
        finally:
            process.kill()
