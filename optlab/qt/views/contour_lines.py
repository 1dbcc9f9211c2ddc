"""The isolines of a relief as lines: marching squares, joined from cell to cell.

A cell whose corners lie on alternate sides of the height has two lines; the mean of its corners
says which corners they separate. Cells with a hole at a corner have none.

Source: Lorensen and Cline (1987), Marching cubes, in the plane.
"""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from optlab.engine.arrays import Array
from optlab.qt.views.relief import Relief

Edge = tuple[bool, int, int]
"""From the point (row, column) to the next one, along v when the first is true, else along u."""


def levels(relief: Relief) -> list[float]:
    """The heights that have an isoline, from low to high."""
    first = int(np.floor(relief.low / relief.level)) + 1
    last = int(np.ceil(relief.top / relief.level)) - 1
    return [number * relief.level for number in range(first, last + 1)]


def contour_lines(relief: Relief, height: float) -> list[Array]:
    """The isolines at a height: each (k, 2) of (u, v), closed where its ends are equal."""
    grid = relief.height.astype(np.float64)
    meets: defaultdict[Edge, list[Edge]] = defaultdict(list)
    for one, other in _segments(grid, height):
        meets[one].append(other)
        meets[other].append(one)
    lines: list[Array] = []
    for ends_only in (True, False):
        for edge in list(meets):
            if meets[edge] and (len(meets[edge]) == 1 or not ends_only):
                chain = _followed(meets, edge)
                lines.append(np.array([_place(relief, grid, each, height) for each in chain]))
    return lines


def _segments(grid: Array, height: float) -> list[tuple[Edge, Edge]]:
    """The two edges of every piece of line."""
    above = grid > height
    corners = np.stack([above[:-1, :-1], above[:-1, 1:], above[1:, 1:], above[1:, :-1]])
    heights = np.stack([grid[:-1, :-1], grid[:-1, 1:], grid[1:, 1:], grid[1:, :-1]])
    mixed = corners.any(axis=0) & ~corners.all(axis=0) & np.isfinite(heights).all(axis=0)
    found: list[tuple[Edge, Edge]] = []
    for i, j in zip(*(places.tolist() for places in np.nonzero(mixed)), strict=True):
        up = corners[:, i, j].tolist()
        around: list[Edge] = [(False, i, j), (True, i, j + 1), (False, i + 1, j), (True, i, j)]
        crossed = [edge for k, edge in enumerate(around) if up[k] != up[(k + 1) % 4]]
        if len(crossed) == 2:
            found.append((crossed[0], crossed[1]))
        elif (heights[:, i, j].mean() > height) == up[0]:  # the other two corners are cut off
            found += [(crossed[0], crossed[1]), (crossed[2], crossed[3])]
        else:
            found += [(crossed[3], crossed[0]), (crossed[1], crossed[2])]
    return found


def _followed(meets: defaultdict[Edge, list[Edge]], edge: Edge) -> list[Edge]:
    """Take one line out of what is left, from an edge on."""
    chain = [edge]
    while meets[edge]:
        onward = meets[edge].pop()
        meets[onward].remove(edge)
        chain.append(onward)
        edge = onward
    return chain


def _place(relief: Relief, grid: Array, edge: Edge, height: float) -> tuple[float, float]:
    deep, i, j = edge
    begin, end = grid[i, j], grid[i + deep, j + (not deep)]
    share = (height - begin) / (end - begin)
    u, v = float(relief.u[j]), float(relief.v[i])
    if deep:
        return u, v + share * (float(relief.v[i + 1]) - v)
    return u + share * (float(relief.u[j + 1]) - u), v
