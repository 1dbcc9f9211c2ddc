"""A sheet of numbers with small bars: samples, layers, tries or parameters, a row each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Bar:
    """A number, and its share of the largest in its column, from -1 to 1.

    One that is never below zero has its bar from the left, any other from the middle.
    """

    text: str
    share: float
    signed: bool = True


@dataclass(frozen=True)
class Strip:
    """Many numbers as bars up and down, each a share from -1 to 1, and all of them in words."""

    shares: tuple[float, ...]
    text: str


Cell = str | Bar | Strip


@dataclass(frozen=True)
class Column:
    """Title, help, and how soon it gives way where width is short (0 never, 1 last).

    `room` is what it needs, in pixels; what is left goes to those that `stretch`.
    """

    title: str
    help: str = ""
    spare: int = 0
    stretch: bool = False
    room: int = 92


@dataclass(frozen=True, eq=False)
class Sheet:
    """Columns, and the cells of each of `count` rows; `lit` is the row that stands out."""

    columns: tuple[Column, ...] = ()
    count: int = 0
    row: Callable[[int], tuple[Cell, ...]] = lambda _: ()
    lit: int | None = None
