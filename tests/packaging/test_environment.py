"""The environment is made once, found again for nothing, and mended only when asked."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from steps import commands, environment, system
from steps.environment import Environment
from steps.trouble import Trouble


def stamp(place: Environment, purpose: str) -> None:
    place.stamp(purpose).write_text(place.fingerprint(purpose), "utf-8")


def test_nothing_is_done_when_the_stamp_fits(
    place: Environment, monkeypatch: pytest.MonkeyPatch
) -> None:
    stamp(place, "run")
    monkeypatch.setattr(commands, "REPOSITORY", place.repository)
    monkeypatch.setattr(environment, "ensure", lambda *_: pytest.fail("installed again"))
    monkeypatch.setattr(system, "ensure", lambda **_: pytest.fail("looked at the system again"))
    assert commands.prepare("run", rebuild=False) == place


def test_what_was_made_for_tests_runs_the_program_but_not_the_other_way(
    place: Environment,
) -> None:
    stamp(place, "test")
    assert place.ready("run")
    place.stamp("test").unlink()
    stamp(place, "run")
    assert not place.ready("test")


def test_a_changed_lock_a_newer_python_or_another_place_voids_the_stamp(
    place: Environment, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    stamp(place, "run")
    assert place.ready("run")
    with monkeypatch.context() as patch:
        patch.setattr(sys, "version_info", (3, 99, 0))
        assert not place.ready("run")
    moved = place.repository.rename(tmp_path.parent / "moved elsewhere")
    assert not Environment(moved).ready("run")
    moved.rename(place.repository)
    assert place.ready("run")
    place.lock("run").write_text("run==2.0\n", "utf-8")
    assert not place.ready("run")


def test_a_missing_interpreter_voids_the_stamp(place: Environment) -> None:
    stamp(place, "run")
    place.python.unlink()
    assert not place.ready("run")


def test_a_broken_environment_is_rebuilt_only_when_asked(
    place: Environment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stdin, "isatty", lambda: False, raising=False)
    with pytest.raises(Trouble, match=r"is broken; run the same command with --rebuild"):
        environment.ensure(place, "run")
    assert place.folder.exists()


def test_the_person_at_a_terminal_is_asked_before_a_rebuild(
    place: Environment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda _: "n")
    with pytest.raises(Trouble):
        environment.ask_rebuild(place)
    monkeypatch.setattr("builtins.input", lambda _: "")
    environment.ask_rebuild(place)
    assert not place.folder.exists()


@pytest.mark.skipif(os.name == "nt", reason="a .cmd file there")
def test_the_optlab_command_starts_from_a_folder_with_any_name(tmp_path: Path) -> None:
    place = Environment(tmp_path / "Zoë's $HOME folder")
    place.scripts.mkdir(parents=True)
    place.python.write_text('#!/bin/sh\necho "$@"\n', "utf-8")
    place.python.chmod(0o755)
    place.write_command()
    command = [str(place.scripts / "optlab"), "list", "two words"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout == "-P -m optlab list two words\n"


def test_the_repository_is_importable_from_a_folder_with_any_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = Environment(tmp_path / "Zoë's 'folder'")
    monkeypatch.setattr(environment, "capture", lambda _: (0, f"{tmp_path}\n"))
    place.link()
    line = (tmp_path / "optlab-repository.pth").read_text("ascii")
    monkeypatch.setattr(sys, "path", [])
    exec(line)  # noqa: S102  what `site` does with such a line
    assert sys.path == [str(place.repository)]


def test_no_network_is_one_sentence(place: Environment, monkeypatch: pytest.MonkeyPatch) -> None:
    said = "connection broken by 'NewConnectionError(...): [Errno -3] Temporary failure'"
    monkeypatch.setattr(environment, "capture", lambda _: (1, said))
    with pytest.raises(Trouble) as trouble:
        place.install("run")
    assert str(trouble.value) == environment.NO_NETWORK
    assert not place.ready("run")


def test_any_other_failure_of_pip_names_its_reason_and_keeps_the_log(place: Environment) -> None:
    sentence = place.failure("Collecting run\nERROR: No space left on device.\n")
    assert "(No space left on device)" in sentence
    assert "Collecting run" in (place.folder / "optlab-install.log").read_text("utf-8")


def test_trouble_ends_with_status_2_and_ctrl_c_with_130(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def raising(error: BaseException) -> None:
        def prepare(*_: str, **__: bool) -> Environment:
            raise error

        monkeypatch.setattr(commands, "prepare", prepare)

    raising(Trouble("No."))
    assert commands.main(["run"]) == 2
    assert capsys.readouterr().err == "No.\n"
    raising(KeyboardInterrupt())
    assert commands.main(["run"]) == 130
    assert capsys.readouterr().err == "\nStopped.\n"
