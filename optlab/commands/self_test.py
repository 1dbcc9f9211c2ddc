"""`optlab --self-test`: what an installed copy runs to prove itself, one line per check."""

from __future__ import annotations

import argparse
from time import monotonic
from typing import TYPE_CHECKING

from optlab.commands import screen
from optlab.commands.command import ANSWERED, FAILED
from optlab.engine import Experiment
from optlab.qt import opengl
from optlab.qt.checks import QUICK, made

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
    from optlab.qt import app

    app.application()
    checks = {
        **QUICK,
        "the window opens, trains and draws without OpenGL": check_software,
        "the window opens, trains and draws with OpenGL": check_opengl,
    }
    passed = True
    for well, line in made(checks):
        print(line, flush=True)
        passed = passed and well
    return ANSWERED if passed else FAILED


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
