"""A flag where somebody expects a racer to end, and the line from it to where the racer ended."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optlab.engine.arrays import Array
from optlab.qt.text import tr
from optlab.qt.views.draping import coordinates, lay
from optlab.qt.views.relief import Relief
from optlab.session.numbers import figure

DASHES, PIECES = 24, 4
"""Dashes in the line between flag and end, with as many gaps, and the pieces of each."""


@dataclass(frozen=True, eq=False)
class Guess:
    """The place theta (D,) that was marked, and the `end` (D,) once it is known."""

    theta: Array
    end: Array | None = None


@dataclass(frozen=True, eq=False)
class Flag:
    """A flag as it is drawn: (u, v, height) of its foot (3,), and its words.

    `join` (m, 3) are dashes along the ground to the end, broken by rows of nan; `middle` (3,) is
    the place for the `distance` between the two.
    """

    foot: Array
    words: str
    join: Array
    middle: Array
    distance: str


def flag(ground: Relief, guess: Guess) -> Flag | None:
    """The flag of a guess on the drawn ground; None outside the drawing."""
    here = coordinates(ground.surface.slice, guess.theta[None])
    foot = lay(ground, here)[0]
    if not np.isfinite(foot).all():
        return None
    words = tr("your guess")
    if guess.end is None or not np.isfinite(guess.end).all():
        return Flag(foot, words, np.empty((0, 3)), foot, "")
    end = coordinates(ground.surface.slice, guess.end[None])
    places = np.linspace(0.0, 1.0, 2 * DASHES * PIECES + 1)
    join = lay(ground, here + places[:, None] * (end - here))
    middle = join[len(join) // 2]
    join[np.arange(len(join)) // PIECES % 2 == 1] = np.nan
    away = float(np.sqrt(((guess.theta - guess.end) ** 2).sum()))
    seen = np.isfinite(middle).all()
    return Flag(
        foot, words, join, middle if seen else foot, tr("off by {distance}", distance=figure(away))
    )
