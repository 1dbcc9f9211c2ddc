"""Colours that follow from the palette: mixtures, colour maps as lookup tables, pixels to images."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage

from optlab.qt.theme.palette import Palette

Table = NDArray[np.uint32]
"""256 colours as 0xffRRGGBB."""

VIRIDIS = "440154 482475 414487 355f8d 2a788e 21918c 22a884 44bf70 7ad151 bddf26 fde725"
"""Eleven stops of matplotlib's viridis (CC0), even in lightness and safe for colour-blind viewers."""


def mixed(colour: str, other: str, share: float) -> QColor:
    """`share` of `colour` and the rest of `other`: a faint colour that may overlap itself."""
    one, two = QColor(colour), QColor(other)
    parts = (
        share * mine + (1.0 - share) * yours
        for mine, yours in zip(one.getRgbF(), two.getRgbF(), strict=True)
    )
    return QColor.fromRgbF(*parts)


def table(stops: list[str]) -> Table:
    """256 colours through evenly spaced `#rrggbb` stops."""
    colours = np.array([QColor(stop).getRgb()[:3] for stop in stops], dtype=np.float64)
    places = np.linspace(0.0, len(stops) - 1.0, 256)
    red, green, blue = (np.interp(places, np.arange(len(stops)), colours[:, c]) for c in range(3))
    rgb = [np.rint(part).astype(np.uint32) for part in (red, green, blue)]
    return np.uint32(0xFF000000) | rgb[0] << 16 | rgb[1] << 8 | rgb[2]


@cache
def viridis() -> Table:
    """The colours of a loss surface, low to high."""
    return table([f"#{stop}" for stop in VIRIDIS.split()])


def class_colours(palette: Palette) -> tuple[str, str]:
    """Orange for class 0, blue for class 1: apart for every common kind of colour blindness."""
    return ("#f08a45", "#56b4e9") if palette.dark else ("#d1620a", "#1768b3")


@cache
def diverging(palette: Palette) -> Table:
    """From class 0 to class 1, through the background where neither is likelier."""
    zero, one = class_colours(palette)
    return table(
        [
            mixed(zero, palette.panel, 0.52).name(),
            mixed(zero, palette.panel, 0.34).name(),
            palette.panel,
            mixed(one, palette.panel, 0.34).name(),
            mixed(one, palette.panel, 0.52).name(),
        ]
    )


def image(pixels: NDArray[Any]) -> QImage:
    """A QImage of its own memory from uint32 pixels (rows, columns) as 0xffRRGGBB, top row first."""
    rows, columns = pixels.shape
    data = np.ascontiguousarray(pixels, dtype=np.uint32)
    return QImage(data.data, columns, rows, 4 * columns, QImage.Format.Format_RGB32).copy()
