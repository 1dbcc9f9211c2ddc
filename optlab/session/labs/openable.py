"""All controls that a step of a lab may show, fix or hide, for the experiment it begins with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import msgspec

from optlab.engine.declare import knobs
from optlab.engine.experiment import Experiment

SKIPPED = ("format", "objective", "racers", "name")


@dataclass(frozen=True)
class Control:
    """A control by its path as of `--set`, what people call it, and how deep it lies."""

    path: str
    title: str
    depth: int


def openable(experiment: Experiment) -> tuple[Control, ...]:
    """What there is, in the order of the setup; of the racers, the controls of the first one."""
    objective = experiment.objective
    return (
        *_below("", objective, 0),
        Control("racers", "Racers", 0),
        *_below("", experiment.racers[0], 1),
        *_below("", experiment, 0),
    )


def _below(path: str, holder: msgspec.Struct, depth: int) -> Iterator[Control]:
    """The knobs of one struct, each followed by those of the choice that it holds."""
    for knob in knobs(type(holder)):
        if knob.name in SKIPPED:
            continue
        place = f"{path}.{knob.name}" if path else knob.name
        yield Control(place, knob.title, depth)
        held = getattr(holder, knob.name)
        if knob.type == "choice":
            yield from _below(place, held, depth + 1)
