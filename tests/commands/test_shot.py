"""`optlab shot` and `--self-test`: the real window, in a process of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from optlab.cli import main
from optlab.commands import shot
from optlab.commands.shot import caption, size
from optlab.engine import Experiment, prepare
from optlab.engine.slices import ThreePoints
from optlab.qt import app
from optlab.resources import resource
from optlab.session.moment import moment
from optlab.session.recording import Recording
from optlab.session.training import train

BIRTHS = str(resource("examples", "births.optlab"))
VALLEY = str(resource("examples", "rosenbrock-race.optlab"))

needs_a_screen = pytest.mark.skipif(
    sys.platform == "linux" and shutil.which("Xvfb") is None, reason="Xvfb is not installed"
)


def start(*words: str, screen: bool = False, **places: str) -> subprocess.CompletedProcess[str]:
    environment = dict(os.environ) | places
    if not screen:
        environment.pop("DISPLAY", None)
    return subprocess.run(
        [sys.executable, "-m", "optlab", *words],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
        timeout=90,
    )


def colours(picture: QImage) -> set[int]:
    points = ((x, y) for x in range(0, picture.width(), 5) for y in range(0, picture.height(), 5))
    return {picture.pixel(x, y) for x, y in points}


def brightness(picture: QImage) -> float:
    greys = [picture.pixelColor(x, 3).lightnessF() for x in range(0, picture.width(), 5)]
    return sum(greys) / len(greys)


@needs_a_screen
def test_without_a_screen_the_window_is_drawn_on_a_virtual_one(tmp_path: Path) -> None:
    path = tmp_path / "births.png"
    done = start("shot", BIRTHS, "--steps", "120", "--png", str(path))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"{path}: step 120 of 300: Gradient descent train loss 0.3320")
    picture = QImage(str(path))
    assert (picture.width(), picture.height()) == (1280, 800)
    assert len(colours(picture)) > 100
    assert list(tmp_path.iterdir()) == [path]


def test_size_theme_and_changes_are_obeyed(tmp_path: Path, xvfb: object) -> None:
    shown: dict[str, QImage] = {}
    for theme in ("light", "dark"):
        path = tmp_path / f"{theme}.png"
        words = ["--steps", "40", "--size", "1100x750", "--theme", theme, "--set", "steps=40"]
        done = start("shot", VALLEY, *words, "--png", str(path), screen=True)
        assert (done.returncode, done.stderr) == (0, "")
        assert "step 40 of 40: Gradient descent train loss" in done.stdout
        shown[theme] = QImage(str(path))
        assert (shown[theme].width(), shown[theme].height()) == (1100, 750)
    assert brightness(shown["light"]) > brightness(shown["dark"]) + 0.3


@needs_a_screen
def test_an_installed_copy_proves_itself() -> None:
    done = start("--self-test")
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert len(lines) == 6
    assert all(line.startswith("ok ") for line in lines)


def recorded() -> Recording:
    experiment = Experiment(steps=5)
    recording = Recording(experiment, prepare(experiment))
    for _ in train(recording, 5):
        pass
    return recording


class StandIn:
    """A window with a recording at its end, which draws or does not, and may make a mistake."""

    def __init__(self, settled: bool, mistake: Exception | None) -> None:
        self.conductor = self
        self.recording = recorded()
        self.moment = moment(self.recording, 3)
        self.settles, self.mistake = settled, mistake

    def set_slice(self, recipe: object) -> None:
        assert recipe == ThreePoints()

    def seek(self, step: int) -> None:
        assert step == 3
        if self.mistake is not None:
            sys.excepthook(type(self.mistake), self.mistake, None)

    def settled(self) -> bool:
        return self.settles

    def picture(self) -> QImage:
        return QImage(8, 8, QImage.Format.Format_RGB32)

    def close(self) -> None:
        pass


WRONG = {
    "not drawn within 0.05 s": (False, None),
    "mistake: ValueError: in a slot": (True, ValueError("in a slot")),
}


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("sentence", WRONG)
def test_no_picture_is_better_than_a_wrong_one(
    sentence: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    window = StandIn(*WRONG[sentence])
    monkeypatch.setattr(shot, "LIMIT", 0.05)
    monkeypatch.setattr(shot.screen, "let_ctrl_c_end", lambda: None)
    monkeypatch.setattr(app, "open_window", lambda *_, **__: window)
    path = tmp_path / "a.png"
    words = ["shot", BIRTHS, "--steps", "3", "--slice", "three-points"]
    assert main([*words, "--png", str(path)]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert sentence in err
    assert err.count("\n") == 1
    assert not path.exists()


def test_a_slice_that_is_not_there_is_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["shot", BIRTHS, "--steps", "3", "--slice", "pathh", "--png", str(tmp_path / "a.png")]
    assert main(words) == 2
    assert "did you mean path?" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("--lab tea --lab-step 99", "There is no step 99: the lab has "),
        ("--lab tea --lab-step -1", "must be a whole number, 0 or more"),
        ("--lab-step 1", "Name it with --lab."),
        ("--lab no-such-lab", "neither a file nor a lab"),
        ("--tab netwrk", 'There is no view "netwrk": name one of data, step, network'),
    ],
)
def test_a_step_or_a_view_that_is_not_there_is_a_sentence(
    words: str, sentence: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["shot", "--steps", "0", *words.split(), "--png", str(tmp_path / "a.png")]
    assert main(asked) == 2
    said = capsys.readouterr().err
    assert sentence in said
    assert said.count("\n") == 1


def test_a_step_of_a_lab_is_drawn_without_a_notebook(tmp_path: Path, xvfb: object) -> None:
    path, home = tmp_path / "tea.png", tmp_path / "home"
    words = ["--lab", "tea", "--lab-step", "2", "--tab", "curves", "--steps", "3"]
    done = start("shot", *words, "--png", str(path), screen=True, XDG_STATE_HOME=str(home))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"{path}: step 3 of ")
    assert len(colours(QImage(str(path)))) > 100
    assert not list(home.rglob("*.optjournal"))


def test_a_caption_names_every_racer() -> None:
    said = caption(moment(recorded(), 3))
    assert said.startswith("step 3 of 5: Momentum train loss 0.")
    assert said.count("train loss") == said.count("test") == 3


@pytest.mark.parametrize(
    ("text", "expected"), [("1280x800", (1280, 800)), ("3840X2160", (3840, 2160))]
)
def test_sizes(text: str, expected: tuple[int, int]) -> None:
    assert size(text) == expected
