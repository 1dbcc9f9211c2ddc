"""The genetic algorithm: a population that is selected, crossed and mutated.

A generation is tasted first and bred from then, so what is drawn are newborns that nobody has
tasted yet, theta among them as the first: its loss is always known on the batch of the step, and
no loss of another batch decides who survives.
"""

from __future__ import annotations

from typing import Annotated, ClassVar, final

import numpy as np

from optlab.engine.arrays import Array
from optlab.engine.declare import Choice, knob
from optlab.engine.optimizers.oracle import Oracle
from optlab.engine.optimizers.probing import tasted

ROUND = 3
"""Individuals that compete for being a parent: more of them leave the weak ones no chance."""

Population = Annotated[
    int,
    knob(
        "Population",
        "How many points one step tastes: more find more, and cost more.",
        symbol="λ",
        scale="log",
        ge=4,
        le=1000,
        slider=(4, 200),
    ),
]


@final
class Genetic(Choice, frozen=True, tag="genetic"):
    """Tournaments choose parents, children take each number from one of them, and mutate.

    The first generation is spread evenly over the box of a landscape, and around theta, as far as
    the spread says, where there is none: a population born in one point would only look around
    that, and never find a valley behind a hill. It is born in the first step. Theta is the best of
    the generation tasted last, and part of the next one; a step pays one loss per individual.
    """

    title: ClassVar[str] = "Genetic algorithm"
    help: ClassVar[str] = "A crowd of points: the better ones have children, with small mutations."
    formula: ClassVar[str] = (
        "θ ← the best of θ₁ … θλ;  child = a mix of two winners of tournaments,  "
        "plus σ ε with probability p,  ε ~ N(0, 1)"
    )
    source: ClassVar[str] = "Holland (1975), Adaptation in natural and artificial systems"

    population_size: Population = 24
    mutation: Annotated[
        float,
        knob(
            "Mutation",
            "How far a mutation moves a parameter.",
            symbol="σ",
            scale="log",
            gt=0,
            le=1000,
            slider=(0.001, 10.0),
        ),
    ] = 0.3
    mutation_rate: Annotated[
        float,
        knob(
            "Mutation rate",
            "The probability that a parameter of a child mutates.",
            symbol="p",
            ge=0,
            le=1,
            slider=(0.0, 1.0),
        ),
    ] = 0.5
    crossover: Annotated[
        float,
        knob(
            "Crossover",
            "The share of children with two parents; the others are copies of one.",
            ge=0,
            le=1,
            slider=(0.0, 1.0),
        ),
    ] = 0.7
    elite: Annotated[
        int,
        knob(
            "Elite",
            "How many of the best live on unchanged.",
            ge=1,
            le=1000,
            slider=(1, 10),
        ),
    ] = 2
    spread: Annotated[
        float,
        knob(
            "First spread",
            "How far around the start the first ones are born, where no box bounds them.",
            scale="log",
            gt=0,
            le=1000,
            slider=(0.01, 10.0),
        ),
    ] = 1.0

    @property
    def memory_names(self) -> tuple[str, ...]:
        """The individuals, theta first, and a mark in column 0: 0 before they are born, then 1."""
        individuals = (f"individual {number}" for number in range(1, self.population_size + 1))
        return (*individuals, "born")

    def init(self, theta: Array) -> Array:
        """Nobody born yet, all of them at theta: shape (population + 1, D)."""
        memory = np.zeros((self.population_size + 1, len(theta)))
        memory[:-1] = theta
        return memory

    def step(self, theta: Array, memory: Array, oracle: Oracle) -> tuple[Array, Array]:
        """Taste the generation in memory (population + 1, D), and leave the next one there."""
        random = oracle.random()
        generation, born = memory[:-1], memory[-1:, 0]
        if born[0] == 0.0:
            generation[1:] = self._born(theta, oracle, random)
            born[0] = 1.0
        losses = tasted(oracle, generation)
        oracle.loss = float(losses[0])
        ranked = generation[losses.argsort(kind="stable")]
        elite = min(self.elite, len(ranked))
        generation[:elite] = ranked[:elite]
        generation[elite:] = self._children(ranked, len(ranked) - elite, oracle.pace, random)
        theta[:] = ranked[0]
        return theta, memory

    def population(self, memory: Array) -> Array:
        """Return the generation that the next step will taste (population, D)."""
        return memory[:-1]

    def _born(self, theta: Array, oracle: Oracle, random: np.random.Generator) -> Array:
        shape = self.population_size - 1, len(theta)
        if oracle.box is None:
            return theta + self.spread * random.standard_normal(shape)
        low, high = np.array(oracle.box).T
        return random.uniform(low, high, shape)

    def _children(
        self, ranked: Array, count: int, pace: float, random: np.random.Generator
    ) -> Array:
        """Breed children (count, D) from a generation (population, D) that stands best first."""
        rounds = random.integers(len(ranked), size=(2, count, ROUND)).min(axis=-1)
        mothers, fathers = ranked[rounds[0]], ranked[rounds[1]]  # the first in rank won
        shape = mothers.shape
        crossed = random.random((count, 1)) < self.crossover
        children = np.where(crossed & (random.random(shape) < 0.5), fathers, mothers)
        moves = self.mutation * pace * random.standard_normal(shape)
        moves[random.random(shape) >= self.mutation_rate] = 0.0
        return children + moves
