"""Who draws the surface: decided once, remembered, and safe after a driver took OptLab along."""

from __future__ import annotations

import errno
import json
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from optlab.qt import drawing, probe
from optlab.qt.drawing import Drawing, decide
from optlab.qt.opengl import Renderer
from optlab.qt.probe import Probe, facts, remember, remembered
from optlab.qt.settings import settings
from optlab.qt.trial import Trial
from optlab.session.places import state_folder

GOOD = Renderer("xcb", "Intel", "Mesa Intel(R) UHD", "4.6 Mesa 22.3.6")
OLD = Renderer("windows", "Microsoft", "GDI Generic", "1.1.0")
ANSWER = json.dumps(asdict(GOOD))


@pytest.fixture(autouse=True)
def own_settings(tmp_path: Path) -> None:
    """Preferences that no other test sees."""
    kind = QSettings.defaultFormat()
    QSettings.setPath(kind, QSettings.Scope.UserScope, str(tmp_path / "settings"))


def program(code: str) -> list[str]:
    """A stand-in for OptLab that answers `--gl-probe` by running `code`."""
    return [sys.executable, "-c", code]


@pytest.mark.parametrize(
    ("choice", "answer", "means"),
    [
        ("auto", GOOD, "gl"),
        ("auto", OLD, "software"),
        ("auto", "the driver did not answer within 4 s", "software"),
        ("auto", None, "software"),
        ("gl", "no context", "gl"),
        ("software", GOOD, "software"),
        ("contour", GOOD, "contour"),
    ],
)
def test_what_was_asked_for_comes_first_then_what_is_known(
    choice: drawing.Choice, answer: probe.Answer | None, means: str
) -> None:
    decision = decide(choice, answer)
    assert decision.means == means
    assert decision.why


@pytest.mark.parametrize("answer", [GOOD, "no context"])
def test_an_answer_holds_until_something_it_rests_on_changes(
    answer: probe.Answer, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert remembered() is None
    remember(answer)
    assert remembered() == answer
    monkeypatch.setenv("LIBGL_ALWAYS_SOFTWARE", "1")
    assert remembered() is None
    remember("another")
    monkeypatch.delenv("LIBGL_ALWAYS_SOFTWARE")
    assert remembered() == answer
    monkeypatch.setattr(probe, "__version__", "99.0")
    assert remembered() is None


def test_another_graphics_card_is_another_fact(tmp_path: Path) -> None:
    before = facts(tmp_path)
    device = tmp_path / "card0" / "device"
    device.mkdir(parents=True)
    (device / "vendor").write_text("0x8086\n")
    assert facts(tmp_path) == f"{before}; 0x8086:"


@pytest.mark.parametrize("broken", [b"", b"[]", b'{"x": 1}', b"\xff"])
def test_a_broken_file_is_no_answer(broken: bytes) -> None:
    state_folder().mkdir(parents=True, exist_ok=True)
    (state_folder() / "opengl.json").write_bytes(broken)
    assert remembered() is None
    remember(GOOD)
    assert remembered() == GOOD


@pytest.mark.parametrize(
    ("code", "found"),
    [
        (f"print('chatter'); print({ANSWER!r})", GOOD),
        ("import os; os.abort()", "the probe ended with status"),
        ("print('no context'); raise SystemExit(1)", "no context"),
    ],
)
def test_the_probe_answers_beside_the_window(
    qtbot: QtBot, qapp: object, code: str, found: probe.Answer
) -> None:
    asked = Probe(program(code))
    with qtbot.waitSignal(asked.answered, timeout=20_000) as told:
        asked.start()
    answer = told.args[0]
    assert answer == found or (isinstance(found, str) and found in answer)


def test_a_probe_that_hangs_is_given_up_and_gone(
    qtbot: QtBot, qapp: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(probe, "LIMIT", 0.3)
    asked = Probe(program("import time; time.sleep(60)"))
    with qtbot.waitSignal(asked.answered, timeout=5_000) as told:
        asked.start()
    assert "did not answer" in told.args[0]


def test_a_program_that_is_not_there_is_a_reason(qtbot: QtBot, qapp: object) -> None:
    asked = Probe(["/nowhere/optlab"])
    with qtbot.waitSignal(asked.answered) as told:
        asked.start()
    assert "did not start" in told.args[0]


@pytest.fixture
def answering(monkeypatch: pytest.MonkeyPatch) -> None:
    """A computer whose OpenGL answers well."""
    monkeypatch.setattr(probe, "itself", lambda: program(f"print({ANSWER!r})"))


@pytest.mark.usefixtures("qapp", "answering")
def test_the_first_start_paints_until_the_answer_is_there_and_the_next_one_knows(
    qtbot: QtBot,
) -> None:
    first = Drawing()
    assert first.decision.means == "software"
    with qtbot.waitSignal(first.decided, timeout=20_000):
        first.start()
        assert not first.settled
    assert first.settled
    assert first.decision.means == "gl"
    second = Drawing()
    assert second.decision.means == "gl"
    second.start()
    assert second.settled


@pytest.mark.usefixtures("qapp")
def test_closing_does_not_wait_for_the_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probe, "itself", lambda: program("import time; time.sleep(60)"))
    made = Drawing()
    made.start()
    made.close()
    assert made.settled
    assert remembered() is None


@pytest.mark.usefixtures("qapp", "answering")
def test_a_choice_in_the_menu_holds_for_later_starts(qtbot: QtBot) -> None:
    remember(GOOD)
    made = Drawing()
    with qtbot.waitSignal(made.decided):
        made.choose("software")
    assert Drawing().decision.means == "software"
    assert Drawing("gl").decision.means == "gl"
    with qtbot.waitSignal(made.decided):
        made.choose("auto")
    assert made.decision.means == "gl"


CRASHING = """
import sys
from PySide6.QtCore import QTimer
from optlab.qt import app
from optlab.qt.views.gl import platform
def crash():
    {crash}
platform.prepare = crash
app.application()
window = app.open_window(asked="gl")
QTimer.singleShot(30_000, window.close)
app.application().exec()
"""


def crash(how: str) -> None:
    """A real start of the real window whose driver ends it, or hangs until it is killed."""
    code = {
        "aborts": "import os; os.abort()",
        "hangs": "print('trying', flush=True); import time; time.sleep(60)",
    }[how]
    with subprocess.Popen(
        program(CRASHING.format(crash=code)), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as started:
        assert started.stdout is not None
        if how == "hangs":
            assert started.stdout.readline().strip() == b"trying"
            assert not Trial().crashed()  # its owner lives
            started.kill()
        assert started.wait(60) != 0


@pytest.mark.usefixtures("qapp", "xvfb")
@pytest.mark.parametrize("how", ["aborts", "hangs"])
def test_after_a_crash_in_the_driver_the_next_start_is_safe_and_says_so(
    qtbot: QtBot, how: str
) -> None:
    remember(GOOD)
    crash(how)
    safe = Drawing()
    assert safe.decision.means == "software"
    with qtbot.waitSignal(safe.noticed) as told:
        safe.start()
    assert "Draw with" in told.args[0]
    later = Drawing()
    assert later.decision.means == "gl"
    later.close()
    with qtbot.waitSignal(safe.decided):  # the way back that was told
        safe.choose("gl")


@pytest.mark.usefixtures("qapp")
def test_two_crashes_in_a_row_are_believed_and_success_forgives() -> None:
    remember(GOOD)
    for _ in range(2):
        leave_a_lock()
        assert Drawing().decision.means == "software"
    assert Drawing().decision.means == "software"
    assert "in a row" in str(remembered())
    remember(GOOD)
    made = Drawing()
    made.begin()
    made.prove()
    assert not made.trial.path.exists()
    assert settings().value("crashes") is None


@pytest.mark.usefixtures("qapp")
def test_a_trial_that_ends_in_peace_leaves_nothing() -> None:
    for end in (Drawing.prove, Drawing.close, lambda each: each.lose("no context")):
        made = Drawing("gl")
        made.begin()
        assert made.trial.path.exists()
        end(made)
        assert not made.trial.path.exists()
        assert not Trial().crashed()


def test_a_trial_that_is_under_way_elsewhere_says_nothing(tmp_path: Path) -> None:
    code = f"""
import sys
from pathlib import Path
from optlab.qt.trial import Trial
held = Trial(Path({str(tmp_path)!r}))
held.begin()
print("begun", flush=True)
sys.stdin.read()
"""
    with subprocess.Popen(
        program(code), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "begun\n"
        mine = Trial(tmp_path)
        assert not mine.crashed()
        mine.begin()
        mine.end()
        assert mine.path.exists()
        other.kill()
    assert mine.crashed()
    assert not mine.crashed()
    assert not mine.path.exists()


def test_a_disk_without_locks_has_trials_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(file: object) -> None:
        raise OSError(errno.ENOLCK, "no locks available")

    monkeypatch.setattr("optlab.qt.trial.hold", refuse)
    first = Trial(tmp_path)
    first.begin()
    assert Trial(tmp_path).crashed()
    first.end()
    second = Trial(tmp_path)
    second.begin()
    second.end()
    assert not Trial(tmp_path).crashed()


def leave_a_lock() -> None:
    """What a process leaves that is killed during its trial."""
    code = "import os, optlab.qt.trial as t; held = t.Trial(); held.begin(); os._exit(1)"
    assert subprocess.run(program(code), check=False).returncode != 0
    assert Trial().path.exists()
