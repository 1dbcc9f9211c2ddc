"""What a notebook holds: answers, runs that counted, sittings; and which answers are judged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from optlab.session.labs.prompts import AnyPrompt, FreeText, MultipleChoice, Table, Verdict

Settings = dict[str, Any]
"""Path as of `--set` to what was chosen there, where it is not what the step began with."""

Metrics = dict[str, float | str | None]
"""What came out of a run: title to number; None where there is no such number."""


@dataclass(frozen=True)
class Answer:
    """What was said to one prompt at last; `real` is what a prediction was compared with.

    A prediction has no verdict before its run has played. `seconds` is the time that had been spent
    on the step until then.
    """

    value: Any
    verdict: Verdict | None = None
    locked: bool = False
    tries: int = 1
    seconds: float = 0.0
    real: Any = None


@dataclass(frozen=True)
class Run:
    """A run that counted."""

    settings: Settings
    metrics: Metrics


@dataclass(frozen=True)
class Sitting:
    """When a sitting began, when its last entry was made (seconds since 1970, UTC), and with what.

    `version` is that of the program, `digest` that of the lab.
    """

    begin: float
    end: float
    version: str
    digest: str


def is_judged(prompt: AnyPrompt) -> bool:
    """Whether the program can tell a right answer to this prompt from a wrong one."""
    match prompt:
        case FreeText():
            return False
        case MultipleChoice():
            return prompt.answer > 0
        case Table():
            return prompt.relation != "any"
        case _:
            return True
