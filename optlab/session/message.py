"""A sentence as data, so that another language can say it in its own order.

`str(message)` is English. A translator looks `template` up, translates the messages among `values`
the same way and fills in the named fields. Templates are always literals at the place where a
Message is made, so that the tool that collects texts for translation finds them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Message:
    """A template with named fields, and what stands in them: words, numbers, other messages."""

    template: str
    values: Mapping[str, str | int | Message] = field(
        default_factory=dict[str, "str | int | Message"]
    )

    def __str__(self) -> str:
        return self.template.format(**self.values)
