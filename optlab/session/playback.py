"""Playing a recording: a cursor that moves by time, by hand or by steps, and needs no thread.

The recording runs a little ahead; a cursor never passes `reached`, the step up to which all racers
are known. When it catches up it waits there, still playing, until more is recorded.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Literal

Stride = Literal["update", "epoch"]

LONGEST_TICK = 0.25
"""Seconds that one tick may count for: after a stall (a closed lid) playback does not leap."""


@dataclass(frozen=True)
class Playback:
    """Where the cursor is (a fraction between two steps while it moves) and how it moves.

    `speed` is in steps per second; `math.inf` means as fast as the recording goes.
    """

    cursor: float = 0.0
    playing: bool = False
    speed: float = 30.0
    stride: Stride = "update"

    @property
    def step(self) -> int:
        """The step being looked at."""
        return int(self.cursor)

    def play(self) -> Playback:
        """The same place, moving."""
        return replace(self, playing=True)

    def pause(self) -> Playback:
        """At rest on a whole step."""
        return replace(self, cursor=float(self.step), playing=False)

    def seek(self, step: int, reached: int) -> Playback:
        """At `step`, or the nearest one that is recorded; whether it plays does not change."""
        return replace(self, cursor=float(min(max(step, 0), reached)))

    def forward(self, reached: int, steps_per_epoch: int) -> Playback:
        """Paused one update later, or at the start of the next epoch."""
        to = self.step + 1
        if self.stride == "epoch":
            to = (self.step // steps_per_epoch + 1) * steps_per_epoch
        return self.pause().seek(to, max(reached, self.step))

    def back(self, steps_per_epoch: int) -> Playback:
        """Paused one update earlier, or at the last start of an epoch before this step."""
        to = self.step - 1
        if self.stride == "epoch":
            to = (self.step - 1) // steps_per_epoch * steps_per_epoch
        return self.pause().seek(to, self.step)

    def tick(self, seconds: float, reached: int, finished: bool = False) -> Playback:  # noqa: FBT001, FBT002
        """After `seconds` of playing; `finished`: nothing will be recorded beyond `reached`."""
        if not self.playing:
            return self
        far = self.cursor + self.speed * min(max(seconds, 0.0), LONGEST_TICK)
        if math.isinf(self.speed):
            far = math.inf
        moved = replace(self, cursor=max(self.cursor, min(far, float(reached))))
        return moved.pause() if finished and moved.cursor >= reached else moved
