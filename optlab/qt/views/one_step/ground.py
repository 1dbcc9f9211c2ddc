"""Pages about a place on the ground: where a racer stands, the slope it feels, what it tries."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from optlab.engine.arrays import Array
from optlab.engine.explain import Explanation
from optlab.qt.text import say, tr
from optlab.qt.views.one_step.apart import Apart, Page, bar, largest
from optlab.qt.views.one_step.formula import Told
from optlab.qt.views.one_step.sheet import Cell, Column, Sheet
from optlab.qt.widgets.facts import Fact
from optlab.session.numbers import figure
from optlab.session.one_step import story_of_tries


def place_page(apart: Apart, parameter: int) -> Page:
    """Where the racer stands on a landscape."""
    explanation = apart.explanation
    before = explanation.before.theta
    height = float(apart.moment.objective.value(before))
    return Page(
        Told(words=f"f(θ) = {figure(height)}"),
        tr("Here the racer stands. It knows nothing but what it asks: the height, or the slope."),
        (),
        _listed(explanation, tr("place"), before, parameter),
        tuple(range(len(before))),
    )


def slope_page(apart: Apart, parameter: int) -> Page:
    """The slope that it feels there."""
    explanation = apart.explanation
    slope = explanation.felt[0].slope
    return Page(
        Told(words=f"‖∇f‖ = {figure(float(np.linalg.norm(slope)))}"),
        tr(
            "How fast the ground rises along each parameter. Its sign is the way up, "
            "so the step goes against it."
        ),
        (),
        _listed(explanation, tr("slope"), slope, parameter),
        tuple(range(len(slope))),
    )


def _listed(explanation: Explanation, title: str, vector: Array, parameter: int) -> Sheet:
    scale = largest(vector)

    def row(place: int) -> tuple[Cell, ...]:
        one = float(vector[place])
        return explanation.names[place], bar(one, scale)

    columns = Column(tr("parameter")), Column(title)
    return Sheet(columns, len(vector), row, parameter)


def tries_page(explanation: Explanation, parameter: int) -> Page:
    """The points that the step tried, and which of them it took."""
    trials, stood = explanation.trials, explanation.before.theta
    losses = np.array([each.loss for each in trials])
    scale, below = usual(losses), bool((losses < 0.0).any())
    columns = [
        Column(tr("try"), room=56),
        Column(explanation.names[parameter], tr("Where this parameter was in the try."), 2),
        Column(
            tr("loss"),
            tr("The loss there, on this step's batch. Bars of single large losses are cut."),
            stretch=True,
        ),
        Column(tr("outcome"), tr("Where it stood before, and where it went.")),
    ]
    if explanation.rule:
        help_ = tr("What the loss may be at most for the point to be taken.")
        columns.insert(3, Column(tr("at most"), help_, 1))

    def row(place: int) -> tuple[Cell, ...]:
        trial = trials[place]
        here = tr("stood here") if np.array_equal(trial.theta, stood) else ""
        return (
            str(place + 1),
            figure(float(trial.theta[parameter])),
            bar(trial.loss, scale, signed=below),
            *([figure(trial.bound)] if explanation.rule else []),
            tr("taken ✓") if trial.accepted else here,
        )

    return Page(
        Told(words="" if explanation.rule else explanation.formula, rule=explanation.rule),
        say(story_of_tries(explanation)),
        tuple(paid(explanation)),
        Sheet(tuple(columns), len(trials), row, explanation.accepted),
    )


def usual(losses: Array) -> float:
    """Twice the size that half of the losses have: a few wild tries must not hide the others."""
    finite = np.abs(losses[np.isfinite(losses)])
    return 2.0 * float(np.median(finite)) if finite.size else 0.0


def paid(explanation: Explanation) -> Iterator[Fact]:
    """What the step saw, and what it paid for it."""
    if explanation.samples:
        yield Fact(tr("batch"), str(explanation.samples))
    if np.isfinite(explanation.loss):
        yield Fact(tr("loss"), figure(explanation.loss))
    if np.isfinite(explanation.gradient_norm):
        yield Fact("‖∇L‖", figure(explanation.gradient_norm))
    cost = explanation.paid
    yield Fact(tr("gradients"), str(cost.gradient_evaluations))
    yield Fact(tr("losses"), str(cost.loss_evaluations))
