"""The points that a population method keeps, for the views that draw them as a cloud."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from optlab.engine.arrays import Array
from optlab.engine.optimizers import AnyOptimizer


def population(optimizer: AnyOptimizer, memory: Array) -> Array:
    """The points (P, D) in the memory (M, D) of `optimizer`; none for a method without them."""
    cloud = cast("Callable[[Array], Array] | None", getattr(optimizer, "population", None))
    return memory[:0] if cloud is None else cloud(memory)
