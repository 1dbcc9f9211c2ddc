"""`optlab explain`: one update of one racer, its formula with the numbers of the step."""

import argparse
import math
from collections.abc import Iterator
from pathlib import Path

from optlab.commands.choice import chosen, declare_changes
from optlab.commands.command import ANSWERED, Command, Refusal, from_zero
from optlab.commands.table import table
from optlab.engine import Experiment, Snapshot, Status, begin, race
from optlab.engine.explain import Explanation, explain
from optlab.session.numbers import figure


def declare(parser: argparse.ArgumentParser) -> None:
    """The arguments of `optlab explain`."""
    parser.add_argument("file", type=Path, metavar="FILE", help="an .optlab file")
    parser.add_argument("--step", type=from_zero, default=1, metavar="K", help="the step, from 1")
    parser.add_argument("--racer", metavar="NAME", help="whose step (default: the first racer's)")
    parser.add_argument(
        "--parameter",
        type=from_zero,
        default=0,
        metavar="I",
        help="the number of the parameter to follow, counted from 0",
    )
    declare_changes(parser)


def run(arguments: argparse.Namespace) -> int:
    """Go to the step, and take it apart."""
    experiment = chosen(arguments.file, arguments.changes)
    racer = place(experiment, arguments.racer)
    explanation = explain(experiment, before(experiment, racer, arguments.step))
    if arguments.parameter >= len(explanation.names):
        last = len(explanation.names) - 1
        raise Refusal(f"There is no parameter {arguments.parameter}; the last one is {last}.")
    print("\n".join(in_words(explanation, arguments.parameter)))
    return ANSWERED


def place(experiment: Experiment, name: str | None) -> int:
    """The number of the racer of that name; raises Refusal."""
    names = [racer.name for racer in experiment.racers]
    if name is None:
        return 0
    if name not in names:
        raise Refusal(f'There is no racer "{name}"; there are {", ".join(names)}.')
    return names.index(name)


def before(experiment: Experiment, racer: int, step: int) -> Snapshot:
    """Where the racer stands when it is about to make that step; raises Refusal."""
    if not 1 <= step <= experiment.steps:
        raise Refusal(f"Steps go from 1 to {experiment.steps}, there is no step {step}.")
    head = begin(experiment)[racer]
    for (chunk,) in race(experiment, [head], step - 1):
        head = chunk.snapshot(-1)
    if head.status is not Status.running:
        raise Refusal(f"There is no step {step}. {head.evidence}")
    return head


def in_words(explanation: Explanation, parameter: int) -> Iterator[str]:
    """The formula, each line once more in numbers; what was tried; where it led."""
    seen = f", on a batch of {explanation.samples}" if explanation.samples else ""
    yield f"{explanation.title}, step {explanation.step}{seen}"
    yield f"parameter {parameter}: {explanation.names[parameter]}"
    yield ""
    if explanation.rate is not None:
        yield explanation.rate.text
        yield f"    {explanation.rate.substituted(parameter, figure)}"
    for line in explanation.lines:
        yield f"{line.text}    ({line.meaning})"
        yield f"    {line.substituted(parameter, figure)}"
    if not explanation.lines:
        yield from tried(explanation)
    yield ""
    was, now = explanation.before.theta[parameter], explanation.theta[parameter]
    yield f"from {figure(float(was))} to {figure(float(now))}"


def tried(explanation: Explanation) -> Iterator[str]:
    """A formula that is told in words, and the points that the step tried."""
    yield explanation.formula
    if explanation.trials:
        yield ""
        yield f"accepts a point q with {explanation.rule}" if explanation.rule else "what it tried"
        bounds = (
            "" if math.isnan(each.bound) else figure(each.bound) for each in explanation.trials
        )
        rows = [
            (str(number), figure(each.loss), bound, "accepted" if each.accepted else "")
            for number, (each, bound) in enumerate(zip(explanation.trials, bounds, strict=True), 1)
        ]
        yield from table(("try", "loss", "at most" if explanation.rule else "", ""), rows)


EXPLAIN = Command("explain", "take one step of a racer apart into numbers", declare, run)
