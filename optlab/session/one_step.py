"""Which update is taken apart at a moment, its phases, what it costs to do so, and its story."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from optlab.engine.explain import Explanation
from optlab.engine.snapshot import Snapshot, Status
from optlab.session.message import Message
from optlab.session.moment import Moment
from optlab.session.numbers import figure


class Phase(StrEnum):
    """What happens one after the other within a step."""

    forward = "forward"
    loss = "loss"
    backward = "backward"
    tries = "tries"
    update = "update"


@dataclass(frozen=True, eq=False)
class Update:
    """The update from `before`, or None where there is none; `note` says why it is not the next."""

    before: Snapshot | None
    note: Message | None = None


def update_at(moment: Moment, racer: int, *, last: bool) -> Update:
    """The update that leaves the cursor's step or, with `last`, the one that led to it.

    After the end of a racer or of the plan no step follows: then it is the last one that was made.
    """
    now = moment.snapshots[racer]
    ended = now.status is not Status.running
    if not last and not ended and now.step < moment.experiment.steps:
        return Update(now)
    note = None
    if ended:
        note = Message(
            "{evidence} No step follows; this is the last one.", {"evidence": now.evidence}
        )
    elif not last:
        note = Message("The planned steps are done; this is the last one.")
    if now.step == 0:
        return Update(None, Message("This is the start: no step has led here yet."))
    return Update(moment.recording.snapshot(racer, now.step - 1), note)


def work(moment: Moment, before: Snapshot) -> int:
    """How many numbers the update from `before` touches: samples times parameters, about.

    As it was paid in the run there, or at the newest step that is recorded.
    """
    track = moment.recording.track(before.racer)
    place = min(track.count(before.step), len(track.steps) - 1)
    paid = np.zeros(3)
    if place:
        paid = (track.cost[place] - track.cost[place - 1]) / np.diff(track.steps[place - 1 :])[0]
    losses, gradients, samples = paid.tolist()
    return int(max(samples, losses + gradients, 1)) * moment.objective.size


def phases(explanation: Explanation) -> tuple[Phase, ...]:
    """The phases of a step: what it did not do is left out."""
    found = [Phase.forward] + [Phase.loss] * bool(explanation.samples)
    found += [Phase.backward] * bool(explanation.felt)
    found += [Phase.tries] * bool(explanation.trials)
    return (*found, Phase.update)


def slope_of(explanation: Explanation) -> np.ndarray[tuple[int], np.dtype[np.float64]] | None:
    """The slope (D,) that the step felt, where it stood or ahead of it; None when it felt none."""
    return explanation.felt[0].slope if explanation.felt else None


def story(explanation: Explanation, parameter: int) -> Message:
    """What the step does to one parameter, and why, in plain words."""
    if explanation.trials and not explanation.lines:
        return story_of_tries(explanation)
    name, change = explanation.names[parameter], float(explanation.change[parameter])
    slope = slope_of(explanation)
    felt = math.nan if slope is None else float(slope[parameter])
    values = {"name": name, "slope": figure(felt), "move": figure(abs(change))}
    if not math.isfinite(change):
        return Message("The step takes {name} out of all bounds.", values)
    if change == 0.0:
        return Message("{name} stays where it is.", values)
    if math.isnan(felt):
        return _moved("{name} goes up by {move}.", "{name} goes down by {move}.", change, values)
    if felt == 0.0:
        return _moved(
            "Its slope is 0 on this batch; what is remembered takes {name} up by {move}.",
            "Its slope is 0 on this batch; what is remembered takes {name} down by {move}.",
            change,
            values,
        )
    if change * felt < 0.0:
        return _moved(
            "A larger {name} means a lower loss here (slope {slope}): it goes up by {move}.",
            "A larger {name} means a higher loss here (slope {slope}): it goes down by {move}.",
            change,
            values,
        )
    if explanation.before.memory.any():
        return _moved(
            "The slope {slope} alone would take {name} down. What the method remembers of earlier "
            "steps is stronger, so it goes up by {move}.",
            "The slope {slope} alone would take {name} up. What the method remembers of earlier "
            "steps is stronger, so it goes down by {move}.",
            change,
            values,
        )
    return _moved(
        "The slope {slope} alone would take {name} down. The method weighs more than that, "
        "so it goes up by {move}.",
        "The slope {slope} alone would take {name} up. The method weighs more than that, "
        "so it goes down by {move}.",
        change,
        values,
    )


def _moved(up: str, down: str, change: float, values: dict[str, str]) -> Message:
    return Message(up if change > 0.0 else down, values)


def story_of_tries(explanation: Explanation) -> Message:
    """What was tried, and where the step went."""
    trials, place = explanation.trials, explanation.accepted
    looked = Message("It looked at {count} points", {"count": len(trials)})
    if len(trials) == 1:
        looked = Message("It looked at a single point")
    values: dict[str, str | int | Message] = {"looked": looked}
    if place is not None:
        loss = trials[place].loss
        values |= {"place": place + 1, "loss": figure(loss), "here": figure(explanation.loss)}
        if loss < explanation.loss:
            return Message(
                "{looked} and goes to number {place}: the loss there is {loss}, "
                "below {here} where it stood.",
                values,
            )
        return Message("{looked} and goes to number {place}, where the loss is {loss}.", values)
    if explanation.change.any():
        return Message("{looked} and moves by what all of them tell.", values)
    return Message("{looked} and takes none of them: it stays.", values)


MOST_SHOWN = 40
"""Parameters that are shown side by side."""


def telling(explanation: Explanation, parameter: int) -> tuple[int, ...]:
    """The parameters to show, in their order: those that move most, and the one asked for."""
    size = len(explanation.change)
    if size <= MOST_SHOWN:
        return tuple(range(size))
    sizes = np.abs(np.nan_to_num(explanation.change, nan=np.inf))
    most: list[int] = np.argpartition(-sizes, MOST_SHOWN)[:MOST_SHOWN].tolist()
    return tuple(sorted({*most, parameter}))


def liveliest(explanation: Explanation) -> int:
    """The parameter that moves most."""
    return int(np.abs(np.nan_to_num(explanation.change)).argmax())
