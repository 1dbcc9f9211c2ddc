"""`optlab surface`: numbers, drawings and pictures of a surface."""

from __future__ import annotations

import itertools
import json
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from PySide6.QtGui import QImage

from optlab.cli import main
from optlab.commands.surface import coarser
from optlab.engine import prepare
from optlab.resources import resource
from optlab.session.files import read_experiment

CIRCLE = resource("examples", "circle.optlab")
TEA = resource("examples", "tea.optlab")
VALLEY = resource("examples", "rosenbrock-race.optlab")

needs_a_screen = pytest.mark.skipif(
    sys.platform == "linux" and shutil.which("Xvfb") is None, reason="Xvfb is not installed"
)


def write(*words: object) -> int:
    return main(["surface", *map(str, words)])


@pytest.mark.parametrize("asked", ["path", "random:roll=2", "three-points", "parameters:first=5"])
def test_the_numbers_are_the_loss_to_nine_digits(tmp_path: Path, asked: str) -> None:
    out = tmp_path / "circle.npz"
    assert write(CIRCLE, "--slice", asked, "--grid", 21, "--steps", 60, "--npz", out) == 0
    with np.load(out, allow_pickle=False) as file:
        found = {name: file[name] for name in file.files}
    u, v = np.meshgrid(found["u"], found["v"])
    theta = found["origin"] + u[..., None] * found["axes"][0] + v[..., None] * found["axes"][1]
    experiment = read_experiment(CIRCLE)
    objective = prepare(experiment)
    np.testing.assert_allclose(found["loss"], objective.value(theta), rtol=1e-9)
    assert json.loads(str(found["slice"]))["kind"] == asked.partition(":")[0]
    assert tuple(found["parameters"]) == objective.names
    assert list(found["racers"]) == [racer.name for racer in experiment.racers]
    for racer in range(len(experiment.racers)):
        path, steps = found[f"path_{racer}"], found[f"steps_{racer}"]
        assert (len(path), steps[-1]) == (61, 60)
        foot = found["origin"] + path[-1] @ found["axes"]
        assert objective.value(foot) == pytest.approx(found["truth_drawn"][racer], rel=1e-9)
    assert found["truth_error"][0] == pytest.approx(0.0, abs=1e-9)  # through the end of its path


def test_the_drawing_is_an_svg_of_the_size_and_theme(tmp_path: Path) -> None:
    out = tmp_path / "valley.svg"
    assert write(VALLEY, "--svg", out, "--size", "500x400", "--theme", "dark", "--grid", 33) == 0
    root = ET.parse(out).getroot()  # noqa: S314  (our own)
    assert (root.get("width"), root.get("height")) == ("500", "400")


@needs_a_screen
def test_the_picture_has_any_size(tmp_path: Path) -> None:
    out = tmp_path / "circle.png"
    words = [CIRCLE, "--png", out, "--size", "333x222", "--grid", "33", "--steps", "30"]
    done = subprocess.run(
        [sys.executable, "-m", "optlab", "surface", *map(str, words)],
        capture_output=True,
        text=True,
        check=False,
        timeout=90,
    )
    assert (done.returncode, done.stderr) == (0, "")
    picture = QImage(str(out))
    assert (picture.width(), picture.height()) == (333, 222)
    pixels = ((x, y) for x in range(0, 333, 3) for y in range(0, 222, 3))
    assert len({picture.pixel(x, y) for x, y in pixels}) > 100


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ([CIRCLE], "Say what to write"),
        ([CIRCLE, "--slice", "pat", "--npz"], 'There is no slice "pat"'),
        ([CIRCLE, "--slice", "parameters:first=99", "--npz"], "There is no parameter 99"),
        ([CIRCLE, "--grid", "1", "--npz"], "between 2 and 2001"),
        ([CIRCLE, "--size", "9x9", "--npz"], "between 160x160"),
        ([TEA, "--svg"], "one parameter"),
        (["missing.optlab", "--npz"], "missing.optlab"),
    ],
)
def test_trouble_is_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[object], sentence: str
) -> None:
    out = tmp_path / "out"
    assert write(*words, *([out] if len(words) > 1 else [])) == 2
    said = capsys.readouterr().err
    assert sentence.lower() in said.lower()
    assert said.count("\n") == 1
    assert not out.exists()


def test_coarser_grids_are_nested() -> None:
    assert coarser(129) == (9, 17, 33, 65, 129)
    assert coarser(101) == (26, 51, 101)
    assert coarser(50) == (50,)
    for grid in range(2, 300):
        *_, last = sizes = coarser(grid)
        assert last == grid
        assert all((b - 1) % (a - 1) == 0 for a, b in itertools.pairwise(sizes))


@pytest.mark.skipif(sys.platform != "linux", reason="`env` sets signals on Linux only")
def test_ctrl_c_ends_it_and_leaves_nothing(tmp_path: Path) -> None:
    out = tmp_path / "large.npz"
    words = [CIRCLE, "--npz", out, "--grid", "2001"]
    hearing = ("env", "--default-signal=INT")  # in the background of a shell it would not
    with subprocess.Popen(
        [*hearing, sys.executable, "-u", "-m", "optlab", "surface", *map(str, words)],
        stderr=subprocess.PIPE,
        text=True,
    ) as running:
        with pytest.raises(subprocess.TimeoutExpired):
            running.wait(3)
        running.send_signal(signal.SIGINT)
        assert running.wait(20) == 130
        assert running.stderr is not None
        assert "Traceback" not in running.stderr.read()
    assert list(tmp_path.iterdir()) == []
