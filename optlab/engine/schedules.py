"""Schedules: how the learning rate changes along the run, as a factor of what the knob says.

Steps count from 0, so the first update of a decaying schedule has the full learning rate. Only the
cosine looks at the planned length of the run; the others say in steps how fast they are, and what
they do to step 100 does not change when the run is made longer.
"""

from __future__ import annotations

import math
from typing import Annotated, ClassVar, final

from optlab.engine.declare import Catalog, Choice, knob

Decay = Annotated[
    float,
    knob(
        "Decay",
        "What the learning rate is multiplied by, time after time.",
        symbol="γ",
        gt=0,
        le=1,
        slider=(0.1, 1.0),
    ),
]
Every = Annotated[
    int,
    knob(
        "Every",
        "After how many steps it is multiplied by the decay.",
        symbol="T",
        unit="steps",
        scale="log",
        ge=1,
        le=10_000_000,
        slider=(10, 1000),
    ),
]


@final
class Constant(Choice, frozen=True, tag="constant"):
    """Factor 1 at every step."""

    title: ClassVar[str] = "Constant"
    help: ClassVar[str] = "The same learning rate from the first step to the last."
    formula: ClassVar[str] = "η(k) = η"

    def factor(self, step: int, steps: int) -> float:
        """Return the factor of the learning rate in step `step` of `steps` (counted from 0)."""
        del step, steps
        return 1.0


@final
class Stairs(Choice, frozen=True, tag="step"):
    """Factor γ^⌊k / T⌋: constant for `every` steps, then `decay` times that."""

    title: ClassVar[str] = "Step"
    help: ClassVar[str] = "Stays the same for a while, then drops at once: stairs downwards."
    formula: ClassVar[str] = "η(k) = η γ^⌊k / T⌋"
    source: ClassVar[str] = "Zagoruyko and Komodakis (2016), Wide residual networks, BMVC"

    decay: Decay = 0.5
    every: Every = 100

    def factor(self, step: int, steps: int) -> float:
        """Return the factor of the learning rate in step `step` of `steps` (counted from 0)."""
        del steps
        return self.decay ** (step // self.every)


@final
class Exponential(Choice, frozen=True, tag="exponential"):
    """Factor γ^(k / T): the same stairs as a smooth slide."""

    title: ClassVar[str] = "Exponential"
    help: ClassVar[str] = "Shrinks by the same share in every step: fast at first, never quite 0."
    formula: ClassVar[str] = "η(k) = η γ^(k / T)"
    source: ClassVar[str] = "Senior, Heigold, Ranzato and Yang (2013), Learning rates, ICASSP"

    decay: Decay = 0.5
    every: Every = 100

    def factor(self, step: int, steps: int) -> float:
        """Return the factor of the learning rate in step `step` of `steps` (counted from 0)."""
        del steps
        return self.decay ** (step / self.every)


@final
class InverseTime(Choice, frozen=True, tag="inverse-time"):
    """Factor 1 / (1 + k / T): a half after `half` steps, a third after twice as many."""

    title: ClassVar[str] = "1/t"
    help: ClassVar[str] = "Shrinks ever more slowly: steps get small, yet could still go anywhere."
    formula: ClassVar[str] = "η(k) = η / (1 + k / T)"
    source: ClassVar[str] = "Robbins and Monro (1951), A stochastic approximation method"

    half: Annotated[
        int,
        knob(
            "Half after",
            "After how many steps the learning rate is half of what it was.",
            symbol="T",
            unit="steps",
            scale="log",
            ge=1,
            le=10_000_000,
            slider=(10, 1000),
        ),
    ] = 100

    def factor(self, step: int, steps: int) -> float:
        """Return the factor of the learning rate in step `step` of `steps` (counted from 0)."""
        del steps
        return self.half / (self.half + step)


@final
class Cosine(Choice, frozen=True, tag="cosine"):
    """Half a cosine wave from 1 down to `lowest` at the planned end, and `lowest` beyond it."""

    title: ClassVar[str] = "Cosine"
    help: ClassVar[str] = "Slow at both ends, fast between: small steps when the run is to end."
    formula: ClassVar[str] = "η(k) = η (f + (1 − f) (1 + cos(π k / K)) / 2)"
    source: ClassVar[str] = "Loshchilov and Hutter (2017), SGDR, ICLR"

    lowest: Annotated[
        float,
        knob(
            "Lowest",
            "What is left of the learning rate at the end, as a share of the full one.",
            symbol="f",
            ge=0,
            le=1,
            slider=(0.0, 0.5),
        ),
    ] = 0.0

    def factor(self, step: int, steps: int) -> float:
        """Return the factor of the learning rate in step `step` of `steps` (counted from 0)."""
        wave = math.cos(0.5 * math.pi * min(1.0, step / steps)) ** 2  # (1 + cos 2x) / 2 = cos² x
        return self.lowest + (1.0 - self.lowest) * wave


@final
class WarmUp(Choice, frozen=True, tag="warm-up"):
    """Factor (k + 1) / T until it is 1 in step `length` - 1, and 1 from there on."""

    title: ClassVar[str] = "Warm-up"
    help: ClassVar[str] = "Begins with tiny steps and grows evenly to the full learning rate."
    formula: ClassVar[str] = "η(k) = η min(1, (k + 1) / T)"
    source: ClassVar[str] = "Goyal et al. (2017), Accurate, large minibatch SGD"

    length: Annotated[
        int,
        knob(
            "Length",
            "How many steps it takes to get to the full learning rate.",
            symbol="T",
            unit="steps",
            scale="log",
            ge=1,
            le=10_000_000,
            slider=(10, 1000),
        ),
    ] = 100

    def factor(self, step: int, steps: int) -> float:
        """Return the factor of the learning rate in step `step` of `steps` (counted from 0)."""
        del steps
        return min(1.0, (step + 1) / self.length)


AnySchedule = Constant | Stairs | Exponential | InverseTime | Cosine | WarmUp

SCHEDULES = Catalog(AnySchedule)
