"""The experiment that a command line asks for: a file, and changes to it."""

import argparse
from pathlib import Path

from optlab.engine import Experiment, prepare
from optlab.engine.slices import AnySlice
from optlab.session.bad_file import BadFile
from optlab.session.files import read_experiment
from optlab.session.override import override
from optlab.session.recipe_text import recipe_of


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


def declare_slice(parser: argparse.ArgumentParser) -> None:
    """The option that chooses the plane through parameter space."""
    parser.add_argument(
        "--slice",
        default="path",
        metavar="SLICE",
        help="the plane that is drawn, such as path, random:roll=3 or parameters:first=0,second=3 "
        "(numbers or names of parameters); `optlab list slices` knows all; path if left out",
    )


def chosen_slice(text: str, experiment: Experiment) -> AnySlice:
    """The recipe that `text` asks for; raises BadFile."""
    try:
        return recipe_of(text, prepare(experiment).names)
    except BadFile as error:
        raise error.placed(f"--slice {text}", None) from error
