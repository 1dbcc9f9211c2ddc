"""How one frame is seen: a camera in a pane of a certain size."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optlab.engine.arrays import Array
from optlab.qt.views.space.camera import LENS, Camera
from optlab.qt.views.space.shapes import LIGHT


@dataclass(frozen=True, eq=False)
class Viewpoint:
    """World to clip space (4, 4), and the eye (3,) in the world.

    `light` (3,) points to the light, in the world; `size` is in device pixels, `ratio` of them to a
    logical one, `scale` of them to a world unit at distance 1.
    """

    matrix: Array
    eye: Array
    light: Array
    size: tuple[float, float]
    ratio: float
    scale: float

    @property
    def pane(self) -> tuple[float, float]:
        """Its size in logical pixels."""
        return self.size[0] / self.ratio, self.size[1] / self.ratio


def viewpoint(camera: Camera, size: tuple[int, int], ratio: float) -> Viewpoint:
    """What `camera` sees in a pane of `size` logical pixels with `ratio` device pixels each."""
    width, height = size[0], max(size[1], 1)
    aspect = width / height
    light = np.array(LIGHT) @ camera.view(aspect)[:3, :3]
    return Viewpoint(
        matrix=camera.matrix(aspect),
        eye=camera.eye(aspect),
        light=light / np.linalg.norm(light),
        size=(width * ratio, height * ratio),
        ratio=ratio,
        scale=height * ratio * camera.zoom / (2.0 * LENS),
    )
