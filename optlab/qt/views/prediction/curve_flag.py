"""A flag on the curve of a landscape with one parameter, and the way along it to the end."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter

from optlab.engine.arrays import Array
from optlab.qt.theme.measures import sized
from optlab.qt.views.curve_scene import CurveScene
from optlab.qt.views.frame import Frame
from optlab.qt.views.prediction.flag import Flag
from optlab.qt.views.prediction.flag_paint import POLE, paint_flag, paint_join
from optlab.qt.views.probed_view import LABEL_HEIGHT, label_width, paint_label


def paint_flag_on(painter: QPainter, frame: Frame, scene: CurveScene, flag: Flag) -> None:
    """The flag with its words, and dashes along the curve with the distance."""
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
    _label(painter, frame, foot - QPointF(0.0, POLE), flag.words)
    if flag.distance:
        _label(painter, frame, QPointF(*places(flag.middle[:1])[0].tolist()), flag.distance)


def _label(painter: QPainter, frame: Frame, at: QPointF, text: str) -> None:
    """Words above a place, inside the frame."""
    wide, tall = label_width(text), float(sized(LABEL_HEIGHT))
    left = min(max(at.x() - wide / 2.0, frame.rect.left() + 2.0), frame.rect.right() - wide - 2.0)
    paint_label(painter, left, max(at.y() - tall - 8.0, frame.rect.top() + 2.0), text)
