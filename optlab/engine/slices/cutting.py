"""Cutting: a recipe laid through the paths, and the box around what shall be seen.

A landscape shows at most three times its declared box, however far a racer that explodes may go;
the rows of a fitting that shape the slice are chosen by `walked`. With D <= 2 the whole space is
shown, whatever the recipe.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from typing import cast

import numpy as np

from optlab.engine.arrays import Array, frozen
from optlab.engine.objective import Objective
from optlab.engine.slices.recipes import AnySlice, Plane
from optlab.engine.slices.slice import Interval, Slice, duals
from optlab.engine.slices.walked import Walked, shown

NARROWEST = 0.35  # shorter side of the box over the longer one
LANDSCAPE_REACH = 3.0  # how much larger than its declared box a landscape is drawn


def cut(
    objective: Objective,
    recipe: AnySlice,
    paths: Sequence[Array],
    *,
    margin: float = 0.25,
    previous: Slice | None = None,
    best: Array | None = None,
) -> Slice:
    """Build the slice for `paths`, one array (k, D) per racer with k >= 1, the start first.

    `margin` is added to each side of the paths' extent; `previous` is the slice drawn until now,
    whose directions are kept; `best` (D,) is the best point seen, which else is looked for on the
    paths. Raises Unfit when the recipe names a parameter that does not exist, or one twice.
    """
    work = cutting(objective, recipe, paths, margin=margin, previous=previous, best=best)
    while True:
        try:
            next(work)
        except StopIteration as end:
            return cast("Slice", end.value)


def cutting(
    objective: Objective,
    recipe: AnySlice,
    paths: Sequence[Array],
    *,
    margin: float = 0.25,
    previous: Slice | None = None,
    best: Array | None = None,
    reach: float = 0.0,
) -> Generator[None, None, Slice]:
    """The same as a job that can be dropped at every yield, for recipes that take their time.

    The box of a fitting goes at least `reach` around the start, and where that is given it tells
    nothing of what lies ahead of the paths.
    """
    walked = Walked(objective, [shown(objective, path) for path in paths], previous, best)
    if objective.size <= 2:
        plane = _whole(objective)
    else:
        plane = yield from recipe.lay(walked)
    box = _box(walked, plane, margin, reach)
    unit = None if plane.unit is None else frozen(plane.unit)
    return Slice(recipe, frozen(plane.origin), frozen(plane.axes), box, plane.names, unit)


def _whole(objective: Objective) -> Plane:
    """The whole space of one or two parameters."""
    first, second = (*objective.names, "")[:2]
    return Plane(np.zeros(objective.size), np.eye(2, objective.size), (first, second))


def _box(walked: Walked, plane: Plane, margin: float, reach: float) -> tuple[Interval, Interval]:
    """The intervals of u and v that hold the paths."""
    objective, paths = walked.objective, walked.paths
    rows = paths if plane.landmarks is None else [*paths, plane.landmarks]
    reading = duals(plane.axes, plane.unit)[: objective.size]
    points = np.concatenate([(path - plane.origin) @ reading.T for path in rows])
    if reach > 0.0 and objective.box is None:
        points = np.concatenate([points, points[:1] + reach, points[:1] - reach])
    elif objective.size == 2 and objective.box is None:
        points = np.concatenate([points, *_minimum_ahead(objective, paths)])
    if objective.box is not None:
        return _intervals(*_landscape_extent(points, objective.box))
    radius = float(np.linalg.norm(walked.start)) or 1.0
    return _intervals(*_fitting_extent(points, margin, radius))


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
