"""Illnesses of standing still: on a plateau, in a higher valley, or only as it seems."""

from __future__ import annotations

import math

import numpy as np
from msgspec.structs import replace

from optlab.engine.arrays import Array
from optlab.engine.curvature import spectrum
from optlab.engine.optimizers import Adam, Momentum
from optlab.engine.snapshot import Status
from optlab.engine.starts import Glorot, Zeros
from optlab.session.health import trials
from optlab.session.health.case import FEWEST, LEAST, NEWEST, Case
from optlab.session.health.finding import Finding, Severity, Trial
from optlab.session.health.words import fact, rate
from optlab.session.message import Message
from optlab.session.numbers import figure, percent
from optlab.session.trend import WINDOW, Course, course

PLATEAU = Message("Plateau")
HOLLOW = Message("A valley, but not the lowest")
CREEPING = Message("Small steps are not convergence")

WORTHLESS = 0.9
"""A model whose loss is at least this share of that of guessing has learnt next to nothing."""
HIGH = 0.01
"""Above this share of the way from the start down to the lowest minimum it is not there yet."""
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
