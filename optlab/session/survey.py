"""A survey: cut the slice that fits the paths recorded so far, then compute its surface.

It is an iterator, so that the background can draw from it between steps of training and drop it
when something newer is wanted. Every item is a complete surface with the slice it was made for.
"""

from __future__ import annotations

from collections.abc import Iterator

from optlab.engine.slices import AnySlice, Slice, cut
from optlab.engine.surface import Surface, refine
from optlab.session.recording import Recording


def survey(
    recording: Recording, recipe: AnySlice, previous: Slice | None = None
) -> Iterator[Surface]:
    """Surfaces, coarse to fine, of the slice `recipe`; `previous` keeps the axes from flipping."""
    objective = recording.objective
    paths = [recording.track(racer).path.theta for racer in range(len(recording.experiment.racers))]
    if previous is not None and previous.origin.shape != (objective.size,):
        previous = None
    yield from refine(objective, cut(objective, recipe, paths, previous=previous))
