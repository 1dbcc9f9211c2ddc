"""A relief seen from above, as pixels: viridis, with isolines of the same heights as in 3-D.

The grid is enlarged bilinearly to the size of the pane. A pixel belongs to an isoline as far as it
lies within half a line's width of one: the distance in heights over the slope gives it in pixels,
so lines are smooth and equally wide on steep and flat ground, without tracing any of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import numpy as np
from numpy.typing import NDArray

from optlab.qt.views.colours import Table
from optlab.qt.views.relief import Relief
from optlab.qt.views.window import Window

Pixels = NDArray[np.uint32]
Heights = NDArray[np.float32]

WHOLE = Window()
OPACITY = 0.36
"""Of a white isoline."""
HATCH = 8
"""Isolines' widths from stripe to stripe over a hole."""
FADE = 0.45
"""How far what is cut fades into the colour of holes."""


def enlarged(grid: Heights, width: int, height: int, window: Window = WHOLE) -> Heights:
    """`grid` (n, m), low rows at the bottom, as (height, width) pixels from the top, bilinear.

    Only the part in the `window` is drawn.
    """
    rows, columns = grid.shape
    j, s = _places(columns, width, window.left, window.size)
    across = grid[:, j] * (1 - s) + grid[:, j + 1] * s
    i, t = _places(rows, height, window.low, window.size)
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


@dataclass(frozen=True)
class Ground:
    """The colours of what is no surface: holes, and their hatch; what is cut fades into `hole`."""

    hole: int
    hatch: int


def contour_pixels(
    relief: Relief,
    size: tuple[int, int],
    table: Table,
    ground: Ground,
    *,
    line: float = 1.0,
    window: Window = WHOLE,
) -> Pixels:
    """Colours (height, width) of the part in the `window`, hatched where the loss is no number.

    `line` is the width of an isoline in pixels.
    """
    heights = enlarged(relief.height, *size, window)
    share = (heights - np.float32(relief.low)) / np.float32(relief.top - relief.low)
    with np.errstate(invalid="ignore"):
        place = (np.clip(np.nan_to_num(share), 0.0, 1.0) * 255.0).astype(np.uint8)
        above = share > 1.0
    colours = table[place]
    white = coverage(heights, relief.level, line) * np.float32(OPACITY)
    white[above] = 0.0  # above the top heights are pressed, and lines would crowd
    mixed = np.full(colours.shape, 0xFF000000, np.uint32)
    for shift in (16, 8, 0):
        channel = ((colours >> np.uint32(shift)) & np.uint32(255)).astype(np.float32)
        channel += (255.0 - channel) * white
        channel[above] += (float(ground.hole >> shift & 255) - channel[above]) * FADE
        mixed |= channel.astype(np.uint32) << np.uint32(shift)
    holes = np.isnan(heights)
    if holes.any():
        row, column = np.nonzero(holes)
        striped = (row + column) % (HATCH * line) < line
        mixed[row, column] = np.where(striped, np.uint32(ground.hatch), np.uint32(ground.hole))
    return mixed


def _places(cells: int, pixels: int, begin: float, size: float) -> tuple[NDArray[np.intp], Heights]:
    """For the middle of every pixel: the grid line before it, and how far on to the next."""
    place = (begin + size * (np.arange(pixels) + 0.5) / pixels) * (cells - 1)
    before = np.minimum(place.astype(np.intp), cells - 2)
    return before, (place - before).astype(np.float32)
