"""Comparisons that are not fair: steps of very different price, one method tuned with more care."""

from __future__ import annotations

from collections import Counter

from msgspec.structs import replace

from optlab.engine.stops import SamplesSpent
from optlab.session.health import trials
from optlab.session.health.case import Case, learning_rate
from optlab.session.health.finding import Finding, Severity, Trial
from optlab.session.health.words import fact
from optlab.session.message import Message
from optlab.session.moment import Moment

DEARER = Message("Unfair by steps")
MORE_CARE = Message("Unequal tuning")

TIMES = 3.0
"""A step that costs this many times the cheapest makes a comparison by steps misleading."""
MORE_TRIES = 2
"""So many more learning rates than another method had are an advantage worth telling."""


def dearer(case: Case) -> Finding | None:
    """A step of this racer costs a multiple of that of the cheapest."""
    moment = case.moment
    if moment.cursor == 0 or len(moment.snapshots) < 2:
        return None
    prices = [_price(moment, place) for place in range(len(moment.snapshots))]
    cheapest = min(range(len(prices)), key=prices.__getitem__)
    own, least = prices[case.racer], prices[cheapest]
    if least <= 0.0 or own < TIMES * least:
        return None
    unit = "samples per step" if case.objective.samples else "evaluations per step"
    facts = (
        fact(unit, f"{own:,.4g}"),
        fact("the cheapest", f"{least:,.4g}"),
        fact("evaluations so far", f"{_evaluations(case):,}"),
    )
    line = Message(
        "One of its steps costs {times} times one of {other}: comparing them by steps flatters it. "
        "Compare by what was paid.",
        {"times": f"{own / least:.3g}", "other": moment.experiment.racers[cheapest].name},
    )
    brief = Message("{who} pays more for a step than others.")
    trial = _same_purse(case, cheapest)
    return Finding(DEARER, Severity.note, case.racer, facts, line, brief, trial)


def _price(moment: Moment, place: int) -> float:
    snapshot = moment.snapshots[place]
    cost = snapshot.cost
    paid = cost.samples or cost.loss_evaluations + cost.gradient_evaluations
    return paid / max(snapshot.step, 1)


def _evaluations(case: Case) -> int:
    cost = case.snapshot.cost
    return cost.loss_evaluations + cost.gradient_evaluations


def _same_purse(case: Case, cheapest: int) -> Trial | None:
    """Let everybody spend what the cheapest needs for all of its steps."""
    experiment = case.moment.experiment
    snapshot = case.moment.snapshots[cheapest]
    if not snapshot.cost.samples or any(isinstance(s, SamplesSpent) for s in experiment.stops):
        return None
    budget = round(snapshot.cost.samples / snapshot.step * experiment.steps)
    label = Message("Give every racer {count} samples to spend", {"count": f"{budget:,}"})
    stops = (*experiment.stops, SamplesSpent(budget))
    return Trial(label, replace(experiment, stops=stops))


def more_care(case: Case) -> Finding | None:
    """Another method raced with more learning rates than this one, and so had more chances."""
    racers = case.moment.experiment.racers
    rates = {(type(each.optimizer), learning_rate(each)) for each in racers}
    tries = Counter(kind for kind, rate in rates if rate is not None)
    own = type(case.chosen.optimizer)
    if own not in tries or len(tries) < 2:
        return None
    first_of_kind = next(i for i, r in enumerate(racers) if type(r.optimizer) is own)
    most = max(tries, key=tries.__getitem__)
    if case.racer != first_of_kind or tries[most] - tries[own] < MORE_TRIES:
        return None
    facts = (
        fact("its learning rates", str(tries[own])),
        fact("learning rates of the other", str(tries[most])),
    )
    line = Message(
        "{other} was tried with {most} learning rates and {name} with {own}: the best of more "
        "tries looks better than it is.",
        {
            "other": most.title,
            "most": tries[most],
            "name": case.chosen.optimizer.title,
            "own": tries[own],
        },
    )
    brief = Message("{who} was tried with fewer learning rates than another method.")
    trial = trials.gentler(case, 3.0)
    return Finding(MORE_CARE, Severity.note, case.racer, facts, line, brief, trial)
