"""A flag where somebody expects a racer to end, and the line from it to where the racer ended."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optlab.engine.arrays import Array
from optlab.qt.text import tr
from optlab.qt.views.draping import coordinates, drape, lay
from optlab.qt.views.relief import Relief
from optlab.session.numbers import figure

DASHES = 24
"""Dashes in the line between flag and end, and as many gaps."""


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
    nothing = np.empty((0, 3))
    if guess.end is None or not np.isfinite(guess.end).all():
        return Flag(foot, tr("your guess"), nothing, foot, "")
    end = coordinates(ground.surface.slice, guess.end[None])
    parts = here + np.linspace(0.0, 1.0, 2 * DASHES + 1)[:, None] * (end - here)
    dashes: list[Array] = []
    for first in range(0, 2 * DASHES, 2):
        piece = drape(ground, parts[first : first + 2])
        if len(piece):
            dashes += [piece, np.full((1, 3), np.nan)]
    away = float(np.sqrt(((guess.theta - guess.end) ** 2).sum()))
    middle = lay(ground, parts[DASHES][None])[0]
    return Flag(
        foot,
        tr("your guess"),
        np.concatenate(dashes[:-1]) if dashes else nothing,
        middle if np.isfinite(middle).all() else foot,
        tr("off by {distance}", distance=figure(away)),
    )
