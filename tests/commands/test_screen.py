"""Where the window can be drawn: on the screen that is there, on a virtual one, or nowhere."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from optlab.commands import screen
from optlab.commands.command import FAILED, Refusal

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="other systems have a screen")


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    return monkeypatch


def test_without_display_there_is_no_screen(bare: pytest.MonkeyPatch) -> None:
    assert screen.missing()


def test_a_display_that_nobody_serves_is_no_screen(bare: pytest.MonkeyPatch) -> None:
    bare.setenv("DISPLAY", ":987")
    assert screen.missing()


def test_a_display_that_answers_is_a_screen(xvfb: object) -> None:
    assert not screen.missing()


@pytest.mark.parametrize("platform", ["offscreen", "minimal", "vnc", "wayland"])
def test_a_platform_that_was_asked_for_is_taken_at_its_word(
    platform: str, bare: pytest.MonkeyPatch
) -> None:
    bare.setenv("QT_QPA_PLATFORM", platform)
    assert not screen.missing()


def test_other_systems_always_have_a_screen(bare: pytest.MonkeyPatch) -> None:
    bare.setattr(sys, "platform", "win32")
    assert not screen.missing()


def test_without_xvfb_the_sentence_says_what_to_install(bare: pytest.MonkeyPatch) -> None:
    bare.setattr(screen.shutil, "which", lambda _: None)
    with pytest.raises(Refusal, match="install Xvfb") as refusal:
        screen.again_on_a_virtual_one(["doctor"])
    assert refusal.value.status == FAILED


def test_an_xvfb_that_does_not_start_is_a_sentence(bare: pytest.MonkeyPatch) -> None:
    bare.setattr(screen.shutil, "which", lambda _: "/bin/false")
    with pytest.raises(Refusal, match="did not start"):
        screen.again_on_a_virtual_one(["doctor"])


CHILD = """
import os, sys
from pathlib import Path
from optlab.commands import screen

Path(sys.argv[1]).write_text(os.environ["DISPLAY"])
sys.exit(1 if screen.missing() else 7)
"""


def test_a_virtual_screen_serves_one_command_and_ends(
    bare: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    bare.setattr(screen, "itself", lambda: [sys.executable, "-c", CHILD])
    assert screen.again_on_a_virtual_one([str(tmp_path / "display")]) == 7
    bare.setenv("DISPLAY", (tmp_path / "display").read_text())
    assert screen.missing()
