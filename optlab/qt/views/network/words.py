"""What is said about one weight and one unit: tooltips, the side panel, and for screen readers."""

from __future__ import annotations

import math

from optlab.engine.units import MOSTLY
from optlab.engine.wiring import bias_of, wire
from optlab.qt.text import tr
from optlab.qt.views.network.shown import Shown
from optlab.session.numbers import MINUS, figure


def help_words(*, pictures: bool = False) -> str:
    """What is shown in this tab; with `pictures`, samples are pictures."""
    lines = tr(
        "Every line is a weight: blue and solid where it is positive, orange and dashed where it "
        "is negative, and the thicker the larger. The pin on a node is its bias."
    )
    nodes = tr(
        "The picture in a node is what it answers all over the data; its frame and its number are "
        "what it answers for the one sample chosen at the right."
    )
    if pictures:
        nodes = tr(
            "The picture in a node of the first layer is made of its weights: it answers strongly "
            "where a sample looks like it. The frame is what it answers for the sample chosen at "
            "the right."
        )
    return f"{lines}\n{nodes}"


def norm_words(norms: tuple[float, ...]) -> str:
    """What the bars below the layers tell."""
    words = tr(
        "How long the gradient of the next mini-batch is in each layer. Where it gets much shorter "
        "towards the inputs, the first layers hardly learn: the gradient vanishes."
    )
    lengths = tr("From the inputs on: {norms}.", norms=", ".join(map(figure, norms)))
    return f"{words}\n{lengths}"


def short(x: float) -> str:
    """A number with two digits behind the point, for narrow places."""
    if not math.isfinite(x) or abs(x) >= 1000.0:
        return figure(x)
    text = f"{x:.2f}" if abs(x) < 100.0 else f"{x:.0f}"
    return text.replace("-", MINUS) if float(text) else "0"


def apart(one: float, other: float) -> tuple[str, str]:
    """Two numbers with as many digits as tell them apart, four at most."""
    for digits in (2, 3, 4):
        texts = tuple(f"{x:.{digits}f}".replace("-", MINUS) for x in (one, other))
        if texts[0] != texts[1]:
            break
    if max(abs(one), abs(other)) >= 100.0 or texts[0] == texts[1]:
        return figure(one), figure(other)
    return texts[0], texts[1]


def parameter_title(shown: Shown, index: int) -> str:
    """`x₁ → h1.2`, or `bias of h1.2`."""
    network = shown.network
    at = wire(network, index)
    unit = shown.node_name(at.layer + 1, at.unit(network))
    if network.pieces[at.layer] > 1:
        piece = at.row % network.pieces[at.layer] + 1
        unit = tr("{unit}, piece {piece}", unit=unit, piece=piece)
    if at.is_bias(network):
        return tr("bias of {unit}", unit=unit)
    return f"{shown.node_name(at.layer, at.source)} → {unit}"


def parameter_words(shown: Shown, index: int) -> str:
    """`x₁ → h1.2: weight 0.532, gradient −0.012`."""
    return tr(
        "{title}: value {value}, gradient {gradient}",
        title=parameter_title(shown, index),
        value=figure(float(shown.inside.theta[index])),
        gradient=figure(None if shown.gradient is None else float(shown.gradient[index])),
    )


def unit_words(shown: Shown, layer: int, unit: int) -> str:
    """What a node gives for the sample, its bias, and whether it still learns."""
    given = tr(
        "{name} gives {value} for this sample",
        name=shown.node_name(layer, unit),
        value=figure(float(shown.inside.activations[layer][unit])),
    )
    if layer == 0:
        return given + "."
    bias = figure(float(shown.inside.theta[bias_of(shown.network, layer - 1, unit)]))
    text = tr("{given}; its bias is {bias}.", given=given, bias=bias)
    ill = illness(shown, layer, unit)
    return f"{text} {ill}" if ill else text


def illness(shown: Shown, layer: int, unit: int) -> str:
    """Why a unit no longer learns; empty for one that does."""
    if shown.dead(layer, unit):
        return tr(
            "It is dead: its slope is 0 on every training sample, so no gradient gets through."
        )
    if shown.saturated(layer, unit):
        return tr(
            "It is saturated: its activation is almost flat on at least {share:.0%} of the "
            "training samples, so it learns very slowly.",
            share=MOSTLY,
        )
    return ""


def layer_title(shown: Shown, layer: int) -> str:
    """The name of a bank: inputs, the activation, or output."""
    if layer == 0:
        return tr("inputs")
    if layer == len(shown.network.widths) - 1:
        return tr("output")
    return shown.network.activations[layer - 1].title


def ill_words(dead: int, saturated: int) -> str:
    """`2 dead, 1 saturated`."""
    parts = [
        tr("{number} dead", number=dead) if dead else "",
        tr("{number} saturated", number=saturated) if saturated else "",
    ]
    return ", ".join(part for part in parts if part)


def sample_words(shown: Shown) -> str:
    """What the sample is, and what the model says."""
    samples, last = shown.inside.samples, shown.inside.activations[-1]
    target = float(samples.targets[shown.inside.sample])
    if not samples.class_names:
        unit = samples.target_unit
        return tr(
            "{name}: {truth}, model says {said}",
            name=samples.target_name,
            truth=f"{figure(target)} {unit}".strip(),
            said=f"{figure(float(last[0]))} {unit}".strip(),
        )
    if shown.network.several:
        best = int(last.argmax())
        sure = float(last[best])
    else:
        best = int(last[0] > 0.5)
        sure = float(last[0] if best else 1.0 - last[0])
    said = f"{samples.class_names[best]}, {sure:.0%}" if math.isfinite(sure) else figure(sure)
    return tr("is {truth}; model says {said}", truth=samples.class_names[int(target)], said=said)
