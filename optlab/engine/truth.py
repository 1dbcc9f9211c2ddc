"""Truth: how far the drawn surface can be believed at one point of the path.

A slice through D > 2 dimensions draws the loss at the foot of theta on the plane, not at theta. The
meter puts both heights side by side and says how much of the path's movement lies in the plane.

That share needs something to compare with, because even a random walk looks like a tidy curve in
its own principal plane. The covariance of a centred walk of k points has the eigenvalues
1 / (4 sin²(π i / 2k)), i = 1 .. k - 1 (the pseudo-inverse of the path graph's Laplacian), with the
sum (k² - 1) / 6. In many dimensions the shares tend to 6 / (π i)²: 60.8 % and 15.2 %, so 76 % with
two axes, however long the walk. In few dimensions chance helps: the share is a mean over draws of
Σ λᵢ gᵢ gᵢᵀ with Gaussian gᵢ, drawn by Bartlett's decomposition, whose cost does not depend on D.

Source: Antognini and Sohl-Dickstein (2018), PCA of high dimensional random walks with comparison to
neural network training, NeurIPS; Bartlett (1933), On the theory of statistical regression.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import cast

import numpy as np

from optlab.engine.arrays import Array
from optlab.engine.keys import generator
from optlab.engine.objective import Objective
from optlab.engine.slices import Slice, thinned

DRAWS = 512
MODES = 16  # leading eigenvalues that are drawn; the rest spread evenly over all dimensions
MOST_ROWS = 1024  # rows of the path that are measured: enough for three digits
LONG = 64  # from here on a longer walk has the same share to 0.05 %


@dataclass(frozen=True)
class Truth:
    """The drawn and the true loss at theta, and what the plane holds of the path.

    `error` is (drawn - true) / |true|; `share` the part (0 to 1) of the path's squared displacement
    from its mean that lies in the plane; `random_share` what a random walk of the same length shows
    in its own principal plane; `outside` the distance of theta from its foot on the plane.
    """

    drawn: float
    true: float
    error: float
    share: float
    random_share: float
    outside: float


def truth(objective: Objective, slice: Slice, path: Array, theta: Array) -> Truth:
    """Read the meter at theta (D,) after the path (k, D), whose non-finite rows do not count."""
    with np.errstate(all="ignore"):  # theta may have exploded
        foot = slice.theta(slice.coordinates(theta))
        drawn, true = (float(loss) for loss in objective.value(np.stack([foot, theta])))
        outside = float(np.linalg.norm(theta - foot))
    rows = thinned(path, MOST_ROWS)
    rows = rows[np.isfinite(rows).all(axis=1)]
    return Truth(
        drawn=drawn,
        true=true,
        error=_relative(drawn, true),
        share=_share(slice, rows),
        random_share=random_share(len(path), objective.size),
        outside=outside,
    )


@lru_cache(maxsize=1024)
def random_share(points: int, size: int) -> float:
    """Give the mean share of a random walk of `points` points in D = `size` in its own plane.

    It is good to about 0.5 % of itself and the same at every call; 1 where two axes hold any walk.
    """
    return 1.0 if min(points - 1, size) <= 2 else _drawn_share(min(points, LONG), size)


@lru_cache(maxsize=1024)
def _drawn_share(points: int, size: int) -> float:
    order = np.arange(1, points)
    spread = 0.25 / np.sin(np.pi * order / (2 * points)) ** 2
    modes = min(MODES, points - 1)
    leading, rest = spread[:modes], float(spread[modes:].sum())
    rank = min(modes, size)
    rng = generator(0, "random walk", size)
    factor = np.tril(rng.standard_normal((DRAWS, modes, rank)), -1)
    diagonal = np.arange(rank)
    factor[:, diagonal, diagonal] = np.sqrt(rng.chisquare(size - diagonal, (DRAWS, rank)))
    scaled = factor * np.sqrt(leading)[:, None]
    held = cast("Array", np.linalg.eigvalsh(np.swapaxes(scaled, 1, 2) @ scaled))
    shares: Array = (held[:, -2:].sum(axis=1) + 2.0 * rest) / (held.sum(axis=1) + size * rest)
    return float(np.mean(shares))


def _share(plane: Slice, rows: Array) -> float:
    if len(rows) == 0:
        return 1.0
    moved = rows - rows.mean(axis=0)
    total = float(np.einsum("ij,ij->", moved, moved))
    basis = plane.axes.T if plane.unit is None else np.linalg.qr(plane.axes.T)[0]
    inside = moved @ basis
    return min(1.0, float(np.square(inside).sum()) / total) if total > 0.0 else 1.0


def _relative(drawn: float, true: float) -> float:
    if drawn == true:
        return 0.0
    if true == 0.0:
        return math.copysign(math.inf, drawn)
    return (drawn - true) / abs(true)
