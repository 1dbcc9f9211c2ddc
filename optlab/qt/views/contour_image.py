"""A relief seen from above, as pixels: viridis, with isolines of the same heights as in 3-D.

The grid is enlarged bilinearly to the size of the pane. A pixel belongs to an isoline as far as it
lies within half a line's width of one: the distance in heights over the slope gives it in pixels,
so lines are smooth and equally wide on steep and flat ground, without tracing any of them.
"""

from __future__ import annotations

from typing import cast

import numpy as np
from numpy.typing import NDArray

from optlab.qt.views.colours import Table
from optlab.qt.views.relief import Relief

Pixels = NDArray[np.uint32]
Heights = NDArray[np.float32]

OPACITY = 0.36
"""Of a white isoline."""


def enlarged(grid: Heights, width: int, height: int) -> Heights:
    """`grid` (n, m), low rows at the bottom, as (height, width) pixels from the top, bilinear."""
    rows, columns = grid.shape
    j, s = _places(columns, width)
    across = grid[:, j] * (1 - s) + grid[:, j + 1] * s
    i, t = _places(rows, height)
    i, t = i[::-1], t[::-1, None]
    return cast("Heights", across[i] * (1 - t) + across[i + 1] * t)


def coverage(heights: Heights, level: float, line: float) -> Heights:
    """How much of each pixel (h, w) lies on an isoline, 0 to 1; lines at multiples of `level`."""
    scaled = heights / np.float32(level)
    away = np.abs(scaled - np.rint(scaled))
    down, across = (cast("Heights", slope) for slope in np.gradient(scaled))
    with np.errstate(all="ignore"):
        near = np.float32(0.5 + 0.5 * line) - away / np.hypot(down, across)
    return cast("Heights", np.nan_to_num(np.clip(near, np.float32(0.0), np.float32(1.0))))


def contour_pixels(
    relief: Relief, size: tuple[int, int], table: Table, hole: int, line: float = 1.0
) -> Pixels:
    """Colours (height, width), `hole` where the loss is no number; `line` is in pixels."""
    heights = enlarged(relief.height, *size)
    share = (heights - np.float32(relief.low)) / np.float32(relief.top - relief.low)
    with np.errstate(invalid="ignore"):
        place = (np.clip(np.nan_to_num(share), 0.0, 1.0) * 255.0).astype(np.uint8)
    colours = table[place]
    white = coverage(heights, relief.level, line) * np.float32(OPACITY)
    white[share > 1.0] = 0.0  # above the top heights are pressed, and lines would crowd
    mixed = np.full(colours.shape, 0xFF000000, np.uint32)
    for shift in (16, 8, 0):
        channel = ((colours >> np.uint32(shift)) & np.uint32(255)).astype(np.float32)
        channel += (255.0 - channel) * white
        mixed |= channel.astype(np.uint32) << np.uint32(shift)
    mixed[np.isnan(heights)] = hole
    return mixed


def _places(cells: int, pixels: int) -> tuple[NDArray[np.intp], Heights]:
    """For the middle of every pixel: the grid line before it, and how far on to the next."""
    place = (np.arange(pixels) + 0.5) / pixels * (cells - 1)
    before = np.minimum(place.astype(np.intp), cells - 2)
    return before, (place - before).astype(np.float32)
