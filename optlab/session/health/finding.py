"""What a check finds: how bad it is, the numbers that say so, one sentence, and what to try."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from optlab.engine.experiment import Experiment
from optlab.session.message import Message


class Severity(enum.IntEnum):
    """How much a finding matters; the larger, the more."""

    note = 1
    """Worth knowing, nothing is wrong."""
    warning = 2
    """It learns less than it could."""
    alarm = 3
    """It does not learn."""


@dataclass(frozen=True)
class Fact:
    """A number that triggered a finding: `learning rate 0.3`."""

    label: Message
    value: str


@dataclass(frozen=True)
class Trial:
    """Something to try: the experiment with one change, mostly one more racer beside the old."""

    label: Message
    experiment: Experiment


@dataclass(frozen=True)
class Finding:
    """What one check found about one racer.

    `brief` says it in a few words for the line that tells what is happening; its field `who` is
    still to be filled, with a name or with "It".
    """

    title: Message
    severity: Severity
    racer: int
    facts: tuple[Fact, ...]
    sentence: Message
    brief: Message
    trial: Trial | None = None

    def said_of(self, who: str | Message) -> Message:
        """The brief about somebody."""
        return Message(self.brief.template, {**self.brief.values, "who": who})
