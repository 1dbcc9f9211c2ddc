"""Recipes: the planes that one can choose to look at. Each lays itself through the paths walked.

The path's own plane is the default for networks: a plane of two weights or two random directions
holds next to nothing of a small network's movement, the path's own plane nearly all of it.

That plane goes through the end of the first path and holds most of all paths' displacement from
there (Li et al. 2018). Through the mean it would hold 0.5 % more of the movement, but the drawn
heights would be off by a quarter more (median over networks, seeds and optimizers), and the end is
where a student looks longest. Every racer counts equally, however many rows its path has. Axes
never flip for no reason: each agrees with the slice before it, or else makes its largest component
positive. Where the path is a point or a straight line, the missing axes are the steepest direction
at its end and then single parameters.
"""

from __future__ import annotations

import math
from collections.abc import Generator
from dataclasses import dataclass
from typing import Annotated, ClassVar, final

import numpy as np

from optlab.engine.arrays import Array
from optlab.engine.curvature import spectrum
from optlab.engine.declare import Catalog, Choice, knob
from optlab.engine.fitted import FittingObjective
from optlab.engine.keys import generator
from optlab.engine.slices.filters import normalised, units
from optlab.engine.slices.spanning import Named, principal, signed, spanned
from optlab.engine.slices.walked import MOST_ROWS, Walked, thinned
from optlab.engine.trouble import Unfit

CLOSE = 1e-3
"""The error of the largest curvature, relative to it, with which a picture can live."""

REACH = 0.5
"""How far random directions are followed, at least: the paths hold next to nothing of them."""

ON_THE_LINE = 1e-3
"""A third point nearer to the line than this, over the line's length, spans no plane with it."""


@dataclass(frozen=True, eq=False)
class Plane:
    """A plane without a box: `origin` (D,), `axes` (2, D), `names`, and `unit` as in `Slice`.

    The points `landmarks` (k, D) belong into the box, beside the paths.
    """

    origin: Array
    axes: Array
    names: tuple[str, str]
    unit: Array | None = None
    landmarks: Array | None = None


Laying = Generator[None, None, Plane]
"""A plane on its way, with a stop point wherever it takes long."""


@final
class PathPlane(Choice, frozen=True, tag="path"):
    """The plane of the two leading principal components of the paths."""

    title: ClassVar[str] = "Path's plane"
    help: ClassVar[str] = (
        "The plane that holds most of the movement, so the path you see is the path."
    )
    source: ClassVar[str] = (
        "Li et al. (2018), Visualizing the loss landscape of neural nets, NeurIPS"
    )

    def lay(self, walked: Walked) -> Laying:
        """Through the end of the first path, along most of all paths' displacement from there."""
        yield from ()
        few = [thinned(path, MOST_ROWS // len(walked.paths)) for path in walked.paths]
        end = walked.end
        rows = np.concatenate([(path - end) / math.sqrt(len(path)) for path in few])
        leading = principal(rows, 1e-9 * float(np.linalg.norm(end)))
        wanted = [("", signed(each, walked.previous, i)) for i, each in enumerate(leading)]
        axes, _ = spanned(walked.objective, end, wanted)
        return Plane(end.copy(), axes, ("along the path (PC 1)", "across (PC 2)"))


@final
class TwoParameters(Choice, frozen=True, tag="parameters"):
    """Two parameters vary; all others stay where the first racer's path ends."""

    title: ClassVar[str] = "Two parameters"
    help: ClassVar[str] = (
        "Change two parameters and keep the others: easy to name, but a thin slice."
    )

    first: Annotated[int, knob("Across", "Number of the parameter on the first axis.", ge=0)] = 0
    second: Annotated[int, knob("Deep", "Number of the parameter on the second axis.", ge=0)] = 1

    def lay(self, walked: Walked) -> Laying:
        """Through the end of the first path, with u and v the two parameters themselves."""
        yield from ()
        size, names = walked.objective.size, walked.objective.names
        for name, index in (("first", self.first), ("second", self.second)):
            if not 0 <= index < size:
                sentence = f"There is no parameter {index}: give 0 to {size - 1}."
                raise Unfit(f"slice.{name}", sentence)
        if self.first == self.second:
            raise Unfit("slice.second", "The two parameters of a slice must differ.")
        origin, axes = walked.end.copy(), np.zeros((2, size))
        origin[[self.first, self.second]] = 0.0
        axes[0, self.first] = axes[1, self.second] = 1.0
        return Plane(origin, axes, (names[self.first], names[self.second]))


@final
class RandomDirections(Choice, frozen=True, tag="random"):
    """Two random directions through the end of the first path, each filter as long as its unit's.

    The draw depends on `roll` alone: what is compared is seen along the same directions.
    """

    title: ClassVar[str] = "Random directions"
    help: ClassVar[str] = (
        "Two directions drawn by chance, as long as the weights: shows how sharp the valley is."
    )
    source: ClassVar[str] = (
        "Li et al. (2018), Visualizing the loss landscape of neural nets, NeurIPS, section 4"
    )

    roll: Annotated[
        int, knob("Roll", "Which draw: every number gives other directions.", ge=0, le=1_000_000)
    ] = 0

    def lay(self, walked: Walked) -> Laying:
        """Through the end of the first path; 1 on an axis changes each unit by its own size."""
        yield from ()
        objective, end = walked.objective, walked.end
        noise = generator(0, "slice", self.roll).normal(size=(2, objective.size))
        names = ("random direction 1", "random direction 2")
        if not isinstance(objective, FittingObjective):
            axes, _ = spanned(objective, end, zip(names, noise, strict=True))
            return Plane(end.copy(), axes, names)
        unit = units(objective.network, end)
        axes = normalised(objective.network, unit, noise)
        around = end + REACH * np.concatenate([axes, -axes])
        return Plane(end.copy(), axes, names, unit, landmarks=around)


@final
class ThreePoints(Choice, frozen=True, tag="three-points"):
    """The plane through start and end of the first path and the best point any racer has seen.

    Where the best point lies on the line of the other two, the point of the paths farthest from
    that line takes its place.
    """

    title: ClassVar[str] = "Start, end and best"
    help: ClassVar[str] = (
        "The plane through three points: where the first racer starts, where it ends, and the "
        "lowest loss that any racer has seen."
    )
    source: ClassVar[str] = (
        "Goodfellow, Vinyals and Saxe (2015), Qualitatively characterizing neural network "
        "optimization problems, ICLR"
    )

    def lay(self, walked: Walked) -> Laying:
        """Through the end, along the line from the start, and across it to the third point."""
        yield from ()
        start, end, best = walked.start, walked.end, walked.best
        line = end - start
        length = float(np.linalg.norm(line))
        rows = np.concatenate([thinned(path, MOST_ROWS) for path in walked.paths])
        beside = rows - end
        if length > 0.0:
            beside = beside - np.outer(beside @ line, line) / length**2
        farthest = rows[int(np.einsum("ij,ij->i", beside, beside).argmax())]
        off = best - end
        if length > 0.0:
            off = off - (off @ line) * line / length**2
        wanted: list[Named] = [("from start to end", line)]
        if float(np.linalg.norm(off)) > ON_THE_LINE * length:
            wanted.append(("towards the best point", best - end))
        if float(np.abs(beside).max()) > ON_THE_LINE * length:
            wanted.append(("towards the farthest point", farthest - end))
        axes, names = spanned(walked.objective, end, wanted)
        return Plane(end.copy(), axes, names, landmarks=best[None])


@final
class GradientAndCurvature(Choice, frozen=True, tag="gradient-curvature"):
    """The plane of the gradient and the direction of largest curvature at the first path's end."""

    title: ClassVar[str] = "Downhill and most curved"
    help: ClassVar[str] = (
        "At the end of the path: straight downhill, and across it where the ground bends most."
    )
    source: ClassVar[str] = (
        "Ghorbani, Krishnan and Xiao (2019), An investigation into neural net optimization via "
        "Hessian eigenvalue density, ICML, for the eigenvector by Lanczos"
    )

    def lay(self, walked: Walked) -> Laying:
        """Through the end of the first path, downhill, and along the steepest bend left."""
        end = walked.end
        wanted: list[Named] = [("downhill", -walked.objective.gradient(end))]
        seen = None
        for seen in spectrum(walked.objective, end):
            yield
            if seen.error <= CLOSE * abs(seen.largest):
                break
        if seen is not None and len(seen.curvatures):
            wanted.append(("most curved", signed(seen.directions[-1], walked.previous, 1)))
        axes, names = spanned(walked.objective, end, wanted)
        return Plane(end.copy(), axes, names)


AnySlice = PathPlane | TwoParameters | RandomDirections | ThreePoints | GradientAndCurvature

SLICES = Catalog(AnySlice)
