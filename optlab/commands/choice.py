"""The experiment that a command line asks for: a file, and changes to it."""

import argparse
from pathlib import Path

from optlab.engine import Experiment
from optlab.session.files import read_experiment
from optlab.session.override import override


def declare_changes(parser: argparse.ArgumentParser) -> None:
    """The options that change an experiment."""
    parser.add_argument(
        "--set",
        dest="changes",
        action="append",
        default=[],
        metavar="PATH=VALUE",
        help="change one thing, such as optimizer.learning_rate=0.1 (all racers), "
        "racers[0].optimizer.kind=adam or model.hidden=[4,2]; may be given several times",
    )


def chosen(file: Path | None, changes: list[str]) -> Experiment:
    """The experiment in `file` (the default one without) with the changes; raises BadFile."""
    experiment = Experiment() if file is None else read_experiment(file)
    for change in changes:
        experiment = override(experiment, change)
    return experiment
