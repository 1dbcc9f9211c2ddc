"""Illnesses of networks: gradients that fade or explode on the way back, units that are flat."""

from __future__ import annotations

import math

import numpy as np
from msgspec.structs import replace

from optlab.engine.activations import AnyActivation, LeakyRelu, Relu, Sigmoid, Tanh
from optlab.engine.experiment import Fitting
from optlab.engine.models import Mlp
from optlab.engine.starts import Glorot, He, Normal, Uniform, Zeros
from optlab.session.health import trials
from optlab.session.health.case import Case
from optlab.session.health.finding import Fact, Finding, Severity, Trial
from optlab.session.health.words import fact, rate
from optlab.session.message import Message
from optlab.session.numbers import figure

VANISHING = Message("Vanishing gradients")
EXPLODING = Message("Exploding gradients")
DEAD = Message("Dead units")
SATURATED = Message("Saturated units")

FADED = 1e-3
"""Where it has vanished: the slope in a weight of the first layer, as a share of the last."""
UNLEARNT = 0.5
"""Share of the loss of guessing below which a network has learnt, whatever its gradients are."""
TOO_STEEP = 100.0
"""How many times the whole loss one step promises to take away, where gradients have exploded."""
MOST_UNITS = 0.5
"""Share of a layer's units above which saturation slows the whole network."""
LARGE = 3.0
"""The usual size of a feature that presses units against their ends; 1 once standardised."""
LATEST = 10
"""Steps that exploding is looked for in."""


def vanishing(case: Case) -> Finding | None:
    """The first layer feels next to nothing of what the last one feels."""
    if not _learning(case, layers=2):
        return None
    slopes = case.layer_slopes
    zeros = isinstance(case.moment.experiment.start, Zeros)
    if not zeros and any(layer.dead.all() for layer in case.units):
        return None  # told as dead units
    if not np.isfinite(slopes).all() or slopes[-1] == 0.0 or slopes[0] >= FADED * slopes[-1]:
        return None
    share = slopes[0] / slopes[-1]
    line = Message(
        "The slope fades from layer to layer on its way back: a weight of the first layer feels "
        "{share} of what one of the last layer feels, so the first layers hardly learn.",
        {"share": figure(share)},
    )
    brief = Message("{who} hardly feels a slope in its first layers.")
    facts, trial = _layers(slopes), _clearer(case)
    return Finding(VANISHING, Severity.warning, case.racer, facts, line, brief, trial)


def exploding(case: Case) -> Finding | None:
    """The gradient is so large that a step along it overshoots by far."""
    if not _learning(case, layers=1) or not case.follows_slope or case.step == 0:
        return None
    recent = case.rows[-LATEST:]
    paces = case.pace * (case.learning_rate or 0.0)
    with np.errstate(all="ignore"):
        promised = paces * recent["gradient_norm"] ** 2 / recent["batch_loss"]
    if not np.isfinite(promised).any() or not np.nanmax(promised) >= TOO_STEEP:
        return None
    worst = int(np.nanargmax(np.where(np.isfinite(promised), promised, -1.0)))
    facts = (
        fact("step", str(int(recent["step"][worst]))),
        fact("slope", float(recent["gradient_norm"][worst])),
        fact("loss there", float(recent["batch_loss"][worst])),
        *rate(case),
        *_layers(case.layer_slopes),
    )
    line = Message(
        "The gradient is so large that one step promises to take away {times} times the loss there "
        "is: it lands far behind the valley.",
        {"times": f"{promised[worst]:,.0f}"},
    )
    start = case.moment.experiment.start
    wild = isinstance(start, Normal | Uniform) and start.scale >= 0.9
    trial = trials.start_from(case, Glorot()) if wild else trials.gentler(case, 10.0)
    brief = Message("{who} feels slopes far too steep for its learning rate.")
    return Finding(EXPLODING, Severity.alarm, case.racer, facts, line, brief, trial)


def dead(case: Case) -> Finding | None:
    """Units that say the same for every sample, whose weights no gradient reaches."""
    counts = [int(layer.dead.sum()) for layer in case.units]
    units = sum(len(layer.dead) for layer in case.units)
    if not any(counts) or isinstance(case.moment.experiment.start, Zeros):
        return None
    share = sum(counts) / units
    layer_lost = any(layer.dead.all() for layer in case.units)
    line = Message(
        "{dead} of {units} hidden units are flat on {samples}: no gradient reaches their "
        "weights, so nothing can wake them.",
        {"dead": sum(counts), "units": units, "samples": _samples(case)},
    )
    if layer_lost:
        line = Message(
            "A whole layer is dead: its units are flat on {samples}, so nothing before it can "
            "learn any more.",
            {"samples": _samples(case)},
        )
        severity = Severity.alarm
    else:
        severity = Severity.warning if share >= 0.25 else Severity.note
    brief = Message(
        "{who} has {dead} dead units of {units}, which cannot learn.",
        {"dead": sum(counts), "units": units},
    )
    facts, trial = _per_layer(case, counts), _activated(case, LeakyRelu())
    if _killed(case, sum(counts)):
        line = Message(
            "{line} Most of them died on the way: a smaller learning rate would not have thrown "
            "them so far, and leaky units would not die.",
            {"line": line},
        )
        trial = trials.gentler(case, 10.0) or trial
    return Finding(DEAD, severity, case.racer, facts, line, brief, trial)


def saturated(case: Case) -> Finding | None:
    """Most of the units of a layer are flat on nearly every sample, and nothing was learnt."""
    if not _learning(case, layers=1):
        return None
    counts = [int(layer.saturated.sum()) for layer in case.units]
    shares = [float(layer.saturated.mean()) for layer in case.units]
    worst = int(np.argmax(shares))
    if shares[worst] <= MOST_UNITS:
        return None
    line = Message(
        "In hidden layer {layer}, {count} of {units} units are pressed against their ends on "
        "nearly every one of {samples} samples; there they are flat, and learn slowly.",
        {
            "samples": case.looked_at,
            "layer": worst + 1,
            "count": counts[worst],
            "units": len(case.units[worst].saturated),
        },
    )
    start = case.moment.experiment.start
    scaled = isinstance(start, Glorot | He)
    trial = _activated(case, Relu()) if scaled else trials.start_from(case, Glorot())
    if _uneven(case):
        line = Message(
            "{line} The features come in large numbers; standardised ones would not press so hard.",
            {"line": line},
        )
        trial = _standardised(case)
    facts = _per_layer(case, counts)
    brief = Message("{who} has most units of a layer pressed against their ends.")
    return Finding(SATURATED, Severity.warning, case.racer, facts, line, brief, trial)


def _killed(case: Case, dead_now: int) -> bool:
    """Whether most of the units that are dead were alive at the start."""
    if case.step == 0 or case.learning_rate is None or case.fitting is None:
        return False
    start = case.moment.recording.snapshot(case.racer, 0).theta
    return sum(int(layer.dead.sum()) for layer in case.units_at(start)) <= dead_now / 2


def _uneven(case: Case) -> bool:
    """Whether features come as they were measured, and some of them in large numbers."""
    chosen = case.moment.experiment.objective
    if case.fitting is None or not isinstance(chosen, Fitting) or chosen.standardise:
        return False
    return bool(np.sqrt((case.fitting.train.features**2).mean(axis=0)).max() > LARGE)


def _standardised(case: Case) -> Trial:
    """The same data with every feature at mean 0 and spread 1."""
    chosen = case.moment.experiment.objective
    changed = replace(chosen, standardise=True)  # pyright: ignore[reportCallIssue]
    return trials.with_objective(case, changed, Message("Standardise the features"))


def _samples(case: Case) -> Message:
    """On which samples the units were looked at."""
    count = case.looked_at
    if case.fitting is None or count == len(case.fitting.train):
        return Message("all {count} training samples", {"count": count})
    return Message("all {count} samples that were looked at", {"count": count})


def _learning(case: Case, layers: int) -> bool:
    """Whether it is a network with so many hidden layers that has not learnt much yet."""
    if case.fitting is None or len(case.fitting.network.hidden) < layers or not case.going:
        return False
    return math.isfinite(case.now) and case.now >= UNLEARNT * case.guessing


def _layers(slopes: tuple[float, ...]) -> tuple[Fact, ...]:
    return tuple(
        Fact(Message("slope in layer {layer}", {"layer": place}), figure(slope))
        for place, slope in enumerate(slopes, 1)
    )


def _per_layer(case: Case, counts: list[int]) -> tuple[Fact, ...]:
    return tuple(
        Fact(Message("layer {layer}", {"layer": place}), f"{count} of {len(layer.dead)}")
        for place, (count, layer) in enumerate(zip(counts, case.units, strict=True), 1)
    )


def _clearer(case: Case) -> Trial | None:
    """A start that is not level, or units that do not squeeze."""
    if isinstance(case.moment.experiment.start, Zeros):
        return trials.start_from(case, Glorot())
    used = case.fitting.network.activations if case.fitting else ()
    if any(isinstance(each, Sigmoid) for each in used):
        return _activated(case, Tanh())
    if any(isinstance(each, Tanh) for each in used):
        return _activated(case, LeakyRelu())
    return trials.start_from(case, He())


def _activated(case: Case, activation: AnyActivation) -> Trial | None:
    """Another activation in every hidden layer."""
    fitting = case.moment.experiment.objective
    if not (isinstance(fitting, Fitting) and isinstance(fitting.model, Mlp)):
        return None
    model = replace(fitting.model, activation=activation, activations=())
    label = Message("Use {activation} in all hidden layers", {"activation": activation.title})
    return trials.with_objective(case, replace(fitting, model=model), label)
