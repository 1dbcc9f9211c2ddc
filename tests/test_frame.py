"""The project holds together: what ships, what is said, how long files are, what loads when."""

import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

import optlab
from optlab import resources
from optlab.resources import MissingResource, resource

REPOSITORY = Path(__file__).resolve().parents[1]
LONGEST = 500
SKIPPED = {".git", ".venv", "build", "dist", "shared", "__pycache__"}
TEXT = {".py", ".toml", ".md", ".txt", ".lock", ".csv", ".optlab", ".yml", ".sh", ".ts", ".svg"}


def files(*suffixes: str) -> Iterator[Path]:
    """Yield the files of the project, without what tools leave in the folder."""
    for folder, names, found in os.walk(REPOSITORY):
        names[:] = [name for name in names if name not in SKIPPED and not name.endswith("_cache")]
        for name in found:
            path = Path(folder, name)
            if path.suffix in suffixes:
                yield path


def relative(path: Path) -> str:
    return path.relative_to(REPOSITORY).as_posix()


# ---------------------------------------------------------------------------- what ships


def test_a_resource_is_found_in_the_repository() -> None:
    assert resource("datasets", "births.csv") == REPOSITORY / "resources/datasets/births.csv"


def test_a_missing_resource_is_named_with_the_place_where_it_should_be() -> None:
    with pytest.raises(MissingResource, match=r"icons/no-such-icon\.svg is missing in .*resources"):
        resource("icons", "no-such-icon.svg")


def test_a_copy_without_its_files_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    resources.root.cache_clear()
    monkeypatch.setattr(resources, "PACKAGE", tmp_path / "optlab")
    with pytest.raises(MissingResource, match="install OptLab again"):
        resource("icons")
    monkeypatch.undo()
    assert resource("datasets").is_dir()


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel as pip would, without a network."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=REPOSITORY,
        check=True,
        capture_output=True,
    )
    (built,) = folder.glob("optlab-*.whl")
    return built


def test_an_installed_copy_finds_its_own_resources(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
    code = "from optlab.resources import resource; print(resource('datasets', 'births.csv'))"
    done = subprocess.run(
        [sys.executable, "-S", "-c", code],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert Path(done.stdout.strip()) == tmp_path / "optlab/shipped/datasets/births.csv"


def test_the_wheel_has_the_version_the_command_and_no_tests(wheel: Path) -> None:
    assert wheel.name.startswith(f"optlab-{optlab.__version__}-py3-none-any")
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        (entry,) = (name for name in names if name.endswith("entry_points.txt"))
        assert "optlab = optlab.cli:main" in archive.read(entry).decode()
    tops = {name.split("/")[0] for name in names}
    assert tops == {"optlab", f"optlab-{optlab.__version__}.dist-info"}


# -------------------------------------------------------------------------- what is said

# Written in pieces, so that this file does not fail its own test.
FORBIDDEN = {
    "a_folder_of_one_computer": r"(?<![\w.~])/(?:home|Users|root|work|mnt)/\w",
    "a_registry_of_packages": r"(?:index-url|find-links|trusted-host)[ =]|py" + "pi.org",
    "work_left_over": r"\b(?:TO" + r"DO|FIX" + r"ME|XX" + r"X)\b",
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_names(what: str) -> None:
    pattern = re.compile(FORBIDDEN[what])
    named = [
        f"{relative(path)}:{number}"
        for path in files(*TEXT)
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if pattern.search(line)
    ]
    assert not named


def test_no_file_of_code_is_longer_than_500_lines() -> None:
    long = {
        relative(path): lines
        for path in files(".py")
        if (lines := len(path.read_text("utf-8").splitlines())) > LONGEST
    }
    assert not long


def test_no_module_hides_behind_an_underscore() -> None:
    hidden = [
        relative(path)
        for path in files(".py")
        if path.name.startswith("_") and path.name not in {"__init__.py", "__main__.py"}
    ]
    assert not hidden


def test_the_changelog_has_a_heading_for_this_version() -> None:
    assert optlab.__version__ in (REPOSITORY / "CHANGELOG.md").read_text("utf-8")


# ------------------------------------------------------------------------ what loads when


@pytest.mark.parametrize("module", ["optlab.cli", "optlab.session", "optlab.engine"])
def test_this_loads_without_qt(module: str) -> None:
    code = (
        f"import sys, {module}\n"
        "print({name.split('.')[0] for name in sys.modules} & {'PySide6', 'pyqtgraph', 'OpenGL'})"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=REPOSITORY, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "set()"
