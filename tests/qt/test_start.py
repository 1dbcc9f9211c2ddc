"""A start with a preset, with a lab, in a home that refuses: the real program, in processes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from optlab.cli import main
from optlab.commands import window
from optlab.engine import Experiment
from optlab.resources import resource
from optlab.session.files import read_experiment, write_experiment
from optlab.session.log import FILE
from optlab.session.opening import opening
from optlab.session.places import log_folder
from optlab.session.preset import read_preset

STARTED = """
import json, sys
from PySide6.QtCore import QThread, QTimer
from PySide6.QtWidgets import QApplication
from optlab import cli
from optlab.qt import theme
from optlab.qt.main_window import MainWindow
from optlab.qt.settings import usual_folder

def look():
    windows = [w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow)]
    if not (QThread.currentThread().loopLevel() and windows and windows[0].settled()):
        return  # the start is not over
    timer.stop()
    window = windows[0]
    DO
    print(json.dumps({
        "theme": theme.current().name,
        "reduced": theme.reduced_motion(),
        "means": window.drawing.choice,
        "steps": window.conductor.experiment.steps,
        "title": window.windowTitle(),
        "folder": str(usual_folder()),
        "notice": window.notice.text.text() if window.notice.isVisible() else "",
        "free": [a.text() for a in window.acts.looks.values() if a.isEnabled()],
        "tip": window.acts.next_look.toolTip(),
    }), flush=True)
    window.close()

from optlab.qt import app
app.application()
timer = QTimer(interval=50)
timer.timeout.connect(look)
QTimer.singleShot(300, timer.start)
sys.exit(cli.main(sys.argv[1:]))
"""

RIGHTS = "-dac_override,-dac_read_search"
HUMBLE = (
    ["setpriv", f"--bounding-set={RIGHTS}", f"--inh-caps={RIGHTS}"]
    if sys.platform == "linux" and os.geteuid() == 0
    else []
)
"""Words before a command that make a folder without write permission refuse even root."""

pytestmark = pytest.mark.usefixtures("qapp", "xvfb")


def started(*words: str, do: str = "pass", humble: bool = False, **changed: str) -> dict[str, Any]:
    """What a window that was started with these words says of itself before it is closed."""
    code = STARTED.replace("DO", do)
    done = subprocess.run(
        [*(HUMBLE if humble else ()), sys.executable, "-c", code, "--renderer", "software", *words],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
        env={**os.environ, **changed},
        cwd="/",
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return json.loads(done.stdout.splitlines()[-1])


def preset(folder: Path, text: str) -> str:
    path = folder / "optlab.toml"
    path.write_text(text, "utf-8")
    return str(path)


def test_a_preset_holds_until_a_person_chooses(tmp_path: Path) -> None:
    work = tmp_path / "work"
    work.mkdir()
    path = preset(tmp_path, 'theme = "dark"\nreduced_motion = true\nfolder = "work"')
    dark = 'window.acts.looks["high-contrast"].trigger()'
    first = started("--preset", path, do=dark)
    assert first["reduced"]
    assert first["folder"] == str(work)
    assert first["theme"] == "high-contrast"
    assert len(first["free"]) == 5
    assert first["notice"] == ""
    assert started("--preset", path)["theme"] == "high-contrast"


def test_a_locked_preset_holds_against_choices_and_says_so(tmp_path: Path) -> None:
    assert started(do='window.acts.looks["light"].trigger()')["theme"] == "light"
    path = preset(tmp_path, 'theme = "projector"\nlocked = true')
    locked = started(OPTLAB_PRESET=path, do='window.acts.looks["dark"].trigger()')
    assert locked["theme"] == "projector"
    assert locked["free"] == []
    assert locked["tip"] == "Settled for everybody who uses OptLab here."
    safe = started("--safe-mode", OPTLAB_PRESET=path)
    assert (safe["theme"], safe["notice"]) == ("light", "")
    assert started()["theme"] == "light"  # what was chosen before is kept


def test_a_bad_preset_is_told_and_stops_nothing(tmp_path: Path) -> None:
    path = preset(tmp_path, '\ntheme = "drak"')
    told = started("--preset", path)
    assert told["notice"].startswith("optlab.toml, line 2: theme must be ")
    assert told["notice"].endswith('not "drak". So OptLab starts with its usual settings.')
    log = (log_folder() / FILE).read_text()
    assert "sentences about the preset" in log
    assert "The surface is drawn with software" in log


def test_what_a_preset_opens_is_nobodys_to_save_over(tmp_path: Path) -> None:
    write_experiment(tmp_path / "monday.optlab", Experiment(steps=321))
    path = preset(tmp_path, 'experiment = "monday.optlab"\nfolder = "nowhere"')
    opened = started("--preset", path)
    assert (opened["steps"], opened["title"]) == (321, "Untitled - OptLab")
    assert "The folder that optlab.toml names is not there" in opened["notice"]
    assert Path(opened["folder"]) == Path.home()


def test_what_was_asked_for_goes_before_the_preset(tmp_path: Path) -> None:
    mine = tmp_path / "mine.optlab"
    write_experiment(mine, Experiment(steps=77))
    found = read_preset(Path(preset(tmp_path, 'experiment = "gone.optlab"')))
    assert opening(mine, "", found).experiment == Experiment(steps=77)
    assert opening(None, "tea", found).lab == resource("labs", "tea.toml")
    told = opening(None, "", found)
    assert told.experiment is None
    assert "gone.optlab: there is no such file" in told.told[0]
    teaching = read_preset(Path(preset(tmp_path, 'lab = "tea"')))
    assert opening(None, "", teaching).lab == resource("labs", "tea.toml")
    assert opening(mine, "", teaching).lab is None


@pytest.mark.parametrize("name", ["no-such-lab", "gone/lab.toml", "\0", "x" * 5000])
def test_a_lab_that_is_not_there_is_refused(
    name: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(window, "at_a_terminal", lambda: True)
    assert main(["--lab", name]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    assert "lab" in err


def test_a_file_and_a_lab_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["x.optlab", "--lab", "tea"]) == 2
    assert "not both" in capsys.readouterr().err


FORGETS = "OptLab may not write in your home"


@pytest.fixture
def refusing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home in which nothing can be made."""
    home = tmp_path / "home"
    home.mkdir()
    home.chmod(0o555)
    for folder in (tmp_path, *tmp_path.parents[:2]):
        folder.chmod(0o755)
    for variable in ("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(variable)
    return home


@pytest.mark.skipif(sys.platform == "win32", reason="folders refuse in another way")
def test_a_home_that_refuses_is_told_once_and_stops_nothing(refusing: Path) -> None:
    do = 'window.acts.looks["dark"].trigger()'
    told = started(humble=True, do=do, HOME=str(refusing))
    assert told["notice"].startswith(FORGETS)
    assert told["notice"].count("OptLab may not") == 1
    assert told["theme"] == "dark"
    assert list(refusing.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="the system makes the home")
def test_a_home_that_is_missing_is_told_once_and_stops_nothing(refusing: Path) -> None:
    gone = refusing / "gone"
    assert started(humble=True, HOME=str(gone))["notice"].startswith(FORGETS)
    assert not gone.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="the system makes the home")
def test_a_safe_start_needs_no_place_to_write(refusing: Path) -> None:
    safe = started("--safe-mode", humble=True, HOME=str(refusing), TMPDIR=str(refusing))
    assert safe["notice"] == ""


@pytest.mark.skipif(sys.platform == "win32", reason="folders refuse in another way")
def test_an_experiment_on_a_share_that_refuses_opens_and_says_why_it_is_not_saved(
    refusing: Path,
) -> None:
    share = refusing / "share.optlab"
    refusing.chmod(0o755)
    write_experiment(share, Experiment(steps=55))
    share.chmod(0o444)
    refusing.chmod(0o555)
    do = "window.conductor.set_seed(99); window.documents.save(); window.documents.path = None"
    opened = started(str(share), humble=True, do=do, HOME=str(refusing))
    assert opened["steps"] == 55
    assert "share.optlab: the file cannot be written: permission denied." in opened["notice"]
    assert read_experiment(share) == Experiment(steps=55)
