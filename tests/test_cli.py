"""The command line as people meet it: the right word, one sentence of trouble, the exit status."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from optlab import __version__
from optlab.cli import BROKEN_PIPE, main
from optlab.resources import resource

PROGRAM = [sys.executable, "-m", "optlab"]
HEARING = ["env", "--default-signal=INT", *PROGRAM]
"""The program, which hears Ctrl+C even when the tests run in the background of a shell."""
CIRCLE = str(resource("examples", "circle.optlab"))
VALLEY = str(resource("examples", "rosenbrock-race.optlab"))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DISPLAY", raising=False)  # so that a window that should not open cannot
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    return tmp_path


BAD_FILES = {
    "empty": b"",
    "binary": bytes(range(256)) * 8,
    "huge": b"# " + b"x" * 3_000_000,
    "not-toml": b"steps = = 3\n",
    "no-format": b"format = 99\n",
    "unknown-key": b"stepz = 3\n",
    "unknown-kind": b'[[racers]]\noptimizer = { kind = "adan" }\n',
    "wrong-type": b'steps = "many"\n',
    "out-of-range": b'[[racers]]\noptimizer = { kind = "adam", learning_rate = 0 }\n',
    "negative-steps": b"steps = -5\n",
    "nan-start": b'[start]\nkind = "at"\ntheta = [nan, 0.0]\n',
    "short-start": b'[start]\nkind = "at"\ntheta = [1.0]\n',
    "unfit": b'[objective]\ndataset = { kind = "births" }\nloss = { kind = "cross-entropy" }\n',
    "no-racers": b"racers = []\n",
    "twins": b'[[racers]]\nname = "A"\n[[racers]]\nname = "A"\n',
    "nested": b"x = " + b"[" * 50_000,
}

BAD_WORDS = {
    "no such file": ["run", "missing.optlab"],
    "no file": ["run"],
    "folder": ["run", "."],
    "unknown option": ["run", CIRCLE, "--fast"],
    "abbreviated option": ["run", CIRCLE, "--js"],
    "steps not a number": ["run", CIRCLE, "--steps", "many"],
    "steps of zero": ["run", CIRCLE, "--steps", "0"],
    "steps out of range": ["run", CIRCLE, "--steps", "10000000000"],
    "set without value": ["run", CIRCLE, "--set", "steps"],
    "set without path": ["run", CIRCLE, "--set", "=3"],
    "set unknown": ["run", CIRCLE, "--set", "optimizer.speed=1"],
    "set out of range": ["run", CIRCLE, "--set", "optimizer.learning_rate=-1"],
    "set nan": ["run", CIRCLE, "--set", "optimizer.learning_rate=nan"],
    "set wrong type": ["run", CIRCLE, "--set", "objective.model.hidden=wide"],
    "set past the end": ["run", CIRCLE, "--set", "racers[7].optimizer.kind=adam"],
    "set unknown kind": ["run", CIRCLE, "--set", "objective.loss.kind=zero-one"],
    "csv is a folder": ["run", CIRCLE, "--csv", "."],
    "csv in no folder": ["run", CIRCLE, "--csv", "nowhere/out.csv"],
    "csv is a device": ["run", CIRCLE, "--csv", os.devnull],
    "shot without a picture": ["shot", CIRCLE, "--steps", "1"],
    "shot of a bad size": ["shot", CIRCLE, "--steps", "1", "--png", "a.png", "--size", "large"],
    "shot too small": ["shot", CIRCLE, "--steps", "1", "--png", "a.png", "--size", "10x10"],
    "shot too large": ["shot", CIRCLE, "--steps", "1", "--png", "a.png", "--size", "9999x9999"],
    "shot past the end": ["shot", CIRCLE, "--steps", "501", "--png", "a.png"],
    "shot before the start": ["shot", CIRCLE, "--steps", "-1", "--png", "a.png"],
    "shot of a bad theme": ["shot", CIRCLE, "--steps", "1", "--png", "a.png", "--theme", "pink"],
    "shot into a folder": ["shot", CIRCLE, "--steps", "1", "--png", "."],
    "unknown family": ["list", "planets"],
    "family left out": ["list"],
    "too many words": ["doctor", "please"],
    "mistyped command": ["rnu"],
    "window on a missing file": ["missing.optlab"],
    "window on a folder": ["."],
    "two files": ["a.optlab", "b.optlab"],
    "window of a bad theme": ["--theme", "pink"],
}


def refused(words: list[str], capsys: pytest.CaptureFixture[str], folder: Path) -> str:
    """The sentence with which the command line refuses `words`, having written nothing."""
    before = sorted(folder.rglob("*"))
    assert main(words) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("optlab: ")
    assert err.endswith("\n")
    assert err.count("\n") == 1
    assert "Traceback" not in err
    assert sorted(folder.rglob("*")) == before
    return err


@pytest.mark.parametrize("name", BAD_FILES)
@pytest.mark.parametrize("command", [["run"], ["shot", "--steps=1", "--png=a.png"], []])
def test_a_bad_file_is_refused_in_one_sentence_that_names_it(
    name: str, command: list[str], folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "bad.optlab").write_bytes(BAD_FILES[name])
    assert "bad.optlab" in refused([*command, "bad.optlab"], capsys, folder)


@pytest.mark.parametrize("words", BAD_WORDS.values(), ids=BAD_WORDS)
def test_bad_words_are_refused_in_one_sentence(
    words: list[str], folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    refused(words, capsys, folder)


def test_a_sentence_says_where_and_what_would_be_right(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "bad.optlab").write_bytes(BAD_FILES["unknown-kind"])
    sentence = refused(["run", "bad.optlab"], capsys, folder)
    assert "line 2" in sentence
    assert "racers[0].optimizer.kind" in sentence
    assert "did you mean adam?" in sentence


def test_a_mistyped_command_is_guessed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "optlab doctor" in refused(["docter"], capsys, folder)


def test_a_file_that_is_called_like_a_command_is_given_with_its_folder(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("run").write_bytes(Path(CIRCLE).read_bytes())
    assert "FILE" in refused(["run"], capsys, folder)
    assert main(["run", "./run", "--steps", "1"]) == 0
    assert "Adam" in capsys.readouterr().out


def test_a_window_without_a_screen_is_one_sentence(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    assert main([CIRCLE]) == 1
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize("words", [["--help"], ["run", "--help"], ["list", "-h"], ["doctor", "-h"]])
def test_every_command_has_help(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == 0
    assert "usage: optlab" in capsys.readouterr().out


def test_the_help_lists_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    main(["--help"])
    out = capsys.readouterr().out
    assert all(f"\n  {command} " in out for command in ("run", "shot", "list", "doctor"))
    assert "gl-probe" not in out


# Through the real entry point -------------------------------------------------------------------


def start(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*PROGRAM, *words], capture_output=True, text=True, check=False)


def test_the_program_says_its_version() -> None:
    done = start("--version")
    assert (done.returncode, done.stdout, done.stderr) == (0, f"OptLab {__version__}\n", "")


def test_the_program_trains_a_file() -> None:
    done = start("run", CIRCLE, "--steps", "20", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    assert [result["step"] for result in json.loads(done.stdout)["results"]] == [20, 20, 20]


def test_the_program_refuses_with_status_two() -> None:
    done = start("run", "missing.optlab")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    "words", [["run", CIRCLE, "--steps", "5"], ["list", "optimizers"], ["--version"], ["rnu"]]
)
def test_no_qt_is_loaded_where_nothing_is_drawn(words: list[str]) -> None:
    code = (
        f"import sys; from optlab.cli import main; main({words!r}); "
        "print([name for name in sys.modules if name.split('.')[0] in "
        "('PySide6', 'shiboken6', 'pyqtgraph', 'OpenGL')], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.splitlines()[-1] == "[]"


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGPIPE there")
def test_a_reader_that_goes_away_ends_the_program_quietly() -> None:
    process = subprocess.Popen(
        [*PROGRAM, "list", "optimizers"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    process.stdout.close()
    _, err = process.communicate()
    assert err == b""
    assert process.returncode == BROKEN_PIPE


@pytest.mark.skipif(sys.platform != "linux", reason="`env` sets signals on Linux only")
@pytest.mark.parametrize(
    ("stage", "steps"), [(b"step ", "5000000"), (b"writing out.csv: ", "50000")]
)
def test_ctrl_c_ends_a_long_run_quietly_and_leaves_no_half_file(
    stage: bytes, steps: str, tmp_path: Path
) -> None:
    reader, writer = pty.openpty()
    words = ["run", VALLEY, "--steps", steps, "--csv", str(tmp_path / "out.csv")]
    with subprocess.Popen(
        [*HEARING, *words], stdout=subprocess.PIPE, stderr=writer, start_new_session=True
    ) as process:
        os.close(writer)
        shown = read_until(reader, stage)
        process.send_signal(signal.SIGINT)
        shown += read_until(reader, None)
        assert process.wait(20) == 130
        assert process.stdout is not None
        assert process.stdout.read() == b""
    os.close(reader)
    lines = shown.split(b"\r")
    assert b"Traceback" not in shown
    assert b"\n" not in shown
    assert lines[-1] == b""
    assert lines[-2].strip() == b""  # the progress was wiped
    assert list(tmp_path.iterdir()) == []


def read_until(terminal: int, text: bytes | None) -> bytes:
    """What a terminal shows until `text` (None: until everybody has closed it)."""
    shown = b""
    while text is None or text not in shown:
        try:
            some = os.read(terminal, 1024)
        except OSError:  # Linux says so at the end
            break
        if not some:
            break
        shown += some
    return shown
