"""The prompt that is answered by running: a table, one row per run."""

from __future__ import annotations

import math
from collections.abc import Generator
from typing import Annotated, Any, ClassVar, Literal, cast, final

import numpy as np

from optlab.engine.declare import Declared, knob
from optlab.engine.experiment import Experiment
from optlab.engine.trouble import Unfit
from optlab.session.labs.measures import AnyMeasure
from optlab.session.labs.measures.curves import Loss
from optlab.session.labs.prompts.prompt import Judging, Prompt, Verdict
from optlab.session.labs.trial import Trial
from optlab.session.message import Message
from optlab.session.numbers import NEVER, NONE
from optlab.session.override import value_at

MOST_ROWS = 200


class Column(Declared, frozen=True, kw_only=True):
    """A column of a table: a `setting` (path as of `--set`) or a number that is measured."""

    title: Annotated[str, knob("Title", "What stands above it.")]
    setting: Annotated[str, knob("Setting", "Its path; empty: a measure.")] = ""
    measure: Annotated[AnyMeasure, knob("Measure", "What is measured.")] = Loss()


@final
class Table(Prompt, frozen=True, kw_only=True, tag="table"):
    """A table that the student fills from runs, one row for each.

    With `relation` rising or falling, the last column must do so along the first one, which then
    holds numbers. What is never reached is reached later than anything else.
    """

    title: ClassVar[str] = "Table"
    help: ClassVar[str] = "A table filled from the student's own runs."

    columns: Annotated[tuple[Column, ...], knob("Columns", "Settings and measures.")]
    least: Annotated[int, knob("Least", "Rows at least.", ge=1, le=50)] = 3
    relation: Annotated[
        Literal["any", "rising", "falling"],
        knob("Relation", "What the last column does along the first."),
    ] = "any"

    def check(self, experiment: Experiment) -> None:
        """Raise Unfit or BadFile when a column cannot be filled."""
        if not 2 <= len(self.columns) <= 8:
            raise Unfit("columns", f"a table has 2 to 8 columns, not {len(self.columns)}")
        for place, column in enumerate(self.columns):
            if column.setting:
                value_at(experiment, column.setting)
            else:
                try:
                    column.measure.check(experiment)
                except Unfit as trouble:
                    path = f"columns[{place}].measure.{trouble.path}"
                    raise Unfit(path, str(trouble)) from trouble

        first = self.columns[0].setting if self.relation != "any" else ""
        if first and isinstance(_cell(value_at(experiment, first)), str):
            raise Unfit("relation", f'"{first}" is no number, so nothing can rise or fall with it')

    def row(self, trial: Trial) -> Generator[None, None, list[float | str]]:
        """The cells of one row, from a run."""
        cells: list[float | str] = []
        for column in self.columns:
            if column.setting:
                cells.append(_cell(value_at(trial.experiment, column.setting)))
            else:
                cells.append(_measured((yield from column.measure.of(trial))))
        return cells

    def read(self, value: object) -> list[list[float | str]]:
        """Rows, each with a cell for every column."""
        if not isinstance(value, list) or len(cast("list[Any]", value)) > MOST_ROWS:
            raise ValueError("A list of rows is wanted.")
        rows: list[list[float | str]] = []
        for each in cast("list[Any]", value):
            cells = cast("dict[str, Any]", each).get("cells") if isinstance(each, dict) else None
            if not isinstance(cells, list) or len(cast("list[Any]", cells)) != len(self.columns):
                raise ValueError(f"Every row has {len(self.columns)} cells.")
            cells = cast("list[Any]", cells)
            if not all(each is None or isinstance(each, int | float | str) for each in cells):
                raise ValueError("A cell is a number or a word.")
            rows.append(cells)
        if len(rows) < self.least:
            raise ValueError(f"{self.least} runs are wanted; there are {len(rows)}.")
        return rows

    def judge(self, value: object, trial: Trial) -> Judging:
        """Look whether the last column rises or falls along the first."""
        yield from ()
        rows = self.read(value)
        if self.relation == "any":
            return Verdict(None, math.nan, Message("Your table is kept."))
        numbered = [(_number(row[0]), _number(row[-1])) for row in rows]
        ordered = np.array(sorted({each for each in numbered if not np.isnan(each).any()}))
        found = len(set(ordered[:, 0].tolist())) if len(ordered) else 0
        if found < self.least and len({first for first, _ in numbered}) >= self.least:
            told = Message(
                "Runs that give no number for {last} cannot be put in order: {count} that do are "
                "wanted.",
                {"last": self.columns[-1].title, "count": self.least},
            )
            return Verdict(right=False, gap=math.nan, says=told)
        if found < self.least:
            told = Message(
                "Change {setting} between the runs: {count} different values are wanted.",
                {"setting": self.columns[0].title, "count": self.least},
            )
            return Verdict(right=False, gap=math.nan, says=told)
        before, after = ordered[:-1, 1], ordered[1:, 1]
        if self.relation == "falling":
            before, after = after, before
        fits = (after > before) | (np.isinf(after) & np.isinf(before))
        names = {"last": self.columns[-1].title, "first": self.columns[0].title}
        if bool(fits.all() and np.isfinite(ordered[:, 1]).any()):
            up = Message("{last} rises with {first}.", names)
            down = Message("{last} falls as {first} grows.", names)
            return Verdict(right=True, gap=0.0, says=up if self.relation == "rising" else down)
        return Verdict(
            right=False,
            gap=float(np.mean(~fits)),
            says=Message("There is no clear order yet: were other settings changed as well?"),
        )


def _cell(value: object) -> float | str:
    """A setting as it stands in a table: a number, a word, layers as `4 – 2`."""
    if isinstance(value, list):
        return " – ".join(str(each) for each in cast("list[object]", value))
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    return str(value).lower() if isinstance(value, bool) else str(value)


def _measured(value: float) -> float | str:
    """A number as it stands in a table; what was never reached is a word."""
    if math.isfinite(value):
        return value
    return NONE if math.isnan(value) else NEVER


def _number(cell: object) -> float:
    """What a cell counts as when rows are put in order; nan for what has no place there."""
    if isinstance(cell, int | float) and not isinstance(cell, bool) and abs(cell) < math.inf:
        return float(cell)
    return math.inf if cell == NEVER else math.nan
