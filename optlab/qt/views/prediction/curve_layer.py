"""What lies over the loss chart: the curve drawn by hand, the handle of the keys, and the gap."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QEvent, QLineF, QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QWidget

from optlab.engine.arrays import Array
from optlab.qt import theme
from optlab.qt.theme.measures import sized
from optlab.qt.views.loss_chart import LossChart
from optlab.qt.views.probed_view import LABEL_HEIGHT, label_width, paint_label
from optlab.qt.views.strokes import draw_polyline, pen

WIDTH, CASING = 2.4, 5.0
"""Pixels of the drawn curve, and of the edge that sets it off from those that came."""
DASH = (3.2, 2.0)
"""Drawn and left out, in widths of the pen: no racer has these dashes."""
TINT, HATCH = 0.16, 0.55
"""Opacity of the gap, and of the lines across it."""
HANDLE = 6.5
"""Radius of the handle."""
AIR = 6.0
"""Pixels between a label and what it names."""


@dataclass(frozen=True, eq=False)
class Sheet:
    """Points (k, 2) of the drawn curve in units of the chart, with its `label`.

    `held` is where the keys pull. `true` (m, 2) is what came, over the steps that were drawn; the
    gap between the two is then shaded and its `figure` stands at the `worst` place: x and the two
    heights.
    """

    curve: Array
    label: str
    held: tuple[float, float] | None = None
    true: Array | None = None
    worst: tuple[float, float, float] | None = None
    figure: str = ""


class CurveLayer(QWidget):
    """Paints a Sheet over `chart`; the mouse goes through it."""

    def __init__(self, chart: LossChart) -> None:
        super().__init__(chart.viewport())
        self._chart = chart
        self.sheet: Sheet | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        chart.viewport().installEventFilter(self)
        self.setGeometry(chart.viewport().rect())
        self.hide()

    def lay(self, sheet: Sheet | None) -> None:
        """Paint `sheet`, or nothing."""
        self.sheet = sheet
        self.setVisible(sheet is not None)
        self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Cover the chart, whatever its size."""
        if event.type() == QEvent.Type.Resize:
            self.setGeometry(self._chart.viewport().rect())
        return super().eventFilter(watched, event)

    def places(self, points: Array) -> Array:
        """Pixels (k, 2) of points (k, 2) in units of the chart."""
        corner, other = self._chart.place(0.0, 0.0), self._chart.place(1.0, 1.0)
        scale = np.array([other.x() - corner.x(), other.y() - corner.y()])
        return np.array([corner.x(), corner.y()]) + points * scale

    def paintEvent(self, event: QPaintEvent) -> None:
        """The gap, the curve, and the words."""
        del event
        sheet = self.sheet
        if sheet is None or len(sheet.curve) == 0:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette, frame = theme.current(), self._chart.frame()
        painter.save()
        painter.setClipRect(frame)
        if sheet.true is not None:
            self._shade(painter, sheet.curve, sheet.true)
        curve = self.places(sheet.curve)
        for colour, width, dash in ((palette.panel, CASING, ()), (palette.text, WIDTH, DASH)):
            painter.setPen(pen(colour, width, dash))
            draw_polyline(painter, curve)
        if sheet.held is not None:
            self._paint_handle(painter, frame, sheet.held)
        painter.restore()
        taken: list[QRectF] = []
        if sheet.worst is not None:
            taken.append(self._paint_worst(painter, frame, sheet.worst, sheet.figure))
        self._paint_label(painter, frame, curve, sheet, taken)

    def _shade(self, painter: QPainter, curve: Array, true: Array) -> None:
        """Tinted and hatched, so that it shows in grey, too."""
        outline = self.places(np.concatenate([curve, true[::-1]]))
        outline = np.clip(outline, -1e5, 1e5)
        shape = QPolygonF([QPointF(x, y) for x, y in outline.tolist()])
        painter.setPen(Qt.PenStyle.NoPen)
        for alpha, style in (
            (TINT, Qt.BrushStyle.SolidPattern),
            (HATCH, Qt.BrushStyle.BDiagPattern),
        ):
            colour = QColor(theme.current().warn)
            colour.setAlphaF(alpha)
            painter.setBrush(colour)
            brush = painter.brush()
            brush.setStyle(style)
            painter.setBrush(brush)
            painter.drawPolygon(shape)  # pyright: ignore[reportUnknownMemberType]
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _paint_handle(self, painter: QPainter, frame: QRectF, held: tuple[float, float]) -> None:
        palette = theme.current()
        at = QPointF(*self.places(np.array([held]))[0].tolist())
        painter.setPen(pen(palette.accent, 1.2, (3.0, 3.0)))
        painter.drawLine(QLineF(at.x(), frame.top(), at.x(), frame.bottom()))
        painter.setPen(pen(palette.accent, 2.2))
        painter.setBrush(QColor(palette.panel))
        radius = HANDLE * palette.marble_scale
        painter.drawEllipse(at, radius, radius)
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _paint_worst(
        self, painter: QPainter, frame: QRectF, worst: tuple[float, float, float], text: str
    ) -> QRectF:
        """A bar across the largest gap, with the figure beside it; the box of the figure."""
        x, one, other = worst
        ends = self.places(np.array([[x, one], [x, other]]))
        ends[:, 0] = np.clip(ends[:, 0], frame.left() + 3.0, frame.right() - 3.0)
        ends[:, 1] = np.clip(ends[:, 1], frame.top() + 3.0, frame.bottom() - 3.0)
        palette = theme.current()
        for colour, width in ((palette.panel, 4.4), (palette.text, 1.8)):
            painter.setPen(pen(colour, width))
            draw_polyline(painter, ends)
            for end in ends:
                draw_polyline(painter, end + np.array([[-4.0, 0.0], [4.0, 0.0]]))
        wide, tall = label_width(text), sized(LABEL_HEIGHT)
        right = ends[0, 0] + AIR + wide < frame.right()
        left = ends[0, 0] + AIR if right else ends[0, 0] - AIR - wide
        top = float(ends[:, 1].mean()) - tall / 2.0
        top = min(max(top, frame.top() + 2.0), frame.bottom() - tall - 2.0)
        paint_label(painter, left, top, text)
        return QRectF(left, top, wide, tall)

    def _paint_label(
        self, painter: QPainter, frame: QRectF, curve: Array, sheet: Sheet, taken: list[QRectF]
    ) -> None:
        """The name of the curve, where there is most air around it."""
        wide, tall = label_width(sheet.label), float(sized(LABEL_HEIGHT))
        lines = [curve] if sheet.true is None else [curve, self.places(sheet.true)]
        inside = curve[(curve[:, 0] >= frame.left()) & (curve[:, 0] <= frame.right())]
        if len(inside) < 2 or wide > frame.width():
            return
        found: list[tuple[float, QRectF]] = []
        for share in (0.5, 0.62, 0.38, 0.75, 0.25, 0.88, 0.12):
            at = inside[round(share * (len(inside) - 1))]
            for gap in (
                AIR,
                -AIR - tall,
                3.0 * AIR,
                -3.0 * AIR - tall,
                6.0 * AIR,
                -6.0 * AIR - tall,
            ):
                left = min(max(at[0] - wide / 2.0, frame.left() + 2.0), frame.right() - wide - 2.0)
                low, high = frame.top() + 2.0, frame.bottom() - tall - 2.0
                box = QRectF(left, min(max(at[1] - gap - tall, low), high), wide, tall)
                crossed = float(sum(_crossed(box, line) for line in lines))
                crossed += 100.0 * sum(box.intersects(other) for other in taken)
                found.append((crossed, box))
        box = min(found, key=lambda place: place[0])[1]
        paint_label(painter, box.left(), box.top(), sheet.label)


def _crossed(box: QRectF, line: Array) -> int:
    """How many points of a line (k, 2) in pixels, made dense, lie in a box."""
    x = np.linspace(box.left(), box.right(), 24)
    y = np.interp(x, line[:, 0], line[:, 1])
    within = (x >= line[0, 0]) & (x <= line[-1, 0])
    return int(((y >= box.top()) & (y <= box.bottom()) & within).sum())
