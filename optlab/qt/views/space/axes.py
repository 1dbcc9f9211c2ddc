"""Axes: which edges of the box carry them, and where their words go on the screen.

The two floor axes are the edges nearest to the eye, where nothing stands before them; the height is
the upright edge farthest left. An axis that is seen end on has no room for words and gets none.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optlab.engine.arrays import Array
from optlab.qt.text import tr
from optlab.qt.views.relief import FLAT, PEAK, Relief, Tick
from optlab.qt.views.space.camera import project

SHORTEST = 90.0
"""Pixels that an axis must measure on the screen to carry words."""
STEEP = 2.5
"""Height of the eye over its distance from which the surface hides the edges of the floor."""
GAP, NAME_GAP = 5.0, 24.0
"""Pixels between an axis and the near edge of a number, and of its name."""

CORNER = 0.04
"""Share of a floor axis at its ends without numbers, because two axes meet there."""


@dataclass(frozen=True)
class Word:
    """A text at a pixel, pushed away from its axis along `away` until it is clear of it."""

    text: str
    x: float
    y: float
    away: tuple[float, float]
    gap: float
    name: bool


@dataclass(frozen=True, eq=False)
class Axis:
    """An edge of the box from `begin` to `end` (3,) with its name and its ticks as shares of it."""

    name: str
    begin: Array
    end: Array
    ticks: tuple[tuple[float, str], ...]


def axes(relief: Relief, eye: Array, matrix: Array, size: tuple[float, float]) -> list[Axis]:
    """The three axes as seen from `eye`, shortest names last."""
    y = -1.0 if eye[1] <= 0.0 else 1.0
    x = -1.0 if eye[0] < 0.0 else 1.0
    base = PEAK if eye[2] > STEEP * float(np.hypot(eye[0], eye[1])) else 0.0
    feet = np.array([(a, b, 0.0) for a in (-1.0, 1.0) for b in (-1.0, 1.0)])
    left = feet[np.argmin(project(matrix, feet, size)[:, 0])]
    height = tr("log loss") if relief.log else tr("loss")
    return [
        Axis(
            relief.names[0],
            np.array([-1.0, y, base]),
            np.array([1.0, y, base]),
            _shares(relief.u_ticks, relief.u[0], relief.u[-1], CORNER),
        ),
        Axis(
            relief.names[1],
            np.array([x, -1.0, base]),
            np.array([x, 1.0, base]),
            _shares(relief.v_ticks, relief.v[0], relief.v[-1], CORNER),
        ),
        Axis(
            height,
            np.array([left[0], left[1], FLAT]),
            np.array([left[0], left[1], PEAK]),
            _shares(relief.height_ticks, relief.low, relief.top, 0.0),
        ),
    ]


def words(axis: Axis, matrix: Array, size: tuple[float, float]) -> list[Word]:
    """The words of an axis on the screen, its name first; none when it is seen end on."""
    begin, end = project(matrix, np.stack([axis.begin, axis.end]), size)[:, :2]
    length = float(np.hypot(*(end - begin)))
    if length < SHORTEST:
        return []
    middle = project(matrix, np.array([[0.0, 0.0, PEAK / 3.0]]), size)[0, :2]
    away = np.array([begin[1] - end[1], end[0] - begin[0]]) / length
    if float(away @ ((begin + end) / 2.0 - middle)) < 0.0:
        away = -away
    upright = abs(axis.end[2] - axis.begin[2]) > 0.0
    shares = np.array([0.5 if not upright else 1.0, *(share for share, _ in axis.ticks)])
    places = project(matrix, axis.begin + shares[:, None] * (axis.end - axis.begin), size)[:, :2]
    direction = (float(away[0]), float(away[1]))
    if upright:
        name = Word(axis.name, float(places[0, 0]), float(places[0, 1]), (0.0, -1.0), 8.0, True)
    else:
        x, y = (float(part) for part in places[0])
        name = Word(axis.name, x, y, direction, NAME_GAP, True)
    ticks = [
        Word(text, float(place[0]), float(place[1]), direction, GAP, False)
        for place, (_, text) in zip(places[1:], axis.ticks, strict=True)
    ]
    return [name, *ticks]


def _shares(
    ticks: tuple[Tick, ...], low: float, high: float, corner: float
) -> tuple[tuple[float, str], ...]:
    shares = [((tick.place - low) / (high - low), tick.text) for tick in ticks]
    return tuple((share, text) for share, text in shares if corner <= share <= 1.0 - corner)
