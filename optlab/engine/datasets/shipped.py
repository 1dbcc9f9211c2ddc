"""Shipped tables and pictures: what the real datasets are read from, once each.

Each has a note beside it (`iris.toml` beside `iris.csv`) with its source, its licence and what its
columns are, so names and units stand in one place and a wrong note cannot be read.
"""

from __future__ import annotations

import csv
from functools import cache
from typing import TypeVar

import msgspec
import numpy as np

from optlab.engine.arrays import Array, Counts, frozen
from optlab.engine.datasets.samples import Samples
from optlab.resources import resource


class Column(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A column of a table: numbers with a unit (where it is known), or the names of `classes`."""

    title: str
    unit: str = ""
    range: tuple[float, float] | None = None
    classes: tuple[str, ...] = ()
    about: str = ""


class Note(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What is known about a shipped dataset: who made it, how it came here, on which terms."""

    title: str
    file: str
    rows: int
    about: str
    source: dict[str, str]
    licence: dict[str, str]


class Table(Note, frozen=True, kw_only=True):
    """Note of a CSV file: its columns in order, which one is the target, which one the groups.

    Every other column of numbers is a feature.
    """

    columns: dict[str, Column]
    target: str
    groups: str = ""

    @property
    def features(self) -> tuple[str, ...]:
        """Names of the feature columns, in order."""
        return tuple(
            name
            for name, column in self.columns.items()
            if name != self.target and not column.classes
        )


class Pictures(Note, frozen=True, kw_only=True):
    """Note of an NPZ file: grey levels from 0 (paper) to `levels` (ink), labels, class counts."""

    height: int
    width: int
    levels: int
    classes: tuple[str, ...]
    counts: tuple[int, ...]


N = TypeVar("N", bound=Note)


def note(name: str, kind: type[N]) -> N:
    """Read the note of a shipped dataset; raise msgspec.ValidationError when it is wrong."""
    return msgspec.toml.decode(resource("datasets", f"{name}.toml").read_bytes(), type=kind)


@cache
def table(name: str) -> Samples:
    """Read a shipped table: all rows, in the order of the file."""
    about = note(name, Table)
    with resource("datasets", about.file).open(encoding="utf-8", newline="") as file:
        _, *rows = csv.reader(file)
    cells = dict(zip(about.columns, zip(*rows, strict=True), strict=True))
    target = about.columns[about.target]
    numbers = [np.array(cells[each], dtype=np.float64) for each in about.features]
    groups = about.columns[about.groups] if about.groups else Column("")
    return Samples(
        features=frozen(np.column_stack(numbers)),
        targets=frozen(_numbers(target, cells[about.target])),
        task="classification" if target.classes else "regression",
        feature_names=tuple(about.columns[each].title for each in about.features),
        feature_units=tuple(about.columns[each].unit for each in about.features),
        target_name=target.title,
        target_unit=target.unit,
        class_names=target.classes,
        groups=frozen(_numbers(groups, cells[about.groups]).astype(np.int64))
        if about.groups
        else None,
        group_name=groups.title,
        group_names=groups.classes,
    )


def pictures(name: str, count: int, rng: np.random.Generator) -> Samples:
    """Draw `count` shipped pictures (all where there are fewer), as many of each class as of any.

    Where a class runs out the others give more.
    """
    about, levels, labels = _pictures(name)
    order = rng.permutation(about.rows)
    turn = np.empty_like(order)  # the how-manieth of its class each row is in that order
    for label in range(len(about.classes)):
        own = order[labels[order] == label]
        turn[own] = np.arange(len(own))
    chosen = np.lexsort((labels, turn))[:count]
    pixels = [f"{y + 1},{x + 1}" for y in range(about.height) for x in range(about.width)]
    return Samples(
        features=levels[chosen] / np.float64(about.levels),
        targets=labels[chosen].astype(np.float64),
        task="classification",
        feature_names=tuple(f"pixel {each}" for each in pixels),
        feature_units=("",) * len(pixels),
        target_name="digit",
        class_names=about.classes,
        image=(about.height, about.width),
    )


@cache
def _pictures(
    name: str,
) -> tuple[Pictures, np.ndarray[tuple[int, int], np.dtype[np.uint8]], Counts]:
    """Read shipped pictures: note, grey levels (n, F) and labels (n,)."""
    about = note(name, Pictures)
    with np.load(resource("datasets", about.file), allow_pickle=False) as file:
        levels = file["pictures"].reshape(about.rows, about.height * about.width)
        return about, levels, file["labels"].astype(np.int64)


def _numbers(column: Column, cells: tuple[str, ...]) -> Array:
    """Numbers of a column: as they stand, or the place of each name among the classes."""
    if not column.classes:
        return np.array(cells, dtype=np.float64)
    places = {name: float(place) for place, name in enumerate(column.classes)}
    return np.array([places[cell] for cell in cells])
