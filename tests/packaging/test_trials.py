"""What the trials of the packages lean on, tried without a package that takes minutes."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from builds import full_disk, linux, linux_trials, windows
from builds.frozen import Place
from builds.person import READ_ONLY, Person, people
from builds.report import Report
from builds.waiting import wait
from steps import screen
from steps.process import capture
from steps.trouble import Trouble

REPOSITORY = Path(__file__).resolve().parents[2]
PLACE = Place(REPOSITORY)
PAGE = 4096
"""Bytes that even the smallest file takes on a disk in memory."""
needs_root = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0 or shutil.which("setpriv") is None,
    reason="only root can become somebody else",
)


@pytest.fixture
def persons() -> Iterator[dict[str, Person]]:
    """Those who live in a folder that everybody may enter, which tmp_path is not."""
    with tempfile.TemporaryDirectory() as folder:
        yield dict(people(Path(folder)))


@needs_root
def test_somebody_without_rights_owns_a_home_or_not_even_that(persons: dict[str, Person]):
    for name, person in persons.items():
        inside = person.home / "file"
        with person.start(("sh", "-c", 'id -u && touch "$HOME/file"'), {}) as shell:
            printed, _ = shell.communicate()
        assert printed.split()[0] == "65534"
        assert inside.exists() == (shell.returncode == 0) == (name != READ_ONLY)
    assert any(not str(person.home).isascii() for person in persons.values())


@needs_root
def test_a_program_that_fails_is_told_with_its_words(persons: dict[str, Person]):
    person = persons[READ_ONLY]
    assert person.run(("echo", "good"), {}) == "good\n"
    with pytest.raises(Trouble, match=r"ls /nowhere failed \(2\)"):
        person.run(("ls", "/nowhere"), {})
    with pytest.raises(Trouble, match=r"did not end within 0\.1 s"):
        person.run(("sleep", "60"), {}, limit=0.1)


def package(folder: Path, program: str) -> Path:
    """Make a .deb of many files with a program at the place of ours."""
    root = folder / "root"
    own = root / "opt" / "optlab"
    own.mkdir(parents=True)
    for number in range(4000):
        (own / f"part-{number}").write_bytes(os.urandom(PAGE))
    (own / "optlab").write_text(program, "ascii")
    (own / "optlab").chmod(0o755)
    (root / "DEBIAN").mkdir()
    (root / "DEBIAN" / "control").write_text(linux.control_file(PLACE, 16.0), "utf-8")
    made = folder / "optlab.deb"
    status, printed = capture(("dpkg-deb", "-Znone", "--build", str(root), str(made)))
    assert status == 0, printed
    return made


@pytest.fixture
def small_disks(tmp_path: Path) -> None:
    """Skip where no disk can be mounted."""
    (tmp_path / "try").mkdir()
    try:
        with full_disk.disk(tmp_path / "try", 1):
            assert os.statvfs(tmp_path / "try").f_blocks * PAGE == 1 << 20
    except Trouble as trouble:
        pytest.skip(str(trouble))


@needs_root
@pytest.mark.skipif(not shutil.which("dpkg-deb"), reason="there is no dpkg")
def test_a_failed_upgrade_leaves_the_old_program(tmp_path: Path, small_disks: None):
    report = Report()
    full_disk.try_upgrades(package(tmp_path, "#!/bin/sh\nexit 0\n"), report)
    assert [line.partition(":")[0] for line in report.lines] == [
        "upgrade on a full disk",
        "upgrade killed half-way",
    ]


@needs_root
@pytest.mark.skipif(not shutil.which("dpkg-deb"), reason="there is no dpkg")
def test_an_old_program_that_no_longer_works_is_noticed(tmp_path: Path, small_disks: None):
    broken = package(tmp_path, "#!/bin/sh\necho broken\nexit 1\n")
    with pytest.raises(Trouble, match=r"does not work any more:\nbroken"):
        full_disk.try_upgrades(broken, Report())


@pytest.mark.skipif(
    not (shutil.which("Xvfb") and shutil.which("openbox") and shutil.which("xdpyinfo")),
    reason="Xvfb, openbox and xdpyinfo are wanted",
)
@pytest.mark.parametrize("opengl", [True, False])
def test_a_screen_without_opengl_has_no_driver(opengl: bool):
    with screen.virtual(opengl=opengl) as variables:
        status, printed = capture(("xdpyinfo",), variables)
    assert status == 0
    assert ("GLX" in printed) == opengl
    assert (screen.NO_DRIVER.keys() <= variables.keys()) != opengl


def test_waiting_ends_with_the_complaint():
    wait(lambda: True, 0, "never said")
    with pytest.raises(Trouble, match=r"After 0 s nothing came\."):
        wait(lambda: False, 0, "nothing came")


def test_nothing_is_tried_before_it_is_built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(Place, "out", tmp_path)
    monkeypatch.setattr(linux_trials, "able", lambda: True)
    with pytest.raises(Trouble, match=r"no optlab-.*\.tar\.xz and no optlab_.*\.deb: build"):
        linux.try_out(PLACE, Report())
    monkeypatch.setattr(windows, "need", lambda _: None)
    with pytest.raises(Trouble, match=r"setup\.exe and no .*\.msi and no .*zip: build it first"):
        windows.try_out(PLACE, Report())


def test_without_rights_the_linux_packages_are_not_installed(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(linux_trials, "able", lambda: False)
    with pytest.raises(Trouble, match="needs dpkg and root"):
        linux.try_out(PLACE, Report())


def test_a_package_that_is_installed_is_not_taken_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    if capture(("sh", "-c", "command -v dpkg"))[0]:
        pytest.skip("there is no dpkg")
    monkeypatch.setattr(linux_trials, "need", lambda _: None)
    monkeypatch.setattr(linux_trials, "PACKAGE", "dpkg")
    with pytest.raises(Trouble, match="dpkg is installed here; the trial would remove it"):
        linux_trials.try_out(tmp_path / "archive", tmp_path / "package", Report())
