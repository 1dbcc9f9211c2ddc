"""One moment of a recording: everything a view needs to draw the cursor's step."""

from __future__ import annotations

from dataclasses import dataclass

from optlab.engine.experiment import Experiment
from optlab.engine.objective import Objective
from optlab.engine.slices import Slice
from optlab.engine.snapshot import Snapshot
from optlab.engine.surface import Surface
from optlab.session.recording import Recording


@dataclass(frozen=True, eq=False)
class Moment:
    """The racers at step `cursor`, one snapshot and one pair of losses each, and what is drawn.

    Losses are over the whole training and test set (nan where there is no test set). A slice that
    is `locked` stays as it is; `batch_surface` is that of the batch that the next step sees, of the
    last one that could be drawn, where it was asked for.
    """

    experiment: Experiment
    objective: Objective
    recording: Recording
    cursor: int
    snapshots: tuple[Snapshot, ...]
    train_losses: tuple[float, ...]
    test_losses: tuple[float, ...]
    slice: Slice | None = None
    surface: Surface | None = None
    batch_surface: Surface | None = None
    locked: bool = False


def moment(
    recording: Recording,
    cursor: int,
    slice: Slice | None = None,
    surface: Surface | None = None,
    batch_surface: Surface | None = None,
    *,
    locked: bool = False,
) -> Moment:
    """The moment at step `cursor`, which must not lie beyond `recording.reached`."""
    racers = range(len(recording.experiment.racers))
    losses = [recording.losses(racer, cursor) for racer in racers]
    return Moment(
        recording.experiment,
        recording.objective,
        recording,
        cursor,
        tuple(recording.snapshot(racer, cursor) for racer in racers),
        tuple(train for train, _ in losses),
        tuple(test for _, test in losses),
        slice,
        surface,
        batch_surface,
        locked,
    )
