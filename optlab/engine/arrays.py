"""The array types of the engine. All training is float64; surfaces may be evaluated in float32."""

from __future__ import annotations

from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Floats = NDArray[np.floating[Any]]
Counts = NDArray[np.int64]

T = TypeVar("T", bound=np.generic)


def frozen(array: NDArray[T]) -> NDArray[T]:
    """Lock the array and return it: what leaves the engine cannot be changed behind its back."""
    array.setflags(write=False)
    return array
