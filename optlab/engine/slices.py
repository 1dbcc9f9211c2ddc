"""Slices: the plane through parameter space that is drawn, or the line where there is no more.

A recipe says what was chosen; `cut` builds the slice from it and from the paths walked so far. The
path's own plane is the default for networks: a plane of two weights or two random directions holds
next to nothing of a small network's movement, the path's own plane nearly all of it.

That plane goes through the end of the first path and holds most of all paths' displacement from
there (Li et al. 2018). Through the mean it would hold 0.5 % more of the movement, but the drawn
heights would be off by a quarter more (median over networks, seeds and optimizers), and the end is
where a student looks longest. Every racer counts equally, however many rows its path has. Axes
never flip for no reason: each agrees with the slice before it, or else makes its largest component
positive. Where the path is a point or a straight line, the missing axes are the steepest direction
at its end and then single parameters.

A racer that explodes would stretch the box until every other path is a dot. So a landscape shows at
most three times its declared box, and for a fitting rows count only while their loss stays within
ten times that of the start (or of the zero vector, where that is higher).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, ClassVar, cast, final

import numpy as np

from optlab.engine.arrays import Array, frozen
from optlab.engine.declare import Catalog, Choice, knob
from optlab.engine.objective import Objective
from optlab.engine.trouble import Unfit

Interval = tuple[float, float]

MOST_ROWS = 256  # rows of all paths together that decide the plane: 7 ms at D = 2,410
NARROWEST = 0.35  # shorter side of the box over the longer one
LANDSCAPE_REACH = 3.0  # how much larger than its declared box a landscape is drawn
LOSS_REACH = 10.0  # how much higher than the start a row may be and still shape the slice


@final
class PathPlane(Choice, frozen=True, tag="path"):
    """The plane of the two leading principal components of the paths."""

    title: ClassVar[str] = "Path plane"
    help: ClassVar[str] = (
        "The plane that holds most of the movement, so the path you see is the path."
    )
    source: ClassVar[str] = (
        "Li et al. (2018), Visualizing the loss landscape of neural nets, NeurIPS"
    )


@final
class TwoParameters(Choice, frozen=True, tag="parameters"):
    """Two parameters vary; all others stay where the first racer's path ends."""

    title: ClassVar[str] = "Two parameters"
    help: ClassVar[str] = (
        "Change two parameters and keep the others: easy to name, but a thin slice."
    )

    first: Annotated[int, knob("Across", "Number of the parameter on the first axis.", ge=0)] = 0
    second: Annotated[int, knob("Deep", "Number of the parameter on the second axis.", ge=0)] = 1


@final
@dataclass(frozen=True, eq=False)
class Slice:
    """A built slice: theta = origin (D,) + u axes[0] + v axes[1], drawn over `box` of (u, v).

    The axes (2, D) are orthonormal. Only for D = 1, where the whole space is a line, is the second
    one zero; v is then 0 everywhere and its name empty.
    """

    recipe: AnySlice
    origin: Array
    axes: Array
    box: tuple[Interval, Interval]
    names: tuple[str, str]

    def coordinates(self, theta: Array) -> Array:
        """Give (..., 2), the (u, v) of the foot of theta (..., D) on the plane."""
        with np.errstate(all="ignore"):  # theta may have exploded
            return (theta - self.origin) @ self.axes.T

    def theta(self, uv: Array) -> Array:
        """Give (..., D), the point of the plane at uv (..., 2)."""
        return self.origin + uv @ self.axes


def cut(
    objective: Objective,
    recipe: AnySlice,
    paths: Sequence[Array],
    margin: float = 0.25,
    previous: Slice | None = None,
) -> Slice:
    """Build the slice for `paths`, one array (k, D) per racer with k >= 1, the start first.

    `margin` is added to each side of the paths' extent; `previous` is the slice drawn until now,
    whose directions are kept. With D <= 2 the whole space is shown, whatever the recipe. Raises
    Unfit when the recipe names a parameter that does not exist, or one twice.
    """
    shown = [_shown(objective, path) for path in paths]
    size = objective.size
    if size <= 2:
        origin, axes = np.zeros(size), np.eye(2, size)
        names = (*objective.names, "")[:2]
    elif isinstance(recipe, TwoParameters):
        first, second = _pair(recipe, size)
        origin, axes = shown[0][-1].copy(), np.zeros((2, size))
        origin[[first, second]] = 0.0  # so that u and v are the parameters themselves
        axes[0, first] = axes[1, second] = 1.0
        names = (objective.names[first], objective.names[second])
    else:
        origin, axes = _path_plane(objective, shown, previous)
        names = ("along the path (PC 1)", "across (PC 2)")
    points = np.concatenate([(path - origin) @ axes.T for path in shown])[:, :size]
    if size == 2 and objective.box is None:
        points = np.concatenate([points, *_minimum_ahead(objective, shown)])
    if objective.box is None:
        low, high = _fitting_extent(points, margin, float(np.linalg.norm(shown[0][0])) or 1.0)
    else:
        low, high = _landscape_extent(points, objective.box)
    box = _intervals(low, high)
    return Slice(recipe, frozen(origin), frozen(axes), box, (names[0], names[1]))


def thinned(path: Array, most: int) -> Array:
    """Give at most `most` (>= 2) evenly spread rows of a path (k, D), its two ends among them."""
    if len(path) <= most:
        return path
    return path[np.linspace(0, len(path) - 1, most).astype(np.intp)]


def _shown(objective: Objective, path: Array) -> Array:
    """Keep the rows of a path (k, D) that shape the slice: finite, few, and not of an explosion."""
    rows = path[np.isfinite(path).all(axis=1)]
    if len(rows) == 0:
        return np.zeros((1, objective.size))
    rows = thinned(rows, MOST_ROWS)
    if objective.box is not None:
        return rows
    ceiling = LOSS_REACH * float(
        np.nanmax(objective.value(np.stack([rows[0], np.zeros_like(rows[0])])))
    )
    with np.errstate(all="ignore"):  # an exploded end may overflow
        if objective.value(rows[-1]) <= ceiling:
            return rows
        kept = np.array([bool(objective.value(row) <= ceiling) for row in rows])
    kept[0] = True
    return rows[kept]


def _pair(recipe: TwoParameters, size: int) -> tuple[int, int]:
    for name, index in (("first", recipe.first), ("second", recipe.second)):
        if not 0 <= index < size:
            raise Unfit(f"slice.{name}", f"There is no parameter {index}: give 0 to {size - 1}.")
    if recipe.first == recipe.second:
        raise Unfit("slice.second", "The two parameters of a slice must differ.")
    return recipe.first, recipe.second


def _path_plane(
    objective: Objective, paths: Sequence[Array], previous: Slice | None
) -> tuple[Array, Array]:
    """End (D,) of the first path and the two directions (2, D) that hold most of all from there."""
    few = [thinned(path, MOST_ROWS // len(paths)) for path in paths]
    end = few[0][-1]
    rows = np.concatenate([(path - end) / math.sqrt(len(path)) for path in few])
    floor = 1e-9 * float(np.linalg.norm(end))
    found = [_signed(each, previous, i) for i, each in enumerate(_principal(rows, floor))]
    return end.copy(), _completed(objective, found, end)


def _principal(rows: Array, floor: float) -> Array:
    """Give the leading directions (0 to 2, D) of rows (k, D) that are longer than `floor`.

    They come from the smaller Gram matrix, ten times as fast as from singular values; what is
    a millionth of the first is rounding.
    """
    scale = float(np.abs(rows).max())
    if scale <= floor:
        return rows[:0]
    rows = rows / scale
    wide = len(rows) < rows.shape[1]
    values, vectors = np.linalg.eigh(rows @ rows.T if wide else rows.T @ rows)
    leading = vectors[:, :-3:-1].T[values[:-3:-1] > 1e-12 * values[-1]]
    directions = leading @ rows if wide else leading
    return directions / np.linalg.norm(directions, axis=1, keepdims=True)


def _signed(axis: Array, previous: Slice | None, index: int) -> Array:
    """`axis` or its opposite, whichever agrees with the slice before or the convention."""
    if previous is not None and previous.origin.shape == axis.shape:
        agreement = float(axis @ previous.axes[index])
        if abs(agreement) > 1e-3:
            return axis if agreement > 0.0 else -axis
    return axis if axis[np.abs(axis).argmax()] > 0.0 else -axis


def _completed(objective: Objective, found: list[Array], end: Array) -> Array:
    """Fill up to two orthonormal axes (2, D): downhill from `end`, then single parameters."""
    candidates = [] if len(found) == 2 else [-objective.gradient(end), *np.eye(3, objective.size)]
    for candidate in candidates:
        length = np.linalg.norm(candidate)
        if len(found) == 2 or not 0.0 < length < math.inf:
            continue
        rest = candidate / length
        for _ in range(2):  # twice is enough (Kahan and Parlett): orthogonal to rounding
            for axis in found:
                rest = rest - (rest @ axis) * axis
        left = np.linalg.norm(rest)
        if left > 1e-6:
            found = [*found, rest / left]
    return np.stack(found)


def _minimum_ahead(objective: Objective, paths: Sequence[Array]) -> list[Array]:
    """Give the minimum the first path heads for, [(1, 2)] or []: where Newton's step would land.

    It is exact for linear regression, whose gradients are linear, so their differences are the
    curvature. It counts when the path has come nearer to it, it is lower than the end, and it
    is no more than three lengths of the path away.
    """
    start, end = paths[0][0], paths[0][-1]
    steps = np.eye(2) * 1e-3 * max(1.0, float(np.abs(end).max()))
    differences = [objective.gradient(end + h) - objective.gradient(end - h) for h in steps]
    hessian = np.stack(differences, axis=1) / (2.0 * steps.max())
    slope = objective.gradient(end)
    if not (np.isfinite(hessian).all() and np.isfinite(slope).all()):
        return []
    if abs(np.linalg.det(hessian)) <= 1e-12 * np.square(hessian).sum():
        return []
    target = end - cast("Array", np.linalg.solve(hessian, slope))
    left = float(np.linalg.norm(target - end))
    gone = float(np.linalg.norm(end - start))
    nearer = left < float(np.linalg.norm(target - start)) and left <= 3.0 * gone
    return [target[None]] if nearer and objective.value(target) <= objective.value(end) else []


def _fitting_extent(points: Array, margin: float, radius: float) -> tuple[Array, Array]:
    """Hold points (k, n) and a margin, never thinner than NARROWEST; `radius` if none moved."""
    low, high = points.min(axis=0), points.max(axis=0)
    middle, half = (low + high) / 2.0, (high - low) * (0.5 + margin)
    if half.max() <= 1e-9 * radius:
        half = np.full_like(half, radius)
    half = np.maximum(half, NARROWEST * half.max())
    return middle - half, middle + half


def _landscape_extent(points: Array, declared: Sequence[Interval]) -> tuple[Array, Array]:
    """Grow the declared box to hold points (k, n), but to at most LANDSCAPE_REACH times itself."""
    low, high = np.array(declared).T
    middle, half = (low + high) / 2.0, (high - low) / 2.0
    air = 0.05 * (high - low)
    far_low, far_high = middle - LANDSCAPE_REACH * half, middle + LANDSCAPE_REACH * half
    low = np.clip(points.min(axis=0) - air, far_low, low)
    high = np.clip(points.max(axis=0) + air, high, far_high)
    return low, high


def _intervals(low: Array, high: Array) -> tuple[Interval, Interval]:
    """Intervals of u and v from `low` to `high`, (2,) or, on a line, (1,)."""
    u, *v = zip(low.tolist(), high.tolist(), strict=True)
    return u, v[0] if v else (0.0, 0.0)


AnySlice = PathPlane | TwoParameters

SLICES = Catalog(AnySlice)
