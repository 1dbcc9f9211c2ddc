"""A surface as numbers in a file that NumPy reads: grid, losses, directions, paths, truth."""

from __future__ import annotations

import io

import msgspec
import numpy as np
from numpy.typing import NDArray

from optlab.engine.slices import Slice
from optlab.engine.surface import Surface
from optlab.engine.truth import Truth, truth
from optlab.session.recording import Recording

FORMAT = 1


def surface_npz(surface: Surface, recording: Recording) -> bytes:
    """The bytes of an NPZ file, which `numpy.load(..., allow_pickle=False)` reads.

    `loss` (n, n) at `u` (n,) and `v` (n,); the plane is `origin` (D,) + u `axes[0]` + v `axes[1]`.
    `names` of the axes, `parameters` (D,) and `racers` (R,) are texts, `slice` the recipe as JSON.
    Of racer r: `path_r` (k, 2) in (u, v) at `steps_r` (k,). `truth_...` (R,) are read at the end of
    each path: the drawn and the true loss, their relative difference, the share of the path in the
    plane, that of a random walk, and the distance from the plane.
    """
    drawn = surface.slice
    racers = recording.experiment.racers
    paths = [recording.track(racer).path for racer in range(len(racers))]
    content: dict[str, NDArray[np.generic]] = {
        "format": np.array(FORMAT),
        "slice": np.array(msgspec.json.encode(drawn.recipe).decode()),
        "names": np.array(drawn.names),
        "parameters": np.array(recording.objective.names),
        "racers": np.array([racer.name for racer in racers]),
        "u": surface.u,
        "v": surface.v,
        "loss": surface.loss,
        "origin": drawn.origin,
        "axes": drawn.axes,
    }
    for number, path in enumerate(paths):
        content[f"path_{number}"] = drawn.coordinates(path.theta)
        content[f"steps_{number}"] = path.steps
    found = [_truth(recording, drawn, racer) for racer in range(len(racers))]
    for name in ("drawn", "true", "error", "share", "random_share", "outside"):
        content[f"truth_{name}"] = np.array([getattr(each, name) for each in found])
    written = io.BytesIO()
    np.savez_compressed(written, allow_pickle=False, **content)
    return written.getvalue()


def _truth(recording: Recording, drawn: Slice, racer: int) -> Truth:
    track = recording.track(racer)
    return truth(recording.objective, drawn, track.path.theta, track.head.theta)
