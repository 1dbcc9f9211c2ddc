"""What is told about each phase of a step: a formula, words, facts and a sheet. No widget."""

from __future__ import annotations

from collections.abc import Iterator

from optlab.engine.arrays import Array
from optlab.engine.explain import Explanation
from optlab.engine.explain.words import meanings, memory_symbols
from optlab.qt.text import say, tr
from optlab.qt.views.one_step.apart import Apart, Page, bar, largest
from optlab.qt.views.one_step.formula import Told
from optlab.qt.views.one_step.ground import paid, place_page, slope_page, tries_page
from optlab.qt.views.one_step.samples import backward_page, forward_page, loss_page
from optlab.qt.views.one_step.sheet import Cell, Column, Sheet
from optlab.qt.widgets.facts import Fact
from optlab.session.numbers import figure
from optlab.session.one_step import Phase, story, telling

DIGITS = 6
"""Of a bias correction, which may be close to 1."""


def page(phase: Phase, apart: Apart, parameter: int) -> Page:
    """What to tell about a phase of the step, following one parameter."""
    if phase is Phase.update:
        return update_page(apart, parameter)
    if phase is Phase.tries:
        return tries_page(apart.explanation, parameter)
    if apart.walk is None:
        return (slope_page if phase is Phase.backward else place_page)(apart, parameter)
    if phase is Phase.backward:
        return backward_page(apart.walk, parameter)
    return (loss_page if phase is Phase.loss else forward_page)(apart.walk)


def helps(apart: Apart, parameter: int) -> dict[str, str]:
    """What every symbol of the formula stands for, with its number for one parameter."""
    explanation = apart.explanation
    named = [(each.symbol, each.meaning, each.value) for each in explanation.terms]
    named += [(line.symbol, line.meaning, line.value) for line in explanation.lines]
    told = {
        symbol: f"{symbol}: {meaning}, {figure(_one(value, parameter))}"
        for symbol, meaning, value in named
        if symbol
    }
    for symbol, meaning in meanings(apart.optimizer).items():
        told.setdefault(symbol, f"{symbol}: {meaning}")
    told["L"] = tr("L: the loss on this step's batch, {loss}", loss=figure(explanation.loss))
    return told


def update_page(apart: Apart, parameter: int) -> Page:
    """The formula of the step, in symbols and in numbers, and all parameters."""
    explanation = apart.explanation
    rate = (explanation.rate,) if explanation.rate else ()
    words = "" if explanation.lines else explanation.formula
    rule = "" if explanation.lines else explanation.rule
    shown = telling(explanation, parameter)
    return Page(
        Told((*rate, *explanation.lines), parameter, words, rule),
        say(story(explanation, parameter)),
        (*_corrections(explanation), *paid(explanation)),
        _vectors(apart, shown, parameter),
        shown,
    )


def _corrections(explanation: Explanation) -> Iterator[Fact]:
    found = dict(pair for line in explanation.lines for pair in line.corrections())
    for text, value in found.items():
        yield Fact(f"{text} =", f"{value:.{DIGITS}g}")


def _vectors(apart: Apart, shown: tuple[int, ...], parameter: int) -> Sheet:
    """Slope, memory before and after, and change, as bars: a row per parameter."""
    explanation, remembered = apart.explanation, memory_symbols(apart.optimizer)
    columns, vectors = [Column(tr("parameter"), room=84)], list[Array]()
    terms = [each for each in explanation.terms if each.value.ndim and each.symbol]
    slopes = [each for each in terms if each.symbol.startswith(("g", "∇L"))]
    memory = [each for symbol in remembered for each in terms if each.symbol == symbol]
    for term in (*slopes, *memory, *(each for each in terms if each.symbol == "Δθ")):
        column = Column(term.symbol, term.meaning)
        if term.symbol in remembered:
            before = term.when == "before"
            when = tr("before") if before else tr("after")
            column = Column(f"{term.symbol} {when}", f"{term.meaning}, {when}", 2 if before else 1)
        columns.append(column)
        vectors.append(term.value)
    now = explanation.theta
    columns.append(Column(tr("new θ"), tr("The parameter after the step."), 3))
    scales = [largest(vector) for vector in vectors]

    def row(place: int) -> tuple[Cell, ...]:
        one = shown[place]
        bars = [
            bar(float(vector[one]), scale) for vector, scale in zip(vectors, scales, strict=True)
        ]
        return (explanation.names[one], *bars, figure(float(now[one])))

    return Sheet(tuple(columns), len(shown), row, shown.index(parameter))


def _one(value: Array, parameter: int) -> float:
    return float(value[parameter] if value.ndim else value)
