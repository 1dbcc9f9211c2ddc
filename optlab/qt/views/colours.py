"""Colours made from the palette: mixtures, colour maps as lookup tables, pixels as images."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage

from optlab.qt.theme.palette import Palette

Table = NDArray[np.uint32]
"""256 colours as 0xffRRGGBB."""

VIRIDIS = "440154 482475 414487 355f8d 2a788e 21918c 22a884 44bf70 7ad151 bddf26 fde725"
"""Stops of matplotlib's viridis (CC0): even in lightness, safe for colour-blind viewers."""


def mixed(colour: str, other: str, share: float) -> QColor:
    """`share` of `colour` and the rest of `other`: a faint colour that may overlap itself."""
    one, two = QColor(colour), QColor(other)
    return QColor.fromRgbF(
        share * one.redF() + (1.0 - share) * two.redF(),
        share * one.greenF() + (1.0 - share) * two.greenF(),
        share * one.blueF() + (1.0 - share) * two.blueF(),
    )


def table(stops: Sequence[str]) -> Table:
    """256 colours through evenly spaced `#rrggbb` stops."""
    places = np.linspace(0.0, len(stops) - 1.0, 256)
    colours = [QColor(stop) for stop in stops]
    made = np.full(256, 0xFF000000, np.uint32)
    for shift, parts in (
        (16, [colour.red() for colour in colours]),
        (8, [colour.green() for colour in colours]),
        (0, [colour.blue() for colour in colours]),
    ):
        channel = np.rint(np.interp(places, np.arange(len(stops)), parts))
        made |= channel.astype(np.uint32) << np.uint32(shift)
    return made


@cache
def viridis() -> Table:
    """The colours of a loss surface, low to high."""
    return table([f"#{stop}" for stop in VIRIDIS.split()])


def class_colours(palette: Palette) -> tuple[str, ...]:
    """Ten colours: orange for class 0, blue for class 1, those of Okabe and Ito, lime and crimson.

    The first two are apart for every common kind of colour blindness, more only with their markers.
    """
    if palette.dark:
        return ("#f08a45", "#56b4e9", *palette.racers[2:], "#a5cf5a", "#ff7b8b")
    return ("#d1620a", "#1768b3", *palette.racers[2:], "#6f9a1e", "#b5263f")


@cache
def diverging(palette: Palette) -> Table:
    """From class 0 to class 1, through the background where neither is likelier."""
    zero, one, *_ = class_colours(palette)
    return table(
        [
            mixed(zero, palette.panel, 0.52).name(),
            mixed(zero, palette.panel, 0.34).name(),
            palette.panel,
            mixed(one, palette.panel, 0.34).name(),
            mixed(one, palette.panel, 0.52).name(),
        ]
    )


@cache
def class_shades(palette: Palette, classes: int) -> Table:
    """256 colours per class, one class after the other, from the background to the class."""
    colours = class_colours(palette)
    shades: list[Table] = []
    for label in range(classes):
        colour = colours[label % len(colours)]
        stops = [mixed(colour, palette.panel, share).name() for share in (0.0, 0.34, 0.52)]
        shades.append(table(stops))
    return np.concatenate(shades)


def image(pixels: NDArray[Any]) -> QImage:
    """A QImage with memory of its own from uint32 pixels (rows, columns), the top row first."""
    rows, columns = pixels.shape
    data = np.ascontiguousarray(pixels, dtype=np.uint32)
    return QImage(data.data, columns, rows, 4 * columns, QImage.Format.Format_RGB32).copy()
