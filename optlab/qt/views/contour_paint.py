"""How paths, marks, arrows and words are painted on a surface seen from above."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen, QPolygonF

from optlab.engine.arrays import Array
from optlab.qt import theme
from optlab.qt.theme.markers import marker_path
from optlab.qt.views.arrows import COLOURS, Arrow
from optlab.qt.views.frame import Frame
from optlab.qt.views.prediction.flag_paint import flag_height, paint_flag, paint_join
from optlab.qt.views.scene import Path, Scene
from optlab.qt.views.space.lettering import Lettering, Reading, arrow_word
from optlab.qt.views.strokes import draw_polyline, pen

PAST, CASING = 2.6, 4.6
"""Pixels of a path and of the edge that lifts it off the ground."""
FAINT = 0.6
"""Opacity of what lies ahead."""
CLOSE = 1.0
"""Pixels; points nearer than this to the one before say nothing new."""
ARROW, HEAD = 2.0, 8.0
"""Pixels: width of an arrow, and length of its head."""
DOT = 5.0
"""Pixels of a point of a population."""
MARK = 4.0
"""Pixels: radius of the ring at a minimum, half the side of the cross at a saddle."""


def paint_scene(painter: QPainter, frame: Frame, scene: Scene) -> None:
    """Everything on the ground but the words."""
    painter.save()
    painter.setClipRect(frame.rect)
    _paint_marks(painter, frame, scene)
    _paint_paths(painter, frame, scene.paths)
    for path in scene.paths:
        _paint_cloud(painter, frame, path)
    for arrow in scene.arrows:
        _paint_arrow(painter, frame, arrow)
    for path in reversed(scene.paths):
        _paint_marker(painter, frame, path)
    if scene.flag is not None:
        paint_join(painter, frame.places(scene.flag.join[:, :2]))
        paint_flag(painter, frame.place(*scene.flag.foot[:2]))
    painter.restore()


def letter_scene(
    size: tuple[int, int], ratio: float, frame: Frame, scene: Scene, reading: Reading | None
) -> QImage:
    """The words of a picture of `size`: what is read, names, arrows, losses along isolines."""
    seen: dict[int, QPointF] = {}
    for path in scene.paths:
        at = frame.place(*path.marble[:2]) if path.marble is not None else None
        if at is not None and frame.rect.contains(at):
            seen[path.racer] = at
    palette = theme.current()
    lettering = Lettering(size, ratio, palette, list(seen.values()), frame.rect)
    if reading is not None:
        lettering.read(reading)
    for place in frame.places(np.concatenate([scene.minima, scene.saddles])[:, :2]).tolist():
        lettering.keep(QPointF(*place))
    lettering.name(scene.flag, lambda at: frame.place(*at[:2].tolist()), -flag_height())
    for path in scene.paths if scene.named else ():
        if path.racer in seen:
            lettering.tag(path.name, seen[path.racer], QColor(path.colour))
    for arrow in scene.arrows:
        tip = frame.place(*arrow.points[-1, :2])
        if frame.rect.contains(tip):
            lettering.note(arrow_word(arrow.kind), tip)
    for line in scene.isolines:
        places = frame.places(line.places[:, :2]).tolist()
        any(lettering.number(line.text, QPointF(x, y)) for x, y in places)
    lettering.end()
    return lettering.image


def _paint_paths(painter: QPainter, frame: Frame, paths: tuple[Path, ...]) -> None:
    """What lies ahead of all racers first, so that it never covers what they have walked."""
    light = QColor("#ffffff")
    for faint in (True, False):
        for path in paths:
            lines = polylines(frame, path.ahead if faint else path.past)
            light.setAlphaF(0.25 if faint else 0.75)
            colour = QColor(path.colour)
            colour.setAlphaF(FAINT if faint else 1.0)
            for stroke in (pen(light, CASING), pen(colour, PAST)):
                painter.setPen(stroke)
                for line in lines:
                    draw_polyline(painter, line)


def polylines(frame: Frame, points: Array) -> list[Array]:
    """The lines of a path (k, 3) in pixels: broken at its rows of nan, without needless points."""
    found: list[Array] = []
    for part in np.split(points, np.flatnonzero(np.isnan(points).any(axis=1))):
        known = part[~np.isnan(part).any(axis=1), :2]
        if len(known) > 1:
            places = frame.places(known)
            cells = np.rint(places / CLOSE)
            moved = np.ones(len(cells), dtype=bool)
            moved[1:-1] = (cells[1:-1] != cells[:-2]).any(axis=1)
            found.append(places[moved])
    return found


def _paint_marker(painter: QPainter, frame: Frame, path: Path) -> None:
    """Where the racer started (a ring) and where it is (its own marker)."""
    if len(path.past):
        start = frame.place(path.past[0, 0], path.past[0, 1])
        painter.setPen(QPen(QColor("#ffffff"), 2.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(start, 4.0, 4.0)
    if path.marble is not None:
        look = theme.racer(path.racer)
        place = frame.place(path.marble[0], path.marble[1])
        painter.setPen(QPen(QColor("#ffffff"), 1.6))
        painter.setBrush(QColor(path.colour))
        painter.drawPath(marker_path(look.marker, place, 6.5 * theme.current().marble_scale))


def _paint_cloud(painter: QPainter, frame: Frame, path: Path) -> None:
    """Its population, as small points with a rim."""
    if len(path.cloud) == 0:
        return
    places = frame.places(path.cloud[:, :2])
    points = QPolygonF([QPointF(x, y) for x, y in places.tolist()])
    for colour, width in (("#ffffff", DOT + 1.6), (path.colour, DOT)):
        painter.setPen(pen(colour, width))
        painter.drawPoints(points)  # pyright: ignore[reportUnknownMemberType]


def _paint_arrow(painter: QPainter, frame: Frame, arrow: Arrow) -> None:
    """A shaft along the ground, and a head of two barbs."""
    places = frame.places(arrow.points[:, :2])
    way = places[-1] - places[0]
    length = float(np.hypot(*way))
    if length < 1.0:
        return
    way = way / length
    side = np.array([-way[1], way[0]])
    size = min(HEAD, 0.6 * length)
    tip = places[-1]
    barbs = [tip - size * way + turn * 0.55 * size * side for turn in (-1.0, 1.0)]
    colour, rim = COLOURS[arrow.kind]
    for ink, width in ((rim, ARROW + 2.2), (colour, ARROW)):
        painter.setPen(pen(ink, width))
        draw_polyline(painter, np.stack([places[0], tip]))
        draw_polyline(painter, np.stack([barbs[0], tip, barbs[1]]))


def _paint_marks(painter: QPainter, frame: Frame, scene: Scene) -> None:
    """Rings at the minima and crosses at the saddles, dark with a light edge."""
    outline = QPainterPath()
    for place in scene.minima:
        outline.addEllipse(frame.place(*place[:2]), MARK, MARK)
    for place in scene.saddles:
        at = frame.place(*place[:2])
        for way in (QPointF(MARK, MARK), QPointF(MARK, -MARK)):
            outline.moveTo(at - way)
            outline.lineTo(at + way)
    for ink, width in (("#ffffff", 3.6), ("#20242b", 1.6)):
        painter.strokePath(outline, pen(ink, width))
