"""What a student changed: the settings in which a run differs from the experiment of its step.

A setting is a path as of `--set` and plain data, so `override` with all of them, in order, gives
the run's experiment again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, cast

from optlab.engine.experiment import Experiment
from optlab.session.files import plain
from optlab.session.labs.marks import Settings
from optlab.session.layout import literal

RACER = re.compile(r"racers\[\d+\]\.(.+)")


def settings_between(begin: Experiment, now: Experiment) -> Settings:
    """What must be set to come from one experiment to the other.

    What all racers have in common now is one setting, with the path that means all of them.
    """
    found: Settings = {}
    for path, value in _differences("", plain(begin), plain(now)):
        racer = RACER.match(path)
        if racer is None:
            found[path.removeprefix("objective.")] = value
        elif all(_at(each, racer[1]) == value for each in plain(now)["racers"]):
            found[racer[1]] = value
        else:
            found[path] = value
    return found


def changes_of(settings: Settings) -> tuple[str, ...]:
    """Settings as the changes that `--set` and `Trial.elsewhere` take."""
    return tuple(f"{path}={literal(value)}" for path, value in settings.items())


def _differences(path: str, before: Any, after: Any) -> Iterator[tuple[str, Any]]:
    """Path and value of everything that differs, as deep as can be said."""
    if before == after:
        return
    if isinstance(before, dict) and isinstance(after, dict):
        former, latter = cast("dict[str, Any]", before), cast("dict[str, Any]", after)
        if former.keys() == latter.keys() and former.get("kind") == latter.get("kind"):
            for key, value in latter.items():
                yield from _differences(f"{path}.{key}" if path else key, former[key], value)
            return
    elif isinstance(before, list) and isinstance(after, list):
        ours, theirs = cast("list[Any]", before), cast("list[Any]", after)
        if len(ours) == len(theirs) and all(isinstance(each, dict) for each in (*ours, *theirs)):
            for i, value in enumerate(theirs):
                yield from _differences(f"{path}[{i}]", ours[i], value)
            return
    yield path, after


def _at(racer: Any, path: str) -> Any:
    """What stands at a path below a racer; None when there is no such thing."""
    for name in path.split("."):
        racer = cast("dict[str, Any]", racer).get(name) if isinstance(racer, dict) else None
    return racer
