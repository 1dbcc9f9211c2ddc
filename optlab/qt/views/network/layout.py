"""Where the parts of a drawn network stand, in pixels; no Qt here.

Every layer is a bank of nodes. Nodes stand in one column while they fit, else in several, and what
fits nowhere is counted ("+20 more"). Between two banks the weights are lines where they can be told
apart, else a heat map: a row per unit, a column per input, the bias last.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

from optlab.engine.network import Network

HEAD, FOOT = 20.0, 20.0
"""Pixels above for the names of the layers, below for their gradients."""
PIN = 7.0
"""Pixels above a node for its bias."""
SMALLEST, LARGEST, ENLARGED = 9.0, 58.0, 2.0
"""A node's side; one that stands alone may be so much larger than those of the fullest layer."""
LOOSE = 24.0
"""Pixels between two nodes, at most."""
LIST_ROW, MORE_ROW = 12.0, 15.0
"""Height of a node with its name beside it, and of the words for those without room."""
VALUE, OUTPUT = 44.0, 106.0
"""Pixels for the number right of a node, and for what stands beside the outputs."""
MOST_LINES = 260
SHARE = 0.5
"""Of the width, at most, for all banks together."""
TIGHT_GAP = 44.0
"""Between two banks, at least; below it the numbers beside the nodes give way."""
WIDEST_MAP = 240.0

Box = tuple[float, float, float, float]
"""Left, top, width, height."""


@dataclass(frozen=True)
class Bank:
    """The nodes of a layer: `shown` of `units` in columns of `rows`, of one size."""

    units: int
    shown: int
    rows: int
    side: float
    left: float
    top: float
    across: float
    down: float
    picture: bool = False
    """The whole layer is one picture."""
    value_room: float = 0.0

    @property
    def more(self) -> int:
        """How many have no room."""
        return self.units - self.shown

    @property
    def single(self) -> bool:
        """Whether every node is there, in one column."""
        return not self.picture and self.more == 0 and self.rows >= self.units

    @property
    def pin(self) -> float:
        """Pixels for the pin on a node."""
        return min(PIN, self.down - self.side)

    @property
    def width(self) -> float:
        """Of all columns, without numbers and names."""
        if self.picture:
            return self.side
        return (self._columns - 1) * self.across + self.side

    @property
    def right(self) -> float:
        """Where lines to the next bank begin."""
        return self.left + self.width + self.value_room

    @property
    def bottom(self) -> float:
        """Below the last row."""
        return self.top + (min(self.rows, self.shown) - 1) * self.down + self.side

    def box(self, unit: int) -> Box:
        """Where node `unit` (below `shown`) stands."""
        if self.picture:
            return (self.left, self.top, self.side, self.side)
        column, row = divmod(unit, self.rows)
        return (
            self.left + column * self.across,
            self.top + row * self.down,
            self.side,
            self.side,
        )

    def at(self, x: float, y: float) -> int | None:
        """The node at a pixel."""
        if self.picture:
            return None
        for unit in range(self.shown):
            left, top, width, height = self.box(unit)
            if left <= x <= left + width and top <= y <= top + height:
                return unit
        return None

    @property
    def _columns(self) -> int:
        return -(-self.shown // self.rows)


@dataclass(frozen=True)
class Layout:
    """Banks from inputs to outputs, and for each layer of weights a heat map's box, if it is one.

    `slots` are the left and right ends of the ground between two banks.
    """

    width: float
    height: float
    banks: tuple[Bank, ...]
    maps: tuple[Box | None, ...]
    slots: tuple[tuple[float, float], ...]


def arrange(
    network: Network,
    width: float,
    height: float,
    *,
    names: float = 0.0,
    image: bool = False,
    scale: float = 1.0,
) -> Layout:
    """Fit a network into so many pixels.

    `names` are the pixels for those of the inputs, `scale` is that of the theme's words; with
    `image` the inputs are one picture.
    """
    head, foot, pin = HEAD * scale, FOOT * scale, PIN
    body = max(height - head - foot, 40.0)
    if image or network.widths[0] * LIST_ROW * scale > body - pin:
        names = 0.0
    ends = names + OUTPUT * scale
    widest = SHARE * max(width - ends, 0.0) / len(network.widths)
    banks = [
        _bank(units, body - pin, widest, LIST_ROW * scale, picture=image and place == 0)
        for place, units in enumerate(network.widths)
    ]
    banks = _alike(banks)
    free = width - ends - sum(bank.width for bank in banks)
    values = VALUE * scale
    inner = [not bank.picture and bank.rows >= bank.units for bank in banks[:-1]]
    gaps = len(banks) - 1
    if (free - values * sum(inner)) / gaps < TIGHT_GAP:
        values = 0.0
    gap = max((free - values * sum(inner)) / gaps, 8.0)
    placed: list[Bank] = []
    x = names
    for place, bank in enumerate(banks):
        room = values if place < gaps and inner[place] else 0.0
        tall = (min(bank.rows, bank.shown) - 1) * bank.down + bank.side
        top = head + pin + max((body - pin - tall - _more_room(bank)) / 2.0, 0.0)
        placed.append(replace(bank, left=x, top=top, value_room=room))
        x += bank.width + room + gap
    slots = tuple((before.right, after.left) for before, after in pairwise(placed))
    maps: list[Box | None] = []
    for (left, right), (before, after), (rows, inputs) in zip(
        slots, pairwise(placed), network.shapes, strict=True
    ):
        if before.single and after.single and rows * inputs <= MOST_LINES:
            maps.append(None)
            continue
        wide = min(max(right - left - 24.0, 8.0), WIDEST_MAP * scale)
        tall = body - pin
        maps.append(((left + right - wide) / 2.0, head + pin, wide, tall))
    return Layout(width, height, tuple(placed), tuple(maps), slots)


def _bank(units: int, height: float, widest: float, row: float, *, picture: bool) -> Bank:
    if picture:
        side = min(height, max(widest, 60.0), 150.0)
        return Bank(units, units, 1, side, 0.0, 0.0, side, side, picture=True)
    if units * row <= height:
        down = min(height / units, LARGEST + PIN + 3.0)
        side = max(min(down - PIN - 3.0, LARGEST, widest), SMALLEST)
        down = min(down, side + PIN + LOOSE)
        return Bank(units, units, units, side, 0.0, 0.0, side, down)
    side, step = _grid(units, height, widest)
    rows = max(int(height // step), 1)
    columns = max(int((widest + step - side) // step), 1)
    if rows * columns < units:
        rows = max(int((height - MORE_ROW) // step), 1)
    shown = min(units, rows * columns)
    rows = -(-shown // -(-shown // rows))  # columns of one length
    return Bank(units, shown, rows, side, 0.0, 0.0, step, step)


def _grid(units: int, height: float, widest: float) -> tuple[float, float]:
    """The largest side of a node, and the step between two, with which all find room."""
    for side in (34.0, 28.0, 24.0, 20.0, 17.0):
        step = side + PIN
        if int(height // step) * int((widest + PIN) // step) >= units:
            return side, step
    return 17.0, 17.0 + PIN


def _alike(banks: list[Bank]) -> list[Bank]:
    """Let no node be much larger than those of the fullest column."""
    columns = [bank for bank in banks if bank.single and bank.units > 1]
    if not columns:
        return banks
    most = ENLARGED * min(bank.side for bank in columns)
    return [
        replace(
            bank,
            side=min(bank.side, most),
            across=min(bank.side, most),
            down=min(bank.down, most + PIN + LOOSE),
        )
        if bank.single
        else bank
        for bank in banks
    ]


def _more_room(bank: Bank) -> float:
    return MORE_ROW if bank.more else 0.0
