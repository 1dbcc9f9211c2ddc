"""A Windows that wine plays, on which PyInstaller runs and the installers are tried.

wine 8 alone is not enough: NumPy imports complex functions that its C library lacks, and Qt asks
for a class of Windows that it does not have. Two small libraries mend that in the prefix. They are
made for the trial only, and `foreign` finds them, or anything of wine, should one ever get into the
bundle. What runs here "starts under wine 8 with two shims"; it is not a test on Windows.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from builds.shim import MARK, write_shim
from steps import screen
from steps.process import stage
from steps.trouble import Trouble

GCC = ("x86_64-w64-mingw32-gcc", "-s", "-shared", "-static-libgcc")
SHIMS = ("uisettings_shim", "ucrtwine")
REGISTRY = r"""Windows Registry Editor Version 5.00

[HKEY_LOCAL_MACHINE\Software\Microsoft\WindowsRuntime\ActivatableClassId\Windows.UI.ViewManagement.UISettings]
"DllPath"="C:\\windows\\system32\\uisettings_shim.dll"

[HKEY_LOCAL_MACHINE\Software\Microsoft\Windows NT\CurrentVersion\FontSubstitutes]
"MS Shell Dlg"="Liberation Sans"
"MS Shell Dlg 2"="Liberation Sans"
"Segoe UI"="Liberation Sans"
"""


@dataclass(frozen=True)
class Wine:
    """A prefix, the folder that plays drive C."""

    prefix: Path

    @property
    def drive(self) -> Path:
        """Drive C."""
        return self.prefix / "drive_c"

    @property
    def variables(self) -> dict[str, str]:
        """The environment of what runs in it."""
        return {
            **os.environ,
            "WINEPREFIX": str(self.prefix),
            "WINEARCH": "win64",
            "WINEDEBUG": "-all",
            "WINEDLLOVERRIDES": "ucrtbase=n;winedbg.exe=d;mscoree=;mshtml=",
            "PYTHONDONTWRITEBYTECODE": "1",
            "SOURCE_DATE_EPOCH": os.environ.get("SOURCE_DATE_EPOCH", "0"),
        }

    def run(self, command: Sequence[str], limit: float) -> tuple[int, str]:
        """Run a Windows program; return its exit status and what it printed.

        Its output goes through a pipe: Python for Windows dies of a plain file here.
        """
        with screen.virtual() as shown:
            display = {name: shown[name] for name in ("DISPLAY",)}
            try:
                done = subprocess.run(
                    ["wine", *command],
                    env={**self.variables, **display},
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.STDOUT,
                    encoding="utf-8",
                    errors="replace",
                    timeout=limit,
                    check=False,
                )
            except subprocess.TimeoutExpired as late:
                return 124, f"nothing came within {limit:g} s: {late.output or ''}"
        return done.returncode, done.stdout

    def must(self, command: Sequence[str], limit: float) -> str:
        """Run a Windows program that must succeed; return what it printed, or raise Trouble."""
        status, printed = self.run(command, limit)
        if status:
            raise Trouble(f"{command[0]} failed under wine ({status}):\n{printed[-4000:]}")
        return printed

    def stop(self) -> None:
        """End everything that still runs in the prefix."""
        subprocess.run(["wineserver", "-k"], env=self.variables, check=False)


def windows_path(path: Path) -> str:
    """How a Windows program calls a file of this computer."""
    return "Z:" + str(path).replace("/", "\\")


def make(prefix: Path, sources: Path, work: Path) -> Wine:
    """Make a fresh prefix with both shims."""
    shutil.rmtree(prefix, ignore_errors=True)
    work.mkdir(parents=True, exist_ok=True)
    wine = Wine(prefix)
    with stage("Making a Windows out of wine"):
        begin = {**wine.variables, "WINEDLLOVERRIDES": "mscoree=;mshtml="}
        with screen.virtual() as shown:
            env = {**begin, "DISPLAY": shown["DISPLAY"]}
            subprocess.run(["wineboot", "-i"], env=env, capture_output=True, check=False)
        system = wine.drive / "windows" / "system32"
        write_shim(work)
        shutil.copy(work / "ucrtwine.dll", system)
        shim = [str(work / name) for name in ("shim.c", "shim.def")]
        compile_library(system / "ucrtbase.dll", shim, "-O2")
        compile_library(system / "uisettings_shim.dll", [str(sources / "uisettings.c")], "-O1")
        registry = work / "shims.reg"
        registry.write_text(REGISTRY, "utf-8")
        wine.must(("regedit", "/S", windows_path(registry)), 60)
    return wine


def compile_library(into: Path, sources: Sequence[str], level: str) -> None:
    """Compile a library for Windows; raise Trouble with what the compiler says."""
    into.unlink(missing_ok=True)
    done = subprocess.run(
        [*GCC, level, "-o", str(into), *sources], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise Trouble(f"{into.name} could not be compiled:\n{done.stderr[-2000:]}")


def foreign(bundle: Path) -> Iterator[Path]:
    """Find files of wine, or the shims, in a bundle: there must be none."""
    for path in bundle.rglob("*"):
        if path.is_file():
            head = path.read_bytes()[:4096]
            if MARK in head or path.stem.lower() in SHIMS:
                yield path
