"""The Hessian, one product at a time: how the gradient changes along a direction.

A central difference of two hand-written gradients is good to about ten digits, serves every model,
loss and landscape, and is honest about its price: two gradient evaluations. Rejected: Pearlmutter's
exact operator, a second pass by hand through every activation and loss for digits nobody can see.

`lanczos` looks at the Hessian through a few such products, in the directions that matter most: the
slope, how the slope changes along itself, how that changes, and so on. Newton's method steps in
their space and the curvature view reads the steepest and the flattest direction off it, both for
any number of parameters.

Sources: Nocedal and Wright (2006), Numerical Optimization, section 8.1; Lanczos (1950), J. Res.
Nat. Bur. Standards 45(4).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from optlab.engine.arrays import Array

NEAR = float(np.finfo(np.float64).eps) ** (1.0 / 3.0)
"""The step at which the rounding and the curving of a smooth gradient weigh the same."""

FLAT = 1e-8
"""Curvature below this share of the largest cannot be told from the rounding of the products."""

LEFT = 1e-10
"""What a product may have outside of the span, as a share of the largest, when it is rounding."""

Product = Callable[[Array], Array]


def along(gradient: Callable[[Array], Array], theta: Array, direction: Array) -> Array:
    """Give the Hessian at theta (D,) times `direction` (D,): the gradient may reuse its buffer."""
    length = float(np.linalg.norm(direction))
    if length == 0.0:
        return np.zeros_like(theta)
    step = NEAR * (1.0 + float(np.linalg.norm(theta))) / length
    ahead = gradient(theta + step * direction).copy()
    ahead -= gradient(theta - step * direction)
    ahead /= 2.0 * step
    return ahead


@dataclass(frozen=True, eq=False, slots=True)
class Krylov:
    """The Hessian as seen from the span of k directions.

    `directions` (k, D) are orthonormal rows, `matrix` (k, k) is the Hessian between them, and
    `left` the length of what the last product had outside of their span: 0 when nothing is left.
    """

    directions: Array
    matrix: Array
    left: float


def lanczos(product: Product, start: Array, most: int) -> Iterator[Krylov]:
    """Grow the span of start (D,), H start, H² start ... by one direction for each product.

    It ends after `most` directions, when the span is whole, or before a product that is no number.
    Every new direction is cleared of all others twice, for rounding would bring them back.
    """
    most = min(most, len(start))
    directions = np.empty((most, len(start)))
    matrix = np.zeros((most, most))
    directions[0] = start / np.linalg.norm(start)
    for k in range(most):
        rest = product(directions[k])
        if not np.isfinite(rest).all():
            return
        known = directions[: k + 1]
        matrix[k, k] = directions[k] @ rest
        for _ in range(2):
            rest = rest - (known @ rest) @ known
        left = float(np.linalg.norm(rest))
        whole = left <= LEFT * float(np.abs(matrix).max())
        yield Krylov(known, matrix[: k + 1, : k + 1], 0.0 if whole else left)
        if whole or k + 1 == most:
            return
        matrix[k, k + 1] = matrix[k + 1, k] = left
        directions[k + 1] = rest / left
