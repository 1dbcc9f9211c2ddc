"""What a journal can hold: one declaration per kind of entry, in the order they usually come.

Each has `at`, seconds since 1970 (UTC) by the clock of the machine. An entry of a lab step names it
by its index, counted from 0.
"""

from __future__ import annotations

from typing import Annotated, Any

from msgspec import Meta

from optlab.engine.declare import Declared

MOST_STEPS = 1000

Step = Annotated[int, Meta(ge=0, lt=MOST_STEPS)]
Key = Annotated[str, Meta(min_length=1, max_length=200)]
Sentence = Annotated[str, Meta(max_length=4000)]
Settings = Annotated[dict[Key, Any], Meta(max_length=200)]
Metrics = Annotated[dict[Key, float | str | None], Meta(max_length=200)]
Digest = Annotated[str, Meta(pattern=r"\A[0-9a-f]{64}\Z")]


class Entry(Declared, frozen=True, tag_field="kind", tag=str.lower):
    """Something that happened."""

    at: Annotated[float, Meta(ge=0, lt=1e12)]


class Begin(Entry, frozen=True):
    """A student begins a lab; the first entry, and the only one of its kind."""

    lab: Key
    title: Sentence
    digest: Digest
    version: Key
    student: Annotated[str, Meta(max_length=200)]
    seed: Annotated[int, Meta(ge=0, lt=2**31)] | None


class Resume(Entry, frozen=True):
    """A later sitting begins, perhaps with another version of the lab or of the program."""

    digest: Digest
    version: Key


class Enter(Entry, frozen=True):
    """The student goes to a step."""

    step: Step


class Answered(Entry, frozen=True):
    """A prompt was answered and judged; `right` and `gap` are None where there is no such thing."""

    step: Step
    key: Key
    value: Any
    right: bool | None
    gap: float | None
    says: Sentence


class Locked(Entry, frozen=True):
    """A prediction was made, and stands from now on."""

    step: Step
    key: Key
    value: Any


class Outcome(Entry, frozen=True):
    """A prediction was compared with what happened; `real` has the form of the value."""

    step: Step
    key: Key
    right: bool | None
    gap: float | None
    says: Sentence
    real: Any = None


class Row(Entry, frozen=True):
    """A run was put into a table."""

    step: Step
    key: Key
    cells: Annotated[tuple[float | str | None, ...], Meta(max_length=50)]
    settings: Settings


class Dropped(Entry, frozen=True):
    """A row (from 0) was taken out of a table."""

    step: Step
    key: Key
    row: Annotated[int, Meta(ge=0, lt=10_000)]


class Ran(Entry, frozen=True):
    """A run that counted: what differs from the experiment of the step, and what came out."""

    step: Step
    settings: Settings
    metrics: Metrics


class Met(Entry, frozen=True):
    """A run met a check of the step for the first time; the sentence has the numbers seen."""

    step: Step
    check: Annotated[int, Meta(ge=0, lt=1000)]
    figures: Sentence
    settings: Settings


class Hint(Entry, frozen=True):
    """The student asked for a hint, the `number`-th of the step (from 1)."""

    step: Step
    number: Annotated[int, Meta(ge=1, lt=1000)]


class Concluded(Entry, frozen=True):
    """All that the step asks for is done."""

    step: Step


class Leave(Entry, frozen=True):
    """The sitting ends; what follows is another one."""


class Finish(Entry, frozen=True):
    """The student ends the lab: a report is made."""


AnyEntry = (
    Begin
    | Resume
    | Enter
    | Answered
    | Locked
    | Outcome
    | Row
    | Dropped
    | Ran
    | Met
    | Hint
    | Concluded
    | Leave
    | Finish
)
