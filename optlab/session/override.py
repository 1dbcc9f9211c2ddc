"""`--set optimizer.learning_rate=0.1`: one change to an experiment, said in a line of text.

A path that begins with a field of the racers (`optimizer`, `schedule`) means all of them, one that
begins with a field of the objective (`dataset`, `model`, `batch_size` ...) means that objective.
Values are TOML; a bare word stands for itself, because quotes seldom survive a command line.
"""

from __future__ import annotations

import re
import tomllib
from typing import Any, cast

import msgspec

from optlab.engine.declare import Catalog, kind_of, knobs
from optlab.engine.experiment import AnyObjective, Experiment, Racer
from optlab.session.bad_file import BadFile
from optlab.session.files import plain
from optlab.session.validation import experiment_of, nearest

WORD = re.compile(r"[A-Za-z][\w\-]*$")


def override(experiment: Experiment, change: str) -> Experiment:
    """The experiment with `path=value` applied; raises BadFile, as a file would."""
    path, equals, text = change.partition("=")
    steps = path.strip().replace("[", ".").replace("]", "").split(".")
    try:
        value = _toml_value(text.strip() if equals and all(steps) else "")
        data = plain(experiment)
        for target in _targets(data, steps, experiment):
            _put(data, target, value)
        return experiment_of(data)
    except BadFile as error:
        raise error.placed(f"--set {change}", None) from error


def value_at(experiment: Experiment, path: str) -> Any:
    """What stands at a path as of `--set`: a number, a text, a list, or the kind of a choice.

    Of a path that means all racers it is the value of the first one; raises BadFile.
    """
    steps = path.strip().replace("[", ".").replace("]", "").split(".")
    held: Any = plain(experiment)
    target = _targets(held, steps, experiment)[0]
    for place, step in enumerate(target):
        held = _inside(held, step, ".".join(target[:place]), ".".join(target[: place + 1]))
    return cast("dict[str, Any]", held).get("kind", "") if isinstance(held, dict) else held


def _targets(data: dict[str, Any], steps: list[str], experiment: Experiment) -> list[list[str]]:
    """The full paths that a short one means."""
    first = steps[0]
    if first in data:
        return [steps]
    if first in _fields(Racer):
        return [["racers", str(i), *steps] for i in range(len(experiment.racers))]
    objective = _fields(type(experiment.objective))
    if first in objective:
        return [["objective", *steps]]
    other = {field for cls in Catalog(AnyObjective).values() for field in _fields(cls)}
    if first in other:
        kind = kind_of(experiment.objective)
        raise BadFile(f"{first} is no part of the objective here, which is a {kind}.", path=first)
    known = [*data, *_fields(Racer), *objective]
    raise BadFile(f"{first} is unknown{nearest(first, known)}.", path=first)


def _put(data: dict[str, Any], steps: list[str], value: object) -> None:
    """Set one value deep inside plain data."""
    holder: Any = data
    for i, step in enumerate(steps[:-1]):
        holder = _inside(holder, step, ".".join(steps[:i]), ".".join(steps[: i + 1]))
    last = steps[-1]
    if isinstance(holder, list):
        _inside(holder, last, ".".join(steps[:-1]), ".".join(steps))
        cast("list[Any]", holder)[int(last)] = value
    elif not isinstance(holder, dict):
        raise BadFile(f"{'.'.join(steps[:-1])} has nothing inside it.", path=".".join(steps))
    elif last == "kind":  # another choice: its knobs start at their own defaults
        cast("dict[str, Any]", holder).clear()
        cast("dict[str, Any]", holder)["kind"] = value
    else:
        cast("dict[str, Any]", holder)[last] = value


def _inside(holder: Any, step: str, around: str, path: str) -> Any:
    """What stands at one step of a path."""
    if isinstance(holder, list):
        items = cast("list[Any]", holder)
        if not items:
            hint = f"{around} is empty; set the whole list, such as {around}=[...]"
            raise BadFile(f"{path} does not exist: {hint}.", path=path)
        if not step.isascii() or not step.isdigit() or int(step) >= len(items):
            raise BadFile(f"{path} does not exist: {around} has 0 to {len(items) - 1}.", path=path)
        return items[int(step)]
    if not isinstance(holder, dict):
        raise BadFile(f"{around} has nothing inside it.", path=path)
    table = cast("dict[str, Any]", holder)
    if step not in table:
        hint = nearest(step, table)
        raise BadFile(f"{path} is unknown{hint}: {around} has {', '.join(table)}.", path=path)
    return table[step]


def _toml_value(text: str) -> object:
    """`0.1`, `true`, `[4, 2]`, `"a text"`, `{ kind = "adam" }`, or a bare word."""
    try:
        found = tomllib.loads(f"value = {text}")
    except (ValueError, RecursionError) as error:
        if WORD.match(text):
            return text
        raise BadFile("write path=value, such as optimizer.learning_rate=0.1.") from error
    if list(found) != ["value"]:
        raise BadFile("write one path=value, such as optimizer.learning_rate=0.1.")
    return found["value"]


def _fields(cls: type[msgspec.Struct]) -> list[str]:
    return [each.name for each in knobs(cls)]
