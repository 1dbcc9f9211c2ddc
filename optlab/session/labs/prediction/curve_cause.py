"""Why a drawn loss curve and the true one differ: one line in plain words, told by their shapes.

Only what can be seen in the two curves is said; the causes are tried from the coarse (it diverged,
it went the other way) to the fine (it fell sooner). A sentence may be dull, but not wrong.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from optlab.engine.arrays import Array
from optlab.session.labs.prediction.curve import Drawn, Pair, pair, rough
from optlab.session.message import Message
from optlab.session.numbers import figure

CLOSE, ALIKE = 0.05, 0.15
"""Gaps up to which two curves are as good as the same, and of one shape."""
MUCH = 0.2
"""Share of the height the true curve covers that is worth a word."""
SWING, SWINGS = 0.1, 4
"""Share of that height that makes a swing, and how many of them make a restless curve."""
NOTHING = 0.02
"""Of the highest loss: a drawn one below it means zero, on a scale that begins there."""
EDGE = 0.03
"""Share of the steps over which the height at the end is averaged."""
SOONER, AT_LEAST = 0.6, 0.08
"""Half of a fall is sooner that took less than this share of the time, and so much less of all."""


@dataclass(frozen=True)
class Shape:
    """What a curve does.

    `first`, `last`, `low` and `high` are heights as shares of the scale; `lowest`, `highest` and
    `halfway` (half of the fall is done) are places as shares of the steps.
    """

    first: float
    last: float
    low: float
    high: float
    lowest: float
    highest: float
    halfway: float
    swings: int
    settled: bool


def curve_cause(
    drawn: Drawn,
    steps: ArrayLike,
    losses: ArrayLike,
    *,
    log: bool = False,
    samples: int = 0,
    diverged: bool = False,
) -> Message:
    """One line on how the true `losses` (n,) at `steps` (n,) differ from those `drawn` (k, 2).

    `log` says how the curve was drawn, `samples` how many a step sees (0 for all of them), and
    `diverged` how the racer ended.
    """
    both = pair(drawn, steps, losses, log=log)
    mine, true = shape(both.drawn_height, both.scale), shape(both.true_height, both.scale)
    if diverged or not np.isfinite(np.asarray(losses, dtype=np.float64)[-1]):
        return _diverged(both, mine)
    gap = float(np.abs(both.drawn_height - both.true_height).mean()) / both.scale
    if gap <= CLOSE:
        return Message("You foresaw it: the two curves lie close together all the way.")
    return (
        _direction(both, mine, true)
        or _amount(both, mine, true)
        or _swings(both, mine, true, samples)
        or _turns(both, mine, true)
        or _level(both, mine, true)
        or _pace(mine, true)
        or _swings(both, mine, true, samples, anyhow=True)
        or _start(both, mine, true)
        or _furthest(both, gap)
    )


def shape(height: Array, scale: float) -> Shape:
    """The shape of a curve of heights (k,), where `scale` is much."""
    edge = max(1, round(EDGE * len(height)))
    first, last = float(height[0]), float(height[-edge:].mean())
    late = height[-max(2, len(height) // 5) :]
    half = (first + last) / 2.0
    past = smoothed(height) <= half if first >= last else smoothed(height) >= half
    return Shape(
        first=first / scale,
        last=last / scale,
        low=float(height.min()) / scale,
        high=float(height.max()) / scale,
        lowest=float(height.argmin()) / (len(height) - 1),
        highest=float(height.argmax()) / (len(height) - 1),
        halfway=float(past.argmax()) / (len(height) - 1),
        swings=swings(height, SWING * scale),
        settled=float(np.ptp(smoothed(late))) <= SWING * scale,
    )


def smoothed(height: Array) -> Array:
    """Means (k,) of a curve of heights (k,) over a hundredth of it to either side."""
    reach = max(1, len(height) // 100)
    padded = np.pad(height, reach, mode="edge")
    return np.convolve(padded, np.full(2 * reach + 1, 1.0 / (2 * reach + 1)), mode="valid")


def swings(height: Array, least: float) -> int:
    """How often a curve turns round and then goes at least so far."""
    count, way = 0, 0
    low = high = float(height[0])
    for now in height.tolist():
        low, high = min(low, now), max(high, now)
        if way <= 0 and now - low >= least:
            count += way != 0
            way, high = 1, now
        elif way >= 0 and high - now >= least:
            count += way != 0
            way, low = -1, now
    return count


def _loss(both: Pair, share: float) -> str:
    """The true loss of a height given as a share."""
    height = share * both.scale
    return figure(10.0**height if both.log else height)


def _drawn(both: Pair, share: float) -> str:
    """The drawn loss of a height given as a share, about zero where nothing else can be seen."""
    height = share * both.scale
    loss = 10.0**height if both.log else height
    return (
        "0" if abs(loss) < 0.02 * float(np.abs(both.true).max()) and not both.log else rough(loss)
    )


def _first(both: Pair) -> str:
    return figure(float(both.true[0]))


def _last(both: Pair) -> str:
    """The true loss at the end, above the plot or not."""
    late = both.true[-max(1, round(EDGE * len(both.true))) :]
    return figure(float(late.mean()))


def _step(both: Pair, share: float) -> str:
    first, last = float(both.steps[0]), float(both.steps[-1])
    return f"{first + share * (last - first):,.0f}"


def _diverged(both: Pair, mine: Shape) -> Message:
    values = {"first": figure(float(both.true[0])), "last": figure(float(both.true[-1]))}
    if mine.last > mine.first + MUCH:
        return Message(
            "It diverged, and you saw it coming: the loss grew from {first} to {last}, and then "
            "out of bounds.",
            values,
        )
    return Message(
        "It diverged: the loss grew from {first} to {last}, and then out of bounds.", values
    )


def _direction(both: Pair, mine: Shape, true: Shape) -> Message | None:
    """One rises while the other falls."""
    rise, drawn = true.last - true.first, mine.last - mine.first
    values = {"first": _first(both), "last": _last(both)}
    if rise >= MUCH and drawn <= -MUCH:
        return Message("You drew it falling; it rose from {first} to {last}.", values)
    if rise <= -MUCH and drawn >= MUCH:
        return Message("You drew it rising; it fell from {first} to {last}.", values)
    return None


def _amount(both: Pair, mine: Shape, true: Shape) -> Message | None:
    """One hardly moves while the other does."""
    covered, drawn = true.high - true.low, mine.high - mine.low
    values = {
        "first": _first(both),
        "last": _last(both),
        "drawn": _drawn(both, mine.last),
    }
    if covered <= MUCH * drawn:
        return Message(
            "It hardly moved: you drew it going to {drawn}, it stayed at {last}.", values
        )
    if drawn <= MUCH * covered and abs(true.last - true.first) >= MUCH:
        if true.last < true.first:
            return Message("You drew hardly any change; it fell from {first} to {last}.", values)
        return Message("You drew hardly any change; it rose from {first} to {last}.", values)
    return None


def _swings(
    both: Pair, mine: Shape, true: Shape, samples: int, *, anyhow: bool = False
) -> Message | None:
    """The true curve is restless; it is the cause if the two are alike but for that."""
    if true.swings < SWINGS or mine.swings > true.swings // 2:
        return None
    calm = np.abs(smoothed(both.true_height) - both.drawn_height).mean() <= ALIKE * both.scale
    if not (calm or anyhow):
        return None
    if samples == 1:
        return Message(
            "You expected a smooth curve; it swings, for every step sees only one sample."
        )
    if samples:
        return Message(
            "You expected a smooth curve; it swings, for every step sees only {count} samples.",
            {"count": samples},
        )
    return Message("You expected a smooth curve; it swings up and down on its way.")


def _turns(both: Pair, mine: Shape, true: Shape) -> Message | None:
    """The true curve has a hump or a dip that was not drawn."""
    hump = min(true.high - true.first, true.high - true.last) >= MUCH
    if hump and mine.high - mine.first < MUCH / 2.0:
        return Message(
            "It rose first, to {high} at step {step}, before it fell.",
            {"high": figure(float(both.true.max())), "step": _step(both, true.highest)},
        )
    dip = min(true.last - true.low, true.first - true.low) >= MUCH
    if dip and mine.last - mine.low < MUCH / 2.0:
        return Message(
            "It rose again: at step {step} it was down at {low}, at the end it was {last}.",
            {
                "low": _loss(both, true.low),
                "step": _step(both, true.lowest),
                "last": _last(both),
            },
        )
    return None


def _level(both: Pair, mine: Shape, true: Shape) -> Message | None:
    """They end at different heights."""
    if abs(mine.last - true.last) < MUCH:
        return None
    values = {"drawn": _drawn(both, mine.last), "last": _last(both)}
    if true.last > true.first and mine.last > mine.first:
        return Message("You drew it rising to {drawn}; it rose to {last}.", values)
    if true.last < mine.last:
        return Message("It fell further than you drew: to {last}, where you drew {drawn}.", values)
    if not true.settled:
        return Message("You drew it falling to {drawn}; it came down only to {last}.", values)
    if _sooner(true, mine):
        return Message(
            "It fell faster at first than you drew, but then it stayed at {last}; you drew it "
            "falling to {drawn}.",
            values,
        )
    return Message("You drew it falling to {drawn}; it stayed at {last}.", values)


def _pace(mine: Shape, true: Shape) -> Message | None:
    """They come down to the same height, one sooner than the other."""
    if min(true.first - true.last, mine.first - mine.last) < MUCH:
        return None
    if _sooner(true, mine):
        if true.settled:
            return Message(
                "It fell much faster at the beginning than you drew, and then levelled off."
            )
        return Message("It fell much faster at the beginning than you drew.")
    if _sooner(mine, true):
        return Message("It took longer to come down than you drew.")
    return None


def _sooner(one: Shape, other: Shape) -> bool:
    return one.halfway < min(SOONER * other.halfway, other.halfway - AT_LEAST)


def _start(both: Pair, mine: Shape, true: Shape) -> Message | None:
    if abs(mine.first - true.first) < MUCH:
        return None
    return Message(
        "It started at {true}, and your curve at {drawn}.",
        {"true": _first(both), "drawn": _drawn(both, mine.first)},
    )


def _furthest(both: Pair, gap: float) -> Message:
    worst = int(np.abs(both.drawn_height - both.true_height).argmax())
    values = {
        "step": f"{both.steps[worst]:,.0f}",
        "drawn": rough(float(both.drawn[worst])),
        "true": figure(float(both.true[worst])),
    }
    if gap <= ALIKE:
        return Message(
            "The shape is right; you were furthest off at step {step}: you drew {drawn}, it was "
            "{true}.",
            values,
        )
    return Message("You were furthest off at step {step}: you drew {drawn}, it was {true}.", values)
