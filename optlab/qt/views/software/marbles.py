"""Marbles as small pictures: the same spheres as on a graphics card, worked out once and kept."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QRadialGradient

from optlab.engine.arrays import Array
from optlab.qt.views.software.field import Field
from optlab.qt.views.space.camera import project
from optlab.qt.views.space.shapes import HIDDEN, LIGHT, SMALLEST, Marble, rgb
from optlab.qt.views.space.viewpoint import Viewpoint

AIR = 3
"""Pixels around a marble for its rim."""
SHADOW = 2.5
"""Reach of the shade around a marble, in radii."""


def paint_marbles(
    painter: QPainter,
    marbles: Sequence[Marble],
    casing: QColor,
    seen: Viewpoint,
    field: Field,
) -> None:
    """Paint marbles, far ones first; one that the surface hides shimmers through."""
    for marble in sorted(marbles, key=lambda m: -float(np.linalg.norm(m.place - seen.eye))):
        toward = seen.eye - marble.place
        nearest = marble.place + marble.radius * toward / np.linalg.norm(toward)
        x, y, depth = (float(part) for part in project(seen.matrix, nearest, seen.pane))
        away = float(seen.matrix[3, :3] @ nearest + seen.matrix[3, 3])
        share = min(marble.radius / 0.04, 1.0)
        radius = max(marble.radius * seen.scale / away, SMALLEST * seen.ratio * share)
        sprite = _sprite(
            marble.colour.name(),
            round(radius, 1),
            casing.name(QColor.NameFormat.HexArgb),
            seen.ratio,
            hollow=marble.hollow,
        )
        half = sprite.shape[0] / 2.0
        corner = (round(x * seen.ratio - half), round(y * seen.ratio - half))
        hidden = _hidden(corner, sprite.shape[0], depth, seen, field)
        if not marble.hollow and not hidden.all():
            _shade(painter, QPointF(x, y), radius / seen.ratio, seen)
        image = _image(np.where(hidden[..., None], HIDDEN, 1.0) * sprite)
        image.setDevicePixelRatio(seen.ratio)
        painter.drawImage(QPointF(corner[0] / seen.ratio, corner[1] / seen.ratio), image)


def _hidden(
    corner: tuple[int, int], side: int, depth: float, seen: Viewpoint, field: Field
) -> NDArray[np.bool_]:
    """Which pixels (side, side) of a sprite at device pixel `corner` lie behind the surface."""
    height, width = field.pixels.shape
    line = np.arange(side) + 0.5
    x = np.floor((corner[0] + line) * width / seen.size[0]).astype(np.intp)
    y = np.floor((corner[1] + line) * height / seen.size[1]).astype(np.intp)
    return depth > field.depth(np.tile(x, side), np.repeat(y, side)).reshape(side, side)


def _shade(painter: QPainter, place: QPointF, radius: float, seen: Viewpoint) -> None:
    """Darken the ground around a marble, as seen at a slant."""
    flat = float(seen.eye[2] / np.linalg.norm(seen.eye))
    painter.save()
    painter.translate(place + QPointF(0.0, 0.5 * radius))
    painter.scale(1.0, max(flat, 0.2))
    reach = SHADOW * radius
    shade = QRadialGradient(QPointF(0.0, 0.0), reach)
    for at in np.linspace(0.0, 1.0, 6).tolist():
        shade.setColorAt(at, QColor.fromRgbF(0.0, 0.0, 0.0, 0.6 * (1.0 - at * at) ** 2))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(shade)
    painter.drawEllipse(QRectF(-reach, -reach, 2.0 * reach, 2.0 * reach))
    painter.restore()


def _image(sprite: Array) -> QImage:
    """A picture of premultiplied red, green, blue and opacity (n, n, 4) from 0 to 1."""
    parts = np.rint(sprite * 255.0).astype(np.uint32)
    pixels = parts[..., 3] << 24 | parts[..., 0] << 16 | parts[..., 1] << 8 | parts[..., 2]
    data = np.ascontiguousarray(pixels, np.uint32)
    side = len(data)
    kind = QImage.Format.Format_ARGB32_Premultiplied
    return QImage(data.data, side, side, 4 * side, kind).copy()


@lru_cache(maxsize=256)
def _sprite(colour: str, radius: float, casing: str, ratio: float, *, hollow: bool) -> Array:
    """Premultiplied red, green, blue and opacity (n, n, 4) of a sphere, `radius` in pixels."""
    half = int(np.ceil(radius + AIR * ratio))
    line = np.arange(2.0 * half) + 0.5 - half
    x, y = (each / radius for each in np.meshgrid(line, -line))
    away = radius * np.hypot(x, y)
    rim = QColor(casing)
    inside, outside = np.array(rgb(QColor(colour))), np.array(rgb(rim))
    if hollow:
        ring = np.abs(away - radius + 1.1 * ratio)
        core = np.clip(ratio - ring + 0.5, 0.0, 1.0)
        whole = np.clip(2.0 * ratio - ring + 0.5, 0.0, 1.0)
        within = 0.16 * np.clip(radius - away, 0.0, 1.0)
        alpha = np.maximum(np.maximum(whole * rim.alphaF(), core), within)
        shown = _mixed(_mixed(inside, outside, whole), inside, core)
    else:
        edge = np.clip(radius + 1.2 * ratio - away + 0.5, 0.0, 1.0) * rim.alphaF()
        core = np.clip(radius - away + 0.5, 0.0, 1.0)
        alpha = edge + (1.0 - edge) * core
        shown = _mixed(outside, _lit(inside, x, y), core)
    return np.concatenate([shown * alpha[..., None], alpha[..., None]], axis=-1)


def _lit(colour: Array, x: Array, y: Array) -> Array:
    """The colours (n, n, 3) of a sphere of radius 1 at x, y (n, n), with light and shine."""
    z = np.sqrt(np.maximum(1.0 - x * x - y * y, 0.0))
    normal = np.stack([x, y, z], axis=-1)
    normal /= np.linalg.norm(normal, axis=-1, keepdims=True)
    light = np.array(LIGHT)
    half = light + np.array([0.0, 0.0, 1.0])
    direct = np.maximum(normal @ light, 0.0)
    shine = np.maximum(normal @ (half / np.linalg.norm(half)), 0.0) ** 48
    rim = 0.75 + 0.25 * normal[..., 2]
    lit = colour * ((0.42 + 0.75 * direct) * rim)[..., None] + 0.75 * shine[..., None]
    return np.minimum(lit, 1.0)


def _mixed(one: Array, other: Array, share: Array) -> Array:
    return one * (1.0 - share[..., None]) + other * share[..., None]
