"""Where words go in a crowded picture: beside what they name, and over nothing that is there.

Greedy: each word takes the first place that is free, near ones before far ones, and a word far from
its head is joined to it by a line. Greedy is not the tightest, but it is quick, and what was placed
first, which matters most, does not move when something is added.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, QSizeF

from optlab.engine.arrays import Array

_AROUND = np.radians((-38, -142, 38, 142, 0, 180, -90, 90))
WAYS = np.column_stack([np.cos(_AROUND), np.sin(_AROUND)])
"""Around the head, the most natural first; y points down. A word there touches its square."""
GAPS, STEP, STEPS = (14.0, 34.0, 64.0, 104.0, 154.0), 17.0, 11
"""Pixels from the square to columns of words beside it, from line to line of them, and how many."""
COLUMNS = np.array(
    sorted(
        product((1.0, -1.0), GAPS, (STEP * row for row in range(-STEPS, STEPS + 1))),
        key=lambda place: place[1] + abs(place[2]),
    )
)
"""Side, gap and height of all places in columns, the nearest first."""
AT_ONCE = 32
"""Places that are tried together."""
CROWD = 4
"""So many heads at one spot still have words around them; more would shut the others in."""
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
        self._heads = np.array([(head.x(), head.y()) for head in heads]).reshape(-1, 2)
        squares = np.concatenate([self._heads - near, self._heads + near], axis=1)
        self._taken = np.unique(squares, axis=0)  # heads at one spot need no test each
        self._words = np.empty((0, 4))
        self._leaders = np.empty((0, 2))

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
        crowd = np.abs(self._heads - start).max(axis=1) < 2.5 * self._near
        ring = self._ring(half) if crowd.sum() <= CROWD or not joined else np.empty((0, 2))
        offsets = np.concatenate([ring, self._columns(half)]) if joined else ring
        boxes = np.concatenate([start + offsets - half, start + offsets + half], axis=1)
        fallback: Array | None = None
        for first in range(0, len(boxes), AT_ONCE):
            some = boxes[first : first + AT_ONCE]
            for box in some[self._free(some)]:
                if self._reached(start, box):
                    return self._placed(head, box)
                fallback = box if fallback is None else fallback
        return None if fallback is None else self._placed(head, fallback)

    def _placed(self, head: QPointF, box: Array) -> Tag:
        self._keep(box)
        start = np.array([head.x(), head.y()])
        line = _line(start, box)
        if not self._far(line):
            return Tag(_rect(box), None)
        self._leaders = np.concatenate([self._leaders, line])
        return Tag(_rect(box), QLineF(head, QPointF(*line[-1].tolist())))

    def _far(self, line: Array) -> bool:
        return float(np.hypot(*(line[-1] - line[0]))) > self._near + JOINED

    def _reached(self, start: Array, box: Array) -> bool:
        """Whether a word in `box` is near, or the line to it runs through no other."""
        line = _line(start, box)
        return not (self._far(line) and _inside(line, self._words).any())

    def _ring(self, half: Array) -> Array:
        """Offsets (k, 2) at which the middle of a word touches the head's square."""
        with np.errstate(divide="ignore"):
            reach = ((self._near + half) / np.abs(WAYS)).min(axis=1)
        return reach[:, None] * WAYS

    def _columns(self, half: Array) -> Array:
        """Offsets (k, 2) in columns to the sides: lines to words in a column never cross them."""
        across = COLUMNS[:, 0] * (self._near + COLUMNS[:, 1] + half[0])
        return np.column_stack([across, COLUMNS[:, 2]])

    def _free(self, boxes: Array) -> Flags:
        """Which of boxes (k, 4) lie in the pane and over nothing (k,)."""
        pane = self._pane
        free = (boxes[:, 0] >= pane.left()) & (boxes[:, 1] >= pane.top())
        free &= (boxes[:, 2] <= pane.right()) & (boxes[:, 3] <= pane.bottom())
        taken = np.concatenate([self._taken, self._words])
        across: Flags = (boxes[:, :1] < taken[:, 2]) & (boxes[:, 2:3] > taken[:, 0])
        over: Flags = across & (boxes[:, 1:2] < taken[:, 3]) & (boxes[:, 3:] > taken[:, 1])
        free &= ~over.any(axis=1)
        return free & ~_inside(self._leaders, boxes).any(axis=0)

    def _keep(self, box: Array) -> None:
        left, top, right, bottom = box.tolist()
        wide = np.array([[left - AIR, top, right + AIR, bottom]])
        self._words = np.concatenate([self._words, wide])


def _line(start: Array, box: Array) -> Array:
    """Points (parts, 2) from `start` to the nearest place of a box."""
    return start + PARTS[:, None] * (np.clip(start, box[:2], box[2:]) - start)


def _inside(points: Array, boxes: Array) -> Flags:
    """Which of points (n, 2) lie in which of boxes (k, 4): (n, k)."""
    x, y = points[:, :1], points[:, 1:]
    across: Flags = (x > boxes[:, 0]) & (x < boxes[:, 2])
    return np.logical_and(across, (y > boxes[:, 1]) & (y < boxes[:, 3]))


def _rect(box: Array) -> QRectF:
    left, top, right, bottom = box.tolist()
    return QRectF(left, top, right - left, bottom - top)
