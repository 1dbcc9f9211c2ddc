"""Schedules: how the learning rate changes along the run, as a factor of what the knob says."""

from __future__ import annotations

from typing import ClassVar, final

from optlab.engine.declare import Catalog, Choice


@final
class Constant(Choice, frozen=True, tag="constant"):
    """Factor 1 at every step."""

    title: ClassVar[str] = "Constant"
    help: ClassVar[str] = "The same learning rate from the first step to the last."
    formula: ClassVar[str] = "η(k) = η"

    def factor(self, step: int, steps: int) -> float:
        """Return the factor of the learning rate in step `step` of `steps` (counted from 0)."""
        del step, steps
        return 1.0


AnySchedule = Constant

SCHEDULES = Catalog(AnySchedule)
