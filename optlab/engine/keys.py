"""Keyed randomness: every random draw comes from a generator made of (seed, purpose, block).

Nothing random is carried from step to step or saved in a file, so any step can be recomputed alone
and every racer sees the same batches. A keyed generator costs more than a training step, so keys
are taken per epoch or per block of steps, never per step.
"""

from __future__ import annotations

import zlib

import numpy as np


def generator(seed: int, purpose: str, block: int = 0) -> np.random.Generator:
    """Make the generator of one purpose (`"batches"`, `"start"` ...) and block of steps."""
    return np.random.default_rng((seed, zlib.crc32(purpose.encode()), block))
