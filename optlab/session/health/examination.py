"""All checks of a moment. A new check is a function of a Case and its line in CHECKS."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from optlab.session.health import comparison, curves, edge, layers, standstill
from optlab.session.health.case import Case
from optlab.session.health.finding import Finding, Severity
from optlab.session.message import Message
from optlab.session.moment import Moment


@dataclass(frozen=True)
class Check:
    """One illness: its name, what it is in plain words, and how it is found."""

    title: Message
    help: Message
    look: Callable[[Case], Finding | None]


CHECKS: tuple[Check, ...] = (
    Check(
        curves.DIVERGENCE,
        Message("The loss grows without end: every step overshoots further than the last."),
        curves.divergence,
    ),
    Check(
        edge.BEYOND,
        Message("Steps longer than the ground bears: it bends more than 2 over the learning rate."),
        edge.beyond,
    ),
    Check(
        layers.EXPLODING,
        Message("Slopes so large that a step along them lands far behind the valley."),
        layers.exploding,
    ),
    Check(
        layers.VANISHING,
        Message("The slope fades from layer to layer, so the first layers hardly learn."),
        layers.vanishing,
    ),
    Check(
        layers.DEAD,
        Message("Hidden units that are flat on every sample and cannot learn any more."),
        layers.dead,
    ),
    Check(
        layers.SATURATED,
        Message("Hidden units pressed against their ends, where they are flat."),
        layers.saturated,
    ),
    Check(
        standstill.CREEPING,
        Message("Steps so small that the loss seems to stand still, far from the bottom."),
        standstill.creeping,
    ),
    Check(
        standstill.PLATEAU,
        Message("Nothing changes any more, although the loss is still high."),
        standstill.plateau,
    ),
    Check(
        curves.OSCILLATION,
        Message("Steps jump to and fro across a valley instead of going down in it."),
        curves.oscillation,
    ),
    Check(
        curves.OVERFITTING,
        Message("The train loss falls, but the test loss rises: noise is learnt by heart."),
        curves.overfitting,
    ),
    Check(
        comparison.DEARER,
        Message("Racers compared by steps, although a step of one costs a multiple."),
        comparison.dearer,
    ),
    Check(
        comparison.MORE_CARE,
        Message("One method had more learning rates to choose from than another."),
        comparison.more_care,
    ),
)


@lru_cache(maxsize=1)  # the sentence and the view ask for the same moment
def examine(moment: Moment) -> tuple[Finding, ...]:
    """What all checks find about all racers, the worst first."""
    cases = [Case(moment, racer) for racer in range(len(moment.snapshots))]
    found = [finding for check in CHECKS for case in cases if (finding := check.look(case))]
    return tuple(sorted(found, key=lambda each: -each.severity))


def worst(findings: tuple[Finding, ...]) -> Severity | None:
    """How bad the worst of them is; None where nothing was found."""
    return max((each.severity for each in findings), default=None)
