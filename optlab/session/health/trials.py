"""What to try against an illness: the experiment with one change, which undo takes back.

A changed racer goes to the end of the list, so that the others keep their colours.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from msgspec.structs import replace

from optlab.engine.declare import knobs
from optlab.engine.experiment import LONGEST_NAME, MOST_RACERS, AnyObjective, Racer
from optlab.engine.starts import AnyStart
from optlab.session.health.case import Case
from optlab.session.health.finding import Trial
from optlab.session.message import Message
from optlab.session.racers import insert_racer


def beside(case: Case, racer: Racer, what: str) -> Trial | None:
    """Let `racer`, named after the present one and `what` differs, race too, if there is room."""
    experiment = case.moment.experiment
    if len(experiment.racers) >= MOST_RACERS:
        return None
    stem = case.chosen.name if racer.optimizer.title in case.chosen.name else racer.name
    name = f"{stem.split(', ')[0]}, {what}"[:LONGEST_NAME]
    added = insert_racer(experiment, len(experiment.racers), replace(racer, name=name))
    return Trial(Message("Add “{name}” beside it", {"name": added.racers[-1].name}), added)


def with_knob(case: Case, knob: str, value: float) -> Trial | None:
    """The same racer with another value of a knob of its optimizer, if it can have that value."""
    optimizer = case.chosen.optimizer
    known = next(each for each in knobs(type(optimizer)) if each.name == knob)
    try:
        known.check(value)
    except ValueError:
        return None
    changes: dict[str, Any] = {knob: value}
    changed = replace(case.chosen, optimizer=replace(optimizer, **changes))
    return beside(case, changed, f"{known.symbol} = {value:g}")


def gentler(case: Case, factor: float) -> Trial | None:
    """The same racer with a learning rate `factor` times smaller, or more, if the slopes say so.

    Where the loss is L above its floor and the slope g, a step of L / g² times the slope would at
    that slope just reach the floor; on a parabola it goes half way to the bottom. The smallest that
    was met on the way down is used (Polyak, 1987, Introduction to Optimization, section 5.3).
    """
    rate = case.learning_rate
    if rate is None:
        return None
    wanted = rate / factor
    if case.follows_slope and len(case.norms) > 1 and math.isfinite(case.floor):
        losses, norms = case.rows["batch_loss"][1:], case.norms[1:]
        with np.errstate(all="ignore"):
            reaches = (losses - case.floor) / (norms * norms)
        usable = np.isfinite(reaches) & (reaches > 0.0) & (losses <= losses[0])
        if usable.any():
            wanted = max(min(wanted, float(reaches[usable].min())), 1e-4 * rate)
    return with_knob(case, "learning_rate", rung(wanted))


def bolder(case: Case, factor: float) -> Trial | None:
    """The same racer with a learning rate `factor` times larger, as far as the knob goes."""
    rate = case.learning_rate
    return with_knob(case, "learning_rate", rung(1.001 * factor * rate)) if rate else None


def start_from(case: Case, start: AnyStart) -> Trial:
    """Let all racers begin elsewhere."""
    experiment = case.moment.experiment
    label = Message("Start all racers with {start}", {"start": start.title})
    return Trial(label, replace(experiment, start=start))


def with_objective(case: Case, objective: AnyObjective, label: Message) -> Trial:
    """Change what all racers minimise."""
    return Trial(label, replace(case.moment.experiment, objective=objective))


def rung(value: float) -> float:
    """The largest of 1, 2 and 5 times a power of ten that is not above `value` (> 0)."""
    power = math.floor(math.log10(value))
    return max(
        rung
        for each in (power - 1, power)
        for m in (1, 2, 5)
        if (rung := float(f"{m}e{each}")) <= value
    )
