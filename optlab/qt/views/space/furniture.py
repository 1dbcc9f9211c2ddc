"""A scene as lines and marbles of the world, in the colours of a palette."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from PySide6.QtGui import QColor

from optlab.engine.arrays import Array
from optlab.qt.theme.palette import Palette
from optlab.qt.views.arrows import COLOURS
from optlab.qt.views.prediction.flag import Flag
from optlab.qt.views.relief import Relief
from optlab.qt.views.scene import Path, Scene
from optlab.qt.views.space.axes import Axis
from optlab.qt.views.space.shapes import Line, Marble

RADIUS = 0.042
"""Of a marble in the light theme, in world units: the box is 2 wide."""
PATH, AHEAD, EDGE, STEM, CROSSED = 3.2, 2.2, 1.0, 1.4, 1.8
"""Widths in logical pixels, in the light theme."""
ARROW = 2.2
"""Width of an arrow in logical pixels."""
HEAD = 0.055
"""Length of its head in world units."""
DOT, MOST_DOTS = 0.013, 256
"""Radius of a point of a population, and how many are drawn."""
CROSS = 0.03
"""Half the length of a saddle's cross."""
UP = np.array([0.0, 0.0, 1.0])
TICK = 0.03
"""Length of a tick in world units."""
POLE, CLOTH, RING = 0.3, 0.16, 0.04
"""World units of a flag: its pole, the side of its cloth, the ring at its foot."""
JOIN, THREADS = 2.0, 14
"""Width of its lines in logical pixels, and how many fill the cloth."""
SHIMMER = 0.22
"""Opacity of a path where the surface hides it."""


def lines(scene: Scene, palette: Palette) -> list[Line]:
    """The rim of the surface, every path (what lies ahead first), saddles, and the arrows."""
    rim = with_alpha(palette.panel, 0.55) if not palette.dark else with_alpha(palette.text, 0.35)
    none = QColor(0, 0, 0, 0)
    made = [Line(points, rim, EDGE, none) for points in _rim(scene.relief)]
    for path in scene.paths:
        colour = with_alpha(path.colour, 0.55)
        points = scene.relief.world(path.ahead)
        made.append(Line(points, colour, AHEAD, with_alpha(palette.panel, 0.25)))
    for path in scene.paths:
        points = scene.relief.world(path.past)
        made.append(Line(points, QColor(path.colour), PATH, casing(palette), SHIMMER))
        made.extend(_stem(scene.relief, path))
    for place in scene.relief.world(scene.saddles):
        made.extend(_cross(place, palette))
    for arrow in scene.arrows:
        colour, rim = COLOURS[arrow.kind]
        ink, edge = QColor(colour), with_alpha(rim, 0.9)
        shaft = scene.relief.world(arrow.points)
        made.extend(Line(points, ink, ARROW, edge, SHIMMER) for points in pointed(shaft))
    if scene.flag is not None:
        made.extend(_flag(scene.relief, scene.flag, palette))
    return [replace(line, width=palette.line_scale * line.width) for line in made]


def flag_top(relief: Relief, flag: Flag) -> Array:
    """The upper end (3,) of a flag in the world."""
    return relief.world(flag.foot) + POLE * UP


def _flag(relief: Relief, flag: Flag, palette: Palette) -> list[Line]:
    """A pole with a ring at its foot and a three-cornered cloth, and the dashes to the end."""
    ink, edge = QColor(palette.text), casing(palette)
    scale = palette.marble_scale
    foot = relief.world(flag.foot)
    angle = np.linspace(0.0, 2.0 * np.pi, 25)
    ring = foot + RING * scale * np.column_stack([np.cos(angle), np.sin(angle), 0.0 * angle])
    top = flag_top(relief, flag)
    corners = top - CLOTH * scale * np.linspace(0.0, 0.5, THREADS)[:, None] * UP
    tip = top + CLOTH * scale * np.array([0.9, 0.0, -0.25])
    cloth = np.stack([np.broadcast_to(tip, corners.shape), corners], axis=1).reshape(-1, 3)
    pole, hem = np.stack([foot, top]), np.stack([top, tip, corners[-1]])
    made = [Line(points, ink, JOIN, edge, SHIMMER) for points in (ring, pole, hem)]
    made.append(Line(cloth, ink, JOIN, QColor(0, 0, 0, 0)))
    if len(flag.join):
        made.insert(0, Line(relief.world(flag.join), ink, JOIN, edge, SHIMMER))
    return made


def pointed(shaft: Array) -> list[Array]:
    """An arrow in the world: its shaft (k, 3), and the two barbs of its head lying flat."""
    tip = shaft[-1]
    way = tip - shaft[0]
    length = float(np.linalg.norm(way))
    way = way / length
    side = np.cross(way, UP)
    side = side / max(float(np.linalg.norm(side)), 1e-9)
    size = min(HEAD, 0.6 * length)
    barbs = [tip - size * way + turn * 0.55 * size * side for turn in (-1.0, 1.0)]
    return [shaft, np.stack([barbs[0], tip, barbs[1]])]


def marbles(scene: Scene, palette: Palette) -> list[Marble]:
    """Known minima as small rings, populations, racers, and the ghosts of their true heights."""
    relief, radius = scene.relief, RADIUS * palette.marble_scale
    made = [
        Marble(place, RADIUS * 0.55, QColor(palette.text), hollow=True)
        for place in relief.world(scene.minima)
    ]
    for path in scene.paths:
        colour = QColor(path.colour)
        places = relief.world(path.cloud) + 0.5 * DOT * UP
        made.extend(Marble(place, DOT, colour) for place in places[:MOST_DOTS])
    for path in scene.paths:
        if path.marble is None:
            continue
        place = relief.world(path.marble)
        made.append(Marble(place + 0.6 * radius * UP, radius, QColor(path.colour)))
        if path.ghost is not None:
            ghost = relief.world(np.array([*path.marble[:2], path.ghost]))
            made.append(Marble(ghost, radius, QColor(path.colour), hollow=True))
    return made


def frame(upright: Axis, palette: Palette) -> list[Line]:
    """The axis of the height, and a short stroke at each of its ticks."""
    colour, none = QColor(palette.border), QColor(0, 0, 0, 0)
    foot = upright.begin * (1.0, 1.0, 0.0)
    made = [Line(np.stack([foot, upright.end]), colour, EDGE, none)]
    outward = foot / np.linalg.norm(foot)
    for share, _ in upright.ticks:
        place = upright.begin + share * (upright.end - upright.begin)
        made.append(Line(np.stack([place, place + TICK * outward]), colour, EDGE, none))
    return made


def casing(palette: Palette) -> QColor:
    """The rim that sets paths and marbles off from the surface."""
    return with_alpha(palette.panel, 0.72)


def floor_colours(palette: Palette) -> tuple[QColor, QColor]:
    """Ground and grid of the floor."""
    return with_alpha(palette.background, 0.55), QColor(palette.border)


def with_alpha(colour: str, alpha: float) -> QColor:
    """The colour `#rrggbb` with an opacity from 0 to 1."""
    made = QColor(colour)
    made.setAlphaF(alpha)
    return made


def _cross(place: Array, palette: Palette) -> list[Line]:
    """The mark of a saddle: a cross on the ground."""
    ways = CROSS * np.array([(1.0, 1.0, 0.0), (1.0, -1.0, 0.0)])
    strokes = (with_alpha(palette.panel, 0.9), 2.4 * CROSSED), (QColor(palette.text), CROSSED)
    none = QColor(0, 0, 0, 0)  # a casing of each line would cut through the other
    return [
        Line(np.stack([place - way, place + way]), ink, width, none)
        for ink, width in strokes
        for way in ways
    ]


def _stem(relief: Relief, path: Path) -> list[Line]:
    """The upright between a marble and its ghost."""
    if path.marble is None or path.ghost is None:
        return []
    ends = np.array([path.marble, [*path.marble[:2], path.ghost]])
    colour = QColor(path.colour)
    return [Line(relief.world(ends), colour, STEM, QColor(0, 0, 0, 0), shimmer=0.6)]


def _rim(relief: Relief) -> list[Array]:
    """The four borders of the surface, broken where it is cut."""
    u, v = relief.u, relief.v
    height = np.where(relief.height <= relief.top, relief.height, np.nan).astype(np.float64)
    borders = [np.column_stack([u, np.full_like(u, v[i]), height[i]]) for i in (0, -1)] + [
        np.column_stack([np.full_like(v, u[j]), v, height[:, j]]) for j in (0, -1)
    ]
    return [relief.world(points) for points in borders]
