"""Illnesses that show in the curves of a racer: it blows up, swings, stands still, or creeps."""

from __future__ import annotations

import math

import numpy as np
from msgspec.structs import replace

from optlab.engine.arrays import Array
from optlab.engine.curvature import spectrum
from optlab.engine.experiment import Fitting
from optlab.engine.optimizers import Adam, Momentum
from optlab.engine.penalties import L2, NoPenalty
from optlab.engine.snapshot import Status
from optlab.engine.starts import Glorot, Zeros
from optlab.session.health import trials
from optlab.session.health.case import Case
from optlab.session.health.finding import Finding, Severity, Trial
from optlab.session.health.words import fact, rate
from optlab.session.message import Message
from optlab.session.numbers import figure, percent
from optlab.session.trend import FEWEST_STEPS, WINDOW, Course, course

DIVERGENCE = Message("Divergence")
OSCILLATION = Message("Oscillation")
PLATEAU = Message("Plateau")
HOLLOW = Message("A valley, but not the lowest")
CREEPING = Message("Small steps are not convergence")
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
LEAST = 0.02
"""Changes below this share of the loss are none."""
LEFT = 0.7
"""Swings of which less is left in the newer half than in the older one are settling."""
WORTHLESS = 0.9
"""A model whose loss is at least this share of that of guessing has learnt next to nothing."""
HIGH = 0.01
"""Above this share of the way from the start down to the lowest minimum it is not there yet."""
NEWEST = 10
"""Steps whose direction and pace are judged; to tell creeping, twice with mini-batches."""
STEADY = 0.25
"""A pace below this share of the mean one so far is slowing down: that is no creeping."""
FARTHER = 10.0
"""How many times as far the creeping check looks ahead, along the newest steps."""
PROMISE = 0.5 * FARTHER
"""How many times as much the loss must fall there, for the steps to be too small."""
LASTING = 25
"""Steps for which nothing changes on a plateau, at least."""
GENTLE = 0.05
"""A slope below this share of the steepest so far is level ground."""
BOTTOM = 0.05
"""What a valley may still be deeper than here, as a share of the height above the lowest one."""
FEWEST = 20
"""Steps before anything that takes time is judged."""


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


def plateau(case: Case) -> Finding | None:
    """Nothing changes any more, although the loss is high."""
    if case.step < LASTING or case.snapshot.status is Status.diverged or creeping(case):
        return None
    return _lost_on_data(case) if case.fitting else _lost_on_ground(case)


def _newest(case: Case) -> tuple[Array, Array]:
    """All losses, and those of at least the last `LASTING` steps: a short rest is no plateau."""
    since = case.step - max(LASTING, int(WINDOW * case.step))
    losses = np.append(case.losses, case.now)
    return losses, losses[int(np.searchsorted(case.steps, since)) :]


def _lost_on_data(case: Case) -> Finding | None:
    fitting, (_, window) = case.fitting, _newest(case)
    if fitting is None or not fitting.network.hidden:
        return None  # the best line may explain little, yet is the best
    if case.now < WORTHLESS * case.guessing or len(window) < 4:
        return None
    half = len(window) // 2
    drift = abs(float(window[half:].mean() - window[:half].mean()))
    if not drift <= 0.5 * LEAST * case.now:
        return None
    since = case.step - max(LASTING, int(WINDOW * case.step))
    facts = (
        fact("loss", case.now),
        fact("loss of guessing", case.guessing),
        fact("slope", case.snapshot.gradient_norm),
        *rate(case),
    )
    line = Message(
        "The loss hardly changes since step {since}, and a model that gives every sample the same "
        "answer has {guessing}.",
        {"since": since, "guessing": figure(case.guessing)},
    )
    if isinstance(case.moment.experiment.start, Zeros):
        trial = trials.start_from(case, Glorot())
    elif isinstance(case.chosen.optimizer, Adam):
        trial = trials.bolder(case, 5.0)
    else:
        trial = trials.beside(case, replace(case.chosen, name="Adam", optimizer=Adam()), "η = 0.03")
    brief = Message("{who} stands still and is no better than guessing.")
    return Finding(PLATEAU, Severity.warning, case.racer, facts, line, brief, trial)


def _lost_on_ground(case: Case) -> Finding | None:
    above = case.now - case.floor
    if course(*_newest(case)) is not Course.flat:
        return None
    if not above > HIGH * (case.first - case.floor) > 0.0:
        return None
    *_, ground = spectrum(case.objective, case.snapshot.theta)
    if ground.smallest > 0.0 and ground.heights(ground.theta).sum() <= BOTTOM * above:
        title, severity = HOLLOW, Severity.note
        brief = Message("{who} is in a valley, but not in the lowest.")
        line = Message(
            "The ground rises on all sides, so following the slope ends here, {above} above the "
            "lowest valley.",
            {"above": figure(above)},
        )
    elif ground.gradient_norm <= GENTLE * np.nanmax(case.norms, initial=0.0):
        title, severity = PLATEAU, Severity.warning
        brief = Message("{who} is on nearly level ground, but not at the bottom.")
        line = Message(
            "The loss hardly changes, although it is {above} above the lowest point: the slope "
            "here is {share} of the steepest it met.",
            {
                "above": figure(above),
                "share": percent(float(ground.gradient_norm / np.nanmax(case.norms))),
            },
        )
    else:
        return None
    facts = (
        fact("loss", case.now),
        fact("lowest known", case.floor),
        fact("slope", ground.gradient_norm),
        fact("smallest curvature", ground.smallest),
    )
    return Finding(title, severity, case.racer, facts, line, brief, _heavier(case))


def _heavier(case: Case) -> Trial | None:
    """More momentum, which may carry it on."""
    optimizer = case.chosen.optimizer
    beta = getattr(optimizer, "beta", None)
    if beta is not None:
        return trials.with_knob(case, "beta", round(1.0 - (1.0 - beta) / 3.0, 3))
    rate = case.learning_rate
    if rate is None:
        return None
    heavy = Momentum(rate if case.follows_slope else 0.01, 0.95)
    return trials.beside(case, replace(case.chosen, name="Momentum", optimizer=heavy), "β = 0.95")


def creeping(case: Case) -> Finding | None:
    """Its steps are so small that the loss seems to stand still, but it goes down all the time."""
    if case.learning_rate is None or case.step < max(FEWEST, case.plan // 10):
        return None
    fell = case.first - case.now
    if case.snapshot.status not in {Status.running, Status.stalled} or not fell > 0.0:
        return None
    floor = case.floor if math.isfinite(case.floor) else case.now
    left = case.now - floor
    if left < 0.25 * (case.first - floor):
        return None
    theta = case.path[-1 - (NEWEST if case.objective.exact else 2 * NEWEST) :]
    if len(theta) < 2:
        return None
    then, now = (float(each) for each in case.losses_at(theta[[0, -1]]))
    pace = (then - now) / (len(theta) - 1)
    steady = pace >= STEADY * fell / case.step
    if not (steady and pace > 0.0 and left >= pace * case.plan):
        return None
    far = theta[0] + FARTHER * (theta[-1] - theta[0])
    farther = then - float(case.losses_at(far[None])[0])
    if not farther >= PROMISE * (then - now):
        return None
    facts = (
        fact("loss at the start", case.first),
        fact("loss now", case.now),
        fact("fall per step", pace),
        fact("steps left at this pace", f"{left / pace:,.0f}"),
        *rate(case),
    )
    line = Message(
        "It has not converged, its steps are small: {far} times as far in the same direction, the "
        "loss would have fallen {more} times as much.",
        {"far": f"{FARTHER:g}", "more": f"{farther / (then - now):.1f}"},
    )
    brief = Message("{who} has not converged: its steps are small.")
    trial = trials.bolder(case, 10.0)
    return Finding(CREEPING, Severity.warning, case.racer, facts, line, brief, trial)


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
