"""Training: racing and recording by turns, as one job that can be stopped at every yield."""

from __future__ import annotations

from collections.abc import Iterator

from optlab.engine.run import race
from optlab.session.recording import Recording

HEAD_START = 5
"""Chunks before the first losses are measured: a short run is known whole before its curves are."""


def train(recording: Recording, until: int, budget: float = 0.008) -> Iterator[None]:
    """Record all racers up to step `until`, with about `budget` seconds between two yields.

    Dropped at any yield it leaves the recording whole; another call goes on from there.
    """
    until = min(until, recording.experiment.steps)
    for number, chunks in enumerate(race(recording.experiment, recording.heads(), until, budget)):
        recording.append(chunks)
        yield
        if number >= HEAD_START:
            yield from recording.measure()
    yield from recording.measure()
