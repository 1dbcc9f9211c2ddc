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
from dataclasses import dataclass, replace
from pathlib import Path

from builds.shim import MARK, SHIM_MARK, write_shim
from steps import screen
from steps.process import stage
from steps.trouble import Trouble

GCC = ("x86_64-w64-mingw32-gcc", "-s", "-shared", "-static-libgcc")
SHIMS = ("ucrtbase", "ucrtwine", "uisettings_shim")
"""Names that only a prefix has; Windows brings its own ucrtbase."""
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
    """A prefix, the folder that plays drive C, and an X server that is up, if one is."""

    prefix: Path
    display: str = ""

    @property
    def drive(self) -> Path:
        """Drive C."""
        return self.prefix / "drive_c"

    @property
    def variables(self) -> dict[str, str]:
        """The environment of what runs in it."""
        return {
            **os.environ,
            "LC_ALL": "C.UTF-8",  # or it could not read what is not ASCII in a command
            "WINEPREFIX": str(self.prefix),
            "WINEARCH": "win64",
            "WINEDEBUG": "-all",
            "WINEDLLOVERRIDES": "ucrtbase=n;winedbg.exe=d;mscoree=;mshtml=",
            "PYTHONDONTWRITEBYTECODE": "1",
            "SOURCE_DATE_EPOCH": os.environ.get("SOURCE_DATE_EPOCH", "0"),
        }

    def start(self, command: Sequence[str]) -> subprocess.Popen[str]:
        """Start a Windows program on the display.

        Its output goes through a pipe: Python for Windows dies of a plain file here.
        """
        return subprocess.Popen(
            ["wine", *command],
            env={**self.variables, "DISPLAY": self.display},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
        )

    def run(self, command: Sequence[str], limit: float) -> tuple[int, str]:
        """Run a Windows program; return its exit status and what it printed."""
        if not self.display:
            with screen.virtual() as shown:
                return replace(self, display=shown["DISPLAY"]).run(command, limit)
        with self.start(command) as process:
            try:
                printed, _ = process.communicate(timeout=limit)
            except subprocess.TimeoutExpired:
                process.kill()
                return 124, f"nothing came within {limit:g} s"
        return process.returncode, printed

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
    """Find files of wine, or the shims, in a bundle: there must be none, whatever their name."""
    for path in bundle.rglob("*"):
        if path.is_file():
            inside = path.read_bytes()
            if MARK in inside or SHIM_MARK in inside or path.stem.lower() in SHIMS:
                yield path
