"""What a lab can name in the window: controls by their path, and places that a link points at.

`show:optimizer.learning_rate` in a text makes the window point at that control, `show:play` at a
button, `show:tab:metrics` at a tab and `show:view:loss` at a view. The same paths lock controls.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import get_args

import msgspec

from optlab.engine.declare import Catalog, Choice, kind_of, knobs
from optlab.engine.experiment import AnyObjective, Experiment, Racer
from optlab.session.labs.lab import Tab
from optlab.session.labs.locks import EVERY, KIND, whole
from optlab.session.validation import nearest

BUTTONS = {
    "play": "the button that lets the run play",
    "step": "the button for one step on",
    "back": "the button for one step back",
    "restart": "the button that goes back to the start",
    "speed": "the slider of the speed",
    "stride": "the choice between one update and one epoch",
    "dice": "the dice that roll another seed",
    "racer": "the button for one more racer",
    "timeline": "the line along which the cursor is dragged",
}

VIEWS = {
    "surface": "the loss surface",
    "slice": "the choice of the slice",
    "height": "the choice of what the height means",
    "truth": "the truth meter",
    "loss": "the plot of loss over time",
    "axis": "the choice of the axis of that plot",
    "sentence": "the sentence that says what is happening",
}

TABS = tuple(each for each in get_args(Tab) if each)

TAB, VIEW = "tab:", "view:"


def target_trouble(target: str, experiment: Experiment | None = None) -> str:
    """Why a link `show:TARGET` points at nothing, as one sentence; empty when it does."""
    for prefix, known in ((TAB, TABS), (VIEW, tuple(VIEWS))):
        if target.startswith(prefix):
            name = target.removeprefix(prefix)
            if name in known:
                return ""
            hint = nearest(name, known)
            return f"show:{target} points at nothing{hint}: there is {', '.join(known)}."
    said = "" if target in BUTTONS else path_trouble(target, experiment)
    if not said:
        return ""
    button = nearest(target, BUTTONS)
    return f"show:{target} points at nothing{button}." if button else f"show:{said}"


def path_trouble(path: str, experiment: Experiment | None = None) -> str:
    """What is wrong with the path of a control, as one sentence; empty when there is one.

    With an experiment the control must belong to an objective of that kind; which optimizer or
    dataset is chosen may change, so a knob of any of them will do.
    """
    parts = list(whole(path))
    holders: list[type[msgspec.Struct]] = [Experiment]
    for place, part in enumerate(parts):
        around = ".".join(parts[:place])
        if part == KIND and any(issubclass(each, Choice) for each in holders):
            return "" if place + 1 == len(parts) else f"{path} has nothing inside its kind."
        if around == "racers":
            if part != EVERY and not (part.isascii() and part.isdecimal()):
                return f"{path} is unknown: racers are counted, such as racers[0].{part}."
            holders = [Racer]
            continue
        if part.isascii() and part.isdecimal() and place:  # one of the entries of a list
            continue
        names = {name for each in holders for name in _names(each)}
        if part not in names:
            return _unknown(path, part, place, names, experiment)
        if part == "objective" and experiment is not None:
            holders = [type(experiment.objective)]
        else:
            holders = [inner for each in holders for inner in _inside(each, part)]
    return ""


def hides(controls: Iterable[str], path: str) -> bool:
    """Whether one of the controls is what stands at `path`, or around it."""
    parts = whole(path)
    return any(parts[: len(each)] == each for each in map(whole, controls))


def _inside(holder: type[msgspec.Struct], name: str) -> list[type[msgspec.Struct]]:
    """What can stand in a field: the entries of its catalog."""
    found = next((each for each in knobs(holder) if each.name == name), None)
    return [] if found is None or found.catalog is None else list(found.catalog.values())


def _unknown(
    path: str, part: str, place: int, names: set[str], experiment: Experiment | None
) -> str:
    if place == 1 and experiment is not None:
        others = [each for each in Catalog(AnyObjective).values() if part in _names(each)]
        if others and path.startswith(part):
            kind = kind_of(experiment.objective)
            return f"{path} is no control here, where the objective is a {kind}."
    if not names:
        return f"{path} is unknown: there is nothing inside {'.'.join(path.split('.')[:-1])}."
    known = names if place else names | _names(Racer) | _objective_names()
    return f"{path} is unknown{nearest(part, sorted(known))}."


def _objective_names() -> set[str]:
    return {name for each in Catalog(AnyObjective).values() for name in _names(each)}


def _names(struct: type[msgspec.Struct]) -> set[str]:
    return {each.name for each in knobs(struct)}
