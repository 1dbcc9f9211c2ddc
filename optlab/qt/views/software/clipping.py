"""Triangles cut off where they rise above the drawing.

It is done in the world, before they are projected: a wall of a thousand times the height of the box
would reach past the eye, and nothing is even across it on the screen.
"""

from __future__ import annotations

import numpy as np

from optlab.engine.arrays import Array
from optlab.qt.views.software.scan import Numbers


def below(corners: Array, top: float) -> Array:
    """The parts below z = `top` of triangles (t, 3, k), whose corners are x, y, z and what follows.

    They keep their order: the parts (m, 3, k) of one stand where it stood.
    """
    high = corners[:, :, 2] > top
    count = high.sum(axis=1)
    crossing = np.flatnonzero((count == 1) | (count == 2))
    above = high[crossing]
    alone = count[crossing] == 1  # the corner that is above, else the one that is below
    highest: Numbers = above.argmax(axis=1)
    lowest: Numbers = above.argmin(axis=1)
    first: Numbers = np.where(alone, highest, lowest)
    turned: Numbers = (first[:, None] + np.arange(3)) % 3
    a, b, c = np.take_along_axis(corners[crossing], turned[..., None], axis=1).transpose(1, 0, 2)
    ab, ac = _crossed(a, b, top), _crossed(a, c, top)
    whole = np.flatnonzero(count == 0)
    parts = (
        corners[whole],
        np.stack([a, ab, ac], axis=1)[~alone],
        np.stack([ab, b, c], axis=1)[alone],
        np.stack([ab, c, ac], axis=1)[alone],
    )
    of = np.concatenate([whole, crossing[~alone], crossing[alone], crossing[alone]])
    order = np.argsort(of, kind="stable")
    return np.concatenate(parts)[order]


def _crossed(one: Array, other: Array, top: float) -> Array:
    share = (top - one[:, 2:3]) / (other[:, 2:3] - one[:, 2:3])
    return one + share * (other - one)
