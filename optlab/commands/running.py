"""`optlab run`: train without a window, and print or write what came of it."""

import argparse
import json
import math
from pathlib import Path
from typing import Any, cast

from optlab.commands.choice import chosen, declare_changes
from optlab.commands.command import ANSWERED, Command, Refusal, destination
from optlab.commands.progress import Progress
from optlab.commands.quality import heading, headline, metrics, own_units, terms
from optlab.commands.table import table
from optlab.engine import Experiment, Snapshot, begin, prepare, race
from optlab.session.export import export_csv
from optlab.session.files import plain
from optlab.session.numbers import figure


def declare(parser: argparse.ArgumentParser) -> None:
    """The arguments of `optlab run`."""
    parser.add_argument("file", type=Path, metavar="FILE", help="an .optlab file")
    parser.add_argument("--steps", metavar="N", help="train N steps instead of what the file says")
    declare_changes(parser)
    parser.add_argument(
        "--csv", type=destination, metavar="OUT", help="write every step of every racer as a table"
    )
    parser.add_argument("--json", action="store_true", help="print exact numbers as JSON")


def run(arguments: argparse.Namespace) -> int:
    """Train, then report."""
    steps = [] if arguments.steps is None else [f"steps={arguments.steps}"]
    experiment = chosen(arguments.file, [*steps, *arguments.changes])
    results = [result(experiment, head) for head in trained(experiment)]
    if arguments.csv is not None:
        write_steps(arguments.csv, experiment)
    if arguments.json:
        report = {"experiment": plain(experiment), "results": results}
        print(json.dumps(without_gaps(report), indent=2, allow_nan=False))
    else:
        print("\n".join(in_words(results, heading(prepare(experiment)))))
    return ANSWERED


def trained(experiment: Experiment) -> list[Snapshot]:
    """Where every racer ends."""
    heads = list(begin(experiment))
    with Progress() as progress:
        for chunks in race(experiment, heads, experiment.steps):
            for chunk in chunks:
                heads[chunk.racer] = chunk.snapshot(-1)
            step = max(head.step for head in heads)
            progress.show(f"step {step} of {experiment.steps}")
    return heads


def write_steps(path: Path, experiment: Experiment) -> None:
    """Write every step, which runs the experiment once more; raises Refusal."""
    try:
        with Progress() as progress:
            for share in export_csv(path, experiment):
                progress.show(f"writing {path.name}: {share:.0%}")
    except OSError as error:
        raise Refusal(f'"{path}" cannot be written: {error.strerror or error}.') from error


def result(experiment: Experiment, head: Snapshot) -> dict[str, Any]:
    """Where one racer ended, as plain data."""
    objective = prepare(experiment)
    return {
        "racer": experiment.racers[head.racer].name,
        "step": head.step,
        "epoch": head.step / objective.steps_per_epoch,
        "train_loss": float(objective.value(head.theta)),
        "test_loss": float(objective.test_value(head.theta)),
        "loss_terms": terms(objective, head.theta),
        "metrics": metrics(objective, head.theta),
        "gradient_norm": head.gradient_norm,
        **head.cost._asdict(),
        "status": str(head.status),
        "evidence": head.evidence,
        "theta": dict(zip(objective.names, head.theta.tolist(), strict=True)),
        "own_units": own_units(objective, head.theta),
    }


def in_words(results: list[dict[str, Any]], quality: str) -> list[str]:
    """The table that people read; `quality` heads the column of metrics, none for a landscape."""
    titles = ("racer", "step", "train loss", "test loss", *filter(None, [quality]), "status")
    rows = [
        (
            result["racer"],
            str(result["step"]),
            figure(result["train_loss"]),
            figure(result["test_loss"]),
            *([headline(result["metrics"])] if quality else []),
            result["evidence"] or result["status"],
        )
        for result in results
    ]
    return table(titles, rows)


def without_gaps(value: object) -> object:
    """The same data with null for nan and infinity, which JSON does not have."""
    if isinstance(value, dict):
        entries = cast("dict[str, object]", value)
        return {name: without_gaps(each) for name, each in entries.items()}
    if isinstance(value, list):
        return [without_gaps(each) for each in cast("list[object]", value)]
    return None if isinstance(value, float) and not math.isfinite(value) else value


RUN = Command("run", "train without a window and report the losses", declare, run)
