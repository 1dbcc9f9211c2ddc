"""The locks pin everything, agree with each other and name no place to download from."""

import re
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
PACKAGING = REPOSITORY / "packaging"
LOCKS = ("requirements.lock", "requirements-dev.lock")
ALL = (*LOCKS, "requirements-build.lock", "requirements-windows.lock")


@pytest.mark.parametrize("name", ALL)
def test_the_lock_pins_and_hashes_everything_and_names_no_host(name: str) -> None:
    text = (PACKAGING / name).read_text("utf-8")
    assert "://" not in text
    assert not re.search(r"--(extra-)?index|find-links|trusted-host", text)
    packages = re.findall(r"^[a-z].*(?:\n    .*)*", text, re.MULTILINE)
    assert packages
    for package in packages:
        assert re.match(r"[a-z0-9-]+==[\w.]+ ", package)
        assert "--hash=sha256:" in package


def test_both_locks_agree_on_what_the_program_needs() -> None:
    run, test = (
        set(re.findall(r"^\S+==.*", (PACKAGING / name).read_text("utf-8"), re.MULTILINE))
        for name in LOCKS
    )
    assert run <= test


def test_the_wheels_of_the_lock_fit_the_python_they_are_marked_for() -> None:
    text = (PACKAGING / "requirements.lock").read_text("utf-8")
    assert "pyside6-essentials==6.8.3 ; python_full_version < '3.14'" in text
    assert re.search(r"pyside6-essentials==6\.10\.\d+ ; python_full_version >= '3.14'", text)
