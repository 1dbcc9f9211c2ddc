"""The bootstrap says in one sentence what is wrong, and does nothing twice."""

import ast
import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

import bootstrap
from steps import commands, environment, process, screen, system
from steps.environment import Environment
from steps.system import Need
from steps.trouble import Trouble

REPOSITORY = Path(__file__).resolve().parents[2]
PACKAGING = REPOSITORY / "packaging"
LOCKS = ("requirements.lock", "requirements-dev.lock")


@pytest.fixture
def place(tmp_path: Path) -> Environment:
    """Return a repository with locks and an interpreter, but nothing installed."""
    place = Environment(tmp_path)
    (tmp_path / "packaging").mkdir()
    for purpose in ("run", "test"):
        place.lock(purpose).write_text(f"{purpose}==1.0\n", "utf-8")
    place.scripts.mkdir(parents=True)
    place.python.touch()
    return place


def stamp(place: Environment, purpose: str) -> None:
    place.stamp(purpose).write_text(place.fingerprint(purpose), "utf-8")


# ------------------------------------------------------------------------------ the Python


@pytest.mark.parametrize("version", [(2, 7, 18), (3, 6, 15), (3, 10, 13)])
def test_an_old_python_gets_one_sentence(version: tuple[int, ...]) -> None:
    sentence = bootstrap.complaint(version)
    start = f"OptLab needs Python 3.11 or newer; this is {version[0]}.{version[1]}"
    assert sentence.startswith(start)
    assert sentence.count("\n") == 1


@pytest.mark.parametrize("version", [(3, 11, 0), (3, 12, 1), (3, 14, 0)])
def test_a_python_that_the_lock_covers_is_taken(version: tuple[int, ...]) -> None:
    assert bootstrap.complaint(version) == ""


def test_a_python_newer_than_the_lock_gets_the_whole_range() -> None:
    assert "3.11 to 3.14; this is 3.15" in bootstrap.complaint((3, 15, 0))


def test_old_python_ends_with_status_2_before_importing_anything(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 1, "final", 0))
    assert bootstrap.main() == 2
    assert "3.9" in capsys.readouterr().err


def test_the_entry_file_has_no_syntax_of_a_newer_python() -> None:
    tree = ast.parse((PACKAGING / "bootstrap.py").read_text("utf-8"), feature_version=(3, 4))
    newer = (ast.JoinedStr, ast.AnnAssign, ast.NamedExpr, ast.Match)
    assert not [node for node in ast.walk(tree) if isinstance(node, newer)]
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    assert not [node.name for node in functions if node.returns]


def test_the_bootstrap_imports_nothing_but_the_standard_library() -> None:
    own = {"steps", "bootstrap"}
    for path in (PACKAGING / "bootstrap.py", *sorted((PACKAGING / "steps").glob("*.py"))):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            for name in names:
                assert name.split(".")[0] in sys.stdlib_module_names | own, f"{path.name}: {name}"


# ------------------------------------------------------------------------------- the stamp


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


# ----------------------------------------------------------------------------- the network


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


# ---------------------------------------------------------------------------- the libraries

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


# ------------------------------------------------------------------------------- the screen


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems have a screen")
def test_a_screen_is_absent_only_without_both_displays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    assert screen.absent()
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    assert not screen.absent()


def screen_answers(display: str) -> bool:
    """Whether an X server listens on the abstract socket of this display."""
    with socket.socket(socket.AF_UNIX) as client:
        return client.connect_ex(f"\0/tmp/.X11-unix/X{display.removeprefix(':')}") == 0


@pytest.mark.skipif(
    not (system.shutil.which("Xvfb") and system.shutil.which("openbox")),
    reason="needs Xvfb and openbox",
)
def test_the_virtual_screen_answers_and_is_gone_afterwards() -> None:
    with screen.virtual() as variables:
        assert screen_answers(variables["DISPLAY"])
    assert not screen_answers(variables["DISPLAY"])


def test_without_a_screen_the_window_is_trained_and_drawn(
    place: Environment, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[tuple[str, ...]] = []

    class Screen:
        def __enter__(self) -> dict[str, str]:
            return {"DISPLAY": ":7"}

        def __exit__(self, *_: object) -> None:
            pass

    def call(command: tuple[str, ...], variables: dict[str, str]) -> int:
        started.append(command)
        return int(variables["DISPLAY"] != ":7")

    monkeypatch.setattr(screen, "absent", lambda: True)
    monkeypatch.setattr(screen, "virtual", Screen)
    monkeypatch.setattr(system, "missing", lambda _: ())
    monkeypatch.setattr(commands, "call", call)
    assert commands.run(place, "my.optlab") == 0
    ((*_, shot, file, steps, count, _, picture, _, _),) = started
    assert (shot, file, steps, count) == ("shot", "my.optlab", "--steps", "300")
    assert picture == "optlab-first-run.png"


@pytest.mark.parametrize(
    ("text", "steps"), [("steps = 40", 40), ("steps = 900", 300), ("", 300), ("steps = [", 300)]
)
def test_a_short_experiment_is_shown_at_its_end(tmp_path: Path, text: str, steps: int) -> None:
    file = tmp_path / "my.optlab"
    file.write_text(text, "utf-8")
    assert commands.steps_shown(str(file)) == steps
    assert commands.steps_shown(str(tmp_path / "no such file")) == 300


def test_a_stage_says_its_time_also_when_it_fails(capsys: pytest.CaptureFixture[str]) -> None:
    with process.stage("Working"):
        pass
    with pytest.raises(Trouble), process.stage("Breaking"):
        raise Trouble("No.")
    good, bad = capsys.readouterr().out.splitlines()
    assert re.fullmatch(r"Working \.\.\. done in \d+\.\d s", good)
    assert re.fullmatch(r"Breaking \.\.\. failed after \d+\.\d s", bad)


# --------------------------------------------------------------------------------- the lock


@pytest.mark.parametrize("name", LOCKS)
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


def test_the_entry_file_starts_from_any_folder(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(PACKAGING / "bootstrap.py"), "--help"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0
    assert "run" in done.stdout
