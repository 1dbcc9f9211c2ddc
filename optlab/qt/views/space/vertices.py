"""The surface as vertices of the world: heights, slopes, and where there is none."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor

from optlab.qt.views.relief import FLAT, PEAK, Relief

ISOLINE = QColor.fromRgbF(1.0, 1.0, 1.0, 0.34)
WIDTH = 1.1
"""Of an isoline in logical pixels."""
HATCH, STRIPES = 0.9, 18
"""Opacity of the stripes on the floor under what has no number, and how many per unit of x + y."""
CUT = 0.45
"""How much darker the surface is along the edge at which it is cut."""


def pack(relief: Relief) -> NDArray[np.float32]:
    """World z, its slopes along x and y, and 1 or 0 for a hole: (n, n, 4), never nan."""
    size = len(relief.u)
    packed = np.empty((size, size, 4), np.float32)
    z, solid = packed[..., 0], packed[..., 3]
    scale = (PEAK - FLAT) / (relief.top - relief.low)
    np.multiply(relief.height, np.float32(scale), out=z)
    z += np.float32(FLAT - relief.low * scale)
    np.isfinite(z, out=solid, casting="unsafe")
    if not solid.all():
        z[solid == 0.0] = PEAK
    step = np.float32((size - 1) / 4.0)  # half of one over the distance of two vertices
    np.subtract(z[:, 2:], z[:, :-2], out=packed[:, 1:-1, 1])
    np.subtract(z[2:], z[:-2], out=packed[1:-1, :, 2])
    packed[:, (0, -1), 1] = 2.0 * (z[:, (1, -1)] - z[:, (0, -2)])
    packed[(0, -1), :, 2] = 2.0 * (z[(1, -1), :] - z[(0, -2), :])
    packed[..., 1:3] *= step
    return packed
