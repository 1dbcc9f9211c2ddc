"""Locks: which parts of an experiment a step of a lab lets a person see, and which change.

Whatever wants to change the experiment comes with a whole new one (a knob, the dice, a click on the
surface, undo ...), so one question serves all: does this one differ from that one where it may not?

A path is that of `--set`, here as its parts from the root, `("objective", "dataset", "noise")`;
`*` stands for every racer, and `kind` at the end for which entry of a catalog was chosen. A path
means all that lies below it. What is fixed has to be there and equal. What is hidden may go when
another entry is chosen above it, which has other knobs: nobody could tell why not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Literal, cast

import msgspec

from optlab.engine.declare import Catalog, Choice, kind_of, knobs
from optlab.engine.experiment import AnyObjective, Experiment, Racer
from optlab.session.message import Message

if TYPE_CHECKING:  # a window without a lab needs locks, but none of what a lab is made of
    from optlab.session.labs.lab import Controls

Path = tuple[str, ...]
State = Literal["free", "fixed", "hidden"]

EVERY = "*"
KIND = "kind"


@dataclass(frozen=True)
class Locks:
    """The controls of a step, with whole paths."""

    shown: tuple[Path, ...] = ()
    fixed: tuple[Path, ...] = ()
    hidden: tuple[Path, ...] = ()

    def state(self, path: Path) -> State:
        """How the control of what stands at `path` is to look."""
        if any(_covers(lock, path) for lock in self.hidden):
            return "hidden"
        if any(_covers(lock, path) for lock in self.fixed):
            return "fixed"
        if self.shown and not any(_covers(lock, path) for lock in self.shown):
            return "hidden"
        return "free"

    def refusal(self, before: Experiment, after: Experiment) -> Message | None:
        """Why one may not become the other, as one sentence; None when it may."""
        for lock in self.fixed:
            for former, now in _pairs(lock, before, after):
                if former != now:
                    return _sentence(lock, before)
        for lock in self.hidden:
            for former, now in _pairs(lock, before, after):
                if former != now and _alike(lock, before, after):
                    return _sentence(lock, before)
        if self.shown:
            for path in _changes(before, after):
                if not any(_covers(lock, path) for lock in self.shown):
                    return _sentence(path, before)
        return None


def locks_of(controls: Controls) -> Locks:
    """The locks that a step declares."""
    return Locks(
        *(
            tuple(whole(path) for path in paths)
            for paths in (controls.shown, controls.fixed, controls.hidden)
        )
    )


def whole(path: str) -> Path:
    """The parts of a path of `--set`, from the root: `optimizer` is that of every racer."""
    parts = tuple(path.strip().replace("[", ".").replace("]", "").split("."))
    if parts[0] in _names(Experiment):
        return parts
    if parts[0] in _names(Racer):
        return ("racers", EVERY, *parts)
    if any(parts[0] in _names(each) for each in Catalog(AnyObjective).values()):
        return ("objective", *parts)
    return parts


def title_at(path: Path, experiment: Experiment) -> str:
    """What people call what stands at `path`: the title of its knob."""
    holder: object = experiment
    title = ""
    for part in path:
        if isinstance(holder, tuple):
            entries = cast("Sequence[object]", holder)
            place = 0 if part == EVERY else int(part)
            holder = entries[place] if place < len(entries) else None
        elif isinstance(holder, msgspec.Struct) and part != KIND:
            title = next((k.title for k in knobs(type(holder)) if k.name == part), title)
            holder = getattr(holder, part, None)
    return title or path[-1].replace("_", " ").capitalize()


def racer_at(path: Path, experiment: Experiment) -> str:
    """The name of the racer that a path is about; empty if it is the only one, or all are meant."""
    place = path[1] if len(path) > 2 and path[0] == "racers" else EVERY
    racers = experiment.racers
    there = len(racers) > 1 and place.isdecimal() and int(place) < len(racers)
    return racers[int(place)].name if there else ""


def _sentence(path: Path, experiment: Experiment) -> Message:
    what = Message(title_at(path, experiment))
    racer = racer_at(path, experiment)
    if racer:
        what = Message("{knob} of {racer}", {"knob": what, "racer": racer})
    return Message("This step of the lab does not let you change this: {what}.", {"what": what})


def _covers(lock: Path, path: Path) -> bool:
    """Whether `path` is at or below `lock`."""
    return len(lock) <= len(path) and all(
        ours in (theirs, EVERY) for ours, theirs in zip(lock, path, strict=False)
    )


def _names(struct: type[msgspec.Struct]) -> set[str]:
    return {each.name for each in knobs(struct)}


def _pairs(lock: Path, before: Experiment, after: Experiment) -> Iterator[tuple[object, object]]:
    """What stands at `lock` before and after, once for every racer that is in both."""
    if lock[0] != "racers" or len(lock) == 1:
        yield _at(before, lock), _at(after, lock)
    else:
        chosen = None if lock[1] == EVERY else lock[1]
        for place, former, now in _same_racers(before, after):
            if chosen is None or str(place) == chosen:
                yield _at(former, lock[2:]), _at(now, lock[2:])


def _alike(lock: Path, before: Experiment, after: Experiment) -> bool:
    """Whether the choices that `lock` is a knob of are of the same kinds as before."""
    holders = _pairs(lock[:-1], before, after) if len(lock) > 1 else iter([(before, after)])
    return all(type(former) is type(now) for former, now in holders)


def _same_racers(before: Experiment, after: Experiment) -> Iterator[tuple[int, Racer, Racer]]:
    """Place, before and after of each racer: by place, or by name where some came or went."""
    if len(before.racers) == len(after.racers):
        pairs = zip(before.racers, after.racers, strict=True)
        yield from ((place, former, now) for place, (former, now) in enumerate(pairs))
        return
    named = {racer.name: racer for racer in after.racers}
    for place, racer in enumerate(before.racers):
        if racer.name in named:
            yield place, racer, named[racer.name]


def _at(value: object, path: Path) -> object:
    """What stands at `path` below `value`; None when there is no such thing."""
    for part in path:
        if part == KIND and isinstance(value, Choice):
            value = kind_of(value)
        elif isinstance(value, tuple):
            entries = cast("Sequence[object]", value)
            place = int(part) if part.isdecimal() else len(entries)
            value = entries[place] if place < len(entries) else None
        else:
            value = getattr(value, part, None)
    return value


def _changes(before: Experiment, after: Experiment) -> Iterator[Path]:
    """The paths of all that differs, as deep as it can be said."""
    for knob in knobs(Experiment):
        if knob.name != "racers":
            former, now = getattr(before, knob.name), getattr(after, knob.name)
            yield from _differences((knob.name,), former, now)
    if len(before.racers) != len(after.racers):
        yield ("racers",)
    yield from chain.from_iterable(
        _differences(("racers", str(place)), former, now)
        for place, former, now in _same_racers(before, after)
    )


def _differences(path: Path, former: object, now: object) -> Iterator[Path]:
    if former == now:
        return
    if not isinstance(former, msgspec.Struct):
        yield path
    elif type(former) is not type(now):
        yield (*path, KIND)
    else:
        for name in former.__struct_fields__:
            yield from _differences((*path, name), getattr(former, name), getattr(now, name))
