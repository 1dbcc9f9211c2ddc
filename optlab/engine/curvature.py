"""Curvature: how the ground bends where theta stands, and what that means for the descent.

The eigenvalues of the Hessian are the curvatures along its eigenvectors, directions that do not
mix. Up to `SMALL` parameters all of them are measured, column by column; beyond, Lanczos finds the
two ends, which is where the news is: the largest curvature limits the learning rate, a negative
smallest one tells a saddle from a minimum. Both are iterators with a stop point after every product
of two gradients, so that a window can drop the work half done.

Source: Ghorbani, Krishnan and Xiao (2019), An investigation into neural net optimization via
Hessian eigenvalue density, ICML, section 2, for Lanczos; Cohen et al. (2021), ICLR, for the edge.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from optlab.engine.arrays import Array
from optlab.engine.batches import Batch
from optlab.engine.hessian import FLAT, lanczos
from optlab.engine.keys import generator
from optlab.engine.objective import Objective

SMALL = 100
"""Up to so many parameters every curvature is measured: at most 200 gradients."""

MOST = 100
"""Products that Lanczos may take: the ends of the spectra of networks need a few dozen."""

SETTLED = 1e-6
"""The error of both ends, relative to the larger, at which Lanczos stops."""


@dataclass(frozen=True, eq=False, slots=True)
class Spectrum:
    """Curvatures (k,) in rising order with their directions (k, D), unit rows, at `theta` (D,).

    All D of them when `whole`; else at most the two ends, inside the true ones, each with an
    eigenvalue of the Hessian at most `error` away. Before the first estimate k is 0.
    """

    theta: Array
    gradient: Array
    curvatures: Array
    directions: Array
    whole: bool = False
    error: float = np.inf

    @property
    def gradient_norm(self) -> float:
        """‖∇L‖."""
        return float(np.linalg.norm(self.gradient))

    @property
    def largest(self) -> float:
        """The curvature across the ravine, λ max; nan before the first estimate."""
        return float(self.curvatures[-1]) if len(self.curvatures) else np.nan

    @property
    def smallest(self) -> float:
        """The curvature along the ravine, below 0 at a saddle; nan before the first estimate."""
        return float(self.curvatures[0]) if len(self.curvatures) else np.nan

    @property
    def flat(self) -> np.ndarray[tuple[int], np.dtype[np.bool]]:
        """Which of the k curvatures are 0 to the rounding of the products."""
        sizes = np.abs(self.curvatures)
        return sizes <= FLAT * sizes.max(initial=0.0)

    @property
    def condition(self) -> float:
        """The largest over the smallest size of a curvature; inf where a direction is flat.

        From the two ends alone it is a lower bound, and nan where the ground also curves downwards,
        for the smallest size lies between them. It is nan as well where there is no curvature.
        """
        sizes = np.abs(self.curvatures)
        if not sizes.any() or not (self.whole or self.smallest >= -FLAT * sizes.max()):
            return np.nan
        return np.inf if self.flat.any() else float(sizes.max() / sizes.min())

    @property
    def stable_rate(self) -> float:
        """2 / λ max, the largest learning rate at which descent is stable; inf without a bend."""
        return 2.0 / self.largest if self.largest > 0.0 else np.inf

    def heights(self, theta: Array) -> Array:
        """Split the loss above its bottom by direction: theta (..., D) -> ½ λᵢ cᵢ² (..., k).

        cᵢ is the distance along direction i from where the quadratic that touches the loss at
        `self.theta` is level. For a quadratic loss and a whole spectrum the sum is L − L min; for
        any other it is that of the quadratic. A direction that curves downwards counts below 0, a
        flat one not at all.
        """
        bent = ~self.flat
        level = np.zeros_like(self.curvatures)
        level[bent] = (self.directions[bent] @ self.gradient) / self.curvatures[bent]
        distances = (theta - self.theta) @ self.directions.T + level
        return np.where(bent, 0.5 * self.curvatures * distances * distances, 0.0)


def spectrum(
    objective: Objective, theta: Array, batch: Batch | None = None, small: int = SMALL
) -> Iterator[Spectrum]:
    """Measure the curvatures of the training loss (or of its part on a batch) at theta (D,).

    Yields what is known after each product, at first nothing; the last item is the result. Where a
    product is no number it ends with what it knew. `small` is the largest D measured in full.
    """
    size = len(theta)
    known = Spectrum(theta, objective.gradient(theta, batch), np.empty(0), np.empty((0, size)))
    yield known

    def product(direction: Array) -> Array:
        return objective.hessian_vector(theta, direction, batch)

    if size <= small:
        columns = np.empty((size, size))
        for column, axis in zip(columns, np.eye(size), strict=True):
            column[:] = product(axis)
            yield known
        if np.isfinite(columns).all():
            curvatures, axes = np.linalg.eigh(0.5 * (columns + columns.T))
            yield Spectrum(theta, known.gradient, curvatures, axes.T, whole=True, error=0.0)
        return
    start = generator(0, "curvature").normal(size=size)
    for seen in lanczos(product, start, MOST):
        curvatures, axes = np.linalg.eigh(seen.matrix)
        ends = [0, -1] if len(curvatures) > 1 else [0]
        error = seen.left * float(np.abs(axes[-1, ends]).max())
        directions = axes[:, ends].T @ seen.directions
        yield Spectrum(theta, known.gradient, curvatures[ends], directions, error=error)
        if error <= SETTLED * float(np.abs(curvatures[ends]).max()):
            return


PARABOLIC = 1e-6
"""The share of a gradient that a parabola may miss, for the rounding of the products."""


def parabolic(objective: Objective, known: Spectrum) -> bool:
    """Whether the loss is a parabola: a whole spectrum foretells the gradient far from its place.

    It is looked at once, along all directions at the same time.
    """
    if not known.whole:
        return False
    size = len(known.theta)
    reach = 1.0 + float(np.linalg.norm(known.theta))
    parts = np.full(size, reach / np.sqrt(size))
    change = (parts * known.curvatures) @ known.directions
    foretold = known.gradient + change
    found = objective.gradient(known.theta + parts @ known.directions)
    missed = float(np.linalg.norm(found - foretold))
    return missed <= PARABOLIC * (float(np.linalg.norm(foretold)) + float(np.linalg.norm(change)))
