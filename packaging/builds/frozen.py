"""The frozen program: made by PyInstaller out of the locked packages, trimmed, and tried."""

import os
import shutil
import subprocess
import tempfile
import time
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from builds.notices import write_notices
from builds.report import Report
from steps import environment
from steps.environment import Environment
from steps.process import capture, stage
from steps.trouble import Trouble

START_LIMIT = 2.5
"""Seconds from a double click to a window that can be used, warm, on two cores."""


@dataclass(frozen=True)
class Place:
    """Where a build works: `build/` for what is in between, `dist/` for what is given away."""

    repository: Path

    @property
    def work(self) -> Path:
        """What is in between, and may be thrown away."""
        return self.repository / "build"

    @property
    def out(self) -> Path:
        """What is given away."""
        return self.repository / "dist"

    @property
    def packaging(self) -> Path:
        """Specs, templates and lists."""
        return self.repository / "packaging"

    @property
    def bundle(self) -> Path:
        """The frozen program."""
        return self.work / "frozen" / "optlab"

    @property
    def version(self) -> str:
        """The version of OptLab, from its source."""
        for line in (self.repository / "optlab" / "__init__.py").read_text("utf-8").splitlines():
            name, _, value = line.partition(" = ")
            if name == "__version__":
                return value.strip('"')
        raise Trouble("optlab/__init__.py has no __version__.")

    @property
    def about(self) -> str:
        """The description in pyproject.toml."""
        text = (self.repository / "pyproject.toml").read_text("utf-8")
        return str(tomllib.loads(text)["project"]["description"])


def locked(place: Place) -> Environment:
    """Return an environment with exactly the packages of requirements-build.lock."""
    made = Environment(place.repository, "build/environment")
    place.work.mkdir(exist_ok=True)
    if not made.ready("build"):
        environment.ensure(made, "build")
    return made


def freeze(place: Place, report: Report) -> Path:
    """Make the frozen program anew and return its folder."""
    made = locked(place)
    with stage("Freezing the program"):
        status, printed = capture(
            (
                *(str(made.python), "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN"),
                *("--distpath", str(place.bundle.parent), "--workpath", str(place.work / "pyi")),
                str(place.packaging / "optlab.spec"),
            ),
            {**os.environ, "PYTHONHASHSEED": "1", "SOURCE_DATE_EPOCH": epoch(place)},
        )
        if status:
            raise Trouble(f"PyInstaller failed:\n{printed}")
    for library in place.bundle.glob("_internal/libpython*.so*"):
        if shutil.which("strip"):  # a Python built by hand carries 15 MB of symbols
            subprocess.run(["strip", "--strip-unneeded", str(library)], check=False)
    packages, stdlib = paths(made)
    write_notices(place.repository, packages, stdlib, place.bundle)
    report.folder("frozen program", place.bundle)
    return place.bundle


def paths(made: Environment) -> tuple[Path, Path]:
    """Where an environment keeps its packages, and its Python the standard library."""
    code = "import sysconfig; print(*map(sysconfig.get_path, ('purelib', 'stdlib')), sep='\\n')"
    packages, stdlib = capture((str(made.python), "-c", code))[1].split("\n")[:2]
    return Path(packages), Path(stdlib)


def epoch(place: Place) -> str:
    """The time of the last change: what is built of the same source has the same time stamps."""
    status, printed = capture(("git", "-C", str(place.repository), "log", "-1", "--format=%ct"))
    return printed.strip() if status == 0 and printed.strip().isdigit() else "0"


def self_test(program: Path, report: Report, *, on: str, variables: Mapping[str, str]) -> None:
    """Let the program prove itself; raise Trouble when it fails."""
    with stage(f"Self-test, {on}"):
        status, printed = capture((str(program), "--self-test"), variables)
    if status:
        raise Trouble(f"The self-test failed ({on}):\n{printed}")
    report.say(f"self-test, {on}: ok")


def time_start(program: Path, report: Report, variables: Mapping[str, str]) -> None:
    """Keep how long a warm start takes."""
    middle = warm_start(program, variables)
    verdict = "ok" if middle <= START_LIMIT else "over"
    report.say(f"warm start to a drawn window  {middle:.2f} s of {START_LIMIT:g} s ({verdict})")


def warm_start(program: Path, variables: Mapping[str, str]) -> float:
    """Seconds from the start to a window that has trained and drawn its surface, and to its end.

    That is more than a person waits for: what is left of the limit is the writing of a picture.
    """
    with tempfile.TemporaryDirectory() as folder:
        words = (str(program), "shot", "--steps", "1", "--png", str(Path(folder, "start.png")))
        seconds: list[float] = []
        for _ in range(4):
            begun = time.perf_counter()
            status, printed = capture(words, variables)
            if status:
                raise Trouble(f"{program.name} could not draw its window:\n{printed}")
            seconds.append(time.perf_counter() - begun)
    return median(seconds[1:])
