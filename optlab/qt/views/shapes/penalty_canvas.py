"""What a sample is charged for its answer: all losses quiet and dashed, the chosen one thick.

The present samples are dots on the chosen curve, with ticks below, so that many at one place show.
"""

from __future__ import annotations

from collections.abc import Mapping
from operator import is_

import numpy as np
from PySide6.QtCore import QEvent, QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QHelpEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QToolTip, QWidget

from optlab.engine.arrays import Array
from optlab.qt import theme
from optlab.qt.text import tr
from optlab.qt.theme.fonts import LABEL, font, use_font
from optlab.qt.theme.measures import sized
from optlab.qt.views.frame import BOTTOM, LEFT, RIGHT, TOP, Frame, paint_axes
from optlab.qt.views.pictures import PictureActions
from optlab.qt.views.strokes import draw_dots, draw_pieces, draw_polyline, pen
from optlab.qt.views.ticks import rung_above
from optlab.session.numbers import figure
from optlab.session.shapes import Penalties

CEILING = 5.0
"""Of the charges for classes that are drawn: what grows without bound leaves the frame here."""
DASHES: tuple[tuple[float, ...], ...] = (
    (6, 2),
    (2, 2),
    (8, 2, 2, 2),
    (4, 2),
    (8, 2, 2, 2, 2, 2),
    (1, 2),
    (10, 3),
)
LOW = 80
"""Pixels of a frame in which a key would hide the curves; the tool tip then names them."""
KEY, WIDE = 0.75, 0.75
"""How much of a frame's height and width the key may take."""
SAMPLE = 18
"""Pixels of a line in the key."""


class PenaltyCanvas(QWidget):
    """Draws Penalties; under the mouse every loss says its charge."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Charge of a sample by every loss"))
        self.setMinimumSize(160, 60)
        PictureActions(self, tr("Losses"))
        self._shown: Penalties | None = None
        self._racer = 0
        self._words = ""
        self._drawn: object = None
        self._curves: list[Mapping[str, Array]] = []
        self._picture = QPixmap()

    def show_penalties(self, shown: Penalties | None, racer: int, words: str = "") -> None:
        """Draw the curves, and the samples of `racer`'s model; without any, `words`."""
        self._shown, self._racer, self._words = shown, racer, words
        self.setAccessibleDescription(", ".join(shown.parts[0].curves) if shown else words)
        self.update()

    def frames(self) -> list[Frame]:
        """A frame for every target: both at one scale."""
        if self._shown is None:
            return []
        parts = self._shown.parts
        width = self.width() / len(parts)
        left, top, right, bottom = (sized(each) for each in (LEFT, TOP, RIGHT, BOTTOM))
        high = CEILING
        if self._shown.kind == "errors":
            curve = parts[0].curves[self._shown.chosen]
            high = rung_above(max(float(curve.max()), 1e-12))
        return [
            Frame(
                QRectF(
                    place * width + left,
                    top,
                    max(width - left - right, 1.0),
                    max(self.height() - top - bottom, 1.0),
                ),
                (float(part.x[0]), float(part.x[-1]))
                if self._shown.kind == "errors"
                else (0.0, 1.0),
                (0.0, high),
            )
            for place, part in enumerate(parts)
        ]

    def paintEvent(self, event: QPaintEvent) -> None:
        """Curves, dots and ticks of every target, and one key."""
        del event
        shown, painter = self._shown, QPainter(self)
        if shown is None:
            painter.setPen(QColor(theme.current().muted))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.rect().adjusted(24, 8, -24, -8), flags, self._words)
            return
        frames = self.frames()
        painter.drawPixmap(0, 0, self._ground(shown, frames))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for frame, part in zip(frames, shown.parts, strict=True):
            painter.setClipRect(frame.rect.adjusted(0.0, -3.0, 0.0, 3.0))
            self._paint_samples(painter, frame, part.dots)

    def _ground(self, shown: Penalties, frames: list[Frame]) -> QPixmap:
        """All but the samples: it changes with the choice of a loss, not with a step."""
        scale = self.devicePixelRatioF()
        key = shown.chosen, self.size(), scale, theme.current().name
        curves = [part.curves for part in shown.parts]
        same = len(curves) == len(self._curves) and all(map(is_, curves, self._curves))
        if key != self._drawn or not same:
            made = QPixmap(self.size() * scale)
            made.setDevicePixelRatio(scale)
            made.fill(Qt.GlobalColor.transparent)
            painter = QPainter(made)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for place, frame in enumerate(frames):
                self._paint_part(painter, frame, shown, place)
            painter.end()
            self._drawn, self._curves, self._picture = key, curves, made
        return self._picture

    def _paint_part(self, painter: QPainter, frame: Frame, shown: Penalties, place: int) -> None:
        palette, part = theme.current(), shown.parts[place]
        paint_axes(painter, frame, _across(shown.kind), _up(shown.kind, place), grid=True)
        painter.save()
        painter.setClipRect(frame.rect.adjusted(0.0, -2.0, 0.0, 2.0))
        rivals = [name for name in part.curves if name != shown.chosen]
        for name, dash in zip(rivals, DASHES, strict=False):
            painter.setPen(pen(palette.muted, 1.2, dash))
            draw_polyline(painter, _line(frame, part.x, part.curves[name]))
        painter.setPen(pen(palette.accent, 3.0))
        draw_polyline(painter, _line(frame, part.x, part.curves[shown.chosen]))
        painter.restore()
        if place == 0 and frame.rect.height() > sized(LOW):
            self._paint_key(painter, frame, shown, rivals)

    def _paint_samples(self, painter: QPainter, frame: Frame, dots: Array) -> None:
        if not len(dots):
            return
        colour = theme.racer(self._racer).colour
        places = frame.places(np.column_stack([dots[:, 0], np.minimum(dots[:, 1], frame.y[1])]))
        bottom = np.full(len(places), frame.rect.bottom())
        painter.setPen(pen(colour, 1.0))
        draw_pieces(
            painter, np.column_stack([places[:, 0], bottom, places[:, 0], bottom - sized(5)])
        )
        draw_dots(painter, places, theme.current().panel, 6.5)
        draw_dots(painter, places, colour, 4.5)

    @staticmethod
    def _paint_key(
        painter: QPainter,
        frame: Frame,
        shown: Penalties,
        rivals: list[str],
    ) -> None:
        """Names of the losses where their curves leave room: target 0 rises to the right."""
        palette, metrics = theme.current(), QFontMetricsF(font(LABEL))
        names = [shown.chosen, *rivals]
        line, mark = metrics.lineSpacing(), sized(SAMPLE) + 6.0
        room = max(int(KEY * frame.rect.height() // line), 1)
        column = max(metrics.horizontalAdvance(name) for name in names) + mark + 12.0
        columns = max(min(-(-len(names) // room), int(WIDE * frame.rect.width() // column)), 1)
        left = {
            "targets": frame.rect.left() + 8.0,
            "classes": frame.rect.right() - columns * column,
            "errors": frame.rect.center().x() - columns * column / 2.0,
        }[shown.kind]
        use_font(painter, LABEL)
        for place, name in enumerate(names[: room * columns]):
            x = left + column * (place // room)
            y = frame.rect.top() + 6.0 + line * (place % room + 0.5)
            stroke = pen(palette.muted, 1.2, DASHES[(place - 1) % len(DASHES)])
            painter.setPen(stroke if place else pen(palette.accent, 3.0))
            painter.drawLine(QLineF(x, y, x + sized(SAMPLE), y))
            painter.setPen(QColor(palette.muted if place else palette.text))
            painter.drawText(QPointF(x + mark, y + metrics.ascent() / 2.0 - 1.5), name)

    def reading(self, at: QPointF) -> str:
        """What every loss charges for the answer under a pixel."""
        shown = self._shown
        for frame, place in zip(self.frames(), range(2), strict=False):
            if shown is not None and frame.rect.contains(at):
                part = shown.parts[place]
                x = float(np.clip(frame.data(at)[0], part.x[0], part.x[-1]))
                lines = [
                    f"{name}: {figure(float(np.interp(x, part.x, curve)))}"
                    for name, curve in part.curves.items()
                ]
                return "\n".join([f"{_across(shown.kind)} {figure(x)}", *lines])
        return tr("Across: the answer. Upwards: what a sample is charged for it.")

    def event(self, event: QEvent) -> bool:
        """Read the curves under the mouse."""
        if isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self.reading(QPointF(event.pos())), self)
            return True
        return super().event(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        if event.type() == QEvent.Type.PaletteChange:
            self.update()
        super().changeEvent(event)

    def sizeHint(self) -> QSize:
        """Two frames."""
        return QSize(380, 180)


def _line(frame: Frame, x: Array, y: Array) -> Array:
    """Pixels of a curve; what leaves the frame at the top is cut off not far above it."""
    inside = np.isfinite(y)
    return frame.places(np.column_stack([x[inside], np.minimum(y[inside], 3.0 * frame.y[1])]))


def _across(kind: str) -> str:
    if kind == "errors":
        return tr("error")
    return tr("p(class 1)") if kind == "targets" else tr("p(true class)")


def _up(kind: str, place: int) -> str:
    if kind == "targets":
        return tr("charge, target 0") if place == 0 else tr("charge, target 1")
    return tr("charge")
