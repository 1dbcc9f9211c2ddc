"""What the axes of a slice mean: the parameters that they change most, in words and in numbers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optlab.engine.arrays import Array
from optlab.engine.slices.slice import Slice

MOSTLY = 0.5
"""The share of a direction that a few parameters hold together when it is mostly those."""

FEW = 3
"""So many names can still be said in a sentence."""


@dataclass(frozen=True)
class Weight:
    """One parameter of a direction: its number and name, and its part of a direction of length 1.

    The squares of the parts of all parameters add up to 1.
    """

    index: int
    name: str
    part: float

    @property
    def share(self) -> float:
        """How much of the direction it makes up, 0 to 1."""
        return self.part * self.part


@dataclass(frozen=True)
class Direction:
    """One axis of a slice: its name, a sentence on it, and its largest weights, largest first.

    `rest` is the share (0 to 1) of the weights that are not listed.
    """

    name: str
    sentence: str
    weights: tuple[Weight, ...]
    rest: float


def meaning(slice: Slice, names: tuple[str, ...], most: int = 8) -> tuple[Direction, ...]:
    """Say what the axes of a slice are, with at most `most` of the weights of each.

    `names` are those of the D parameters. There are two directions, or one where D is 1.
    """
    return tuple(
        _direction(name, axis, names, most)
        for name, axis in zip(slice.names, slice.axes, strict=True)
        if axis.any()
    )


def _direction(name: str, axis: Array, names: tuple[str, ...], most: int) -> Direction:
    with np.errstate(under="ignore"):
        part = axis / np.abs(axis).max()
        part /= np.linalg.norm(part)
    order: list[int] = np.argsort(-np.abs(part), kind="stable")[:most].tolist()
    weights = tuple(Weight(i, names[i], float(part[i])) for i in order if part[i] != 0.0)
    rest = max(0.0, 1.0 - sum(weight.share for weight in weights))
    return Direction(name, _sentence(weights, len(names)), weights, rest)


def _sentence(weights: tuple[Weight, ...], size: int) -> str:
    if weights[0].share > 1.0 - 1e-9:
        return f"only {weights[0].name}"
    held = np.cumsum([weight.share for weight in weights[:FEW]])
    if held[-1] < MOSTLY:
        first = weights[0]
        return f"spread over all {size}: the most, {first.share:.0%}, is {first.name}"
    count = int(np.searchsorted(held, MOSTLY)) + 1
    *before, last = (weight.name for weight in weights[:count])
    return f"mostly {', '.join(before)} and {last}" if before else f"mostly {last}"
