"""Colours of the surface: of its height in the light, with the isolines over them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import cast

import numpy as np
from numpy.typing import NDArray

from optlab.engine.arrays import Array
from optlab.qt.views.colours import viridis
from optlab.qt.views.relief import FLAT, PEAK, Relief
from optlab.qt.views.software.scan import Numbers, Shares
from optlab.qt.views.space.vertices import CUT, ISOLINE, WIDTH
from optlab.qt.views.space.viewpoint import Viewpoint

LIGHTS = 128
"""Steps of brightness in the table of colours."""
BRIGHTEST = 1.15
"""Light on a slope that faces it, with its shine."""
RIM = 0.15
"""World z below the cut where its edge may be seen."""


@dataclass(frozen=True, eq=False)
class Isolines:
    """Where heights are levels: world z times `per_z` plus `offset` is a whole number on a line.

    Per span, `steepness` is world z per pixel, `sharpness` pixels per level and `strength` the
    opacity of a line; `half` is half its width in pixels. Lines thin out where they would merge.
    """

    per_z: float
    offset: float
    lowest: float
    steepness: Shares
    sharpness: Shares
    strength: Shares
    half: float


def isolines(relief: Relief, steepness: Array, seen: Viewpoint) -> Isolines:
    """The isolines of `relief` over spans that rise by `steepness` (k,) world z per pixel."""
    per_z = (relief.top - relief.low) / (PEAK - FLAT) / relief.level
    spread = np.maximum(steepness * per_z, 1e-5)
    fade = np.clip((spread - 0.18) / (0.45 - 0.18), 0.0, 1.0)
    strength = (1.0 - fade * fade * (3.0 - 2.0 * fade)) * ISOLINE.alphaF()
    lowest = relief.low / relief.level
    return Isolines(
        per_z=per_z,
        offset=lowest - FLAT * per_z,
        lowest=lowest + 0.05,  # none that only touches the bottom
        steepness=steepness.astype(np.float32),
        sharpness=(1.0 / spread).astype(np.float32),
        strength=strength.astype(np.float32),
        half=WIDTH * seen.ratio / 2.0,
    )


def light(slopes: NDArray[np.float32], points: Array, seen: Viewpoint) -> Array:
    """How bright vertices are (n, m) with slopes (n, m, 2) at world points (n, m, 3).

    It is the light of the shader in `gl.heightfield`, its shine taken for white.
    """
    normal = np.concatenate([-slopes, np.ones_like(slopes[..., :1])], axis=-1)
    normal = normal / np.linalg.norm(normal, axis=-1, keepdims=True)
    toward = seen.eye - points
    toward /= np.linalg.norm(toward, axis=-1, keepdims=True)
    behind = (normal * toward).sum(axis=-1) < 0.0
    normal[behind] *= -1.0
    half = seen.light + toward
    half /= np.linalg.norm(half, axis=-1, keepdims=True)
    direct = np.maximum(normal @ seen.light, 0.0)
    shine = np.maximum((normal * half).sum(axis=-1), 0.0) ** 16
    return cast("Array", np.where(behind, 0.52, 0.38) + 0.66 * direct + 0.1 * shine)


def coloured(z: Shares, bright: Shares) -> NDArray[np.uint32]:
    """The colours 0xffRRGGBB of world z and brightness, any shape."""
    row = np.clip((z - np.float32(FLAT)) * np.float32(255.0 / (PEAK - FLAT)), 0.0, 255.0)
    column = np.clip(bright * np.float32((LIGHTS - 1) / BRIGHTEST), 0.0, LIGHTS - 1.0)
    place = np.rint(row).astype(np.intp) * LIGHTS
    place += np.rint(column).astype(np.intp)
    return _shades()[place]


def rule(colours: NDArray[np.uint32], z: Shares, span: Numbers, lines: Isolines) -> None:
    """Draw the isolines into `colours` (k,) of pixels at world z (k,), each in its span (k,)."""
    level = z * np.float32(lines.per_z) + np.float32(lines.offset)
    nearest = np.rint(level)
    away = np.abs(level - nearest)
    away *= lines.sharpness[span]
    on = np.flatnonzero((away < lines.half + 0.65) & (nearest >= lines.lowest))
    share = np.clip(away[on] - (lines.half - 0.35), 0.0, 1.0)
    white = (1.0 - share * share * (3.0 - 2.0 * share)) * lines.strength[span[on]]
    below = colours[on]
    mixed = np.full(len(on), 0xFF000000, np.uint32)
    for shift in (16, 8, 0):
        channel = (below >> np.uint32(shift) & np.uint32(255)).astype(np.float32)
        channel += (255.0 - channel) * white
        mixed |= channel.astype(np.uint32) << np.uint32(shift)
    colours[on] = mixed


def edge(colours: NDArray[np.uint32], z: Shares, span: Numbers, lines: Isolines) -> None:
    """Darken `colours` (k,) of pixels at world z (k,) along the edge where the surface is cut."""
    high = np.flatnonzero(z > PEAK - RIM)
    away = (PEAK - z[high]) / np.maximum(lines.steepness[span[high]], 1e-6) + 0.5
    share = np.clip((away / (2.0 * lines.half) - 1.0) / 1.4, 0.0, 1.0)
    light = 1.0 - CUT * (1.0 - share * share * (3.0 - 2.0 * share))
    below = colours[high]
    mixed = np.full(len(high), 0xFF000000, np.uint32)
    for shift in (16, 8, 0):
        channel = (below >> np.uint32(shift) & np.uint32(255)) * light
        mixed |= channel.astype(np.uint32) << np.uint32(shift)
    colours[high] = mixed


@cache
def _shades() -> NDArray[np.uint32]:
    """Colours 0xffRRGGBB of 256 heights at LIGHTS brightnesses, one height after the other."""
    table = viridis()
    made = np.full((256, LIGHTS), 0xFF000000, np.uint32)
    steps = np.linspace(0.0, BRIGHTEST, LIGHTS)
    for shift in (16, 8, 0):
        channel = (table >> np.uint32(shift) & np.uint32(255))[:, None] * steps
        made |= np.rint(np.minimum(channel, 255.0)).astype(np.uint32) << np.uint32(shift)
    return made.reshape(-1)
