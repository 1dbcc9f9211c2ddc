"""Pages about data: a batch goes forward to answers and their loss, and the slope comes back."""

from __future__ import annotations

import numpy as np

from optlab.engine.explain import LayerPass, Passes
from optlab.engine.fitted import FittingObjective
from optlab.engine.metrics import decide
from optlab.engine.metrics.classes import UNDECIDED
from optlab.qt.text import tr
from optlab.qt.views.feature_plane import axis_names
from optlab.qt.views.one_step.apart import Page, Walk, bar, largest
from optlab.qt.views.one_step.formula import Told
from optlab.qt.views.one_step.sheet import Cell, Column, Sheet, Strip
from optlab.qt.widgets.facts import Fact
from optlab.session.numbers import figure, percent

FEATURES, LAYERS, UNITS = 3, 3, 64
"""How many features, hidden layers and units of a layer are shown of a sample."""


def forward_page(walk: Walk) -> Page:
    """From the features to the answers."""
    objective, seen = walk
    formulas = list(dict.fromkeys(each.formula for each in objective.network.activations))
    return Page(
        Told(words=",  ".join([*formulas, "z = w · x + b"])),
        tr(
            "The model answers the samples of this step's batch, from left to right: "
            "features, units of each layer, answer."
        ),
        (Fact(tr("batch"), str(len(seen.places))),),
        forward_sheet(objective, seen),
    )


def loss_page(walk: Walk) -> Page:
    """From the answers to one number."""
    objective, seen = walk
    loss = figure(seen.loss)
    if seen.rooted:
        words = tr(
            "The root of the mean of the {count} squared costs is {loss}.",
            count=len(seen.charges),
            loss=loss,
        )
    else:
        words = tr(
            "The mean of the {count} costs is the loss of this batch: {loss}.",
            count=len(seen.charges),
            loss=loss,
        )
    facts = [Fact(tr("loss"), loss)]
    if objective.fitting.penalty.active:
        facts.append(Fact(tr("penalty"), figure(seen.penalty)))
        facts.append(Fact(tr("together"), figure(seen.loss + seen.penalty)))
    told = Told(words=objective.fitting.loss.formula)
    return Page(told, words, tuple(facts), loss_sheet(objective, seen))


def backward_page(walk: Walk, parameter: int) -> Page:
    """From the loss to the slope of every parameter, layer by layer."""
    seen = walk.passes
    layers = seen.layers[::-1]
    longest = max(each.norm for each in layers)

    def row(place: int) -> tuple[Cell, ...]:
        layer = layers[place]
        steepest = float(np.abs(layer.slope).max())
        return (
            layer.name,
            f"{len(layer.slope):,}",
            bar(layer.norm, longest, signed=False),
            figure(steepest),
        )

    lit = next(
        place for place, each in enumerate(layers) if each.span.start <= parameter < each.span.stop
    )
    columns = (
        Column(tr("layer"), tr("From the answer back to the features.")),
        Column(tr("parameters"), tr("Weights and biases of the layer."), 1),
        Column(tr("‖slope‖"), tr("The length of the slope of its parameters."), stretch=True),
        Column(tr("steepest"), tr("The largest slope of a single parameter."), 1),
    )
    norm = figure(float(np.linalg.norm(seen.gradient)))
    words = tr(
        "The errors are handed back layer by layer, and each weight learns by how much the loss "
        "rises when it grows: its slope. Short bars in early layers mean that they hardly learn."
    )
    return Page(Told(words=f"‖∇L‖ = {norm}"), words, (), Sheet(columns, len(layers), row, lit))


def forward_sheet(objective: FittingObjective, seen: Passes) -> Sheet:
    """A row per sample: features, the units of the hidden layers as bars, answer and truth."""
    train, hidden = objective.train, seen.layers[:-1][:LAYERS]
    features = () if train.image else axis_names(train)[:FEATURES]
    scales = [largest(layer.outputs) for layer in hidden]
    columns = (
        Column(tr("sample"), tr("Its number in the training set."), room=64),
        *(
            Column(name, tr("A feature, in its own unit."), 2 + place)
            for place, name in enumerate(features)
        ),
        *(
            Column(layer.name, tr("What the units of this layer give."), stretch=True, room=60)
            for layer in hidden
        ),
        *_ends(),
    )

    def row(place: int) -> tuple[Cell, ...]:
        at = int(seen.places[place])
        return (
            f"{at + 1}",
            *(figure(float(each)) for each in train.features[at, : len(features)]),
            *(_strip(layer, place, scale) for layer, scale in zip(hidden, scales, strict=True)),
            _answer(objective, seen, place),
            _truth(objective, at),
        )

    return Sheet(columns, len(seen.places), row)


def loss_sheet(objective: FittingObjective, seen: Passes) -> Sheet:
    """A row per sample: answer, truth, and what the sample costs."""
    most = largest(seen.charges)
    columns = (
        Column(tr("sample"), tr("Its number in the training set."), room=64),
        *_ends(),
        Column(tr("costs"), tr("What this sample alone would cost."), stretch=True),
    )

    def row(place: int) -> tuple[Cell, ...]:
        charge, at = bar(float(seen.charges[place]), most, signed=False), int(seen.places[place])
        return f"{at + 1}", _answer(objective, seen, place), _truth(objective, at), charge

    return Sheet(columns, len(seen.places), row)


def _ends() -> tuple[Column, Column]:
    said = tr("What the model says: a number, or how sure it is of a class.")
    return (
        Column(tr("answer"), said, room=116),
        Column(tr("truth"), tr("What is true."), room=72),
    )


def _answer(objective: FittingObjective, seen: Passes, place: int) -> str:
    said = seen.predictions[..., place]
    names = objective.train.class_names
    if not names:
        return figure(float(said))
    sure = said if said.ndim else np.stack([1.0 - said, said])
    label = int(decide(sure[:, None])[0])
    return figure(np.nan) if label == UNDECIDED else f"{names[label]} {percent(float(sure[label]))}"


def _truth(objective: FittingObjective, at: int) -> str:
    target, names = float(objective.train.targets[at]), objective.train.class_names
    return names[int(target)] if names else figure(target)


def _strip(layer: LayerPass, place: int, scale: float) -> Strip:
    given = layer.outputs[:UNITS, place]
    shares = np.nan_to_num(given / scale) if scale > 0.0 else np.zeros(len(given))
    return Strip(tuple(shares.tolist()), "  ".join(figure(each) for each in given.tolist()))
