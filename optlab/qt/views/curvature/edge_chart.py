"""The largest curvature over the steps against the edge of stability, on a logarithmic axis.

Bends reach over many powers of ten, and so does the edge, which goes with the learning rate.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QLineF, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from optlab.engine.arrays import Array
from optlab.qt import theme
from optlab.qt.text import tr
from optlab.qt.theme.fonts import LABEL, font, use_font
from optlab.qt.theme.markers import marker_path
from optlab.qt.theme.measures import sized
from optlab.qt.views.colours import mixed
from optlab.qt.views.frame import BOTTOM, LEFT, RIGHT, TOP, Frame
from optlab.qt.views.pictures import PictureActions
from optlab.qt.views.strokes import draw_polyline, pen
from optlab.qt.views.ticks import linear_ticks, log_ticks, tick_text

EMPTY = np.empty(0)
LEAST, MOST = 10.0, 100.0
AHEAD = 0.4
"""How much of its colour the curve keeps beyond the cursor."""


@dataclass(frozen=True, eq=False)
class Edges:
    """What is drawn: the largest curvature and the edge, each (k,) at steps (k,)."""

    steps: Array = field(default_factory=lambda: EMPTY)
    largest: Array = field(default_factory=lambda: EMPTY)
    edge_steps: Array = field(default_factory=lambda: EMPTY)
    edge: Array = field(default_factory=lambda: EMPTY)
    cursor: int = 0
    end: int = 1
    racer: int = 0
    rule: str = ""
    exact: bool = True

    @property
    def beyond(self) -> NDArray[np.bool]:
        """Which of the measured steps (k,) lie beyond the edge."""
        if not len(self.edge):
            return np.zeros(len(self.steps), dtype=np.bool)
        return np.greater(self.largest, np.interp(self.steps, self.edge_steps, self.edge))


class EdgeChart(QWidget):
    """Draws Edges; `cursor_dragged` tells the step that a person put the cursor at."""

    cursor_dragged = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Largest curvature and the edge of stability"))
        self.setToolTip(
            tr(
                "The largest curvature along the way. Above the dashed line a step overshoots "
                "further each time. Click, drag, or press the arrow keys to move the cursor."
            )
        )
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.SplitHCursor)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(160, 100)
        PictureActions(self, tr("Largest curvature"))
        self._edges = Edges()

    @property
    def edges(self) -> Edges:
        """What is drawn."""
        return self._edges

    def show_edges(self, edges: Edges) -> None:
        """Draw `edges`."""
        self._edges = edges
        self.update()

    def sizeHint(self) -> QSize:
        """Some room; it takes what it gets."""
        return QSize(320, 190)

    def frame(self) -> Frame:
        """Steps across, powers of ten of the curvature upwards."""
        edges = self._edges
        rect = QRectF(self.rect()).adjusted(sized(LEFT), sized(TOP), -sized(RIGHT), -sized(BOTTOM))
        low, high = _range(edges)
        upwards = float(np.log10(low)), float(np.log10(high))
        return Frame(rect, (0.0, float(max(edges.end, 1))), upwards)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Axes, the edge, the curve, the cursor."""
        del event
        painter, edges = QPainter(self), self._edges
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette = theme.current()
        if not len(edges.steps):
            painter.setPen(QColor(palette.muted))
            middle = Qt.AlignmentFlag.AlignCenter
            painter.drawText(self.rect(), middle, tr("measuring how the ground bends …"))
            return
        frame = self.frame()
        self._paint_axes(painter, frame)
        painter.setClipRect(frame.rect.adjusted(-6, -6, 6, 6))
        if len(edges.edge):
            painter.setPen(pen(palette.danger, 1.5, (4.0, 3.0)))
            draw_polyline(painter, frame.places(_logs(edges.edge_steps, edges.edge)))
        look = theme.racer(edges.racer)
        bent = edges.largest > 0.0  # ground that bends downwards everywhere has no place here
        places = frame.places(_logs(edges.steps[bent], edges.largest[bent]))
        faint = mixed(look.colour, palette.panel, AHEAD)
        past = int(np.searchsorted(edges.steps[bent], edges.cursor, side="right"))
        painter.setPen(pen(faint, 1.75))
        draw_polyline(painter, places[max(past - 1, 0) :])
        painter.setPen(pen(look.colour, 1.75))
        draw_polyline(painter, places[:past])
        for row, ((x, y), out) in enumerate(zip(places.tolist(), edges.beyond[bent], strict=True)):
            colour = palette.danger if out else look.colour if row < past else faint
            spot = QPointF(x, y)
            radius = sized(3.5) if out else sized(2.0)
            marker = "diamond" if out else "disc"
            painter.fillPath(marker_path(marker, spot, radius), QColor(colour))
        x = frame.place(edges.cursor, frame.y[0]).x()
        painter.setPen(pen(palette.muted, 1.0, (4.0, 3.0)))
        painter.drawLine(QLineF(x, frame.rect.top(), x, frame.rect.bottom()))
        if self.hasFocus():
            painter.setClipping(False)
            painter.setPen(pen(palette.accent, 1.0))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)

    def _paint_axes(self, painter: QPainter, frame: Frame) -> None:
        palette, rect = theme.current(), frame.rect
        use_font(painter, LABEL)
        metrics = QFontMetricsF(font(LABEL))
        low, high = 10.0 ** frame.y[0], 10.0 ** frame.y[1]
        for tick in log_ticks(low, high, max(2, int(rect.height() // sized(28)))):
            y = round(frame.place(0.0, float(np.log10(tick))).y()) + 0.5
            painter.setPen(pen(palette.grid, 1.0))
            painter.drawLine(QLineF(rect.left(), y, rect.right(), y))
            painter.setPen(QColor(palette.muted))
            beside = QRectF(0.0, y - sized(8), rect.left() - 8.0, 2.0 * sized(8))
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(beside, right, tick_text(tick))
        ticks = linear_ticks(*frame.x, max(2, int(rect.width() // sized(60))))
        name = tr("step")
        name_left = rect.right() - metrics.horizontalAdvance(name)
        below = rect.bottom() + sized(17)
        for tick in ticks:
            text = tick_text(tick, ticks[1] - ticks[0])
            half = metrics.horizontalAdvance(text) / 2.0
            x = frame.place(tick, frame.y[0]).x()
            if x + half + 8.0 < name_left:
                painter.drawText(QPointF(x - half, below), text)
        painter.drawText(QPointF(name_left, below), name)
        top, x = rect.top() - sized(9), rect.left() - sized(LEFT) + sized(12)
        curve = tr("largest curvature")
        painter.setPen(QColor(theme.racer(self._edges.racer).colour))
        painter.drawText(QPointF(x, top), curve)
        if self._edges.rule:
            painter.setPen(QColor(palette.danger))
            x += metrics.horizontalAdvance(curve) + sized(12)
            said = tr("edge {rule}", rule=self._edges.rule)
            if not self._edges.exact:
                said = tr("{edge} (a guide)", edge=said)
            room = rect.right() - x
            short = metrics.elidedText(f"- - {said}", Qt.TextElideMode.ElideRight, room)
            painter.drawText(QPointF(x, top), short)

    # Moving the cursor ---------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click puts the cursor there."""
        self.mouseMoveEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Dragging takes the cursor along."""
        if event.buttons() & Qt.MouseButton.LeftButton and len(self._edges.steps):
            self._seek(round(self.frame().data(event.position())[0]))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right move the cursor by a step, with Shift by ten."""
        sign = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if not sign:
            super().keyPressEvent(event)
            return
        shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        self._seek(self._edges.cursor + sign * (10 if shifted else 1))

    def _seek(self, step: int) -> None:
        self.cursor_dragged.emit(min(max(step, 0), self._edges.end))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        if event.type() == QEvent.Type.PaletteChange:
            self.update()
        super().changeEvent(event)


def _range(edges: Edges) -> tuple[float, float]:
    """Lowest and highest curvature to show: never less than a factor of `LEAST` between them.

    A racer that blows up leaves all bounds, so the curve counts up to `MOST` times its middle or
    the edge; an edge farther away than that would only press the curve flat.
    """
    bent = edges.largest[edges.largest > 0.0]
    if not len(bent):
        bent = edges.edge if len(edges.edge) else np.ones(1)
    usual = float(np.median(bent))
    limits = edges.edge[(edges.edge < MOST * usual) & (edges.edge > usual / MOST)]
    ceiling = MOST * max(usual, float(limits.max(initial=0.0)))
    shown = np.concatenate([np.minimum(bent, ceiling), limits])
    low, high = 0.8 * float(shown.min()), 1.25 * float(shown.max())
    air = max(LEAST * low / high, 1.0) ** 0.5
    return low / air, high * air


def _logs(x: Array, y: Array) -> Array:
    return np.column_stack([x, np.log10(np.maximum(y, 1e-300))])
