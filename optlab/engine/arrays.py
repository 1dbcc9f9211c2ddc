"""The array types of the engine. All training is float64; surfaces may be evaluated in float32."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Floats = NDArray[np.floating[Any]]
Counts = NDArray[np.int64]


def frozen(array: Array) -> Array:
    """The same array, no longer writable: what leaves the engine cannot be changed behind its back."""
    array.setflags(write=False)
    return array
