"""Illnesses that show in the curves of a racer: it blows up, swings, or learns by heart."""

from __future__ import annotations

import numpy as np
from msgspec.structs import replace

from optlab.engine.arrays import Array
from optlab.engine.experiment import Fitting
from optlab.engine.penalties import L2, NoPenalty
from optlab.engine.snapshot import Status
from optlab.session.health import trials
from optlab.session.health.case import FEWEST, LEAST, NEWEST, Case
from optlab.session.health.finding import Finding, Severity, Trial
from optlab.session.health.words import fact, rate
from optlab.session.message import Message
from optlab.session.numbers import figure, percent
from optlab.session.trend import FEWEST_STEPS, WINDOW, Course

DIVERGENCE = Message("Divergence")
OSCILLATION = Message("Oscillation")
OVERFITTING = Message("Overfitting")

RISE = 1.1
"""A test loss this many times its lowest has risen; less is noise."""
GROWN = 2.0
"""A loss this many times the one at the start is on its way out."""
ACROSS = -0.5
"""The mean cosine between one update and the next, below which steps jump across a valley."""
KEPT = 0.9
"""Jumps that keep this share of their length from step to step do not settle soon."""
WIDE = 0.1
"""Swings below this share of what was covered in all are the tremble that mini-batches make."""
LEFT = 0.7
"""Swings of which less is left in the newer half than in the older one are settling."""


def divergence(case: Case) -> Finding | None:
    """It has blown up, or its loss is rising above twice that of the start."""
    first, now = case.first, case.now
    if case.snapshot.status is Status.diverged:
        facts = (
            fact("step", str(case.step)),
            fact("loss at the start", first),
            fact("last loss", now),
            fact("slope", case.snapshot.gradient_norm),
            *rate(case),
        )
        if now < first:
            line = Message("It fell down a ground without a bottom: the loss can always be lower.")
            brief = Message("{who} falls down a ground without a bottom.")
            return Finding(DIVERGENCE, Severity.note, case.racer, facts, line, brief)
        line = Message(
            "At step {step} it went out of bounds: each step overshot further than the one before.",
            {"step": case.step},
        )
        trial = trials.gentler(case, 10.0)
        brief = Message("{who} diverged.")
        return Finding(DIVERGENCE, Severity.alarm, case.racer, facts, line, brief, trial)
    if case.learning_rate is None or case.step == 0 or not case.going:
        return None
    rising = case.step >= FEWEST_STEPS and case.trend.course is Course.rising
    if not (rising and now - first > (GROWN - 1.0) * abs(first)):
        return None
    if case.trend.chance and not case.objective.exact and case.goes_down_with_all:
        return None  # tossed about by its batches, as one that began in a valley is
    facts = (fact("loss at the start", first), fact("loss now", now), *rate(case))
    line = Message(
        "The loss has been rising since step {since}, from {before} to {now}: more than at the "
        "start, so the steps are too long.",
        {
            "since": case.trend.since,
            "before": figure(case.trend.before),
            "now": figure(now),
        },
    )
    trial = trials.gentler(case, 10.0)
    brief = Message("{who} climbs: its steps may be too long.")
    return Finding(DIVERGENCE, Severity.alarm, case.racer, facts, line, brief, trial)


def oscillation(case: Case) -> Finding | None:
    """It jumps across a valley again and again, or its loss swings without settling."""
    if case.learning_rate is None or case.step < FEWEST or not case.going:
        return None
    return _jumps(case) or _swings(case)


def _jumps(case: Case) -> Finding | None:
    if not (case.objective.exact and case.follows_slope):
        return None
    moves = np.diff(case.path[-1 - NEWEST :], axis=0)
    sizes = np.linalg.norm(moves, axis=1)
    if len(moves) < NEWEST or not sizes.all() or not _consecutive(case):
        return None
    cosines: Array = np.vecdot(moves[1:], moves[:-1]) / (sizes[1:] * sizes[:-1])
    turns = float(cosines.mean())
    kept = float((sizes[-1] / sizes[0]) ** (1.0 / (len(sizes) - 1)))
    if turns > ACROSS or kept < KEPT or sizes[-1] < 1e-9 * (1.0 + np.linalg.norm(case.path[-1])):
        return None
    facts = (
        fact("cosine from step to step", turns),
        fact("length kept per step", percent(kept)),
        *rate(case),
    )
    line = Message(
        "Each step jumps across the valley and lands on the other side: it turns back in every "
        "step, and {kept} of its length is left each time.",
        {"kept": percent(kept)},
    )
    brief = Message("{who} jumps across the valley with every step.")
    trial = trials.gentler(case, 3.0)
    return Finding(OSCILLATION, Severity.warning, case.racer, facts, line, brief, trial)


def _consecutive(case: Case) -> bool:
    """Whether the newest kept steps follow each other without a gap."""
    steps = case.moment.recording.track(case.racer).path.steps
    place = int(np.searchsorted(steps, case.step, side="right"))
    newest = steps[max(0, place - len(case.path)) : place]
    return bool((np.diff(newest) == 1).all()) and int(newest[-1]) == case.step


def _swings(case: Case) -> Finding | None:
    seen = case.trend
    if seen.course is not Course.swinging:
        return None
    covered = float(np.nanmax(case.losses) - np.nanmin(case.losses))
    window = np.append(case.losses[case.steps >= seen.since], case.now)
    half = len(window) // 2
    before, after = float(np.ptp(window[:half])), float(np.ptp(window[half:]))
    wide = seen.high - seen.low
    if wide < max(WIDE * covered, LEAST * abs(seen.high)) or after < LEFT * before:
        return None
    facts = (
        fact("since step", str(seen.since)),
        fact("lowest", seen.low),
        fact("highest", seen.high),
        *rate(case),
    )
    if not case.objective.exact:
        line = Message(
            "The loss swings between {low} and {high}: every mini-batch pulls its own way, and the "
            "steps are long enough to follow each of them.",
            {"low": figure(seen.low), "high": figure(seen.high)},
        )
        trial = trials.gentler(case, 3.0)
    else:
        line = Message(
            "The loss swings between {low} and {high} and does not settle: it overshoots.",
            {"low": figure(seen.low), "high": figure(seen.high)},
        )
        trial = _calmer(case)
    brief = Message("{who} swings without settling: its steps overshoot.")
    return Finding(OSCILLATION, Severity.warning, case.racer, facts, line, brief, trial)


def _calmer(case: Case) -> Trial | None:
    """Less momentum, where it is momentum that overshoots."""
    beta = getattr(case.chosen.optimizer, "beta", None)
    if beta is None or beta < 0.5:
        return trials.gentler(case, 3.0)
    return trials.with_knob(
        case, "beta", round(1.0 - 3.0 * (1.0 - beta), 3) if beta > 0.67 else 0.0
    )


def overfitting(case: Case) -> Finding | None:
    """The test loss has long been rising while the train loss fell."""
    if not case.objective.has_test or case.step < FEWEST:
        return None
    tests: Array = case.rows["test_loss"]
    if not np.isfinite(tests).all():
        return None
    width = max(5, len(tests) // 10)
    if len(tests) < 2 * width:
        return None
    smooth = np.convolve(tests, np.full(width, 1.0 / width), "valid")  # one spike is no rise
    if smooth[-1] < RISE * smooth.min():
        return None
    lowest = int(tests.argmin())
    best, at = float(tests[lowest]), int(case.steps[lowest])
    now, then = case.moment.test_losses[case.racer], float(case.losses[lowest])
    if case.now >= then or now < RISE * best or at > (1.0 - WINDOW) * case.step:
        return None
    facts = (
        fact("lowest test loss", best),
        fact("at step", str(at)),
        fact("test loss now", now),
        fact("train loss then", then),
        fact("train loss now", case.now),
    )
    line = Message(
        "The test loss was lowest at step {at}, {best}; since then it has risen to {now}, while "
        "the train loss fell: it learns the noise by heart.",
        {"at": at, "best": figure(best), "now": figure(now)},
    )
    brief = Message(
        "{who} overfits: its test loss was lowest at step {at}, {best}, and is now {now}.",
        {"at": at, "best": figure(best), "now": figure(now)},
    )
    return Finding(OVERFITTING, Severity.warning, case.racer, facts, line, brief, _simpler(case))


def _simpler(case: Case) -> Trial | None:
    """A price on large weights, or ten times the present one."""
    fitting = case.moment.experiment.objective
    if not isinstance(fitting, Fitting):
        return None
    present = fitting.penalty
    penalty = L2(0.01)
    if not isinstance(present, NoPenalty):
        penalty = replace(present, amount=min(10.0, 10.0 * present.amount or 0.01))
    label = Message(
        "Put a price on large weights: {penalty}, λ = {amount}",
        {"penalty": penalty.title, "amount": f"{penalty.amount:g}"},
    )
    return trials.with_objective(case, replace(fitting, penalty=penalty), label)
