"""Quick checks that this copy works, each a function that tells what it found or raises."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from optlab.engine import Experiment, Fitting, prepare
from optlab.engine.datasets import Births
from optlab.engine.losses import MeanSquaredError
from optlab.engine.models import Linear
from optlab.session.files import read_experiment, write_experiment


def check_file() -> str:
    """An experiment survives being written and read."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "experiment.optlab"
        write_experiment(path, Experiment())
        if read_experiment(path) != Experiment():
            raise RuntimeError("what was read is not what was written")
        return f"{path.stat().st_size} bytes"


def check_dataset() -> str:
    """A shipped dataset can be trained on."""
    fitting = Fitting(dataset=Births(), model=Linear(), loss=MeanSquaredError())
    return f"births, {prepare(Experiment(objective=fitting)).size} parameters"


def check_labs() -> str:
    """Every shipped lab can be read."""
    from optlab.session.labs.reading import read_lab, shipped_labs

    steps = [len(read_lab(path).lab.steps) for path in shipped_labs().values()]
    if not steps:
        raise RuntimeError("there are none")
    return f"{len(steps)} labs, {sum(steps)} steps"


def check_icon() -> str:
    """A shipped icon comes out as more than an empty square; needs an application."""
    from optlab.qt.theme import icon

    picture = icon("play").pixmap(24, 24).toImage()
    inked = sum(
        picture.pixelColor(x, y).alpha() > 0
        for x in range(picture.width())
        for y in range(picture.height())
    )
    if not inked:
        raise RuntimeError("the icon is empty")
    return f"{inked} pixels"


QUICK = {
    "a file is written and read": check_file,
    "a dataset is loaded": check_dataset,
    "the labs are read": check_labs,
    "an icon is drawn": check_icon,
}
"""Those that open no window, under the names that people read."""


def made(checks: dict[str, Callable[[], str]]) -> Iterator[tuple[bool, str]]:
    """Make the checks one after the other: whether each went well, and a line about it."""
    for name, check in checks.items():
        try:
            found = check()
        except Exception as error:  # noqa: BLE001 - a check fails by any exception
            yield False, f"FAIL  {name}: {type(error).__name__}: {error}"
        else:
            yield True, f"ok    {name}: {found}"
