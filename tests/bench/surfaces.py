"""Pictures that are computed: loss surfaces from coarse to fine, and the decision map."""

from collections.abc import Callable, Iterator
from statistics import median

import numpy as np

from optlab.engine import Experiment, Fitting, prepare
from optlab.engine.activations import Sigmoid, Tanh
from optlab.engine.arrays import Array
from optlab.engine.datasets import Circle
from optlab.engine.fitted import FittingObjective
from optlab.engine.losses import AnyLoss, CrossEntropy, MeanSquaredError
from optlab.engine.models import Mlp
from optlab.engine.network import Network, columns
from optlab.engine.objective import Objective
from optlab.engine.penalties import NoPenalty
from optlab.engine.plane import losses_on_plane
from optlab.engine.slices import PathPlane, Slice, cut
from optlab.engine.starts import Glorot
from optlab.engine.surface import SIZES, refine
from optlab.engine.truth import truth
from tests.bench.measure import Row, at_least, at_most, ratio, rounds

VMAP_POINTS = 256


def rows() -> Iterator[Row]:
    """Surfaces of a small network and of digits, what goes with them, and the decision map."""
    fitting = Fitting(dataset=Circle(samples=400), model=Mlp(hidden=(8, 8)), test_share=0.5)
    objective = prepare(Experiment(objective=fitting))
    path = objective.start(Glorot(), 7) + np.cumsum(
        np.random.default_rng(0).normal(scale=0.1, size=(500, objective.size)), axis=0
    )
    plane = cut(objective, PathPlane(), [path])
    yield from sizes(objective, plane)
    for loss, size in ((MeanSquaredError(), 101), (CrossEntropy(), 101)):
        case = Plane((2, 8, 8, 1), 200, loss, size)
        what = f"surface {size}x{size}, 2-8-8-1, 200 points, {loss.title}"
        yield from against_vmap(what, case, 70.0, 2.0)
    for loss in (MeanSquaredError(), CrossEntropy()):
        case = Plane((64, 32, 1), 1797, loss, 51)
        what = f"surface 51x51, 64-32-1, 1,797 points, {loss.title}"
        yield from against_vmap(what, case, 400.0, 4.0)
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


def sizes(objective: Objective, plane: Slice) -> Iterator[Row]:
    """Seconds until each size stands, coarse to fine."""
    runs = [{len(s.u): s.seconds for s in refine(objective, plane)} for _ in range(7)]
    for size in SIZES:
        took = median(run[size] for run in runs)
        yield Row(f"refine to {size}x{size}, 2-8-8-1, 200 points", f"{took * 1e3:.3g} ms")


class Plane:
    """A random network, random samples, and a square grid on a random plane."""

    def __init__(self, widths: tuple[int, ...], samples: int, loss: AnyLoss, size: int) -> None:
        rng = np.random.default_rng(0)
        names = tuple(f"x{i}" for i in range(widths[0]))
        self.widths, self.loss = widths, loss
        self.network = Network(widths, (Tanh(),) * (len(widths) - 2), Sigmoid(), names)
        self.features = rng.normal(size=(samples, widths[0]))
        self.targets = rng.integers(0, 2, samples).astype(float)
        self.origin = rng.normal(scale=0.5, size=self.network.size)
        self.axes = np.linalg.qr(rng.normal(size=(self.network.size, 2)))[0].T
        line = np.linspace(-2.0, 2.0, size)
        self.u, self.v = (grid.ravel() for grid in np.meshgrid(line, line))

    def compute(self) -> Array:
        """All losses of the grid."""
        at, plane = columns(self.features), (self.origin, self.axes, self.u, self.v)
        return losses_on_plane(self.network, self.loss, NoPenalty(), at, self.targets, *plane)


def against_vmap(what: str, case: Plane, budget: float, gain: float) -> Iterator[Row]:
    """The whole grid, and how long torch.func.vmap takes for it (from a part of its points)."""
    works: dict[str, Callable[[], object]] = {"ours": case.compute}
    other = vmap_loop(case)
    if other is not None:
        works["torch"] = other
    times = rounds(works)
    yield at_most(what, median(times["ours"]) * 1e3, budget, "ms")
    if other is not None:
        times_as_fast = ratio(times["torch"], times["ours"]) * len(case.u) / VMAP_POINTS
        yield at_least("  against torch.func.vmap, one thread", times_as_fast, gain, "x")
    else:
        yield Row("  against torch.func.vmap", "PyTorch is not here", f"{gain:g}x")


def vmap_loop(case: Plane) -> Callable[[], object] | None:
    """The first points of the grid in float32 with torch.func.vmap; None without PyTorch."""
    try:
        import torch  # pyright: ignore[reportMissingImports]
        from torch.func import (  # pyright: ignore[reportMissingImports]
            functional_call,
            vmap,
        )
    except ImportError:
        return None
    torch.set_num_threads(1)
    parts: list[torch.nn.Module] = []
    for into, out in zip(case.widths, case.widths[1:], strict=False):
        parts += [torch.nn.Linear(into, out), torch.nn.Tanh()]
    model = torch.nn.Sequential(*parts[:-1])
    features = torch.tensor(case.features, dtype=torch.float32)
    targets = torch.tensor(case.targets, dtype=torch.float32)
    theta = case.origin + np.outer(case.u[:VMAP_POINTS], case.axes[0])
    theta += np.outer(case.v[:VMAP_POINTS], case.axes[1])
    weights: dict[str, torch.Tensor] = {}
    for layer, matrix in enumerate(case.network.layers(theta)):
        stack = torch.tensor(matrix, dtype=torch.float32)
        weights[f"{2 * layer}.weight"] = stack[..., :-1].contiguous()
        weights[f"{2 * layer}.bias"] = stack[..., -1].contiguous()
    squared = isinstance(case.loss, MeanSquaredError)
    functional = torch.nn.functional

    def one(parameters: dict[str, torch.Tensor]) -> torch.Tensor:
        score = functional_call(model, parameters, (features,))[:, 0]
        if squared:
            return functional.mse_loss(torch.sigmoid(score), targets)
        return functional.binary_cross_entropy_with_logits(score, targets)

    many = vmap(one, chunk_size=64)
    with torch.no_grad():
        agree = np.allclose(many(weights).numpy(), case.compute()[:VMAP_POINTS], rtol=1e-3)
    if not agree:
        raise RuntimeError("PyTorch finds other losses")

    def loop() -> None:
        with torch.no_grad():
            many(weights)

    return loop
