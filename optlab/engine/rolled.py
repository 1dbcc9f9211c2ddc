"""A landscape made ready: an analytic function behind the same face as a fitting."""

from __future__ import annotations

from functools import lru_cache
from typing import cast

import numpy as np

from optlab.engine.arrays import Array, frozen
from optlab.engine.batches import Batch
from optlab.engine.hessian import along
from optlab.engine.keys import generator
from optlab.engine.landscapes import AnyLandscape, Box, Point
from optlab.engine.saddles import Gradient, saddles
from optlab.engine.starts import AnyStart, At


class LandscapeObjective:
    """Objective protocol for a landscape of one or two parameters."""

    architecture = None
    samples = 0
    steps_per_epoch = 1
    has_test = False
    exact = True

    def __init__(self, landscape: AnyLandscape) -> None:
        self.landscape = landscape
        self.names = landscape.axes
        self.size = len(self.names)

    @property
    def box(self) -> Box:
        """The part of the landscape worth looking at."""
        return self.landscape.box

    @property
    def minima(self) -> tuple[Point, ...]:
        """Known minima."""
        return self.landscape.minima

    @property
    def saddles(self) -> tuple[Point, ...]:
        """Saddles in the box of a landscape of two parameters, () on a line."""
        return _saddles(self.landscape) if self.size == 2 else ()

    def value(self, theta: Array, batch: Batch | None = None) -> Array:
        """Height at theta (..., D) -> (...)."""
        del batch
        with np.errstate(all="ignore"):
            return np.asarray(self.landscape.value(*(theta[..., i] for i in range(self.size))))

    def test_value(self, theta: Array) -> Array:
        """There is nothing to test on: nan in the shape (...) of theta (..., D)."""
        return np.full(theta.shape[:-1], np.nan)

    def gradient(self, theta: Array, batch: Batch | None = None) -> Array:
        """Gradient at theta (D,)."""
        del batch
        slope = self.differentiator()
        slope(theta)
        return slope.gradient

    def hessian_vector(self, theta: Array, vector: Array, batch: Batch | None = None) -> Array:
        """Hessian of `value` at theta (D,) times a vector (D,)."""
        return along(lambda at: self.gradient(at, batch), theta, vector)

    def on_plane(
        self,
        origin: Array,
        axes: Array,
        u: Array,
        v: Array,
        batch: Batch | None = None,
        *,
        precise: bool = False,
    ) -> Array:
        """Height at origin (D,) + u axes[0] + v axes[1] for u, v (N,) -> (N,)."""
        del batch, precise
        return self.value(origin + u[:, None] * axes[0] + v[:, None] * axes[1])

    def differentiator(self) -> Slope:
        """Height and gradient with a buffer of its own."""
        return Slope(self.landscape)

    def start(self, start: AnyStart, seed: int) -> Array:
        """Return the chosen point, or one drawn as the weights of one unit with D inputs."""
        if isinstance(start, At):
            return frozen(start.point(self.size))
        return frozen(start.weights(generator(seed, "start"), 1, self.size)[0])


@lru_cache(maxsize=8)
def _saddles(landscape: AnyLandscape) -> tuple[Point, ...]:
    gradient = cast("Gradient", landscape.gradient)  # of two parameters
    return tuple((x, y) for x, y in saddles(gradient, landscape.box).tolist())


class Slope:
    """Height and gradient of a landscape; there are no batches, so `turn` has nothing to do."""

    samples = 0
    batch = None

    def __init__(self, landscape: AnyLandscape) -> None:
        self._value, self._gradient = landscape.value, landscape.gradient
        self.gradient = np.zeros(len(landscape.axes))

    def turn(self, step: int) -> None:
        """Every step sees the same landscape."""

    def __call__(self, theta: Array) -> float:
        """Return the height at theta (D,); the gradient is then in `gradient` (D,)."""
        point = theta.tolist()
        try:
            self.gradient[:] = self._gradient(*point)
            return self._value(*point)
        except OverflowError:
            self.gradient[:] = np.inf
            return np.inf
