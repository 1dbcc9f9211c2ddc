"""What a guided sitting may forbid: the conductor asks, and says the answer."""

from __future__ import annotations

from typing import Protocol

from optlab.engine import Experiment


class Rules(Protocol):
    """Asked before anything is changed, and before the cursor goes on."""

    def refusal(self, before: Experiment, after: Experiment) -> str:
        """Why one experiment may not become the other, as one sentence; empty when it may."""
        ...

    def hold(self) -> str:
        """Why the cursor must not go on yet, as one sentence; empty when it goes on now."""
        ...
