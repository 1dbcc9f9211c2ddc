"""Pictures that are computed: loss surfaces from coarse to fine, and the decision map."""

from collections.abc import Callable, Iterator
from itertools import count
from statistics import median

import numpy as np
from msgspec.structs import replace

from optlab.engine import Experiment, Fitting, Racer, prepare
from optlab.engine.arrays import Array
from optlab.engine.datasets import Circle, SmallDigits
from optlab.engine.fitted import FittingObjective
from optlab.engine.losses import CrossEntropy, MeanSquaredError, SoftmaxCrossEntropy
from optlab.engine.models import Mlp
from optlab.engine.objective import Objective
from optlab.engine.optimizers import Adam
from optlab.engine.slices import PathPlane, Slice, cut
from optlab.engine.starts import Glorot
from optlab.engine.surface import SIZES, refine
from optlab.engine.truth import truth
from optlab.session.noise import BatchSurvey
from optlab.session.recording import Recording
from optlab.session.training import train
from tests.bench.measure import Row, at_least, at_most, ratio, rounds
from tests.bench.rivals import by_loss_landscapes, by_vmap


def rows() -> Iterator[Row]:
    """Surfaces of a small network and of digits, what goes with them, and the decision map."""
    fitting = Fitting(dataset=Circle(samples=400), model=Mlp(hidden=(8, 8)), test_share=0.5)
    objective = prepare(Experiment(objective=fitting))
    path = objective.start(Glorot(), 7) + np.cumsum(
        np.random.default_rng(0).normal(scale=0.1, size=(500, objective.size)), axis=0
    )
    plane = cut(objective, PathPlane(), [path])
    yield from sizes(objective, plane)
    small = replace(fitting, batch_size=0)
    for loss in (MeanSquaredError(), CrossEntropy()):
        case = Grid(replace(small, loss=loss), 101)
        what = f"surface 101x101, 2-8-8-1, 200 points, {loss.title}"
        yield from against_others(what, case, 70.0, 2.0, 25.0)
    yield error_at_a_minimum(small)
    digits = Fitting(
        SmallDigits(samples=1_797), Mlp(hidden=(32,)), SoftmaxCrossEntropy(), test_share=0.0
    )
    case = Grid(digits, 51)
    what = f"surface 51x51, 64-32-10, {len(case.objective.train):,} digits"
    yield from against_others(what, case, 400.0, 4.0, None)
    yield error_at_a_minimum(replace(digits, batch_size=100))
    yield of_a_batch()
    times = rounds(
        {
            "cut": lambda: cut(objective, PathPlane(), [path]),
            "truth": lambda: truth(objective, plane, path, path[-1]),
        }
    )
    yield decision_map()
    yield Row("cutting the slice, 500 rows of 105", f"{median(times['cut']) * 1e3:.2g} ms")
    yield Row("reading the truth meter", f"{median(times['truth']) * 1e3:.2g} ms")


def decision_map() -> Row:
    """What the default network says in 100x100 cells, as colours."""
    from optlab.qt.theme.palette import LIGHT
    from optlab.qt.views.decision_map import DecisionMap
    from optlab.qt.views.feature_plane import FeaturePlane

    objective = prepare(Experiment())
    assert isinstance(objective, FittingObjective)
    cells = DecisionMap.over(objective, FeaturePlane(objective.train, objective.test))
    theta = objective.start(Glorot(), 7)
    times = rounds({"map": lambda: cells.pixels(theta, LIGHT)}, 99)
    return at_most(
        "decision map 100x100 with colours, 2-4-2-1", median(times["map"]) * 1e3, 1, "ms"
    )


def of_a_batch() -> Row:
    """Pictures a second of the surface of a batch, default net, one after the other."""
    objective = prepare(Experiment())
    path = objective.start(Glorot(), 7)[None]
    plane = cut(objective, PathPlane(), [path])
    steps = count()

    def draw() -> None:
        for _ in BatchSurvey(objective, plane, next(steps)):
            pass

    took = median(rounds({"batch": draw}, 99)["batch"])
    return at_least("surfaces of a batch, 33x33, 2-4-2-1", 1.0 / took, 10, "/s")


def sizes(objective: Objective, plane: Slice) -> Iterator[Row]:
    """Seconds until each size stands, coarse to fine."""
    runs = [{len(s.u): s.seconds for s in refine(objective, plane)} for _ in range(7)]
    for size in SIZES:
        took = median(run[size] for run in runs)
        yield Row(f"refine to {size}x{size}, 2-8-8-1, 200 points", f"{took * 1e3:.3g} ms")


class Grid:
    """A square grid on the plane of a path of an objective."""

    def __init__(self, fitting: Fitting, size: int) -> None:
        objective = prepare(Experiment(objective=fitting))
        assert isinstance(objective, FittingObjective)
        self.objective = objective
        rng = np.random.default_rng(0)
        self.origin = rng.normal(scale=0.5, size=objective.size)
        self.axes = np.linalg.qr(rng.normal(size=(objective.size, 2)))[0].T
        line = np.linspace(-2.0, 2.0, size)
        self.u, self.v = (grid.ravel() for grid in np.meshgrid(line, line))

    def compute(self) -> Array:
        """All losses of the grid."""
        return self.objective.on_plane(self.origin, self.axes, self.u, self.v)

    @property
    def theta(self) -> Array:
        """The points (k, D)."""
        return self.origin + np.stack([self.u, self.v], axis=1) @ self.axes


def against_others(
    what: str, grid: Grid, budget: float, gain: float, other: float | None
) -> Iterator[Row]:
    """The whole grid, and how long others take for it (from a part of its points)."""
    works: dict[str, Callable[[], object]] = {"ours": grid.compute}
    rivals = {
        "torch.func.vmap": (by_vmap(grid.objective, grid.theta), gain),
        "loss-landscapes": (by_loss_landscapes(grid.objective), other),
    }
    works |= {name: rival[0] for name, (rival, _) in rivals.items() if rival is not None}
    times = rounds(works)
    yield at_most(what, median(times["ours"]) * 1e3, budget, "ms")
    for name, (rival, least) in rivals.items():
        if rival is None:
            yield Row(f"  against {name}", "not here", f"{least:g}x" if least else "")
            continue
        as_fast = ratio(times[name], times["ours"]) * len(grid.u) / rival[1]
        told = f"  against {name}, one thread"
        yield at_least(told, as_fast, least, "x") if least else Row(told, f"{as_fast:.3g}x")


def error_at_a_minimum(fitting: Fitting) -> Row:
    """How far float32 is from float64 around the end of a run."""
    experiment = Experiment(steps=3_000, objective=fitting, racers=(Racer("Adam", Adam()),))
    objective = prepare(experiment)
    recording = Recording(experiment, objective)
    for _ in train(recording, experiment.steps):
        pass
    path = recording.track(0).path.theta
    plane = cut(objective, PathPlane(), [path[-50:]])
    *_, drawn = refine(objective, plane, (33,))
    *_, exact = refine(objective, plane, (33,), precise=True)
    error = float(np.abs(drawn.loss / exact.loss - 1.0).max())
    note = f" at a loss of {float(objective.value(path[-1])):.2g}"
    return at_most("  error of float32 at the minimum", error, 1e-4, "", note)
