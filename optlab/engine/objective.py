"""Objectives made ready to be evaluated: data drawn, split and scaled, or a landscape bound.

`prepare` is a pure function of the experiment, remembered for the last few; what it returns never
changes, so the worker and the window may share it. Buffers belong to a differentiator, one per
caller.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Protocol

from optlab.engine.arrays import Array
from optlab.engine.batches import Batch
from optlab.engine.experiment import (
    LONGEST_NAME,
    MOST_RACERS,
    AnyObjective,
    Experiment,
    Fitting,
)
from optlab.engine.fitted import FittingObjective
from optlab.engine.landscapes import Box, Point
from optlab.engine.optimizers import Differentiator
from optlab.engine.rolled import LandscapeObjective
from optlab.engine.starts import AnyStart
from optlab.engine.trouble import Unfit


class Objective(Protocol):
    """Something to minimise over theta (D,)."""

    @property
    def size(self) -> int:
        """D, the number of parameters."""
        ...

    @property
    def names(self) -> tuple[str, ...]:
        """A name for every parameter."""
        ...

    @property
    def steps_per_epoch(self) -> int:
        """Updates in one pass over the training set (1 where there is none, or no mini-batches)."""
        ...

    @property
    def has_test(self) -> bool:
        """Whether some data was kept back, so that `test_value` is a number."""
        ...

    @property
    def exact(self) -> bool:
        """Whether every step sees the same, whole objective (no mini-batches)."""
        ...

    @property
    def samples(self) -> int:
        """How many training samples there are; 0 for a landscape."""
        ...

    @property
    def architecture(self) -> object:
        """Equal for objectives whose gradients can be taken side by side; None where none can."""
        ...

    @property
    def box(self) -> Box | None:
        """The part of a landscape worth looking at; None where only a path can tell."""
        ...

    @property
    def minima(self) -> tuple[Point, ...]:
        """Known minima."""
        ...

    @property
    def saddles(self) -> tuple[Point, ...]:
        """Known saddles."""
        ...

    def value(self, theta: Array, batch: Batch | None = None) -> Array:
        """Training loss at theta (..., D) -> (...), with any penalty."""
        ...

    def test_value(self, theta: Array) -> Array:
        """Loss on the test samples at theta (..., D) -> (...): no penalty; nan without a test."""
        ...

    def gradient(self, theta: Array, batch: Batch | None = None) -> Array:
        """Gradient of `value` at theta (D,)."""
        ...

    def hessian_vector(self, theta: Array, vector: Array, batch: Batch | None = None) -> Array:
        """Hessian of `value` at theta (D,) times a vector (D,)."""
        ...

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
        """`value` at origin (D,) + u axes[0] + v axes[1] for u, v (N,) -> (N,), fast.

        Networks with hidden layers are evaluated in float32 unless `precise`.
        """
        ...

    def differentiator(self) -> Differentiator:
        """Loss and gradient batch by batch, with buffers of its own."""
        ...

    def start(self, start: AnyStart, seed: int) -> Array:
        """Make the theta (D,) at which all racers begin."""
        ...


def prepare(experiment: Experiment) -> Objective:
    """Make the experiment's objective ready; raise Unfit when its choices cannot work."""
    return _prepared(experiment.objective, experiment.seed)


@lru_cache(maxsize=8)
def _prepared(objective: AnyObjective, seed: int) -> Objective:
    if isinstance(objective, Fitting):
        return FittingObjective(objective, seed)
    return LandscapeObjective(objective.landscape)


def side_by_side(objectives: Sequence[Objective]) -> Differentiator:
    """Loss and gradient of objectives of one architecture, at as many thetas, in one call."""
    fittings = [each for each in objectives if isinstance(each, FittingObjective)]
    return fittings[0].beside(fittings[1:])


def check(experiment: Experiment) -> None:
    """Raise Unfit when the choices cannot work together."""
    _check_racers([racer.name for racer in experiment.racers])
    prepare(experiment).start(experiment.start, experiment.seed)


def _check_racers(names: list[str]) -> None:
    if not 1 <= len(names) <= MOST_RACERS:
        raise Unfit("racers", f"A race has 1 to {MOST_RACERS} racers, not {len(names)}.")
    for place, name in enumerate(names):
        path = f"racers[{place}].name"
        if not name.strip():
            raise Unfit(path, "Every racer needs a name.")
        if not name.isprintable():  # a line break in a name would tear tables and legends
            raise Unfit(path, "A name is one line of ordinary characters.")
        if len(name) > LONGEST_NAME:
            raise Unfit(path, f"A name has at most {LONGEST_NAME} characters, not {len(name)}.")
        if name in names[:place]:
            raise Unfit(path, f"Every racer needs a name of its own, but two are called {name}.")
