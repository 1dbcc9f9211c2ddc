"""Explain: one update taken apart into its numbers, by making it once more and listening.

The step of the optimizer runs from the snapshot as it did in the run, on an oracle that remembers
every question. What is told about slopes, trials, memory and parameters is therefore what the code
did. The formula is the one that people see: its symbols get the numbers of this step, and working
it out must lead to where the code went, which the tests prove for the whole catalog. A rejected
way was to let every optimizer report its terms: written twice, they would drift apart.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import numpy as np

from optlab.engine.arrays import Array, frozen
from optlab.engine.experiment import Experiment
from optlab.engine.explain.evaluation import Scope, evaluate
from optlab.engine.explain.explanation import Explanation, Term, Trial
from optlab.engine.explain.heard import ListeningOracle
from optlab.engine.explain.lines import work_out
from optlab.engine.explain.parser import read, read_condition
from optlab.engine.explain.symbols import RATE, having_axes, rate_of, scope_of
from optlab.engine.explain.tree import Ask, Statement, Symbol, nodes
from optlab.engine.explain.words import meanings, memory_symbols
from optlab.engine.explain.writing import written
from optlab.engine.objective import prepare
from optlab.engine.optimizers import AnyOptimizer
from optlab.engine.snapshot import Snapshot, Status
from optlab.engine.team import Run, oracle_of

TRIED = "q"
"""The symbol of a point that was tried, in the rules that say when it is good enough."""


def explain(experiment: Experiment, snapshot: Snapshot) -> Explanation:
    """Take the update apart that leads from a snapshot to the next; ValueError where none does."""
    if snapshot.status is not Status.running:
        raise ValueError(f"No step follows. {snapshot.evidence}")
    racer = experiment.racers[snapshot.racer]
    optimizer = racer.optimizer
    factor = racer.schedule.factor(snapshot.step, experiment.steps)
    oracle = oracle_of(Run(experiment, prepare(experiment), snapshot), ListeningOracle)
    with np.errstate(all="ignore"):
        oracle.turn(snapshot.step, factor)
        theta, memory = optimizer.step(snapshot.theta.copy(), snapshot.memory.copy(), oracle)
        change = theta - snapshot.theta
    for each in (theta, memory, change):
        frozen(each)
    heard = oracle.heard
    statements = read(optimizer.formula) if heard.complete else ()
    scope = scope_of(racer, snapshot, heard, factor)
    lines = work_out(statements, having_axes(scope, statements), meanings(optimizer))
    rate = rate_of(racer, snapshot.step, experiment)
    rule: str = getattr(optimizer, "accepts", "")
    return Explanation(
        title=optimizer.title,
        formula=optimizer.formula,
        rule=rule,
        step=snapshot.step + 1,
        names=prepare(experiment).names,
        before=snapshot,
        theta=theta,
        memory=memory,
        change=change,
        factor=factor,
        rate=rate,
        lines=lines,
        terms=(
            *_slopes(statements, scope),
            *_rows(optimizer, snapshot.memory, "before"),
            *([Term(RATE, rate.meaning, rate.value, "now")] if rate else []),
            *(
                Term(each.symbol, each.meaning, each.value, "now")
                for each in lines
                if not each.kept
            ),
            *_rows(optimizer, memory, "after"),
            Term("Δθ", "change of the parameters", change, "now"),
            Term("θ", "parameters", snapshot.theta, "before"),
            Term("θ", "parameters", theta, "after"),
        ),
        trials=_trials(rule, scope, theta),
        felt=tuple(heard.felt),
        bent=tuple(heard.bent),
        drew=heard.drew,
        loss=float(oracle.loss),
        gradient_norm=float(oracle.gradient_norm),
        samples=oracle.batch_size,
        paid=oracle.paid_since(snapshot.cost),
    )


def _slopes(statements: tuple[Statement, ...], scope: Scope) -> Iterator[Term]:
    """The slopes that the formula names; where it is told in words, the one where it stood."""
    named = {written(each): each for line in statements for each in nodes(line)}
    if not statements:
        named["∇L"] = Symbol("∇L")
    for text, each in named.items():
        if isinstance(each, Ask) and each.asked == "∇L":
            yield Term(text, "slope, felt at this point", evaluate(each, scope), "before")
        elif text in ("g", "∇L") and text in scope.symbols:
            yield Term(text, "slope", scope.symbols[text], "before")


def _rows(
    optimizer: AnyOptimizer, memory: Array, when: Literal["before", "after"]
) -> Iterator[Term]:
    symbols = memory_symbols(optimizer) or ("",) * len(memory)
    for symbol, name, row in zip(symbols, optimizer.memory_names, memory, strict=True):
        yield Term(symbol, name, row, when)


def _trials(rule: str, scope: Scope, theta: Array) -> tuple[Trial, ...]:
    tried = scope.heard.tried
    bounds = np.full(len(tried), np.nan)
    if rule and tried:
        points = frozen(np.array([each.theta for each in tried]))
        bounds[:] = evaluate(read_condition(rule).right, scope.having(TRIED, points))
    stayed = np.array_equal(theta, scope.symbols["θ"])
    there = [not stayed and np.array_equal(each.theta, theta) for each in tried]
    place = there.index(True) if any(there) else None  # the first: twins may have been tried
    return tuple(
        Trial(each.theta, each.loss, bound, number == place)
        for number, (each, bound) in enumerate(zip(tried, bounds.tolist(), strict=True))
    )
