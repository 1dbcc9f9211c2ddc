"""How a curve and the racers on it are painted: the ground once, the rest at every frame."""

from __future__ import annotations

import math
from itertools import product

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPolygonF

from optlab.engine.arrays import Array
from optlab.qt import theme
from optlab.qt.text import tr
from optlab.qt.theme.fonts import LABEL, font, use_font
from optlab.qt.theme.markers import marker_path
from optlab.qt.theme.measures import sized
from optlab.qt.views.curve_scene import CurveScene, Reading, Walk
from optlab.qt.views.frame import LEFT, Frame
from optlab.qt.views.probed_view import LABEL_HEIGHT, label_width, paint_label
from optlab.qt.views.strokes import draw_pieces, draw_polyline, pen
from optlab.qt.views.ticks import linear_ticks, tick_text
from optlab.session.numbers import MINUS, figure

ROW, TICK = 7.0, 5.0
"""Pixels from one racer's row of ticks to the next, and of a tick."""
TANGENT = 62.0
"""Pixels of the tangent to either side of the marble."""
MARBLE, SIGN, HEAD = 7.0, 3.2, 7.0
"""Pixels: radius of a marble and of a row's sign, length of an arrow's head."""
TRAIL, CLOUD = 5.0, 6.0
"""Pixels of the dots on the curve: where a racer stood, and its population."""
LEAST = 3.0
"""Pixels below which a step is too short for an arrow."""
ABOVE, BELOW = 10.0, 26.0
"""Pixels left free above the curve, for a marble, and below it, for words."""
READ = 34.0
"""Pixels at the top of the frame in which the place under the mouse is told."""
AHEAD = 0.3
"""Opacity of what lies ahead."""
WORDS = 5.0
"""Pixels between the words at the foot of the frame and its lower edge."""


def strip_height(racers: int) -> float:
    """Pixels between the curve and the numbers below it, for the rows of ticks."""
    return ROW * racers + 4.0


def paint_ground(painter: QPainter, frame: Frame, floor: float, scene: CurveScene) -> None:
    """Numbers, grid, the curve on its ground, and the minima; the numbers stand below `floor`."""
    _paint_scales(painter, frame, floor, scene)
    palette = theme.current()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.save()
    painter.setClipRect(frame.rect)
    fill = QColor(palette.track)
    fill.setAlphaF(0.55)
    for part in _parts(frame, scene):
        low = frame.rect.bottom() + 2.0
        edge = np.vstack([[part[0, 0], low], part, [part[-1, 0], low]])
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(fill)
        painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in edge.tolist()]))  # pyright: ignore[reportUnknownMemberType]
        painter.setPen(pen(palette.text, 2.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        draw_polyline(painter, part)
    painter.restore()
    name_left = _paint_name(painter, frame, scene.relief.names[0])
    for x, height in zip(scene.minima, scene.height(scene.minima), strict=True):
        if frame.rect.contains(place := frame.place(x, height)):
            _paint_minimum(painter, frame, place, name_left - 2.0 * WORDS)


def _parts(frame: Frame, scene: CurveScene) -> list[Array]:
    """The pieces of the curve in pixels (k, 2); where the height is no number there is a gap."""
    u, height = scene.relief.u, scene.relief.height[0].astype(np.float64)
    known = np.flatnonzero(np.isfinite(height))
    runs = np.split(known, np.flatnonzero(np.diff(known) > 1) + 1)
    span = frame.y[1] - frame.y[0]
    kept = np.minimum(height, frame.y[1] + span)  # a wall need not be drawn to its end
    return [frame.places(np.column_stack([u[run], kept[run]])) for run in runs if len(run) > 1]


def _paint_scales(painter: QPainter, frame: Frame, floor: float, scene: CurveScene) -> None:
    palette, rect, ground = theme.current(), frame.rect, scene.relief
    use_font(painter, LABEL)
    metrics = QFontMetricsF(font(LABEL))
    line, ink = QPen(QColor(palette.grid), 1), QColor(palette.muted)
    columns = linear_ticks(*frame.x, max(3, int(rect.width() // sized(60))))
    step = columns[1] - columns[0]
    for place in columns:
        x, text = round(frame.place(place, 0.0).x()) + 0.5, tick_text(place, step)
        painter.setPen(line)
        painter.drawLine(QLineF(x, rect.top(), x, floor))
        half = metrics.horizontalAdvance(text) / 2.0
        painter.setPen(ink)
        painter.drawText(QPointF(x - half, floor + sized(17)), text)
    for tick in ground.ticks(*frame.y):
        y = round(frame.place(frame.x[0], tick.place).y()) + 0.5
        if rect.top() - 1.0 <= y <= rect.bottom() + 1.0:
            painter.setPen(line)
            painter.drawLine(QLineF(rect.left(), y, rect.right(), y))
            painter.setPen(ink)
            beside = QRectF(0.0, y - sized(8), rect.left() - 8.0, 2.0 * sized(8))
            way = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(beside, way, tick.text)
    painter.setPen(ink)
    painter.drawText(QPointF(rect.left() - sized(LEFT) + 12.0, rect.top() - 9.0), tr("loss"))


def _paint_name(painter: QPainter, frame: Frame, name: str) -> float:
    """The axis's name, inside the frame, for it would take the place of numbers; its left end."""
    use_font(painter, LABEL)
    painter.setPen(QColor(theme.current().muted))
    left = frame.rect.right() - QFontMetricsF(font(LABEL)).horizontalAdvance(name) - WORDS
    painter.drawText(QPointF(left, frame.rect.bottom() - WORDS), name)
    return left


def _paint_minimum(painter: QPainter, frame: Frame, place: QPointF, end: float) -> None:
    """A cross on the curve, with a word below it that reaches no further than `end`."""
    painter.setPen(QPen(QColor(theme.current().text), 1.6))
    for way in (QPointF(4.5, 4.5), QPointF(4.5, -4.5)):
        painter.drawLine(place - way, place + way)
    use_font(painter, LABEL)
    text = tr("lowest")
    wide = QFontMetricsF(font(LABEL)).horizontalAdvance(text)
    left = min(max(place.x() - wide / 2.0, frame.rect.left() + 2.0), end - wide)
    painter.setPen(QColor(theme.current().muted))
    painter.drawText(QPointF(left, min(place.y() + sized(20), frame.rect.bottom() - WORDS)), text)


def paint_walks(painter: QPainter, frame: Frame, scene: CurveScene) -> None:
    """Ticks of all racers in a row each, and the marbles; the followed one lies on top."""
    followed = scene.walks[scene.reading.racer]
    order = [walk for walk in reversed(scene.walks) if walk is not followed]
    order.append(followed)
    marbles = {walk.racer: frame.place(*walk.marble) for walk in order if walk.marble is not None}
    marbles = {racer: at for racer, at in marbles.items() if frame.rect.contains(at)}
    for row, walk in enumerate(scene.walks):
        _paint_ticks(painter, frame, walk, frame.rect.bottom() + 3.0 + ROW * row)
    painter.save()
    painter.setClipRect(frame.rect)
    for walk in order:
        painter.setPen(pen(walk.colour, TRAIL))
        _paint_dots(painter, frame, scene, walk.trail)
        painter.setPen(pen(walk.colour, CLOUD))
        _paint_dots(painter, frame, scene, walk.cloud)
    read = marbles.get(followed.racer)
    if read is not None:
        _paint_tangent(painter, frame, read, scene.reading)
        _paint_step(painter, frame, scene, read)
    painter.restore()
    for racer, at in marbles.items():
        look = theme.racer(racer)
        painter.setPen(QPen(QColor("#ffffff"), 1.6))
        painter.setBrush(QColor(look.colour))
        painter.drawPath(marker_path(look.marker, at, MARBLE * theme.current().marble_scale))
    if read is not None:
        lying = np.array([(at.x(), at.y()) for at in marbles.values()])
        _paint_numbers(painter, frame, scene, read, lying)


def _paint_ticks(painter: QPainter, frame: Frame, walk: Walk, top: float) -> None:
    sign = QPointF(frame.rect.left() - 12.0, top + TICK / 2.0)
    painter.fillPath(marker_path(theme.racer(walk.racer).marker, sign, SIGN), QColor(walk.colour))
    for places, opacity in ((walk.ahead, AHEAD), (walk.tasted, 1.0)):
        inside = places[(places >= frame.x[0]) & (places <= frame.x[1])]
        columns = np.unique(np.round(frame.places(np.column_stack([inside, inside]))[:, 0])) + 0.5
        ink = QColor(walk.colour)
        ink.setAlphaF(opacity)
        painter.setPen(pen(ink, 1.5))
        rows = np.full_like(columns, top)
        draw_pieces(painter, np.column_stack([columns, rows, columns, rows + TICK]))


def _paint_dots(painter: QPainter, frame: Frame, scene: CurveScene, places: Array) -> None:
    heights = scene.height(places)
    points = np.column_stack([places, heights])[np.isfinite(heights)]
    pixels = np.unique(np.round(frame.places(points)), axis=0)
    painter.drawPoints(QPolygonF([QPointF(x, y) for x, y in pixels.tolist()]))  # pyright: ignore[reportUnknownMemberType]


def _paint_tangent(painter: QPainter, frame: Frame, at: QPointF, reading: Reading) -> None:
    across = frame.rect.width() / (frame.x[1] - frame.x[0])
    up = frame.rect.height() / (frame.y[1] - frame.y[0]) * reading.tilt
    length = math.hypot(across, up)
    if not 0.0 < length < math.inf:
        return
    way = QPointF(across, -up) * (TANGENT / length)
    painter.setPen(pen(theme.current().panel, 4.0))
    painter.drawLine(at - way, at + way)
    painter.setPen(pen(theme.racer(reading.racer).colour, 1.8))
    painter.drawLine(at - way, at + way)


def _paint_step(painter: QPainter, frame: Frame, scene: CurveScene, at: QPointF) -> None:
    """The next step: an arrow along the axis, and down to where it lands."""
    reading = scene.reading
    if reading.end is None:
        return
    tip = QPointF(frame.place(reading.end, 0.0).x(), at.y())
    ink = QColor(theme.current().text)
    landed = float(scene.height(np.array(reading.end)))
    if math.isfinite(landed):
        there = frame.place(reading.end, landed)
        painter.setPen(pen(ink, 1.0, (3.0, 3.0)))
        painter.drawLine(tip, there)
        painter.setPen(pen(ink, 1.4))
        painter.setBrush(QColor(theme.current().panel))
        painter.drawEllipse(there, 3.5, 3.5)
    length = tip.x() - at.x()
    if abs(length) < LEAST:
        return
    painter.setPen(pen(ink, 2.0))
    painter.drawLine(at, tip)
    head = math.copysign(min(HEAD, abs(length)), length)
    painter.setBrush(ink)
    painter.drawPolygon(
        QPolygonF([tip, tip - QPointF(head, head / 2.0), tip - QPointF(head, -head / 2.0)])
    )


def _paint_numbers(
    painter: QPainter, frame: Frame, scene: CurveScene, at: QPointF, lying: Array
) -> None:
    """Slope and next step beside `at`: where no marble (k, 2) lies, and little of the curve."""
    reading = scene.reading
    text = tr("slope {slope}", slope=figure(reading.slope))
    if reading.end is not None:
        text += "   " + tr("step {step}", step=signed(reading.end - reading.place))
    curve = frame.places(np.column_stack([scene.relief.u, scene.relief.height[0]]))
    wide, tall = label_width(text), sized(LABEL_HEIGHT)
    toward = 1.0 if at.x() < frame.rect.center().x() else -1.0
    reach = MARBLE * theme.current().marble_scale
    room = frame.rect.adjusted(4.0, READ, -4.0 - wide, -BELOW - tall)
    free: list[tuple[int, float, float]] = []
    for side, up in product((toward, -toward), (40.0, 70.0, -20.0, -50.0)):
        left = at.x() + 14.0 if side > 0.0 else at.x() - 14.0 - wide
        left = min(max(left, room.left()), room.right())
        top = min(max(at.y() - up, room.top()), room.bottom())
        box = QRectF(left, top, wide, tall)
        if not _within(box.adjusted(-reach, -reach, reach, reach), lying):
            free.append((_within(box, curve), left, top))
    if free:
        _, left, top = min(free, key=lambda place: place[0])
        paint_label(painter, left, top, text)


def _within(box: QRectF, places: Array) -> int:
    """How many of the pixels (k, 2) lie in a box."""
    across = (places[:, 0] >= box.left()) & (places[:, 0] <= box.right())
    return int((across & (places[:, 1] >= box.top()) & (places[:, 1] <= box.bottom())).sum())


def signed(x: float) -> str:
    """`+4.000` or `−4.000`."""
    text = figure(x)
    return text if text.startswith(MINUS) or not x > 0.0 else f"+{text}"
