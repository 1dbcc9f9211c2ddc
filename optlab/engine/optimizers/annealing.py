"""Simulated annealing: a search that may climb, less and less, as if it were cooling down."""

from __future__ import annotations

from typing import Annotated, ClassVar, final

import numpy as np

from optlab.engine.arrays import Array
from optlab.engine.declare import Choice, knob
from optlab.engine.optimizers.oracle import Oracle
from optlab.engine.optimizers.probing import tasted
from optlab.engine.optimizers.search import Radius


@final
class Annealing(Choice, frozen=True, tag="annealing"):
    """A random step at a time, taken when it goes down, and sometimes when it climbs.

    The rule of Metropolis et al. (1953): a climb of d is accepted with probability e^(−d / T),
    and T cools by the same factor at every step. It pays two losses a step, where it stands and
    where it might go, both on the batch of the step; theta is where it stands. The best point it
    ever saw stays in memory, with its loss in the first place of the last row.
    """

    title: ClassVar[str] = "Simulated annealing"
    help: ClassVar[str] = "Takes random steps, uphill ones too while it is hot, then cools down."
    formula: ClassVar[str] = (
        "q = θ + σ ε,  ε ~ N(0, I);  θ ← q with probability min(1, e^(−(L(q) − L(θ)) / T)),  "
        "T = T₀ αᵏ in step k"
    )
    source: ClassVar[str] = "Kirkpatrick, Gelatt and Vecchi (1983), Science 220"
    memory_names: ClassVar[tuple[str, ...]] = ("tried last", "best", "loss of the best")

    temperature: Annotated[
        float,
        knob(
            "Temperature",
            "The climb it readily accepts at first, in units of the loss.",
            symbol="T₀",
            scale="log",
            gt=0,
            le=1e6,
            slider=(0.001, 100.0),
        ),
    ] = 1.0
    cooling: Annotated[
        float,
        knob(
            "Cooling",
            "What the temperature is multiplied by at every step.",
            symbol="α",
            gt=0,
            le=1,
            slider=(0.9, 1.0),
        ),
    ] = 0.98
    radius: Radius = 0.1

    def init(self, theta: Array) -> Array:
        """Nothing tried yet: both points at theta, the loss there not known: shape (3, D)."""
        memory = np.zeros((3, len(theta)))
        memory[:2] = theta
        memory[2, 0] = np.inf
        return memory

    def step(self, theta: Array, memory: Array, oracle: Oracle) -> tuple[Array, Array]:
        """One update of theta (D,), or none."""
        tried, best, lowest = memory  # the last one holds one number
        random = oracle.random()
        tried[:] = theta + self.radius * oracle.pace * random.standard_normal(len(theta))
        here, there = tasted(oracle, np.stack((theta, tried))).tolist()
        oracle.loss = here
        for point, loss in ((theta, here), (tried, there)):
            if loss < lowest[0]:
                best[:], lowest[0] = point, loss
        temperature = self.temperature * self.cooling**oracle.step
        # a draw from Exp(1) is above x with probability e^-x, also where T has shrunk to 0
        if there - here <= temperature * random.standard_exponential():
            theta[:] = tried
        return theta, memory

    def population(self, memory: Array) -> Array:
        """Return the point tried last (1, D), accepted or not."""
        return memory[:1]
