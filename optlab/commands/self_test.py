"""`optlab --self-test`: what an installed copy runs to prove itself, one line per check."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from typing import TYPE_CHECKING

from optlab.commands import screen
from optlab.commands.command import ANSWERED, FAILED
from optlab.engine import Experiment, Fitting, prepare
from optlab.engine.datasets import Births
from optlab.engine.losses import MeanSquaredError
from optlab.engine.models import Linear
from optlab.qt import opengl
from optlab.session.files import read_experiment, write_experiment

if TYPE_CHECKING:
    from optlab.qt.drawing import Choice
    from optlab.qt.main_window import MainWindow

STEPS = 200
LIMIT = 60.0
"""Seconds for the window to train that many steps and draw them, on the slowest computer."""


def run(arguments: argparse.Namespace) -> int:
    """Make every check; the exit status says whether all went well."""
    if screen.missing():
        return screen.again_on_a_virtual_one(arguments.words)
    screen.let_ctrl_c_end()
    checks = {
        "a file is written and read": check_file,
        "a dataset is loaded": check_dataset,
        "an icon is drawn": check_icon,
        "the window opens, trains and draws without OpenGL": check_software,
        "the window opens, trains and draws with OpenGL": check_opengl,
    }
    passed = [passes(name, check) for name, check in checks.items()]
    return ANSWERED if all(passed) else FAILED


def passes(name: str, check: Callable[[], str]) -> bool:
    """Make one check, print its line, and say whether it went well."""
    try:
        found = check()
    except Exception as error:  # noqa: BLE001 - a check fails by any exception
        print(f"FAIL  {name}: {type(error).__name__}: {error}", flush=True)
        return False
    print(f"ok    {name}: {found}", flush=True)
    return True


def check_file() -> str:
    """An experiment survives being written and read."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "experiment.optlab"
        write_experiment(path, Experiment())
        if read_experiment(path) != Experiment():
            raise RuntimeError("what was read is not what was written")
        return f"{path.stat().st_size} bytes"


def check_dataset() -> str:
    """A shipped dataset can be trained on."""
    fitting = Fitting(dataset=Births(), model=Linear(), loss=MeanSquaredError())
    return f"births, {prepare(Experiment(objective=fitting)).size} parameters"


def check_icon() -> str:
    """A shipped icon comes out as more than an empty square."""
    from optlab.qt import app
    from optlab.qt.theme import icon

    app.application()
    picture = icon("play").pixmap(24, 24).toImage()
    inked = sum(
        picture.pixelColor(x, y).alpha() > 0
        for x in range(picture.width())
        for y in range(picture.height())
    )
    if not inked:
        raise RuntimeError("the icon is empty")
    return f"{inked} pixels"


def check_software() -> str:
    """The real window works on any computer."""
    return check_window("software")


def check_window(renderer: Choice) -> str:
    """The real window trains the default experiment and draws it, without trouble in the code."""
    from PySide6.QtCore import QSize

    from optlab.qt import app, crash

    with crash.watching() as troubles:
        window = app.open_window(Experiment(), None, QSize(1280, 800), asked=renderer)
        try:
            seconds = wait_for(window)
            losses = [window.conductor.recording.losses(0, step)[0] for step in (0, STEPS)]
            colours = len(colours_of(window))
            means = window.drawing.decision
        finally:
            window.close()
    if troubles:
        raise RuntimeError(crash.last_line(troubles[0]))
    if not losses[1] < losses[0]:
        raise RuntimeError(f"the loss went from {losses[0]:.4g} to {losses[1]:.4g}")
    if means.means != renderer:
        raise RuntimeError(f"OpenGL was given up: {means.why}")
    if colours < 16:
        raise RuntimeError(f"the window is a picture of {colours} colours")
    return f"loss {losses[0]:.4g} to {losses[1]:.4g} in {STEPS} steps, {seconds:.1f} s"


def wait_for(window: MainWindow) -> float:
    """Go to the last step and wait until it is drawn; return the seconds that it took."""
    begun = monotonic()
    while window.conductor.moment.cursor < STEPS or not window.settled():
        if monotonic() - begun > LIMIT:
            raise TimeoutError(f"step {STEPS} was not drawn within {LIMIT:g} s")
        window.conductor.seek(STEPS)
        screen.pump()
    return monotonic() - begun


def colours_of(window: MainWindow) -> set[int]:
    """The colours in a coarse sample of the window's picture."""
    picture = window.picture()
    points = ((x, y) for x in range(0, picture.width(), 7) for y in range(0, picture.height(), 7))
    return {picture.pixel(x, y) for x, y in points}


def check_opengl() -> str:
    """The real window works with OpenGL, or it is said why it goes without; both are fine."""
    found = opengl.ask(opengl.itself())
    if isinstance(found, str):
        return f"not used, {found}"
    if not found.usable:
        return f"not used, {found.name}, {found.version}"
    return f"{found.name}, {check_window('gl')}"
