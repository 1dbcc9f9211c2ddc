"""Somebody without rights at this computer, who starts the program as a student would."""

import os
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from steps.trouble import Trouble

NOBODY = 65534
"""The user and group that own nothing on any Linux."""
WITHOUT_RIGHTS = (
    *("setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}"),
    *("--clear-groups", "--no-new-privs", "--"),
)
LIMIT = 600.0
"""Seconds for anything that a person starts and waits for."""
HOMES = {"an empty home": "empty", "a non-ASCII home": "Zoë Müller 数学"}
READ_ONLY = "a read-only home"


@dataclass(frozen=True)
class Person:
    """Nobody, at home in a folder; `runtime` is what a login gives to keep sockets in."""

    home: Path
    runtime: Path

    def variables(self, screen: Mapping[str, str]) -> dict[str, str]:
        """What a fresh login has, and a screen."""
        return {
            "PATH": "/usr/local/bin:/usr/bin:/bin",
            "LANG": "C.UTF-8",
            "HOME": str(self.home),
            "XDG_RUNTIME_DIR": str(self.runtime),
            **screen,
        }

    def start(
        self, command: Sequence[str], screen: Mapping[str, str], *, heard: bool = True
    ) -> subprocess.Popen[str]:
        """Start a program; unless it is not to be `heard`, all that it prints is kept."""
        return subprocess.Popen(
            (*WITHOUT_RIGHTS, *command),
            env=self.variables(screen),
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE if heard else subprocess.DEVNULL,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
        )

    def run(self, command: Sequence[str], screen: Mapping[str, str], limit: float = LIMIT) -> str:
        """Run a program that must succeed; return what it printed, or raise Trouble."""
        with self.start(command, screen) as process:
            try:
                printed, _ = process.communicate(timeout=limit)
            except subprocess.TimeoutExpired:
                process.kill()
                raise Trouble(f"{command[0]} did not end within {limit:g} s.") from None
        if process.returncode:
            raise Trouble(f"{' '.join(command)} failed ({process.returncode}):\n{printed[-4000:]}")
        return printed

    def launch(self, command: Sequence[str], screen: Mapping[str, str]) -> None:
        """Run a program that leaves another behind, whose end nobody waits for."""
        with self.start(command, screen, heard=False) as launcher:
            if launcher.wait(LIMIT):
                raise Trouble(f"{' '.join(command)} failed ({launcher.returncode}).")


def people(folder: Path) -> Iterator[tuple[str, Person]]:
    """Name the kinds of home that a school has, each with somebody who lives there."""
    folder.chmod(0o755)
    runtime = owned(folder / "run", 0o700)
    for name, home in HOMES.items():
        yield name, Person(owned(folder / home, 0o755), runtime)
    locked = folder / "locked"
    locked.mkdir(mode=0o555)
    yield READ_ONLY, Person(locked, runtime)


def owned(folder: Path, mode: int) -> Path:
    """Make a folder that belongs to nobody."""
    folder.mkdir()
    folder.chmod(mode)
    os.chown(folder, NOBODY, NOBODY)
    return folder
