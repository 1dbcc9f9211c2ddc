"""What is happening at the cursor, in at most two plain sentences; what ails a racer comes first.

Every sentence states facts with their numbers (a loss at two steps, the range since a step, the
step of an ending); a cause is named only as a possibility. A sentence may be dull, but not wrong.
"""

from __future__ import annotations

import math

from optlab.engine.snapshot import Status
from optlab.session.health.examination import examine
from optlab.session.health.finding import Finding, Severity
from optlab.session.message import Message
from optlab.session.moment import Moment
from optlab.session.numbers import figure
from optlab.session.trend import Course, Trend, trend

RESTLESS = (Course.rising, Course.swinging)


def sentence(moment: Moment) -> Message:
    """The plain-language line for one moment; `str()` of it is English."""
    if moment.cursor == 0:
        return _start(moment)
    if len(moment.snapshots) == 1:
        return _ending(moment, 0) or _progress(moment, 0)
    return _race(moment)


def _start(moment: Moment) -> Message:
    loss = figure(moment.train_losses[0])
    if len(moment.snapshots) == 1:
        return Message(
            "Before the first step the loss is {loss}. Every step moves the parameters a little, "
            "to make it smaller.",
            {"loss": loss},
        )
    return Message(
        "All {count} racers start at the same point, where the loss is {loss}.",
        {"count": len(moment.snapshots), "loss": loss},
    )


def _ending(moment: Moment, racer: int) -> Message | None:
    """How a single racer ended, if it did."""
    snapshot = moment.snapshots[racer]
    first, now = moment.recording.losses(racer, 0)[0], moment.train_losses[racer]
    values = {"step": snapshot.step, "first": figure(first), "now": figure(now)}
    match snapshot.status:
        case Status.diverged:
            line = Message(
                "Diverged at step {step}: from a loss of {now} that step went out of bounds.",
                values,
            )
            fell = now < first  # down a ground without a bottom
            if fell or not _has(moment, racer, "learning_rate"):
                return line
            return _both(line, Message("A smaller learning rate may help."))
        case Status.converged:
            return Message(
                "Converged at step {step}: the ground is flat here, so nothing moves any more. "
                "The loss is {now}.",
                values,
            )
        case Status.stalled if math.isnan(snapshot.gradient_norm):  # it felt no slope
            return Message(
                "Stalled at step {step}: the steps are too small to change anything. "
                "The loss is {now}.",
                values,
            )
        case Status.stalled:
            return Message(
                "Stalled at step {step}: the steps are too small to change anything, although the "
                "ground is not flat. The loss is {now}.",
                values,
            )
        case Status.stopped:
            return Message(
                "{evidence} The loss is {now}.", {"evidence": snapshot.evidence, **values}
            )
        case Status.running if snapshot.step >= moment.experiment.steps:
            line = Message(
                "All {step} steps are done: the loss went from {first} to {now}.", values
            )
            ill = _ill(moment)
            return _both(line, ill.said_of(Message("It"))) if ill else line
        case Status.running:
            return None


def _progress(moment: Moment, racer: int) -> Message:
    """Where the loss of a single, running racer is going."""
    seen, ill = trend(moment, racer), _ill(moment)
    line = _course(seen, Message("The loss"), moment.cursor)
    if seen.course in RESTLESS and not (ill and ill.severity is Severity.alarm):
        added = _advice(moment, racer, seen)
    else:
        added = ill.said_of(Message("It")) if ill else None
    return _both(line, added) if added else line


def _ill(moment: Moment) -> Finding | None:
    """The worst of what ails the racers that go on; mere notes are not for this line."""
    going = {each.racer for each in moment.snapshots if each.status is Status.running}
    ill = (each for each in examine(moment) if each.severity >= Severity.warning)
    return next((each for each in ill if each.racer in going), None)


def _advice(moment: Moment, racer: int, seen: Trend) -> Message | None:
    """What may be behind a loss that swings or rises, if that can be told."""
    course = seen.course
    if _has(moment, racer, "temperature"):
        return Message("While it is warm, it climbs on purpose.")
    if course is Course.swinging and not moment.objective.exact:
        return Message("Each mini-batch pulls a bit differently; larger ones pull more evenly.")
    if not _has(moment, racer, "learning_rate"):
        return None
    if not moment.objective.exact and seen.chance and not _grown(moment, racer):
        return Message(
            "That may be chance: each mini-batch pulls a bit differently; larger ones pull more "
            "evenly."
        )
    if course is Course.swinging:
        return Message("The steps overshoot; a smaller learning rate would calm them.")
    return Message("The steps may be too long.")


def _grown(moment: Moment, racer: int) -> bool:
    """Whether the loss is more than twice that of the start: chance seldom leads so far up."""
    first = moment.recording.losses(racer, 0)[0]
    return moment.train_losses[racer] - first > abs(first)


def _has(moment: Moment, racer: int, knob: str) -> bool:
    """Whether the optimizer of a racer has a knob of this name."""
    return hasattr(moment.experiment.racers[racer].optimizer, knob)


def _course(seen: Trend, subject: Message, step: int) -> Message:
    values = {
        "subject": subject,
        "since": seen.since,
        "step": step,
        "before": figure(seen.before),
        "now": figure(seen.now),
        "low": figure(seen.low),
        "high": figure(seen.high),
    }
    match seen.course:
        case Course.dropping if seen.since == 0:
            return Message(
                "{subject} makes big drops at first: {before} at the start, {now} at step {step}.",
                values,
            )
        case Course.dropping:
            return Message(
                "{subject} is dropping fast: {before} at step {since}, {now} at step {step}.",
                values,
            )
        case Course.falling:
            return Message(
                "{subject} is falling: {before} at step {since}, {now} at step {step}.",
                values,
            )
        case Course.flat:
            return Message(
                "{subject} hardly changes: {before} at step {since}, {now} at step {step}.",
                values,
            )
        case Course.swinging:
            return Message(
                "{subject} swings up and down: between {low} and {high} since step {since}.", values
            )
        case Course.rising:
            return Message(
                "{subject} is rising: {before} at step {since}, {now} at step {step}.",
                values,
            )


def _race(moment: Moment) -> Message:
    """Who leads, and what is most worth saying about one of the racers."""
    losses, snapshots = moment.train_losses, moment.snapshots
    lost = [i for i, each in enumerate(snapshots) if each.status is Status.diverged]
    going = sorted(
        (i for i in range(len(losses)) if i not in lost),
        key=lambda i: losses[i] if math.isfinite(losses[i]) else math.inf,
    )
    if not going or not math.isfinite(losses[going[0]]):
        return _nobody(moment, lost)
    standing = _standing(moment, going)
    if lost:
        return _both(standing, _lost(moment, lost))
    ill = _ill(moment)
    if ill is not None:
        return _both(ill.said_of(moment.experiment.racers[ill.racer].name), standing)
    running = [i for i in going if snapshots[i].status is Status.running]
    if not running or moment.cursor >= moment.experiment.steps:
        return standing
    worst = next((i for i in reversed(running) if trend(moment, i).course in RESTLESS), running[0])
    subject = Message("The loss of {name}", {"name": moment.experiment.racers[worst].name})
    return _both(standing, _course(trend(moment, worst), subject, moment.cursor))


def _standing(moment: Moment, going: list[int]) -> Message:
    """The order of the first two; `going` is sorted by loss."""
    names = [moment.experiment.racers[i].name for i in going]
    losses = [figure(moment.train_losses[i]) for i in going]
    if len(going) == 1:
        values = {"leader": names[0], "loss": losses[0]}
        return Message("Only {leader} is left, with a loss of {loss}.", values)
    values = {"leader": names[0], "loss": losses[0], "second": names[1], "other": losses[1]}
    if losses[0] == losses[1]:
        return Message("{leader} and {second} are level, with a loss of {loss}.", values)
    ended = moment.recording.finished and moment.cursor >= moment.recording.reached
    if ended:
        return Message(
            "{leader} ends lowest, with a loss of {loss}; {second} comes second with {other}.",
            values,
        )
    return Message("{leader} leads with a loss of {loss}; {second} follows with {other}.", values)


def _lost(moment: Moment, lost: list[int]) -> Message:
    names = [moment.experiment.racers[i].name for i in lost]
    if len(lost) == 1:
        values = {"name": names[0], "step": moment.snapshots[lost[0]].step}
        return Message("{name} diverged at step {step}: that step went out of bounds.", values)
    return Message("Diverged: {names}.", {"names": ", ".join(names)})


def _nobody(moment: Moment, lost: list[int]) -> Message:
    if len(lost) < len(moment.snapshots):
        return Message("Every loss has grown too large to be written.")
    last = max(moment.snapshots, key=lambda each: each.step)
    name = moment.experiment.racers[last.racer].name
    return Message(
        "All racers diverged, {name} last, at step {step}. Smaller learning rates may help.",
        {"name": name, "step": last.step},
    )


def _both(first: Message, second: Message) -> Message:
    return Message("{first} {second}", {"first": first, "second": second})
