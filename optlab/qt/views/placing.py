"""Where words go in a crowded picture: beside what they name, and over nothing that is there.

Greedy: each word takes the first place that is free, near ones before far ones, and a word far from
its head is joined to it by a line. Greedy is not the tightest, but it is quick, and what was placed
first, which matters most, does not move when something is added.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, QSizeF

from optlab.engine.arrays import Array

DIRECTIONS = np.radians((-38, -142, 38, 142, 0, 180, -90, 90))
"""Around the head, the most natural first; y points down. A word there touches its square."""
GAPS, STEP, STEPS = (14.0, 34.0, 64.0, 104.0, 154.0), 17.0, 11
"""Pixels from the square to columns of words beside it, from line to line of them, and how many."""
CROWD = 4
"""So many heads at one spot still have their words around them."""
JOINED = 9.0
"""Pixels between head and word from which a line joins them."""
AIR = 3.0
"""Pixels between words."""
PARTS = np.linspace(0.0, 1.0, 9)

Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Tag:
    """The place of a word, and the line to what it names, if it is far."""

    box: QRectF
    leader: QLineF | None


class Placing:
    """Keeps account of what is taken in a `pane`; squares around the `heads` are, from the start.

    `near` is half the side of such a square.
    """

    def __init__(self, pane: QRectF, heads: Iterable[QPointF] = (), near: float = 10.0) -> None:
        self._pane, self._near = pane, near
        self._heads = [(h.x() - near, h.y() - near, h.x() + near, h.y() + near) for h in heads]
        self._words: list[tuple[float, float, float, float]] = []
        self._leaders: list[Array] = []

    def take(self, box: QRectF) -> bool:
        """Take the place of a word, unless something is there or it leaves the pane."""
        edges = np.array([[box.left(), box.top(), box.right(), box.bottom()]])
        if not self._free(edges)[0]:
            return False
        self._keep(edges[0])
        return True

    def beside(self, head: QPointF, size: QSizeF, *, joined: bool = True) -> Tag | None:
        """Take a place for a word of `size` near `head`; None where there is no room.

        Unless it may be `joined` to it by a line, it must touch the head's square.
        """
        half = np.array([size.width(), size.height()]) / 2.0
        start = np.array([head.x(), head.y()])
        middles = start + self._offsets(half, crowded=self._crowd(start) > CROWD)
        boxes = np.column_stack([middles - half, middles + half])
        ends = np.clip(start, boxes[:, :2], boxes[:, 2:])
        far = np.linalg.norm(ends - start, axis=1) > self._near + JOINED
        lines = start + PARTS[:, None] * (ends - start)[:, None]
        free = self._free(boxes)
        clear = free & ~(far & self._crossing(lines))
        if not joined:
            clear = free = free & ~far
        if not free.any():
            return None
        place = int(np.argmax(clear if clear.any() else free))
        self._keep(boxes[place])
        leader = None
        if far[place]:
            self._leaders.append(lines[place])
            leader = QLineF(head, QPointF(*ends[place].tolist()))
        return Tag(_rect(boxes[place]), leader)

    def _crowd(self, head: Array) -> int:
        """How many heads there are close to a head (2,), with itself."""
        middles = np.array(self._heads).reshape(-1, 4)
        middles = (middles[:, :2] + middles[:, 2:]) / 2.0
        return int((np.abs(middles - head).max(axis=1) < 2.5 * self._near).sum())

    def _offsets(self, half: Array, *, crowded: bool) -> Array:
        """Where the middle of a word of half a size (2,) may be, from the head: near ones first.

        Beside the head, then in columns to its sides: lines to words in a column never cross them.
        In a crowd there are only columns, for words all around would shut the others in.
        """
        ways = np.column_stack([np.cos(DIRECTIONS), np.sin(DIRECTIONS)])
        with np.errstate(divide="ignore"):  # as far as it takes to clear the head's square
            reach = ((self._near + half) / np.abs(ways)).min(axis=1)
        rows = np.arange(-STEPS, STEPS + 1)
        side, gap, row = np.meshgrid((1.0, -1.0), GAPS, rows, indexing="ij")
        columns = np.stack([side * (self._near + gap + half[0]), row * STEP], axis=-1)
        columns = columns.reshape(-1, 2)
        far = (gap + STEP * np.abs(row)).ravel()
        columns = columns[np.argsort(far, kind="stable")]
        return columns if crowded else np.concatenate([reach[:, None] * ways, columns])

    def _free(self, boxes: Array) -> Flags:
        """Which of boxes (k, 4) lie in the pane and over nothing (k,)."""
        pane = self._pane
        free = (boxes[:, 0] >= pane.left()) & (boxes[:, 1] >= pane.top())
        free &= (boxes[:, 2] <= pane.right()) & (boxes[:, 3] <= pane.bottom())
        for left, top, right, bottom in self._heads + self._words:
            over = (boxes[:, 0] < right) & (boxes[:, 2] > left)
            free &= ~(over & (boxes[:, 1] < bottom) & (boxes[:, 3] > top))
        for line in self._leaders:
            inside = (line[:, 0] > boxes[:, :1]) & (line[:, 0] < boxes[:, 2:3])
            inside &= (line[:, 1] > boxes[:, 1:2]) & (line[:, 1] < boxes[:, 3:])
            free &= ~inside.any(axis=1)
        return free

    def _crossing(self, lines: Array) -> Flags:
        """Which of lines (k, parts, 2) run through a word (k,)."""
        found = np.zeros(len(lines), bool)
        for left, top, right, bottom in self._words:
            inside = (lines[..., 0] > left) & (lines[..., 0] < right)
            found |= (inside & (lines[..., 1] > top) & (lines[..., 1] < bottom)).any(axis=1)
        return found

    def _keep(self, box: Array) -> None:
        left, top, right, bottom = box.tolist()
        self._words.append((left - AIR, top, right + AIR, bottom))


def _rect(box: Array) -> QRectF:
    left, top, right, bottom = box.tolist()
    return QRectF(left, top, right - left, bottom - top)
