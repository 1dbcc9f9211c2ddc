"""Facts in the words and figures that all checks share."""

from __future__ import annotations

from optlab.session.health.case import Case
from optlab.session.health.finding import Fact
from optlab.session.message import Message
from optlab.session.numbers import figure


def fact(label: str, value: float | str) -> Fact:
    """A fact; a number is written with four digits. `label` is a literal, for translators."""
    return Fact(Message(label), value if isinstance(value, str) else figure(value))


def rate(case: Case) -> tuple[Fact, ...]:
    """The learning rate of the newest step, if there is one."""
    if case.learning_rate is None:
        return ()
    return (fact("learning rate", case.learning_rate * case.pace),)
