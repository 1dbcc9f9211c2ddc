"""What goes on inside the model of one racer at one moment, seen with one sample.

Everything is computed when it is first asked for, so that a view which does not show a part does
not pay for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from optlab.engine.arrays import Array
from optlab.engine.datasets import Samples
from optlab.engine.fitted import FittingObjective
from optlab.engine.units import LayerUnits, Tally
from optlab.engine.wiring import layer_norms

PORTION = 4_000_000
"""Multiply-adds between two stops: a few milliseconds."""


@dataclass(frozen=True, eq=False)
class Inside:
    """Theta (D,) after `step` updates, and the sample that is sent through: train or test."""

    objective: FittingObjective
    theta: Array
    step: int
    sample: int = 0
    test: bool = False

    @property
    def samples(self) -> Samples:
        """The samples among which one is chosen."""
        return self.objective.test if self.test else self.objective.train

    @cached_property
    def activations(self) -> tuple[Array, ...]:
        """What every layer gives for the sample: inputs (F,), hidden units, at last predictions.

        Inputs are as the network sees them: standardised where that is chosen.
        """
        network = self.objective.network
        column = self.objective.inputs(self.samples.features)[:, [self.sample]]
        with np.errstate(all="ignore"):
            *hidden, scores = network.signals(self.theta, column)
            said = network.link.apply(scores.copy())
        return (column[:-1, 0], *(units[:, 0] for units in hidden), said[:, 0])

    @cached_property
    def gradient(self) -> Array:
        """The gradient (D,) of the loss on the mini-batch that the next update sees."""
        return self.objective.gradient(self.theta, self.objective.batch(self.step))

    @cached_property
    def norms(self) -> tuple[float, ...]:
        """The length of that gradient, layer by layer."""
        return layer_norms(self.objective.network, self.gradient)

    @cached_property
    def units(self) -> tuple[LayerUnits, ...]:
        """The dead and the saturated units of the hidden layers, over all training samples."""
        for _ in self._count(len(self.objective.train)):
            pass
        return self._tally.layers

    def look(self) -> Iterator[None]:
        """Work out `units` and `gradient` with stops in between, for a thread in the background."""
        yield from self._count(max(PORTION // self.objective.size, 1))
        _ = self.gradient
        yield

    @cached_property
    def _tally(self) -> Tally:
        return Tally(self.objective.network, self.theta)

    def _count(self, portion: int) -> Iterator[None]:
        """Go on counting units on the training samples, so many at a time."""
        columns = self.objective.inputs(self.objective.train.features)
        while self._tally.samples < columns.shape[1]:
            first = self._tally.samples
            self._tally.add(columns[:, first : first + portion])
            yield

    def agrees(self, other: Inside) -> bool:
        """Whether the other is the same model after the same step, with the same sample."""
        return (
            self.objective is other.objective
            and (self.step, self.sample, self.test) == (other.step, other.sample, other.test)
            and np.array_equal(self.theta, other.theta)
        )

    @property
    def work(self) -> int:
        """Multiply-adds, roughly, that gradient and units cost together."""
        objective = self.objective
        batch = objective.batches.size if objective.network.hidden else 0
        return objective.size * (len(objective.train) + 3 * batch)
