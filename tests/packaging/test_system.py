"""What the system lacks is found by trying and installed, or named in one sentence."""

import os
from pathlib import Path

import pytest

from steps import system
from steps.system import Need
from steps.trouble import Trouble

TWO = (Need("libgl1", library="libGL.so.1"), Need("xvfb", program="Xvfb"))
needs_posix = pytest.mark.skipif(os.name == "nt", reason="Linux system packages")


def test_a_need_is_found_out_by_trying(tmp_path: Path) -> None:
    assert not Need("none", library="libnosuchthing.so.7").met()
    assert not Need("none", program="no-such-program-here").met()
    assert not Need("none", files="no/such/folder/*.ttf").met()
    (tmp_path / "font.ttf").touch()
    pattern = (tmp_path / "*.ttf").relative_to(tmp_path.anchor).as_posix()
    assert Need("font", files=pattern).met()


def test_apt_fetches_its_lists_before_it_installs() -> None:
    update, install = system.apt(("libgl1", "xvfb"), prefix=("sudo", "-n"))
    assert update[:3] == ("sudo", "-n", "apt-get")
    assert update[-1] == "update"
    assert install[-5:] == ("install", "-y", "--no-install-recommends", "libgl1", "xvfb")


@needs_posix
def test_root_installs_and_nobody_else_without_sudo(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert system.right_to_install() == ()
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(system.shutil, "which", lambda _: None)
    assert system.right_to_install() is None


def test_without_the_right_to_install_the_one_command_is_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(system.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(system, "right_to_install", lambda: None)
    with pytest.raises(Trouble) as trouble:
        system.install(TWO)
    command = "sudo apt-get update && sudo apt-get install -y libgl1 xvfb"
    assert str(trouble.value).endswith(command)
    assert "\n" not in str(trouble.value)


def test_a_system_without_apt_gets_the_names_of_the_libraries(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(system.shutil, "which", lambda _: None)
    with pytest.raises(Trouble, match=r"libGL\.so\.1, Xvfb\."):
        system.install(TWO)


def test_apt_without_network_is_one_sentence() -> None:
    said = "Err:1 bookworm\n  Temporary failure resolving\nE: Unable to locate package libgl1\n"
    sentence = system.failure(("libgl1",), said)
    assert "there is no network" in sentence
    assert "\n" not in sentence
