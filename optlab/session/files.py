"""`.optlab` files: an Experiment as TOML text.

Whatever is left out has the default of its declaration; a file that is written holds every knob.
A file is hostile until it is validated: every trouble is a BadFile with one sentence.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from optlab.engine.experiment import Experiment
from optlab.session.atomic import write_whole
from optlab.session.bad_file import BadFile
from optlab.session.layout import line_of, written
from optlab.session.plain_file import reason, tables_of, text_of
from optlab.session.validation import experiment_of

SUFFIX = ".optlab"


def read_experiment(path: Path) -> Experiment:
    """The experiment in the file; raises BadFile."""
    return parse(text_of(Path(path), "experiment"), Path(path).name)


def write_experiment(path: Path, experiment: Experiment) -> None:
    """Write the file whole or not at all; raises BadFile."""
    try:
        write_whole(Path(path), dump(experiment).encode())
    except OSError as error:
        raise BadFile(
            f"the file cannot be written: {reason(error)}.", name=Path(path).name
        ) from error


def dump(experiment: Experiment) -> str:
    """The text of a file with every knob of the experiment."""
    return written(plain(experiment))


def plain(experiment: Experiment) -> dict[str, Any]:
    """The experiment as the tables, lists and numbers of a file."""
    return msgspec.json.decode(msgspec.json.encode(experiment), type=dict[str, Any])


def parse(text: str, name: str) -> Experiment:
    """The experiment that `text` describes; raises BadFile, which calls the file `name`."""
    if not text.strip():
        raise BadFile("the file is empty, where an experiment was expected.", name=name)
    data = tables_of(text, name)
    try:
        return experiment_of(data)
    except BadFile as error:
        raise error.placed(name, line_of(text, error.path)) from error
