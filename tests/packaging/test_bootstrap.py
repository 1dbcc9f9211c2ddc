"""The bootstrap takes any Python, says in one sentence what is wrong, needs no screen."""

import ast
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

import bootstrap
from steps import commands, process, screen, system
from steps.environment import Environment
from steps.trouble import Trouble

REPOSITORY = Path(__file__).resolve().parents[2]
PACKAGING = REPOSITORY / "packaging"


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
