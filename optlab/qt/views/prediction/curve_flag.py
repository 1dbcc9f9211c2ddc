"""A flag on the curve of a landscape with one parameter, and the way along it to the end."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter

from optlab.engine.arrays import Array
from optlab.qt import theme
from optlab.qt.theme.measures import sized
from optlab.qt.views.curve_scene import CurveScene
from optlab.qt.views.frame import Frame
from optlab.qt.views.prediction.flag import Flag
from optlab.qt.views.prediction.flag_paint import CLOTH, flag_height, paint_flag, paint_join
from optlab.qt.views.probed_view import LABEL_HEIGHT, label_width, paint_label


def paint_flag_on(painter: QPainter, frame: Frame, scene: CurveScene, flag: Flag) -> None:
    """The flag with its words and the distance, and dashes along the curve."""
    painter.save()
    painter.setClipRect(frame.rect)

    def places(x: Array) -> Array:
        return frame.places(np.column_stack([x, scene.height(x)]))

    foot = QPointF(*places(flag.foot[:1])[0].tolist())
    paint_join(painter, places(flag.join[:, 0]))
    paint_flag(painter, foot)
    painter.restore()
    if not frame.rect.contains(foot):
        return
    words = f"{flag.words}, {flag.distance}" if flag.distance else flag.words
    wide, tall = label_width(words), float(sized(LABEL_HEIGHT))
    top, cloth = foot - flag_height(), CLOTH * theme.current().marble_scale + 4.0
    marble = scene.walks[scene.reading.racer].marble
    away = marble is None or frame.place(*marble).x() <= foot.x()  # its words lie on the other side
    left = top.x() + cloth if away else top.x() - wide - 4.0
    if left + wide > frame.rect.right() or left < frame.rect.left():
        left, top = top.x() - wide / 2.0, top - QPointF(0.0, tall)
    left = min(max(left, frame.rect.left() + 2.0), frame.rect.right() - wide - 2.0)
    paint_label(painter, left, max(top.y() - 6.0, frame.rect.top() + 2.0), words)
