"""The private environment in `.venv`: made once, checked by a stamp, never touched when that fits.

The stamp holds a hash of the lock, of the Python version and of the repository's own place. When
it fits, nothing is started to check the environment: a second start costs a file read. Only when
it does not fit, or the program failed, is the environment tried for real, by importing the packages
that break first.
"""

import hashlib
import os
import shlex
import shutil
import subprocess
import sys
import venv
from dataclasses import dataclass
from pathlib import Path

from steps.process import capture, stage
from steps.trouble import Trouble

PROBE = "import msgspec, numpy, platformdirs, tomli_w, OpenGL, PySide6.QtWidgets"
NETWORK_WORDS = (
    "NewConnectionError",
    "ConnectTimeoutError",
    "NameResolutionError",
    "ProxyError",
    "Temporary failure in name resolution",
    "Network is unreachable",
    "Connection refused",
    "Read timed out",
)
NO_NETWORK = (
    "OptLab could not download its packages because there is no network, or it does not reach the "
    "package index; connect once and start again, later starts need no network."
)


@dataclass(frozen=True)
class Environment:
    """The environment of one copy of the repository."""

    repository: Path
    name: str = ".venv"

    @property
    def folder(self) -> Path:
        """Where it lies."""
        return self.repository / self.name

    @property
    def scripts(self) -> Path:
        """Where its programs lie."""
        return self.folder / ("Scripts" if os.name == "nt" else "bin")

    @property
    def python(self) -> Path:
        """Its interpreter."""
        return self.scripts / ("python.exe" if os.name == "nt" else "python")

    def lock(self, purpose: str) -> Path:
        """Return the list of pinned packages for "run", "test" or "build"."""
        kinds = {"run": "", "test": "-dev", "build": "-build"}
        return self.repository / "packaging" / f"requirements{kinds[purpose]}.lock"

    def stamp(self, purpose: str) -> Path:
        """Return the file that says for which lock the environment was made."""
        return self.folder / f"optlab-{purpose}.stamp"

    def fingerprint(self, purpose: str) -> str:
        """Return what the stamp must hold: it changes with the lock, the Python and the place."""
        parts = (f"{sys.version_info[0]}.{sys.version_info[1]}", str(self.repository))
        digest = hashlib.sha256(self.lock(purpose).read_bytes())
        for part in parts:
            digest.update(b"\0" + part.encode("utf-8", "surrogateescape"))
        return digest.hexdigest()

    def ready(self, purpose: str) -> bool:
        """Whether nothing needs doing; what was made for tests can run the program as well."""
        return self.python.exists() and any(
            self.stamp(made_for).is_file()
            and self.stamp(made_for).read_text("utf-8") == self.fingerprint(made_for)
            for made_for in {purpose, "test"}
        )

    def works(self, probe: str = PROBE) -> bool:
        """Whether its interpreter starts and imports what breaks first (about half a second)."""
        try:
            return capture((str(self.python), "-c", probe))[0] == 0
        except OSError:  # the Python it was made with is gone, or cannot be started
            return False

    def make(self) -> None:
        """Create an empty environment with pip, leaving nothing half made behind."""
        with stage(f"Making a private environment in {self.name}"):
            try:
                venv.create(self.folder, with_pip=True, symlinks=os.name != "nt")
            except (OSError, subprocess.CalledProcessError) as error:
                self.remove()
                raise Trouble(f"{self.folder} could not be made: {error}.") from error
            except KeyboardInterrupt:
                self.remove()
                raise

    def remove(self) -> None:
        """Delete it, or the link that stands in its place."""
        if self.folder.is_symlink():
            self.folder.unlink()
        else:
            shutil.rmtree(self.folder, ignore_errors=True)

    def install(self, purpose: str) -> None:
        """Install the pinned packages and make the repository's own code importable."""
        lock = self.lock(purpose)
        count = sum("==" in line for line in lock.read_text("utf-8").splitlines())
        with stage(f"Downloading and installing packages (up to {count})"):
            status, printed = capture(
                (
                    *(str(self.python), "-m", "pip", "install", "--require-hashes", "--no-deps"),
                    *("--only-binary", ":all:", "--no-input", "--disable-pip-version-check"),
                    *("--progress-bar", "off", "--retries", "2", "-r", str(lock)),
                )
            )
            if status:
                raise Trouble(self.failure(printed))
        self.link()
        self.write_command()
        self.stamp(purpose).write_text(self.fingerprint(purpose), "utf-8")

    def failure(self, printed: str) -> str:
        """Return the sentence for a pip that failed, keeping all it printed in a file."""
        if any(word in printed for word in NETWORK_WORDS):
            return NO_NETWORK
        log = self.folder / "optlab-install.log"
        log.write_text(printed, "utf-8")
        errors = [line for line in printed.splitlines() if line.startswith("ERROR: ")]
        reason = errors[-1].removeprefix("ERROR: ").rstrip(".") if errors else "pip gave no reason"
        return f"The packages could not be installed ({reason}); all that pip said is in {log}."

    def link(self) -> None:
        """Make `import optlab` find the repository, from any folder.

        A path file needs no build and no network. Python reads it in the encoding of the system, so
        the path is written as an ASCII literal: accents in a home folder must not break the start.
        """
        code = "import sysconfig; print(sysconfig.get_path('purelib'))"
        status, printed = capture((str(self.python), "-c", code))
        if status:
            raise Trouble(f"The environment {self.folder} does not start; use --rebuild.")
        line = f"import sys; sys.path.append({str(self.repository)!a})\n"
        Path(printed.strip(), "optlab-repository.pth").write_text(line, "ascii")

    def write_command(self) -> None:
        """Put an `optlab` command beside the interpreter, as installing a wheel would."""
        if os.name == "nt":
            text = '@"%~dp0python.exe" -P -m optlab %*\r\n'
            (self.scripts / "optlab.cmd").write_bytes(text.encode("ascii"))
            return
        command = self.scripts / "optlab"
        text = f'#!/bin/sh\nexec {shlex.quote(str(self.python))} -P -m optlab "$@"\n'
        command.write_bytes(os.fsencode(text))
        command.chmod(0o755)


def ask_rebuild(environment: Environment) -> None:
    """Remove a broken environment if the person at the terminal agrees; raise Trouble if not."""
    question = f"The environment {environment.folder} is broken. Make it new? [Y/n] "
    if sys.stdin.isatty() and input(question).strip().lower() in {"", "y", "yes"}:
        environment.remove()
        return
    raise Trouble(
        f"The environment {environment.folder} is broken; "
        "run the same command with --rebuild to make it new."
    )


def ensure(environment: Environment, purpose: str) -> None:
    """Have an environment that fits the lock for "run" or "test"."""
    if environment.folder.exists() and not environment.works("import pip"):
        ask_rebuild(environment)
    if not environment.folder.exists():
        environment.make()
    environment.install(purpose)
    if not environment.works():
        ask_rebuild(environment)
        environment.make()
        environment.install(purpose)
