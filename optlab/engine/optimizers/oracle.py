"""The oracle: what an optimizer may ask about the objective at one step, with a meter on it.

Optimizers see the objective only through it, so whatever they do is counted, and methods of all
kinds can be compared by what they paid. One oracle serves one racer for a whole block of steps; the
run turns it to the next step. The array that `gradient` returns is overwritten by the next call.

`loss` and `gradient_norm` become the columns of the step, so they must say where it stood however
often it asked: `gradient` writes both, `value` neither (its points are trials). A method that asks
for losses only writes `loss` itself; its `gradient_norm` stays nan, for no gradient was felt.
"""

from __future__ import annotations

import math
from typing import Protocol, cast, final

import numpy as np

from optlab.engine.arrays import Array
from optlab.engine.batches import Batch
from optlab.engine.hessian import along
from optlab.engine.keys import generator
from optlab.engine.losses import Number


class Differentiator(Protocol):
    """Loss and gradient of an objective with buffers of its own, for one caller."""

    gradient: Array
    samples: int

    @property
    def batch(self) -> Batch | None:
        """The batch it was turned to; None where there are none."""
        ...

    def turn(self, step: int) -> None:
        """Take the batch of step `step`; `samples` says how many samples it holds."""
        ...

    def __call__(self, theta: Array) -> Number:
        """Return the loss at theta (D,) on the batch; its gradient is then in `gradient`."""
        ...


class Measure(Protocol):
    """The loss of an objective at many points at once."""

    def __call__(self, theta: Array, batch: Batch | None) -> Array:
        """Return the losses (...) at theta (..., D) on the batch."""
        ...


class Oracle:
    """Answers at one step, and what was paid so far.

    `box` is the part of a landscape worth searching, an interval per parameter (else None).
    """

    __slots__ = (
        "_differentiator",
        "_measure",
        "_seed",
        "box",
        "gradient_evaluations",
        "gradient_norm",
        "loss",
        "loss_evaluations",
        "pace",
        "samples",
        "step",
    )

    def __init__(
        self,
        differentiator: Differentiator,
        measure: Measure,
        paid: tuple[int, int, int] = (0, 0, 0),
        *,
        seed: int = 0,
        box: tuple[tuple[float, float], ...] | None = None,
    ) -> None:
        self._differentiator, self._measure = differentiator, measure
        self._seed, self.box = seed, box
        self.loss_evaluations, self.gradient_evaluations, self.samples = paid
        self.step = 0
        self.pace = 1.0
        self.loss = math.nan
        self.gradient_norm = math.nan

    def turn(self, step: int, pace: float) -> None:
        """Go to step `step` (counted from 0), whose learning rate is `pace` times the knob's."""
        self.step = step
        self.pace = pace
        self.loss = self.gradient_norm = math.nan
        self._differentiator.turn(step)

    def gradient(self, theta: Array) -> Array:
        """Return the gradient (D,) at theta on this step's batch: one gradient evaluation."""
        differentiator = self._differentiator
        self.loss = cast("float", differentiator(theta))
        self.gradient_evaluations += 1
        self.samples += differentiator.samples
        gradient = differentiator.gradient
        square = float(gradient.dot(gradient))
        self.gradient_norm = math.sqrt(square) if square >= 0.0 else math.nan
        return gradient

    def value(self, theta: Array) -> Array:
        """Return the losses (...) at theta (..., D) on this step's batch: one evaluation each."""
        differentiator = self._differentiator
        losses = self._measure(theta, differentiator.batch)
        self.loss_evaluations += losses.size
        self.samples += losses.size * differentiator.samples
        return losses

    def curvature(self, theta: Array, direction: Array) -> Array:
        """Return the Hessian at theta (D,) times a direction (D,): two gradient evaluations.

        It leaves `loss` and `gradient_norm` as they are: the points beside theta are trials.
        """
        stood = self.loss, self.gradient_norm
        product = along(self.gradient, theta, direction)
        self.loss, self.gradient_norm = stood
        return product

    def random(self) -> np.random.Generator:
        """Return this step's own random numbers: each call begins them anew.

        They are the same for every racer, as the batches are: no method has better luck than
        another, and leaving one out changes nothing for the rest.
        """
        return generator(self._seed, "search", self.step)


def _nothing(theta: Array, batch: Batch | None) -> Array:
    del batch
    raise NotImplementedError(f"A team asks for gradients only, not for {theta.shape}.")


@final
class TeamOracle(Oracle):
    """Answers to K racers at once: columns (K, 1) where one of them alone has a number.

    The cost is that of each one.
    """

    __slots__ = ()

    def __init__(self, differentiator: Differentiator) -> None:
        super().__init__(differentiator, _nothing)

    def gradient(self, theta: Array) -> Array:
        """Return the gradients (K, D) at theta (K, D): one gradient evaluation for each."""
        differentiator = self._differentiator
        self.loss = cast("float", np.asarray(differentiator(theta))[:, None])
        self.gradient_evaluations += 1
        self.samples += differentiator.samples
        gradient = differentiator.gradient
        self.gradient_norm = cast("float", np.sqrt(np.vecdot(gradient, gradient))[:, None])
        return gradient
