"""Reading labs: one TOML file, or a folder or zip with `lab.toml` and its pictures.

A lab is validated by the same code as an experiment, and the experiments in it by that code again,
so a teacher meets the same sentences in both. What a lab means (a racer that is not there, a claim
that the engine does not confirm) is for `proof.py`; here a lab is only read.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from optlab.engine.experiment import Experiment
from optlab.resources import resource
from optlab.session.bad_file import BadFile
from optlab.session.labs.archive import SHEET, files_of, is_archive
from optlab.session.labs.lab import Lab
from optlab.session.layout import line_of
from optlab.session.plain_file import tables_of, text_of
from optlab.session.validation import declared, experiment_of

MOST_STEPS = 40


@dataclass(frozen=True, eq=False)
class LabFile:
    """A lab as it was read: its `name` (that of the file), its text, its pictures by name."""

    name: str
    lab: Lab
    text: str
    pictures: dict[str, bytes] = field(default_factory=dict[str, bytes])

    @property
    def digest(self) -> str:
        """SHA-256 of the text, in hexadecimal digits: which version of the lab it is."""
        return sha256(self.text.encode()).hexdigest()


def read_lab(path: Path) -> LabFile:
    """The lab in a file, a folder or a zip; raises BadFile."""
    path = Path(path)
    if not is_archive(path):
        text = text_of(path, "lab")
        return LabFile(path.stem, parse_lab(text, path.name), text)
    files = files_of(path)
    try:
        text = files.pop(SHEET).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadFile("the text is not UTF-8; save it as UTF-8.", name=SHEET) from error
    return LabFile(path.stem, parse_lab(text, f"{path.name}/{SHEET}"), text, files)


def parse_lab(text: str, name: str) -> Lab:
    """The lab that `text` describes; raises BadFile, which calls the file `name`."""
    if not text.strip():
        raise BadFile("the file is empty, where a lab was expected.", name=name)
    data = tables_of(text, name)
    try:
        lab = declared(data, Lab)
        _check_steps(lab)
    except BadFile as error:
        raise error.placed(name, line_of(text, error.path)) from error
    return lab


def experiment_at(lab: Lab, place: int, seed: int | None = None) -> Experiment:
    """The experiment with which a step begins: its own, or that of the nearest step before it.

    A varied step takes `seed` where one is given. Raises BadFile for one that cannot work.
    """
    owner = owner_of(lab, place)
    if owner is None:
        return Experiment()
    data: dict[str, Any] = lab.steps[owner].experiment or {}
    try:
        experiment = experiment_of(data)
    except BadFile as error:
        path = f"steps[{owner}].experiment" + (f".{error.path}" if error.path else "")
        raise BadFile(f"steps[{owner}].experiment: {error.sentence}", path=path) from error
    if seed is not None and lab.steps[place].varied:
        experiment = replace(experiment, seed=seed)
    return experiment


def owner_of(lab: Lab, place: int) -> int | None:
    """The nearest step at or before `place` that brings an experiment; None where none does."""
    found = (at for at in range(place, -1, -1) if lab.steps[at].experiment is not None)
    return next(found, None)


def shipped_labs() -> dict[str, Path]:
    """The labs that come with the program, by name, in the order in which they are taught."""
    return {path.stem: path for path in shipped()}


@lru_cache(maxsize=1)
def shipped() -> dict[Path, Lab]:
    """The same labs, read, by their paths."""
    found: dict[Path, Lab] = {}
    for path in resource("labs").iterdir():
        if path.suffix == ".toml" or (path / SHEET).is_file():
            found[path] = read_lab(path).lab
    return dict(sorted(found.items(), key=lambda each: (each[1].order, each[0])))


def find_lab(name: str) -> Path:
    """The path of a shipped lab by its name, else `name` as a path; raises BadFile."""
    shipped = shipped_labs()
    if name in shipped:
        return shipped[name]
    path = Path(name)
    if path.exists():
        return path
    known = ", ".join(shipped)
    raise BadFile(f'"{name}" is neither a file nor a lab that comes with OptLab ({known}).')


def _check_steps(lab: Lab) -> None:
    """What nothing can be shown without."""
    if not 1 <= len(lab.steps) <= MOST_STEPS:
        raise BadFile(
            f"steps: a lab has 1 to {MOST_STEPS} steps, not {len(lab.steps)}.", path="steps"
        )
    for place in range(len(lab.steps)):
        if lab.steps[place].experiment is not None:
            experiment_at(lab, place)
    keys: set[str] = set()
    for place, step in enumerate(lab.steps):
        for at, prompt in enumerate(step.prompts):
            path = f"steps[{place}].prompts[{at}].key"
            if not prompt.key or not set(prompt.key) <= KEY or len(prompt.key) > 40:
                raise BadFile(
                    f'{path} must be short and made of a-z, 0-9 and "-", not "{prompt.key}".',
                    path=path,
                )
            if prompt.key in keys:
                raise BadFile(
                    f'{path}: "{prompt.key}" is the key of two prompts; answers need a key each.',
                    path=path,
                )
            keys.add(prompt.key)


KEY = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-")
