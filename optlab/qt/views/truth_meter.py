"""The foot of the surface pane: how true the picture is at the cursor, in one line of facts.

It speaks of the racer that leads. Two that run neck and neck would make it jump back and forth, so
the lead changes only when another is clearly ahead.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from optlab.engine.slices import Slice
from optlab.engine.truth import Truth, truth
from optlab.qt.text import tr
from optlab.qt.widgets.facts import Fact
from optlab.session.moment import Moment
from optlab.session.numbers import figure

DOUBTFUL = 0.10
"""A drawn height that is further off than this is called so."""
CLEARLY = 0.9
"""A racer takes over the lead below this share of the leader's loss."""


@dataclass
class TruthMeter:
    """Writes the line for one moment after another and remembers who leads."""

    _leader: int = 0

    def facts(self, moment: Moment) -> tuple[Fact, ...]:
        """The facts of `moment`; none while nothing is drawn."""
        drawn = moment.slice
        if drawn is None:
            return ()
        self._leader = leader(moment.train_losses, self._leader)
        if moment.objective.size <= 2:
            return _whole(moment, self._leader)
        return _slice(moment, drawn, self._leader)


def leader(losses: Sequence[float], before: int = 0) -> int:
    """The racer with the lowest loss; the one of `before` while no other is clearly lower."""
    known = [loss if math.isfinite(loss) else math.inf for loss in losses]
    best = min(range(len(known)), key=lambda racer: known[racer])
    if before < len(known) and known[best] > known[before] - (1.0 - CLEARLY) * abs(known[before]):
        return before
    return best


def _whole(moment: Moment, racer: int) -> tuple[Fact, ...]:
    theta = moment.snapshots[racer].theta.tolist()
    names = moment.objective.names
    return (
        Fact(tr("loss"), figure(moment.train_losses[racer]), racer=racer),
        *(Fact(name, figure(value)) for name, value in zip(names, theta, strict=True)),
        Fact(tr("this is the whole space")),
    )


def _slice(moment: Moment, drawn: Slice, racer: int) -> tuple[Fact, ...]:
    path = moment.recording.track(racer).path.theta
    found = truth(moment.objective, drawn, path, moment.snapshots[racer].theta)
    return (
        Fact(tr("drawn"), figure(found.drawn), racer=racer),
        Fact(tr("true"), figure(found.true)),
        _error(found),
        Fact(
            tr(
                "{share} in plane (random {random})",
                share=_percent(found.share),
                random=_percent(found.random_share),
            )
        ),
    )


def _error(found: Truth) -> Fact:
    """The error with a word, since a colour alone would not do."""
    error = abs(found.error)
    if not math.isfinite(error):
        return Fact(tr("not comparable"), tone="warn")
    text = f"{100.0 * error:.1f} %" if error < 1.0 else f"{100.0 * error:,.0f} %"
    if error > DOUBTFUL:
        return Fact(tr("far off: {error}", error=text), tone="warn")
    return Fact(tr("off by {error}", error=text), tone="good")


def _percent(share: float) -> str:
    return f"{100.0 * share:.0f} %"
