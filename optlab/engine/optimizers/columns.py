"""Several racers in one call: their knobs as columns, so that one formula moves all of them.

A rule that works number by number does not care whether theta is (D,) or K thetas (K, D), as long
as a knob is one number or a column (K, 1). What Python computes with plain numbers must be computed
the same way for each of a column, or two racers would differ from themselves in the last digit.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import partial
from types import SimpleNamespace
from typing import Any, cast

import numpy as np

from optlab.engine.arrays import Array

Step = Callable[[Array, Array, Any], tuple[Array, Array]]
"""Of theta, memory and an oracle, as every optimizer has it."""


def column(values: Sequence[float]) -> float:
    """One number where all are the same, else a column (K, 1) in its place."""
    if all(value == values[0] for value in values):
        return values[0]
    return cast("float", np.array(values, dtype=np.float64)[:, None])


def abreast(rules: Sequence[Any]) -> Step:
    """Return the `step` of several optimizers of one class, with their knobs side by side."""
    first = rules[0]
    knobs = {
        name: column([getattr(rule, name) for rule in rules]) for name in first.__struct_fields__
    }
    kind = cast("Any", type(first))
    return partial(kind.step, SimpleNamespace(**knobs))


def power(base: float, exponent: int) -> float:
    """Give base^exponent, for each of a column as for one number."""
    if isinstance(base, float):
        return base**exponent
    return cast("float", np.array([[each**exponent] for each in np.ravel(base).tolist()]))


def root(number: float) -> float:
    """Give the square root, for each of a column as for one number."""
    return math.sqrt(number) if isinstance(number, float) else cast("float", np.sqrt(number))
