"""Choices that fit each other: a choice that an edit made unfit gives way to the nearest that fits.

Which choice is in the way is said by the engine (`Unfit.path`), and what could stand there by the
declarations: the value it had before, then the entries of its catalog or the low end of its range.
So a new dataset or loss needs no line here, and a person never meets a dead end between two edits.

A list that has an entry for every size of another (an activation per layer) grows and shrinks with
it and says nothing: a new entry is like the last one, as people expect of one more row.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

import msgspec
from msgspec.structs import replace

from optlab.engine.declare import Choice, Knob, knobs
from optlab.engine.experiment import DEFAULT_RACERS, Experiment, Landscape
from optlab.engine.landscapes import Box
from optlab.engine.objective import check
from optlab.engine.starts import AnyStart, At
from optlab.engine.trouble import Unfit
from optlab.session.message import Message
from optlab.session.numbers import figure
from optlab.session.pace import suited

ROUNDS = 8
"""Choices that may have to follow one edit."""


def coherent(
    experiment: Experiment, before: Experiment | None = None
) -> tuple[Experiment, tuple[Message, ...]]:
    """Return the nearest experiment that works, and a sentence for every choice that had to follow.

    Raises Unfit where nothing in the catalogs would help.
    """
    if before is not None:
        experiment = _started(experiment, before)
    experiment = cast("Experiment", _sized(experiment))
    notes: list[Message] = []
    for _ in range(ROUNDS):
        try:
            check(experiment)
        except Unfit as trouble:
            experiment, note = _mended(experiment, before, trouble)
            notes.append(note)
        else:
            break
    return experiment, tuple(notes)


def _started(experiment: Experiment, before: Experiment) -> Experiment:
    """Begin a landscape that was just chosen where and as fast as usual, data as by default.

    A start and racers that a person has made stay as they are; a point only where it still is one.
    """
    now = experiment.objective
    then = before.objective
    rolled = isinstance(then, Landscape)
    rolls = isinstance(now, Landscape)
    if rolled and rolls and type(now.landscape) is type(then.landscape):
        return experiment  # a steeper ravine is there to be seen with the same racers
    own_start = rolled and experiment.start != At(then.landscape.start)
    own_racers = experiment.racers != (suited(type(then.landscape)()) if rolled else DEFAULT_RACERS)
    if rolls:
        own_start = own_start and _lies_in(experiment.start, now.landscape.box)
        start = experiment.start if own_start else At(now.landscape.start)
        racers = experiment.racers if own_racers else suited(now.landscape)
        return replace(experiment, start=start, racers=racers)
    if rolled:
        drawn = Experiment().start if isinstance(experiment.start, At) else experiment.start
        racers = experiment.racers if own_racers else DEFAULT_RACERS
        return replace(experiment, start=drawn, racers=racers)
    return experiment


def _lies_in(start: AnyStart, box: Box) -> bool:
    """Whether a start is a point of the box; one that is drawn counts."""
    if not isinstance(start, At):
        return True
    inside = [low <= at <= high for at, (low, high) in zip(start.theta, box, strict=False)]
    return len(start.theta) == len(box) and all(inside)


def _sized(struct: msgspec.Struct) -> msgspec.Struct:
    """Give every list that goes with sizes an entry for each, but leave an empty one empty."""
    sized: dict[str, object] = {}
    for knob in knobs(type(struct)):
        held = getattr(struct, knob.name)
        if knob.type == "choice":
            sized[knob.name] = _sized(held)
        elif knob.per and held:
            count = len(getattr(struct, knob.per))
            sized[knob.name] = held[:count] + held[-1:] * (count - len(held))
    return replace(struct, **sized)


def _mended(
    experiment: Experiment, before: Experiment | None, trouble: Unfit
) -> tuple[Experiment, Message]:
    """Change the choice at the trouble's path, or one that holds it; raise it when none helps."""
    path = trouble.path.partition("[")[0].split(".")  # a racer is for a person to mend
    while path:
        knob = _knob_at(experiment, path)
        former = _value_at(before, path)
        for value in _candidates(knob, former):
            candidate = cast("Experiment", _replaced(experiment, path, value))
            if not _in_the_way(candidate, trouble.path):
                return candidate, _note(trouble, knob, value)
        path = path[:-1]
    raise trouble


def _candidates(knob: Knob, former: object) -> Iterator[object]:
    """Yield what could stand there, the likeliest first."""
    if former is not None:
        yield former
    if knob.type == "choice" and knob.catalog is not None:
        if knob.default is not None:
            yield knob.default
        yield from (choice() for choice in knob.catalog.values())
    elif knob.type in ("number", "integer"):
        yield from (each for each in (knob.low, knob.default) if each is not None)


def _in_the_way(experiment: Experiment, path: str) -> bool:
    """Whether the same choice is still unfit; trouble elsewhere is for the next round."""
    try:
        check(experiment)
    except Unfit as trouble:
        return trouble.path == path
    return False


def _note(trouble: Unfit, knob: Knob, value: object) -> Message:
    title = value.title if isinstance(value, Choice) else figure(cast("float", value))
    return Message(
        "{why} {choice} is now {value}.",
        {"why": Message(str(trouble)), "choice": Message(knob.title), "value": Message(title)},
    )


def _knob_at(experiment: Experiment, path: list[str]) -> Knob:
    holder = cast("msgspec.Struct", _value_at(experiment, path[:-1]))
    return next(knob for knob in knobs(type(holder)) if knob.name == path[-1])


def _value_at(struct: object, path: list[str]) -> object:
    for name in path:
        struct = getattr(struct, name, None)
    return struct


def _replaced(struct: object, path: list[str], value: object) -> object:
    """Return `struct` with another value at `path`."""
    if not path:
        return value
    inner = _replaced(getattr(struct, path[0]), path[1:], value)
    return replace(cast("msgspec.Struct", struct), **{path[0]: inner})
