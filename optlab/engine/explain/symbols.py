"""What the symbols of a formula stand for at one step."""

from __future__ import annotations

import math
from collections.abc import Iterable
from contextlib import suppress

import numpy as np

from optlab.engine.arrays import Array, frozen
from optlab.engine.declare import Choice, knobs
from optlab.engine.experiment import Experiment, Racer
from optlab.engine.explain.evaluation import Scope
from optlab.engine.explain.heard import Heard, Unheard
from optlab.engine.explain.lines import Line, work_out
from optlab.engine.explain.parser import read
from optlab.engine.explain.tree import Statement, Symbol, nodes
from optlab.engine.explain.words import meanings, memory_symbols
from optlab.engine.snapshot import Snapshot

RATE = "η"


def scope_of(racer: Racer, snapshot: Snapshot, heard: Heard, factor: float) -> Scope:
    """Return what the symbols of the optimizer stand for in the step from `snapshot`."""
    symbols = settings(racer.optimizer) | {"t": number(snapshot.step + 1), "θ": snapshot.theta}
    symbols |= dict(zip(memory_symbols(racer.optimizer), snapshot.memory, strict=False))
    if RATE in symbols:
        symbols[RATE] = symbols[RATE] * factor
    with suppress(Unheard):  # it may have asked for the slope elsewhere, or not at all
        symbols["g"] = symbols["∇L"] = heard.slope_at(snapshot.theta)
    return Scope(symbols, heard)


def having_axes(scope: Scope, statements: Iterable[Statement]) -> Scope:
    """Add eᵢ to the scope where a line names it: D vectors of D numbers."""
    named = any(each == Symbol("eᵢ") for line in statements for each in nodes(line))
    return scope.having("eᵢ", np.eye(len(scope.symbols["θ"]))) if named else scope


def rate_of(racer: Racer, step: int, experiment: Experiment) -> Line | None:
    """Work out the schedule's formula; None for a method that has no learning rate."""
    own = settings(racer.optimizer)
    if RATE not in own:
        return None
    symbols = settings(racer.schedule) | {
        RATE: own[RATE],
        "k": number(step),
        "K": number(experiment.steps),
        "π": number(math.pi),
    }
    scope = Scope(symbols, Heard())
    words = {RATE: f"{meanings(racer.optimizer)[RATE]} in force"}
    (line,) = work_out(read(racer.schedule.formula), scope, words)
    return line


def settings(choice: Choice) -> dict[str, Array]:
    """Return the numbers that were chosen, by their symbols."""
    numeric = [knob for knob in knobs(type(choice)) if knob.type in ("number", "integer")]
    return {knob.symbol: number(getattr(choice, knob.name)) for knob in numeric if knob.symbol}


def number(value: float) -> Array:
    """Return one number as an array ()."""
    return frozen(np.array(value, dtype=np.float64))
