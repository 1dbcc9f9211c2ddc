"""What a student changed: the settings in which a run differs from the experiment of its step.

A setting is a path as of `--set` and plain data. Settings are put in all at once: one alone, such
as a dataset without the loss that suits it, might be no experiment.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, cast

from optlab.engine.experiment import Experiment
from optlab.session.bad_file import BadFile
from optlab.session.files import plain
from optlab.session.labs.marks import Settings
from optlab.session.validation import experiment_of

RACER = re.compile(r"racers\[(\d{1,3})\]\.(.+)")


def settings_between(begin: Experiment, now: Experiment) -> Settings:
    """What must be set to come from one experiment to the other.

    What all racers have in common now is one setting, with the path that means all of them.
    """
    found: Settings = {}
    for path, value in _differences("", plain(begin), plain(now)):
        racer = RACER.fullmatch(path)
        if racer is None:
            found[path.removeprefix("objective.")] = value
        elif all(_at(each, racer[2]) == value for each in plain(now)["racers"]):
            found[racer[2]] = value
        else:
            found[path] = value
    return found


def experiment_with(begin: Experiment, settings: Settings) -> Experiment:
    """The experiment of a run again; raises BadFile for settings that make none."""
    data = plain(begin)
    for path, value in settings.items():
        try:
            _set(data, path, value)
        except (LookupError, TypeError) as error:
            raise BadFile(f"{path} is no setting of this experiment.", path=path) from error
    return experiment_of(data)


def _set(data: dict[str, Any], path: str, value: Any) -> None:
    """Put one setting into the plain data of an experiment."""
    racer = RACER.fullmatch(path)
    first = re.split(r"\W", path)[0]
    if racer is not None:
        _put(data["racers"][int(racer[1])], racer[2], value)
    elif first in data:
        _put(data, path, value)
    elif first in data["objective"]:
        _put(data["objective"], path, value)
    else:
        for each in data["racers"]:
            _put(each, path, value)


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
    elif path == "racers":
        ours, theirs = cast("list[Any]", before), cast("list[Any]", after)
        if len(ours) == len(theirs):
            for i, (former, latter) in enumerate(zip(ours, theirs, strict=True)):
                yield from _differences(f"{path}[{i}]", former, latter)
            return
    yield path, after


def _at(racer: Any, path: str) -> Any:
    """What stands at a path below a racer; None when there is no such thing."""
    for name in path.split("."):
        racer = cast("dict[str, Any]", racer).get(name) if isinstance(racer, dict) else None
    return racer


def _put(holder: dict[str, Any], path: str, value: Any) -> None:
    """Set one value below plain data."""
    *above, last = path.split(".")
    for name in above:
        holder = holder[name]
    holder[last] = value
