"""`optlab shot`: the real window at some step, drawn off-screen, as a picture."""

from __future__ import annotations

import argparse
import math
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from optlab.commands import screen
from optlab.commands.choice import chosen, chosen_slice, declare_changes, declare_slice
from optlab.commands.command import (
    ANSWERED,
    FAILED,
    THEMES,
    Command,
    Refusal,
    declare_renderer,
    destination,
    from_zero,
    save,
)
from optlab.commands.progress import Progress
from optlab.engine import Experiment, Status
from optlab.engine.slices import AnySlice
from optlab.session.numbers import figure

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

    from optlab.qt.main_window import MainWindow
    from optlab.session.labs.reading import LabFile
    from optlab.session.moment import Moment

SMALLEST = (640, 400)
USUAL = (1280, 800)
LIMIT = 120.0
"""Seconds for the finest surface of the largest model, on the slowest computer."""


def declare(parser: argparse.ArgumentParser) -> None:
    """The arguments of `optlab shot`."""
    parser.add_argument(
        "file", nargs="?", type=Path, metavar="FILE", help="an .optlab file (else the first start)"
    )
    parser.add_argument(
        "--steps", type=from_zero, required=True, metavar="N", help="the step to look at"
    )
    declare_changes(parser)
    declare_slice(parser)
    parser.add_argument(
        "--png", type=destination, required=True, metavar="OUT", help="the picture to write"
    )
    parser.add_argument(
        "--size", type=size, default=USUAL, metavar="WxH", help="pixels; 1280x800 if left out"
    )
    parser.add_argument("--theme", choices=THEMES, help="colours; those of the system if left out")
    parser.add_argument(
        "--lab", metavar="LAB", help="a lab to open: a file, or one that is shipped"
    )
    parser.add_argument(
        "--lab-step",
        type=from_zero,
        default=0,
        metavar="N",
        help="the step of the lab, from 1, as nobody has begun it; if left out its cover",
    )
    parser.add_argument(
        "--tab", metavar="NAME", help="the view of the lower pane, such as network or health"
    )
    declare_renderer(parser)


def run(arguments: argparse.Namespace) -> int:
    """Open the window, wait until everything is drawn, and write the picture."""
    lab = chosen_lab(arguments.lab, arguments.lab_step)
    experiment = lab_experiment(lab, arguments.lab_step) or chosen(
        arguments.file, arguments.changes
    )
    check_tab(arguments.tab)
    if arguments.steps > experiment.steps:
        raise Refusal(
            f"There is no step {arguments.steps}: the experiment has {experiment.steps} steps."
        )
    recipe = chosen_slice(arguments.slice, experiment)
    if screen.missing():
        return screen.again_on_a_virtual_one(arguments.words)
    print(f"{arguments.png}: {photograph(experiment, recipe, lab, arguments)}")
    return ANSWERED


def photograph(
    experiment: Experiment, recipe: AnySlice, lab: LabFile | None, arguments: argparse.Namespace
) -> str:
    """Write the picture; return what it shows."""
    from PySide6.QtCore import QSize

    from optlab.qt import app, crash

    screen.let_ctrl_c_end()
    with crash.watching() as troubles:
        window = app.open_window(
            experiment, arguments.theme, QSize(*arguments.size), asked=arguments.renderer
        )
        try:
            window.conductor.set_slice(recipe)
            if lab is not None:
                open_lab(window, lab, arguments)
            if arguments.tab:
                window.views.show_view(arguments.tab)
            show_step(window, arguments.steps)
            picture, said = png(window.picture()), caption(window.conductor.moment)
        finally:
            window.close()
    if troubles:
        raise Refusal(f"OptLab made a mistake: {crash.last_line(troubles[0])}.", FAILED)
    save(arguments.png, picture)
    return said


def chosen_lab(name: str | None, step: int) -> LabFile | None:
    """The lab that is asked for; raises BadFile, and Refusal for a step that it has not."""
    from optlab.session.labs.reading import find_lab, read_lab

    if name is None:
        if step:
            raise Refusal("Which lab has this step? Name it with --lab.")
        return None
    file = read_lab(find_lab(name))
    if step > len(file.lab.steps):
        raise Refusal(f"There is no step {step}: the lab has {len(file.lab.steps)} steps.")
    return file


def lab_experiment(file: LabFile | None, step: int) -> Experiment | None:
    """The experiment of the step of this number; None for a cover and without a lab."""
    from optlab.session.labs.reading import experiment_at

    return experiment_at(file.lab, step - 1) if file is not None and step else None


def check_tab(name: str | None) -> None:
    """Raise Refusal for a view that is not there."""
    from optlab.session.labs.pointing import TABS

    if name is not None and name not in TABS:
        raise Refusal(f'There is no view "{name}": name one of {", ".join(TABS)}.')


def open_lab(window: MainWindow, file: LabFile, arguments: argparse.Namespace) -> None:
    """Show a lab: its cover, or the step that is asked for; nobody's notebook is touched."""
    from optlab.session.labs.reading import find_lab

    if arguments.lab_step:
        window.lesson.try_out(file, arguments.lab_step - 1)
    else:
        window.lesson.open(find_lab(arguments.lab))


def show_step(window: MainWindow, step: int) -> None:
    """Wait until the window shows `step`, or the last one there is, with its surface finished."""
    conductor = window.conductor
    with Progress() as progress:
        while not (conductor.recording.finished or conductor.recording.reached >= step):
            conductor.seek(step)  # as far as is recorded, and recording goes on from there
            screen.pump()
            progress.show(f"step {conductor.recording.reached} of {step}")
        conductor.seek(step)
        begun = monotonic()
        while not window.settled():
            if monotonic() - begun > LIMIT:
                raise Refusal(f"The window was not drawn within {LIMIT:g} s.", FAILED)
            screen.pump()
            progress.show("drawing")
    screen.pump()


def png(picture: QImage) -> bytes:
    """The bytes of a PNG file."""
    from PySide6.QtCore import QBuffer, QIODevice

    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")  # pyright: ignore[reportCallIssue, reportArgumentType]
    return bytes(buffer.data().data())


def caption(moment: Moment) -> str:
    """What is to be seen: `step 300 of 500: Adam train loss 0.034, test 0.051`."""
    racers = [
        f"{racer.name} train loss {figure(train)}"
        + ("" if math.isnan(test) else f", test {figure(test)}")
        + ("" if snapshot.status is Status.running else f" ({snapshot.status})")
        for racer, snapshot, train, test in zip(
            moment.experiment.racers,
            moment.snapshots,
            moment.train_losses,
            moment.test_losses,
            strict=True,
        )
    ]
    return f"step {moment.cursor} of {moment.experiment.steps}: {'; '.join(racers)}"


def size(text: str) -> tuple[int, int]:
    """An argument such as 1280x800."""
    width, _, height = text.lower().partition("x")
    if not all(side.isascii() and side.isdigit() and len(side) < 6 for side in (width, height)):
        raise argparse.ArgumentTypeError(f'must be WIDTHxHEIGHT such as 1280x800, not "{text}"')
    found = (int(width), int(height))
    if not all(
        low <= side <= high for low, side, high in zip(SMALLEST, found, screen.LARGEST, strict=True)
    ):
        raise argparse.ArgumentTypeError("must lie between 640x400 and 3840x2160, not " + text)
    return found


SHOT = Command("shot", "draw the window at one step into a picture", declare, run)
