"""Windows, built on Linux: an installer for one person, an MSI for schools and a portable zip.

The wheel of panda3d carries a CPython 3.11 for Windows; with the standard library of this Python
and the locked wheels it becomes a Windows Python that runs under wine, and PyInstaller in it. What
was made is installed in silence, started, and taken away again, all under wine.
"""

import os
import shutil
import subprocess
import sys
import sysconfig
import time
import zipfile
from pathlib import Path

from builds import msi, windows_trials
from builds.frozen import Place, epoch
from builds.icons import write_icons
from builds.notices import write_notices
from builds.report import Report
from builds.shim import exports
from builds.tools import need
from builds.wine import Wine, compile_library, foreign, make, windows_path
from steps.process import capture, stage
from steps.trouble import Trouble

TOOLS = {
    "wine": "wine",
    "makensis": "nsis",
    "wixl": "wixl",
    "wixl-heat": "wixl",
    "x86_64-w64-mingw32-gcc": "gcc-mingw-w64-x86-64",
    "x86_64-w64-mingw32-objdump": "gcc-mingw-w64-x86-64",
    "Xvfb": "xvfb",
    "openbox": "openbox",
}
WANTED = (3, 11)
"""The Python whose standard library fits the interpreter in the wheel."""
UNUSED = shutil.ignore_patterns(
    *("__pycache__", "test", "tests", "idlelib", "tkinter", "turtledemo", "lib2to3", "ensurepip"),
    *("site-packages", "lib-dynload", "config-3*", "_sysconfigdata*"),
)
FREEZING = 2400
"""Seconds; wine is slow."""
TOP = {"OptLab.exe", "_internal", "licences"}
"""What lies in the bundle: optlab.nsi swaps these, and would forget anything else."""


def build(place: Place, report: Report) -> None:
    """Make all three and try the installer under wine."""
    need(TOOLS | windows_trials.TOOLS)
    if sys.version_info[:2] != WANTED:
        raise Trouble("Building for Windows needs Python 3.11: its standard library is used.")
    write_icons(place.repository)
    work = place.work / "windows"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    os.environ["SOURCE_DATE_EPOCH"] = epoch(place)
    wine = make(work / "prefix", place.packaging / "windows" / "wine", work / "shim")
    try:
        python = assemble(place, work)
        bundle = freeze(place, work, wine, python)
        report.folder("frozen program for Windows", bundle)
        place.out.mkdir(exist_ok=True)
        made = (
            installer(place, bundle),
            msi.pack(place, bundle, work, msi_of(place)),
            portable(place, bundle),
        )
        for path in made:
            report.made(path)
        shutil.rmtree(python.parent)  # so that nothing leans on it
        bundle.rename(bundle.with_name("hidden"))
        windows_trials.try_out(wine, *made, report)
    finally:
        wine.stop()


def try_out(place: Place, report: Report) -> None:
    """Install what lies in dist/ under a fresh wine, try it, and take it away again."""
    need(TOOLS | windows_trials.TOOLS)
    made = setup_of(place), msi_of(place), portable_of(place)
    if missing := [path.name for path in made if not path.is_file()]:
        raise Trouble(f"dist/ has no {' and no '.join(missing)}: build it first.")
    work = place.work / "windows"
    wine = make(work / "prefix", place.packaging / "windows" / "wine", work / "shim")
    try:
        windows_trials.try_out(wine, *made, report)
    finally:
        wine.stop()


def setup_of(place: Place) -> Path:
    """Where the installer for one person lies."""
    return place.out / f"OptLab-{place.version}-setup.exe"


def msi_of(place: Place) -> Path:
    """Where the MSI lies."""
    return place.out / f"OptLab-{place.version}.msi"


def portable_of(place: Place) -> Path:
    """Where the portable zip lies."""
    return place.out / f"OptLab-{place.version}-windows-portable.zip"


def assemble(place: Place, work: Path) -> Path:
    """Put a Windows Python together; return its python.exe."""
    wheels, tree, own = work / "wheels", work / "python", place.packaging / "windows" / "python"
    with stage("Fetching the wheels for Windows"):
        pip("download", "-d", str(wheels), *target(), "-r", str(lock(place)))
    with stage("Putting a Python for Windows together"):
        (tree / "DLLs").mkdir(parents=True)
        unpack(next(wheels.glob("panda3d*.whl")), "deploy_libs/", tree / "DLLs")
        (tree / "DLLs" / "_tkinter.pyd").unlink(missing_ok=True)
        (tree / "DLLs" / "python311.dll").rename(tree / "python311.dll")
        for runtime in ("vcruntime140.dll", "vcruntime140_1.dll"):
            unpack(next(wheels.glob("shiboken6*.whl")), f"shiboken6/{runtime}", tree)
        shutil.copytree(sysconfig.get_path("stdlib"), tree / "Lib", ignore=UNUSED)
        packages = tree / "Lib" / "site-packages"
        files = [str(each) for each in wheels.glob("*.whl") if not each.name.startswith("panda3d")]
        pip("install", "--no-compile", "--no-index", "--target", str(packages), *target(), *files)
        forward(tree, work)
        launcher(tree, own, work)
    return tree / "python.exe"


def lock(place: Place) -> Path:
    """The list of pinned wheels."""
    return place.packaging / "requirements-windows.lock"


def target() -> tuple[str, ...]:
    """Tell pip that the packages are for another system."""
    return (
        *("--platform", "win_amd64", "--python-version", "3.11", "--only-binary=:all:"),
        "--no-deps",
    )


def pip(*words: str) -> None:
    """Run pip; raise Trouble with what it says."""
    quiet = ("--quiet", "--disable-pip-version-check")
    status, printed = capture((sys.executable, "-m", "pip", words[0], *quiet, *words[1:]))
    if status:
        raise Trouble(f"pip {words[0]} failed:\n{printed[-3000:]}")


def unpack(wheel: Path, start: str, into: Path) -> None:
    """Take the files that begin with `start` out of a wheel, without their folders."""
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            if name.startswith(start) and name.endswith((".dll", ".pyd")):
                (into / Path(name).name).write_bytes(archive.read(name))


def forward(tree: Path, work: Path) -> None:
    """Make python3.dll, which PySide6 asks for: every name of it is one of python311.dll."""
    names = [name for name in exports(tree / "python311.dll") if name.startswith(("Py", "_Py"))]
    definition = work / "python3.def"
    lines = "".join(f" {name} = python311.{name}\n" for name in names)
    definition.write_text(f"LIBRARY python3.dll\nEXPORTS\n{lines}", "ascii")
    flags = ["-nostdlib", "-Wl,-e,0", str(definition)]
    compile_library(tree / "python3.dll", flags, "-O2")


def launcher(tree: Path, own: Path, work: Path) -> None:
    """Make python.exe."""
    resource = work / "launcher.o"
    script = work / "launcher.rc"
    script.write_text(f'1 24 "{own / "launcher.manifest"}"\n', "utf-8")
    for command in (
        ("x86_64-w64-mingw32-windres", str(script), str(resource)),
        (
            *("x86_64-w64-mingw32-gcc", "-Os", "-s", "-municode", "-o", str(tree / "python.exe")),
            *(str(own / "launcher.c"), str(resource), str(tree / "python311.dll")),
        ),
    ):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise Trouble(f"python.exe could not be made:\n{done.stderr}")


def freeze(place: Place, work: Path, wine: Wine, python: Path) -> Path:
    """Run PyInstaller under wine; return the bundle, with licences and without anything of wine."""
    bundle = work / "dist" / "optlab"
    with stage("Freezing the program under wine"):
        wine.must(
            (
                *(str(python), "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN"),
                *("--distpath", windows_path(bundle.parent)),
                *("--workpath", windows_path(work / "pyi")),
                windows_path(place.packaging / "optlab.spec"),
            ),
            FREEZING,
        )
    packages = python.parent / "Lib" / "site-packages"
    write_notices(place.repository, packages, Path(sysconfig.get_path("stdlib")), bundle)
    check(bundle)
    return bundle


def check(bundle: Path) -> None:
    """Raise Trouble when the bundle holds what it must not, or more than the installer knows."""
    strangers = [str(path.relative_to(bundle)) for path in foreign(bundle)]
    if strangers:
        raise Trouble(f"Files of wine got into the bundle: {', '.join(strangers)}.")
    names = {path.name for path in bundle.iterdir()}
    if names != TOP:
        raise Trouble(f"optlab.nsi knows nothing of {', '.join(sorted(names ^ TOP))}.")


def installer(place: Place, bundle: Path) -> Path:
    """Make the installer for one person."""
    made = setup_of(place)
    with stage(f"Packing {made.name}"):
        status, printed = capture(
            (
                *("makensis", "-V2", f"-DVERSION={place.version}", f"-DBUNDLE={bundle}"),
                *(f"-DOUT={made}", str(place.packaging / "windows" / "optlab.nsi")),
            )
        )
        if status:
            raise Trouble(f"makensis failed:\n{printed[-2000:]}")
    return made


def portable(place: Place, bundle: Path) -> Path:
    """Pack the folder."""
    made = portable_of(place)
    with stage(f"Packing {made.name}"), zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        stamp = time.gmtime(int(epoch(place)))[:6]
        for path in sorted(bundle.rglob("*")):
            if path.is_file():
                member = zipfile.ZipInfo(f"OptLab/{path.relative_to(bundle)}", stamp)
                archive.writestr(member, path.read_bytes(), zipfile.ZIP_DEFLATED)
    return made
