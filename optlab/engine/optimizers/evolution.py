"""The evolution strategy: a parent, its scattered children, and a step size that evolves with them.

The size of the steps could also be adapted from the path of the means (cumulatively, as in CMA-ES),
which makes better use of many parents. Here every child inherits a step size of its own, and those
of the winners live on: the same idea twice, without another mechanism to explain.
"""

from __future__ import annotations

import math
from typing import Annotated, ClassVar, final

import numpy as np

from optlab.engine.arrays import Array
from optlab.engine.declare import Choice, knob
from optlab.engine.optimizers.genetic import Genetic, Population
from optlab.engine.optimizers.oracle import Oracle
from optlab.engine.optimizers.probing import tasted
from optlab.engine.optimizers.search import Radius


@final
class EvolutionStrategy(Choice, frozen=True, tag="evolution-strategy"):
    """The (μ/μ, λ) strategy: λ children of one parent, the mean of the best μ is the next parent.

    Step sizes are averaged as logarithms, for otherwise chance alone would make them grow. It pays
    one loss per child, and one for the parent, that only the column of the step needs.
    """

    title: ClassVar[str] = "Evolution strategy"
    help: ClassVar[str] = "Scatters children around it and moves to the middle of the best ones."
    formula: ClassVar[str] = (
        "σᵢ = σ e^(τ ξᵢ),  θᵢ = θ + σᵢ εᵢ  for i = 1 … λ;  θ ← mean of the μ best θᵢ,  "
        "ln σ ← mean of their ln σᵢ;  τ = 1 / √(2D),  εᵢ ~ N(0, I),  ξᵢ ~ N(0, 1)"
    )
    source: ClassVar[str] = (
        "Rechenberg (1973), Evolutionsstrategie; Schwefel (1981), Numerical optimization of "
        "computer models; in this form Beyer and Schwefel (2002), Natural Computing 1"
    )

    population_size: Population = 24
    parents: Annotated[
        float,
        knob(
            "Survivors",
            "The share of the children that become parents of the next ones.",
            symbol="μ / λ",
            gt=0,
            le=1,
            slider=(0.05, 1.0),
        ),
    ] = 0.25
    radius: Radius = 0.5

    @property
    def memory_names(self) -> tuple[str, ...]:
        """The children tasted last, and the step size."""
        children = (f"child {number}" for number in range(1, self.population_size + 1))
        return (*children, "step size")

    def init(self, theta: Array) -> Array:
        """Nobody born yet, all at theta; the step size in column 0: shape (λ + 1, D)."""
        memory = np.zeros((self.population_size + 1, len(theta)))
        memory[:-1] = theta
        memory[-1, 0] = self.radius
        return memory

    def step(self, theta: Array, memory: Array, oracle: Oracle) -> tuple[Array, Array]:
        """One generation: theta (D,) and the step size move to the mean of the best."""
        children, sizes = memory[:-1], memory[-1:, 0]
        random = oracle.random()
        learnt = random.standard_normal(len(children)) / math.sqrt(2 * len(theta))
        size = sizes * np.exp(learnt)
        children[:] = theta
        children += oracle.pace * size[:, None] * random.standard_normal(children.shape)
        losses = tasted(oracle, np.vstack((theta, children)))
        oracle.loss = float(losses[0])
        losses = losses[1:]
        best = losses.argsort(kind="stable")[: math.ceil(self.parents * len(children))]
        best = best[losses[best] < math.inf]
        if len(best) > 0:
            theta[:] = children[best].mean(axis=0)
            sizes *= np.exp(learnt[best].mean())
        return theta, memory

    def population(self, memory: Array) -> Array:
        """Return the children tasted last (population, D)."""
        return memory[:-1]


Evolving = Genetic | EvolutionStrategy
