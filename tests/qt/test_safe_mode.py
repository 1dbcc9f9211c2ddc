"""The real program in processes of its own: a safe start, and the start after a crash."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

from optlab.engine import Experiment
from optlab.qt.opengl import Renderer
from optlab.qt.probe import remember
from optlab.session.autosave import FILE
from optlab.session.files import write_experiment
from optlab.session.places import state_folder

STARTED = """
import json, sys
from PySide6.QtCore import QSettings, QTimer
from PySide6.QtWidgets import QApplication
from optlab.qt import app, theme
from optlab.qt.main_window import MainWindow

def look():
    window = next(w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow))
    if not (window.settled() and UNTIL):
        return
    print(json.dumps({
        "means": window.drawing.decision.means,
        "page": type(window.surface.stack.currentWidget()).__name__,
        "theme": theme.current().name,
        "notice": window.notice.text.text(),
        "unsaved": window.documents._autosave is None,
    }), flush=True)
    window.close()

PREPARE
app.application()
timer = QTimer(interval=50)
timer.timeout.connect(look)
QTimer.singleShot(300, timer.start)
sys.exit(app.main(OPTIONS))
"""


def started(options: str, prepare: str = "", until: str = "True") -> dict[str, Any]:
    """What the window of a start says of itself before it is closed."""
    code = STARTED.replace("OPTIONS", options).replace("PREPARE", prepare).replace("UNTIL", until)
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.usefixtures("qapp", "xvfb")
def test_a_safe_start_knows_no_preferences_and_touches_nothing() -> None:
    remember(Renderer("xcb", "Intel", "Mesa Intel(R) UHD", "4.6 Mesa 22.3.6"))
    dark = 'QSettings("OptLab", "OptLab").setValue("look", "dark")'
    assert started("", dark)["theme"] == "dark"
    state_folder().mkdir(parents=True, exist_ok=True)
    write_experiment(state_folder() / FILE, Experiment(steps=77))
    kept = (state_folder() / FILE).read_bytes()
    safe = started("safe=True")
    assert safe["means"] == "software"
    assert safe["page"] == "SurfacePainter"
    assert safe["theme"] == "light"
    assert safe["unsaved"]
    assert (state_folder() / FILE).read_bytes() == kept
    (state_folder() / FILE).unlink()
    assert started("")["theme"] == "dark"


@pytest.mark.usefixtures("qapp", "xvfb")
def test_the_window_after_a_crash_in_the_driver_draws_without_it_and_says_so() -> None:
    remember(Renderer("xcb", "Intel", "Mesa Intel(R) UHD", "4.6 Mesa 22.3.6"))
    crash = "from optlab.qt.views.gl import platform; import os; platform.prepare = os.abort"
    with pytest.raises(subprocess.CalledProcessError):
        started("", crash)
    after = started("")
    assert after["means"] == "software"
    assert after["page"] == "SurfacePainter"
    assert "Draw with" in after["notice"]
    later = started("")
    assert later["page"] == "SurfaceGL"
    assert later["notice"] == ""


@pytest.mark.usefixtures("qapp", "xvfb")
def test_a_context_that_is_lost_ends_in_the_painter() -> None:
    lose = """
from optlab.qt.views.gl import marble
def lost(self):
    raise RuntimeError("context lost")
marble.Marbles.paint = lost
"""
    after = started('asked="gl"', lose, "window.notice.isVisible()")
    assert after["page"] == "SurfacePainter"
    assert "context lost" in after["notice"]
