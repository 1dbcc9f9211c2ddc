"""A marked place beside the one where a racer ended: the gap between them, and why it is there."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from optlab.engine.arrays import Array
from optlab.session.labs.prediction.valleys import Box, Loss, parted
from optlab.session.message import Message
from optlab.session.numbers import figure, percent

CLOSE = 0.05
"""Share up to which the mark is as good as the end."""
STILL = 0.1
"""Of the way to the mark: less than this is hardly a move."""
ASIDE = 0.35
"""Of the way to the mark: an end this far beside it came by another way."""


@dataclass(frozen=True)
class PointGap:
    """The distance of a mark from the end as a `share` (0 = the same place), and as it is.

    The share is of the diagonal of the picture where there is a box, else of the way that the racer
    went; `distance` is in units of the parameters.
    """

    share: float
    distance: float

    @property
    def says(self) -> Message:
        """The gap in one sentence."""
        return Message(
            "Your mark is {distance} away from the end, {share} of the picture's size.",
            {"distance": figure(self.distance), "share": percent(self.share)},
        )


def point_gap(
    marked: ArrayLike, end: ArrayLike, start: ArrayLike, box: Box | None = None
) -> PointGap:
    """How far theta `marked` (D,) is from `end` (D,), the racer having started at `start` (D,).

    A box ((low, high) for every parameter) makes all parameters count alike.
    """
    mark, last, first = _points(marked, end, start)
    away = mark - last
    distance = float(np.sqrt((away**2).sum()))
    if box is None:
        way = float(np.sqrt(((last - first) ** 2).sum())) or float(
            np.sqrt(((mark - first) ** 2).sum())
        )
        share = distance / way if way else 0.0
    else:
        share = float(np.sqrt(((away / _widths(box, len(mark))) ** 2).mean()))
    return PointGap(share if math.isfinite(share) else math.inf, distance)


def point_cause(
    marked: ArrayLike,
    end: ArrayLike,
    start: ArrayLike,
    box: Box | None = None,
    loss: Loss | None = None,
    *,
    diverged: bool = False,
) -> Message:
    """One line on where the racer ended beside the mark; all thetas are (D,).

    `loss` serves theta (..., D); with it and a box, a ridge between mark and end is found.
    """
    mark, last, first = _points(marked, end, start)
    if diverged or not np.isfinite(last).all():
        return Message("It diverged: it left for places where the loss grows out of bounds.")
    if point_gap(mark, last, first, box).share <= CLOSE:
        return Message("You foresaw it: it ended close to your mark.")
    if (
        box is not None
        and loss is not None
        and len(mark) <= 2
        and parted(loss, box[: len(mark)], mark, last)
    ):
        return Message("It ended in another valley: a ridge lies between your mark and its end.")
    widths = _widths(box, len(mark)) if box is not None else np.ones(len(mark))
    meant, went = (mark - first) / widths, (last - first) / widths
    far = float(np.sqrt((meant**2).sum()))
    if (far <= CLOSE * math.sqrt(len(mark)) and box is not None) or far == 0.0:
        return Message("You thought it would end where it started; it moved on.")
    along = float(went @ meant) / far**2
    aside = float(np.sqrt(((went - along * meant) ** 2).sum())) / far
    if math.hypot(along, aside) < STILL:
        return Message("It ended almost where it started.")
    if aside <= ASIDE:
        return _along(along)
    if along < 0.0:
        return Message("It ended on the other side of its start.")
    return Message("It ended to the side of the way that you thought.")


def _along(share: float) -> Message:
    """How far it got of the way to the mark, which it took."""
    if share < 0.0:
        return Message("It ended on the other side of its start.")
    if 0.45 <= share <= 0.55:
        return Message("It ended half of the way to your mark.")
    if share < 1.0:
        return Message(
            "It ended before your mark, at {share} of the way there.",
            {"share": f"{100.0 * share:.0f} %"},
        )
    return Message("It ended further than you thought, beyond your mark.")


def _points(*thetas: ArrayLike) -> tuple[Array, Array, Array]:
    mark, last, first = (np.atleast_1d(np.asarray(theta, dtype=np.float64)) for theta in thetas)
    if not mark.shape == last.shape == first.shape:
        raise ValueError(f"The mark has {len(mark)} numbers; there are {len(last)} parameters.")
    return mark, last, first


def _widths(box: Box, size: int) -> Array:
    """Widths (D,) of the box, or of its first sides: a line is drawn as a plane without width."""
    return np.array([high - low for low, high in box[:size]])
