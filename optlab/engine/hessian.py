"""The Hessian, one product at a time: how the gradient changes along a direction.

A central difference of two hand-written gradients is good to about ten digits, serves every model,
loss and landscape, and is honest about its price: two gradient evaluations. Rejected: Pearlmutter's
exact operator, a second pass by hand through every activation and loss for digits nobody can see.

Source: Nocedal and Wright (2006), Numerical Optimization, section 8.1.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from optlab.engine.arrays import Array

NEAR = float(np.finfo(np.float64).eps) ** (1.0 / 3.0)
"""The step at which the rounding and the curving of a smooth gradient weigh the same."""


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


def hessian(gradient: Callable[[Array], Array], theta: Array) -> Array:
    """Give the Hessian (D, D) at theta (D,), made symmetric: 2 D gradients."""
    columns = np.array([along(gradient, theta, axis) for axis in np.eye(len(theta))])
    return 0.5 * (columns + columns.T)
