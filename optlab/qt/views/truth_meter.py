"""The foot of the surface pane: how true the picture is at the cursor, in one line of facts.

It speaks of the racer that leads. Two that run neck and neck would make it jump back and forth, so
the lead changes only when another is clearly ahead.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from optlab.engine.experiment import Fitting
from optlab.engine.slices import PathPlane, Slice
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
        if moment.batch_surface is not None:
            return _noise(moment, self._leader)
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


def _noise(moment: Moment, racer: int) -> tuple[Fact, ...]:
    """What is drawn instead of the loss on all samples."""
    fitting = moment.experiment.objective
    few = fitting.batch_size if isinstance(fitting, Fitting) else 0
    loss = figure(moment.train_losses[racer])
    return (
        Fact(tr("loss on all {count} samples", count=moment.objective.samples), loss, racer=racer),
        Fact(tr("drawn: on {count} of them, this is the noise", count=few), tone="accent"),
    )


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
        *_advice(found, drawn),
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
    if doubtful(found):
        return Fact(tr("far off: {error}", error=text), tone="warn")
    return Fact(tr("off by {error}", error=text), tone="good")


def doubtful(found: Truth) -> bool:
    """Whether the drawn height is so far off that something should be done about it."""
    return not abs(found.error) <= DOUBTFUL


def _advice(found: Truth, drawn: Slice) -> tuple[Fact, ...]:
    """What to do when the picture is far off."""
    if not doubtful(found):
        return ()
    if isinstance(drawn.recipe, PathPlane):
        return (Fact(tr("here the path leaves its plane")),)
    return (Fact(tr("better: the path's plane"), tone="warn"),)


def explanation(moment: Moment) -> str:
    """One sentence on what the line of facts means; empty where there is nothing to doubt."""
    if moment.slice is None or moment.objective.size <= 2:
        return ""
    return tr(
        "The model has {count} parameters and the picture shows a plane of two directions: "
        "the marble stands at the foot of the true point, so the drawn loss can differ from the "
        "true one. More than 10 % off is marked; then choose the path's plane, or look near the "
        "end of the path, where the plane goes through it.",
        count=moment.objective.size,
    )


def _percent(share: float) -> str:
    return f"{100.0 * share:.0f} %"
