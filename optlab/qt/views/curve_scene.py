"""What the curve view shows of a landscape of one parameter, before anybody draws it.

The heights are those of a relief with one row, so linear and log height, ticks and the cut above
are the same as on a surface. One racer is followed: its slope and its next step are read off, for
with eight tangents nobody would see any.

A place counts as tasted once a step has asked for the height or the slope there. Methods that stand
where they look have tasted every place they stood at before; those with a population, all of it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from optlab.engine.arrays import Array, Counts
from optlab.engine.optimizers import AnyOptimizer
from optlab.qt.theme.palette import Palette
from optlab.qt.views.population import population
from optlab.qt.views.prediction.flag import Flag, Guess, flag
from optlab.qt.views.relief import Relief, relief
from optlab.qt.views.shown import Shown
from optlab.session.moment import Moment
from optlab.session.track import Path

MOST_ROWS, FEWEST_ROWS, MOST_PLACES = 512, 64, 2048
"""Steps of one racer whose places are drawn: the fewer, the more places each of them tasted."""
FLATTEST = 1e-6
"""Of all drawn heights: the least that fills the drawing when a part is shown."""


@dataclass(frozen=True, eq=False)
class Walk:
    """One racer: `tasted` and `ahead` are places x, (k,); `trail` those it stood at, (k,).

    `cloud` (k,) is its population, empty for a method without one. `marble` is (x, height), None
    where it left the drawing. `looks` are all places that its `path` tells of, and their steps.
    """

    racer: int
    colour: str
    path: Path
    looks: tuple[Counts, Array]
    tasted: Array
    ahead: Array
    trail: Array
    cloud: Array
    marble: tuple[float, float] | None


@dataclass(frozen=True)
class Reading:
    """The followed racer: the loss, where it is, the slope there, the next step's end and the cost.

    `tilt` is the slope of the drawn height. `end` is None where the next step is not known.
    """

    racer: int
    loss: float
    place: float
    slope: float
    tilt: float
    end: float | None
    paid: int


@dataclass(frozen=True, eq=False)
class CurveScene:
    """A line's relief, the racers on it, what is read of one of them, and the known minima (k,).

    A `flag` stands where somebody expects a racer to end.
    """

    relief: Relief
    walks: tuple[Walk, ...]
    reading: Reading
    minima: Array
    flag: Flag | None = None

    def height(self, x: Array) -> Array:
        """The drawn height over x, any shape; nan outside the drawing and in gaps."""
        return self.relief.at(np.stack([x, np.zeros_like(x)], axis=-1))

    def heights(self, left: float, right: float) -> tuple[float, float]:
        """The lowest and highest drawn height from `left` to `right`, never the same."""
        ground = self.relief
        if left <= ground.u[0] and right >= ground.u[-1]:
            return ground.low, ground.top
        seen = self.height(np.linspace(left, right, len(ground.u)))
        seen = np.minimum(seen[np.isfinite(seen)], ground.top)
        if len(seen) == 0:
            return ground.low, ground.top
        low, top = float(seen.min()), float(seen.max())
        least = FLATTEST * (ground.top - ground.low)  # a plain shall not look like mountains
        return (low, top) if top - low >= least else (low - least / 2.0, low + least / 2.0)


def compose_curve(
    moment: Moment,
    palette: Palette,
    *,
    followed: int,
    shown: Shown,
    before: CurveScene | None = None,
    guess: Guess | None = None,
) -> CurveScene | None:
    """The scene of `moment`, None while it has no surface.

    The relief of the scene `before` is taken over when the surface is still the same.
    """
    surface = moment.surface
    if surface is None:
        return None
    scale = shown.log, shown.ceiling
    same = before is not None and before.relief.surface is surface
    if before is not None and same and (before.relief.log, before.relief.ceiling) == scale:
        ground = before.relief
    else:
        start = moment.recording.snapshot(0, 0).theta
        starts = surface.slice.coordinates(start)[None]
        ground = relief(surface, log=shown.log, starts=starts, ceiling=shown.ceiling)
    former = () if before is None else before.walks
    walks = tuple(
        _walk(
            moment,
            ground,
            racer,
            palette.racer(racer).colour,
            former[racer : racer + 1],
            ahead=shown.ahead,
        )
        for racer in range(len(moment.experiment.racers))
    )
    minima = np.array(moment.objective.minima).reshape(-1)
    reading = read(moment, ground, followed, ahead=shown.ahead)
    mark = flag(ground, guess) if guess is not None else None
    return CurveScene(ground, walks, reading, minima, mark)


def read(moment: Moment, ground: Relief, racer: int, *, ahead: bool = True) -> Reading:
    """What there is to know about one racer at the cursor; its next step lies `ahead`."""
    snapshot, loss = moment.snapshots[racer], moment.train_losses[racer]
    slope = float(moment.objective.gradient(snapshot.theta)[0])
    above = loss - ground.floor
    tilt = slope / (above * math.log(10.0)) if ground.log and above > 0.0 else slope
    end = None
    if ahead and moment.recording.track(racer).last > snapshot.step:
        end = float(moment.recording.snapshot(racer, snapshot.step + 1).theta[0])
    cost = snapshot.cost
    return Reading(
        racer=racer,
        loss=loss,
        place=float(snapshot.theta[0]),
        slope=slope,
        tilt=tilt,
        end=end,
        paid=cost.loss_evaluations + cost.gradient_evaluations,
    )


def _walk(
    moment: Moment,
    ground: Relief,
    racer: int,
    colour: str,
    before: tuple[Walk, ...],
    *,
    ahead: bool,
) -> Walk:
    """The walk of one racer; the one `before`, if any, may know its places already."""
    optimizer, now = moment.experiment.racers[racer].optimizer, moment.snapshots[racer]
    path, cloud = moment.recording.track(racer).path, population(optimizer, now.memory)[:, 0]
    known = [walk.looks for walk in before if walk.path is path]
    steps, places = looks = known[0] if known else _looks(optimizer, path)
    stride = _stride(len(path.steps), MOST_ROWS)
    height = float(ground.height_of(np.array(moment.train_losses[racer])))
    x = float(now.theta[0])
    seen = ground.u[0] <= x <= ground.u[-1] and math.isfinite(height)
    return Walk(
        racer=racer,
        colour=colour,
        path=path,
        looks=looks,
        tasted=places[steps <= now.step],
        ahead=places[steps > now.step] if ahead else np.empty(0),
        trail=path.theta[::stride, 0][path.steps[::stride] < now.step],
        cloud=cloud,
        marble=(x, height) if seen else None,
    )


def _looks(optimizer: AnyOptimizer, path: Path) -> tuple[Counts, Array]:
    """Give the steps (k,) that looked somewhere and the places x (k,), each step's own or many."""
    crowd = len(population(optimizer, path.rows["memory"][-1]))
    most = min(MOST_ROWS, max(FEWEST_ROWS, MOST_PLACES // max(crowd, 1)))
    rows = path.rows[:: _stride(len(path.rows), most)]
    if not hasattr(optimizer, "population"):  # step k + 1 looks where step k left the racer
        return rows["step"] + 1, rows["theta"][:, 0]
    clouds = [population(optimizer, memory)[:, 0] for memory in rows["memory"][1:]]
    many = [len(cloud) for cloud in clouds]
    return np.repeat(rows["step"][1:], many), np.concatenate([np.empty(0), *clouds])


def _stride(rows: int, most: int) -> int:
    """Rows from one that is kept to the next: a power of two, so that they stay the same ones."""
    return 2 ** max(0, math.ceil(math.log2(max(rows, 1) / most)))
