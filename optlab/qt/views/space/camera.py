"""Where the surface is looked at from: a value, moved by copies.

The picture is fitted into the pane in closed form: for a given direction the four sides of the
frustum each touch one point of its outline, which gives the distance and how far the eye moves
sideways. Fitting anew at every angle would let the box breathe while it is turned, so the fit is
made for the angles of the last preset, and turning keeps its distance. Zooming narrows the lens:
the eye never enters the box. Once somebody has moved the picture, a `pivot` stands in its middle,
and it turns around that.

World: x to the right and y away from a viewer at azimuth -90°, z up; the box is `BOX`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace

import numpy as np

from optlab.engine.arrays import Array
from optlab.qt.views.relief import PEAK

BOX = np.array([(x, y, z) for x in (-1.0, 1.0) for y in (-1.0, 1.0) for z in (0.0, PEAK)])
"""The corners (8, 3) of the drawn box."""
LENS = math.tan(math.radians(15.0))
"""Half the height of the picture at distance 1."""
LOWEST, HIGHEST = 4.0, 90.0
CLOSEST, FARTHEST = 8.0, 0.4


@dataclass(frozen=True)
class Margins:
    """What a picture keeps free of the box at its sides, as shares of its width and height."""

    left: float = 0.07
    right: float = 0.09
    top: float = 0.015
    bottom: float = 0.03


Direction = tuple[float, float]
"""Azimuth and elevation in degrees."""

PRESETS: dict[str, tuple[Direction, Margins]] = {
    "perspective": ((-60.0, 40.0), Margins()),
    "top": ((-90.0, 90.0), Margins(left=0.14, right=0.06, top=0.03, bottom=0.13)),
    "side": ((-90.0, 12.0), Margins(left=0.1, right=0.06, top=0.08, bottom=0.12)),
}
"""The views that have a name, each with room for the words that it has at its sides."""
START, ROOM = PRESETS["perspective"]


@dataclass(frozen=True)
class Camera:
    """A direction in degrees, a zoom, and the direction that the distance was fitted for.

    `outline` (k, 3) are the world points that the picture must hold. `pivot` is the world point in
    the middle of the picture, None for the fitted one.
    """

    azimuth: float = START[0]
    elevation: float = START[1]
    zoom: float = 1.0
    fitted: Direction = START
    margins: Margins = ROOM
    pivot: tuple[float, float, float] | None = None
    outline: Array = field(default_factory=lambda: BOX, compare=False, repr=False)

    def orbited(self, azimuth: float, elevation: float) -> Camera:
        """Turned by so many degrees around the box, never below its floor."""
        turned = (self.azimuth + azimuth + 180.0) % 360.0 - 180.0
        raised = min(max(self.elevation + elevation, LOWEST), HIGHEST)
        return replace(self, azimuth=turned, elevation=raised)

    def zoomed(self, factor: float) -> Camera:
        """Closer by `factor`, within limits."""
        return replace(self, zoom=min(max(self.zoom * factor, FARTHEST), CLOSEST))

    def centred(self, place: Array) -> Camera:
        """With the world point `place` (3,) in the middle, within the box."""
        x, y, z = np.clip(place, BOX.min(axis=0), BOX.max(axis=0)).tolist()
        return replace(self, pivot=(x, y, z))

    def moved(self, across: float, up: float, aspect: float) -> Camera:
        """With the picture moved by so many of its heights to the right and up."""
        axes = _axes(self.azimuth, self.elevation)
        offset_across, offset_up, distance = self._fit(aspect)
        middle = (
            np.array(self.pivot)
            if self.pivot
            else (_middle() + offset_across * axes[0] + offset_up * axes[1])
        )
        height = 2.0 * LENS * distance / self.zoom
        return self.centred(middle - height * (across * axes[0] + up * axes[1]))

    def preset(self, name: str, azimuth: float | None = None) -> Camera:
        """One of PRESETS of the same outline, from another side when `azimuth` is given."""
        (usual, elevation), margins = PRESETS[name]
        direction = (usual if azimuth is None else azimuth, elevation)
        return Camera(*direction, fitted=direction, margins=margins, outline=self.outline)

    def view(self, aspect: float) -> Array:
        """World to eye (4, 4): the eye looks along -z, x is right, y is up."""
        across, up, distance = self._fit(aspect)
        matrix = np.eye(4)
        matrix[:3, :3] = _axes(self.azimuth, self.elevation)
        if self.pivot is None:
            matrix[:3, 3] = matrix[:3, :3] @ -_middle() - (across, up, distance)
        else:
            matrix[:3, 3] = matrix[:3, :3] @ -np.array(self.pivot) - (0.0, 0.0, distance)
        return matrix

    def projection(self, aspect: float) -> Array:
        """Eye to clip space (4, 4) for a picture `aspect` times as wide as high."""
        near, far = 0.05, 60.0
        matrix = np.zeros((4, 4))
        matrix[0, 0], matrix[1, 1] = self.zoom / (LENS * aspect), self.zoom / LENS
        matrix[2, 2], matrix[2, 3] = (far + near) / (near - far), 2.0 * far * near / (near - far)
        matrix[3, 2] = -1.0
        return matrix

    def matrix(self, aspect: float) -> Array:
        """World to clip space (4, 4)."""
        return self.projection(aspect) @ self.view(aspect)

    def eye(self, aspect: float) -> Array:
        """Where the eye is in the world (3,)."""
        view = self.view(aspect)
        return -view[:3, :3].T @ view[:3, 3]

    def _fit(self, aspect: float) -> tuple[float, float, float]:
        """Offset across and up, and distance, at which the outline just fills the picture."""
        axes = _axes(*self.fitted)
        upright = BOX[2 * int(np.argmin(BOX[::2] @ axes[0])) + 1]  # the top of the axis at the left
        x, y, z = axes @ (np.vstack([self.outline, upright]) - _middle()).T
        margins = self.margins
        left = LENS * aspect * (1.0 - 2.0 * margins.left)
        right = LENS * aspect * (1.0 - 2.0 * margins.right)
        low, high = LENS * (1.0 - 2.0 * margins.bottom), LENS * (1.0 - 2.0 * margins.top)
        rightmost, leftmost = float((x + right * z).max()), float((x - left * z).min())
        highest, lowest = float((y + high * z).max()), float((y - low * z).min())
        distance = max((rightmost - leftmost) / (left + right), (highest - lowest) / (low + high))
        across = (rightmost - right * distance + leftmost + left * distance) / 2.0
        up = (highest - high * distance + lowest + low * distance) / 2.0
        return across, up, distance


def project(matrix: Array, points: Array, size: tuple[float, float]) -> Array:
    """Pixels (..., 2), y down, and depth of world points (..., 3) in a picture of `size`."""
    clip = points @ matrix[:, :3].T + matrix[:, 3]
    device = clip[..., :3] / clip[..., 3:]
    x = (device[..., 0] + 1.0) / 2.0 * size[0]
    y = (1.0 - device[..., 1]) / 2.0 * size[1]
    return np.stack([x, y, device[..., 2]], axis=-1)


def _middle() -> Array:
    return np.array([0.0, 0.0, PEAK / 2.0])


def _axes(azimuth: float, elevation: float) -> Array:
    """Right, up and backward of the eye as rows (3, 3)."""
    a, e = math.radians(azimuth), math.radians(elevation)
    right = (-math.sin(a), math.cos(a), 0.0)
    up = (-math.sin(e) * math.cos(a), -math.sin(e) * math.sin(a), math.cos(e))
    back = (math.cos(e) * math.cos(a), math.cos(e) * math.sin(a), math.sin(e))
    return np.array([right, up, back])
