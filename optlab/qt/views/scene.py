"""What the surface view shows, before anybody draws it: a surface, paths on it, marbles, ticks.

The OpenGL view, the software painter and the contour view draw the same scene, so everything that
must agree between them is decided here. A path lies on the drawn surface: its steps are joined by
lines that are straight seen from above and follow the ground, so none of them is lost in a hill.

Rows are thinned by a power of two, the same for what is past and what lies ahead. So the points of
a path stay where they are while the cursor moves over them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np

from optlab.engine.arrays import Array, Counts
from optlab.engine.surface import Surface
from optlab.qt.theme.palette import Palette
from optlab.qt.views.arrows import Arrow, arrows
from optlab.qt.views.draping import LIFT, coordinates, drape, lay
from optlab.qt.views.isolines import Isoline, isolines
from optlab.qt.views.population import population
from optlab.qt.views.prediction.flag import Flag, Guess, flag
from optlab.qt.views.relief import Relief, measured_as, relief
from optlab.qt.views.shown import Shown
from optlab.session.moment import Moment

MOST_ROWS = 512
"""Steps of one path that are drawn; with the points between them at most 2,000."""
MOST_SADDLES = 12
"""Saddles that are marked; an egg box has more than anyone can tell apart."""
SEEN = 0.02
"""Share of the drawn heights that a true height must be off to get a marble of its own."""


@dataclass(frozen=True, eq=False)
class Path:
    """The way of one racer: (k, 3) points of (u, v, height), a row of nan where it leaves the box.

    `marble` is where it is now (3,), None outside the box; `ghost` the height at which its true
    loss lies, where that differs from the ground. `cloud` (P, 3) is its population.
    """

    racer: int
    name: str
    colour: str
    past: Array
    ahead: Array
    marble: Array | None
    ghost: float | None
    cloud: Array


@dataclass(frozen=True, eq=False)
class Scene:
    """A relief and what lies on it.

    `minima` (k, 3) and `saddles` (k, 3) are the known ones inside the box; `arrows` are those of
    the racer `followed`. Names are written where `named`. Where the ground is that of a batch,
    `whole` is the relief of the loss on all samples, whose scale it shares. A `flag` stands where
    somebody expects a racer to end.
    """

    relief: Relief
    paths: tuple[Path, ...]
    minima: Array
    saddles: Array = field(default_factory=lambda: np.empty((0, 3)))
    arrows: tuple[Arrow, ...] = ()
    isolines: tuple[Isoline, ...] = ()
    followed: int = 0
    named: bool = True
    whole: Relief | None = None
    flag: Flag | None = None


def compose(
    moment: Moment,
    palette: Palette,
    shown: Shown,
    *,
    followed: int = 0,
    before: Scene | None = None,
    guess: Guess | None = None,
) -> Scene | None:
    """The scene of `moment`, as far as it shall be `shown`; None while it has no surface.

    Relief and isolines of the scene `before` are taken over when they are still the same. The
    ground is that of a batch where the moment has one.
    """
    surface = moment.surface
    if surface is None:
        return None
    racers = range(len(moment.experiment.racers))
    followed = min(followed, len(racers) - 1)
    tracks = [moment.recording.track(racer) for racer in racers]
    ground = whole = _whole(moment, surface, shown, before)
    batch = moment.batch_surface
    if before is not None and batch is before.relief.surface and whole is before.whole:
        ground = before.relief
    elif batch is not None:
        ground = measured_as(batch, whole)
    lines: tuple[Isoline, ...] = ()
    if shown.values:
        known = before is not None and before.relief is ground and before.isolines
        lines = known or isolines(ground)
    paths = tuple(
        path(
            ground,
            racer=racer,
            name=moment.experiment.racers[racer].name,
            colour=palette.racer(racer).colour,
            steps=tracks[racer].path.steps,
            theta=tracks[racer].path.theta,
            now=moment.snapshots[racer].theta,
            cursor=moment.snapshots[racer].step,
            loss=moment.train_losses[racer] if shown.ghosts else math.nan,
            cloud=_cloud(moment, racer) if shown.population else None,
            ahead=shown.ahead,
        )
        for racer in racers
    )
    saddles = moment.objective.saddles if shown.marks else ()
    return Scene(
        ground,
        paths,
        _marks(ground, moment.objective.minima if shown.marks else ()),
        _marks(ground, saddles if len(saddles) <= MOST_SADDLES else ()),
        arrows(moment, ground, followed, ahead=shown.ahead) if shown.arrows else (),
        lines,
        followed,
        shown.names and len(racers) > 1,
        whole,
        flag(ground, guess) if guess is not None else None,
    )


def _whole(moment: Moment, surface: Surface, shown: Shown, before: Scene | None) -> Relief:
    """The relief of the loss on all samples, that of the scene `before` where it still serves."""
    if before is not None and before.whole is not None and before.whole.surface is surface:
        known = before.whole
        if (known.log, known.ceiling) == (shown.log, shown.ceiling):
            return known
    tracks = [moment.recording.track(racer) for racer in range(len(moment.experiment.racers))]
    starts = np.stack([surface.slice.coordinates(track.path.theta[0]) for track in tracks])
    return relief(surface, log=shown.log, starts=starts, ceiling=shown.ceiling)


def path(
    ground: Relief,
    *,
    racer: int,
    name: str,
    colour: str,
    steps: Counts,
    theta: Array,
    now: Array,
    cursor: int,
    loss: float,
    cloud: Array | None = None,
    ahead: bool = True,
) -> Path:
    """The path over `theta` (k, D) recorded at `steps` (k,), cut at step `cursor`: `now` (D,).

    `cloud` (P, D) is its population then. What lies `ahead` may be left out.
    """
    slice = ground.surface.slice
    stride = 2 ** max(0, math.ceil(math.log2(max(len(steps), 1) / MOST_ROWS)))
    rows = list(range(0, len(steps), stride))
    if (len(steps) - 1) % stride:
        rows.append(len(steps) - 1)
    split = int(np.searchsorted(steps[rows], cursor))
    here = coordinates(slice, now[None])
    uv = coordinates(slice, theta[rows])
    marble = lay(ground, here)[-1:]
    point = marble[0] if len(marble) and np.isfinite(marble[0]).all() else None
    return Path(
        racer=racer,
        name=name,
        colour=colour,
        past=drape(ground, np.concatenate([uv[:split], here])),
        ahead=drape(ground, np.concatenate([here, uv[split:]])) if ahead else np.empty((0, 3)),
        marble=point,
        ghost=_ghost(ground, point, loss),
        cloud=_seen(ground, np.empty((0, theta.shape[1])) if cloud is None else cloud),
    )


def _cloud(moment: Moment, racer: int) -> Array:
    """The population (P, D) of a racer at the cursor."""
    memory = moment.snapshots[racer].memory
    return population(moment.experiment.racers[racer].optimizer, memory)


def _ghost(ground: Relief, marble: Array | None, loss: float) -> float | None:
    height = float(ground.height_of(np.array(loss)))
    if marble is None or not math.isfinite(height):
        return None
    span = ground.top - ground.low
    height = min(max(height, ground.low), ground.top) + LIFT * span
    return height if abs(height - marble[2]) > SEEN * span else None


def _marks(ground: Relief, points: tuple[tuple[float, ...], ...]) -> Array:
    return _seen(ground, np.array(points)) if points else np.empty((0, 3))


def _seen(ground: Relief, theta: Array) -> Array:
    """Those of theta (k, D) that lie inside the box, on its ground (n, 3)."""
    points = lay(ground, coordinates(ground.surface.slice, theta))
    return points[np.isfinite(points).all(axis=1)]
