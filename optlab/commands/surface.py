"""`optlab surface`: the loss surface of an experiment, as numbers or as a picture."""

from __future__ import annotations

import argparse
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, cast

import numpy as np

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
from optlab.engine import Experiment, prepare
from optlab.engine.slices import AnySlice, Slice
from optlab.engine.surface import Surface, refine
from optlab.session.moment import Moment, moment
from optlab.session.numbers import figure
from optlab.session.recording import Recording
from optlab.session.surface_file import surface_npz
from optlab.session.survey import sliced
from optlab.session.training import train

if TYPE_CHECKING:
    from optlab.qt.views.scene import Scene

USUAL_GRID, LARGEST_GRID = 101, 2001
USUAL_SIZE, SMALLEST, LARGEST = (960, 720), 160, 8192
LIMIT = 120.0
"""Seconds for the picture to be drawn."""


def declare(parser: argparse.ArgumentParser) -> None:
    """The arguments of `optlab surface`."""
    parser.add_argument("file", type=Path, metavar="FILE", help="an .optlab file")
    declare_slice(parser)
    parser.add_argument(
        "--grid",
        type=grid,
        default=USUAL_GRID,
        metavar="N",
        help=f"points per side; {USUAL_GRID} if left out",
    )
    parser.add_argument(
        "--steps", type=from_zero, metavar="N", help="train N steps instead of what the file says"
    )
    declare_changes(parser)
    parser.add_argument(
        "--npz", type=destination, metavar="OUT", help="write all numbers for NumPy, in float64"
    )
    parser.add_argument(
        "--png", type=destination, metavar="OUT", help="write a picture of the surface in 3-D"
    )
    parser.add_argument(
        "--svg", type=destination, metavar="OUT", help="write a drawing of its isolines"
    )
    parser.add_argument(
        "--size",
        type=size,
        default=USUAL_SIZE,
        metavar="WxH",
        help="pixels of PNG and SVG; 960x720 if left out",
    )
    parser.add_argument("--theme", choices=THEMES, default="light", help="colours of PNG and SVG")
    declare_renderer(parser)


def run(arguments: argparse.Namespace) -> int:
    """Train, compute the surface, and write what was asked for."""
    if not (arguments.npz or arguments.png or arguments.svg):
        raise Refusal("Say what to write: --npz OUT, --png OUT or --svg OUT.")
    steps = [] if arguments.steps is None else [f"steps={arguments.steps}"]
    experiment = chosen(arguments.file, [*steps, *arguments.changes])
    objective = prepare(experiment)
    recipe = chosen_slice(arguments.slice, experiment)
    if arguments.svg and objective.size == 1:
        raise Refusal("With one parameter the loss is a curve without isolines: use --png.")
    if arguments.png and screen.missing():
        return screen.again_on_a_virtual_one(arguments.words)
    recording, surface = computed(experiment, recipe, arguments.grid)
    now = moment(recording, recording.reached, surface.slice, surface)
    if arguments.npz:
        save(arguments.npz, surface_npz(surface, recording))
    if arguments.svg:
        save(arguments.svg, drawing(now, arguments.theme, arguments.size).encode())
    if arguments.png:
        save(arguments.png, photograph(now, arguments))
    for path in filter(None, (arguments.npz, arguments.svg, arguments.png)):
        print(f"{path}: {caption(now, surface)}")
    return ANSWERED


def computed(experiment: Experiment, recipe: AnySlice, grid: int) -> tuple[Recording, Surface]:
    """The whole run and its surface, in float64."""
    recording = Recording(experiment, prepare(experiment))
    with Progress() as progress:
        for _ in train(recording, experiment.steps):
            progress.show(f"step {recording.reached} of {experiment.steps}")
        drawn = yet_to_cut(recording, recipe, progress)
        surfaces = refine(recording.objective, drawn, coarser(grid), precise=True)
        surface = next(surfaces)
        for surface in surfaces:
            share = (len(surface.u) / grid) ** len(recording.objective.names[:2])
            progress.show(f"surface of {grid} points a side: at least {share:.0%}")
    return recording, surface


def yet_to_cut(recording: Recording, recipe: AnySlice, progress: Progress) -> Slice:
    """Cut the slice, which may take a while for the curvature of a large model."""
    work = sliced(recording, recipe)
    while True:
        try:
            next(work)
        except StopIteration as end:
            return end.value
        progress.show("looking for the steepest bend")


def coarser(grid: int) -> tuple[int, ...]:
    """Sizes that end with `grid`, each nested in the next as long as it can be halved."""
    sizes = [grid]
    while sizes[0] > 9 and sizes[0] % 2:
        sizes.insert(0, (sizes[0] - 1) // 2 + 1)
    return tuple(sizes)


def drawing(now: Moment, look: str, size: tuple[int, int]) -> str:
    """The isolines as an SVG."""
    from optlab.qt.theme.palette import PALETTES
    from optlab.qt.views.contour_svg import contour_svg
    from optlab.qt.views.scene import compose
    from optlab.qt.views.shown import Shown

    palette = PALETTES[look]
    scene = cast("Scene", compose(now, palette, Shown()))  # the moment has a surface
    return contour_svg(scene, palette, size)


def photograph(now: Moment, arguments: argparse.Namespace) -> bytes:
    """The 3-D view of the window, at any size, as a PNG."""
    from optlab.commands.shot import png
    from optlab.qt import app, crash, theme
    from optlab.qt.views.surface_view import SurfaceView

    screen.let_ctrl_c_end()
    theme.choose(app.application(), arguments.theme)
    size, renderer = arguments.size, arguments.renderer
    with crash.watching() as troubles:
        view = SurfaceView(renderer="gl" if renderer in {None, "auto"} else renderer)
        view.resize(*size)
        view.show_moment(now)
        view.show()
        begun = monotonic()
        room = (0, 0)
        while not view.settled or room != size:
            if monotonic() - begun > LIMIT:
                raise Refusal(f"The picture was not drawn within {LIMIT:g} s.", FAILED)
            screen.pump()
            room = view.stack.width(), view.stack.height()
            view.resize(view.width() + size[0] - room[0], view.height() + size[1] - room[1])
        screen.pump(100)
        picture = png(view.stack.grab().toImage())
        view.close()
    if troubles:
        raise Refusal(f"OptLab made a mistake: {crash.last_line(troubles[0])}.", FAILED)
    return picture


def caption(now: Moment, surface: Surface) -> str:
    """What a file holds: `101 x 101 losses from 0.03 to 4.5, path's plane, after step 500`."""
    rows, columns = surface.loss.shape
    finite = surface.loss[np.isfinite(surface.loss)]
    reach = "of which none is a number"
    if len(finite):
        reach = f"from {figure(float(finite.min()))} to {figure(float(finite.max()))}"
    what = surface.slice.recipe.title.lower() if now.objective.size > 2 else "the whole space"
    return f"{columns} x {rows} losses {reach}, {what}, after step {now.cursor}"


def grid(text: str) -> int:
    """An argument that is a number of points per side."""
    points = from_zero(text)
    if not 2 <= points <= LARGEST_GRID:
        raise argparse.ArgumentTypeError(f"must lie between 2 and {LARGEST_GRID}, not {text}")
    return points


def size(text: str) -> tuple[int, int]:
    """An argument such as 960x720."""
    width, _, height = text.lower().partition("x")
    if not all(side.isascii() and side.isdigit() and len(side) < 6 for side in (width, height)):
        raise argparse.ArgumentTypeError(f'must be WIDTHxHEIGHT such as 960x720, not "{text}"')
    found = int(width), int(height)
    if not all(SMALLEST <= side <= LARGEST for side in found):
        limits = f"between {SMALLEST}x{SMALLEST} and {LARGEST}x{LARGEST}"
        raise argparse.ArgumentTypeError(f"must lie {limits}, not {text}")
    return found


SURFACE = Command("surface", "write the loss surface as numbers or a picture", declare, run)
