"""Surfaces: the loss over a slice, from coarse to fine.

The grids are nested, so a finer one only evaluates its new points: refining up to 129 costs what
129 alone would. A picture of 17x17 stands after two milliseconds, and the work can stop, or be
replaced, every few milliseconds. The points of one piece of work are chosen by the speed of the
piece before, because a point costs 3 µs on a small network and 50 µs on the digits.

Where one parameter is all there is, the surface is a single row (v is 0), fine enough for a hole
that is narrower than a grid of 129 points could show.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from optlab.engine.arrays import Array, frozen
from optlab.engine.batches import Batch
from optlab.engine.objective import Objective
from optlab.engine.slices import Slice

SIZES = (17, 33, 65, 129)
LINE_SIZES = (1025,)
PIECE = 0.004  # seconds of work between two looks at the clock
STOP = 0.005  # seconds after which the last complete surface is yielded again


@dataclass(frozen=True, eq=False)
class Surface:
    """Loss over a slice: loss[i, j] at u[j], v[i]; inf or nan where it cannot be computed.

    On a line (D = 1) there is one row, v[0] = 0. `seconds` is the time of work, over all coarser
    grids, that led to it.
    """

    slice: Slice
    u: Array
    v: Array
    loss: Array
    seconds: float


def refine(
    objective: Objective,
    slice: Slice,
    sizes: Sequence[int] | None = None,
    batch: Batch | None = None,
    *,
    precise: bool = False,
) -> Iterator[Surface]:
    """Yield the complete surface of each size (points per side, at least 2), coarse to fine.

    It is that of the whole training set, or of one `batch`; `precise` asks for float64 throughout.

    The usual sizes are SIZES; on a line LINE_SIZES, and a size is the points of its one row.
    In between, the last complete one is yielded again as a stop point, at most about 10 ms apart.
    To have one early, grids of 3, 5 and 9 precede a first size they are nested in; they are yielded
    only if the first size takes long.
    """
    line = len(slice.origin) == 1
    if sizes is None:
        sizes = LINE_SIZES if line else SIZES
    surface: Surface | None = None
    points, spent, since = 16, 0.0, 0.0
    for size in (*_preludes(sizes[0]), *sizes):
        across, deep = slice.box
        u, v = np.linspace(*across, size), np.linspace(*deep, 1 if line else size)
        loss, missing = _inherited(surface, (len(v), size))
        rows, columns = np.nonzero(missing)
        done = 0
        while done < len(rows):
            began = time.perf_counter()
            i, j = rows[done : done + points], columns[done : done + points]
            at = u[j], v[i]
            loss[i, j] = objective.on_plane(slice.origin, slice.axes, *at, batch, precise=precise)
            took = time.perf_counter() - began
            done += len(i)
            spent += took
            since += took
            points = max(16, min(4 * points, int(len(i) * PIECE / max(took, 1e-9))))
            if since >= STOP and surface is not None and done < len(rows):
                yield surface
                since = 0.0
        surface = Surface(slice, frozen(u), frozen(v), frozen(loss), spent)
        if size in sizes or since >= STOP:
            yield surface
            since = 0.0


def _preludes(first: int) -> tuple[int, ...]:
    return tuple(size for size in (3, 5, 9) if size < first and (first - 1) % (size - 1) == 0)


def _inherited(
    surface: Surface | None, shape: tuple[int, int]
) -> tuple[Array, np.ndarray[tuple[int, int], np.dtype[np.bool_]]]:
    """Make a grid of `shape` of what the coarser surface knows, and of where it knows nothing."""
    loss = np.full(shape, np.nan)
    missing = np.ones(shape, dtype=bool)
    last = shape[1] - 1
    if surface is not None and last % (len(surface.u) - 1) == 0:
        stride = last // (len(surface.u) - 1)
        loss[::stride, ::stride] = surface.loss
        missing[::stride, ::stride] = False
    return loss, missing
