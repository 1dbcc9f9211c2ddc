# pyright: standard
"""The drawing inside the loss pane: curves, cursor and axes, on a raster pyqtgraph plot.

The plot does not zoom or pan: all of a run is on it, and the mouse moves the cursor instead. Items
are made once per racer and refilled. Curves are drawn as separate line pieces ("segmented"): smooth
edges then cost 2 ms a curve instead of 20.
"""

from __future__ import annotations

from typing import Any, cast

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainterPath, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QGraphicsSimpleTextItem, QMenu, QWidget

from optlab.engine.arrays import Array
from optlab.qt import theme
from optlab.qt.theme.fonts import LABEL, font
from optlab.qt.theme.markers import marker_path
from optlab.qt.theme.measures import sized
from optlab.qt.views.colours import mixed
from optlab.qt.views.curves import dashed
from optlab.qt.views.loss_lines import Drawing, Line
from optlab.qt.views.ticks import linear_ticks, tick_text

RESTLESS = 8.0
"""A curve that goes up and down more often than this many times the height keeps hard edges.

It is made of upright strokes, which look the same without smoothing and cost a tenth.
"""
WIDTH, THIN = 1.75, 1.2
"""Pixels of a training curve and of a test curve."""
AHEAD = 0.32
"""How much of its colour a curve keeps beyond the cursor."""
DOTS = (1.5, 2.5)
"""Pixels drawn and left out of a test curve."""
AIR = 0.035
"""Free height above and below the range, as a share of it, so that no marker is cut off."""
MARGIN = 6
"""Free pixels left and right of the range, for the same reason."""
LEFT, BOTTOM = 46, 30
"""Pixels beside and below the plot for its numbers: fixed, so nothing jumps."""


class LossChart(pg.PlotWidget):
    """Shows a Drawing; `sought` tells the x to put the cursor at, `stepped` by how much to move."""

    sought = Signal(float)
    stepped = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        self._drawing: Drawing | None = None  # before Qt sends the first resize event
        super().__init__(parent, enableMenu=False)
        self._racers: list[_RacerItems] = []
        self.setMinimumSize(200, 120)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.SplitHCursor)
        self._plot = plot = cast("pg.PlotItem", self.getPlotItem())
        # pyqtgraph makes its menu even when told not to show one; so it goes with the chart.
        cast("QMenu", plot.ctrlMenu).setParent(self, Qt.WindowType.Popup)
        plot.hideButtons()
        plot.setContentsMargins(0, 8, 14, 0)
        self._view = plot.getViewBox()
        self._view.setMouseEnabled(x=False, y=False)
        self._left, self._bottom = plot.getAxis("left"), plot.getAxis("bottom")
        for axis in (self._left, self._bottom):
            axis.setStyle(
                tickTextOffset=8,
                tickLength=0,
                autoExpandTextSpace=False,
                hideOverlappingLabels=False,
            )
            axis.setPen(None)
        self._left.setGrid(255)
        self._cursor = pg.InfiniteLine(angle=90)
        self._cursor.setZValue(20)
        self._number = QGraphicsSimpleTextItem(self._bottom)
        self._marks = pg.ScatterPlotItem()
        self._marks.setZValue(30)
        plot.addItem(self._cursor)
        plot.addItem(self._marks)
        self.restyle()

    def restyle(self) -> None:
        """Take the colours of the theme in force."""
        palette, device = theme.current(), self.devicePixelRatioF()
        self.setBackground(palette.panel)
        self._left.setWidth(sized(LEFT))
        self._bottom.setHeight(sized(BOTTOM))
        for axis in (self._left, self._bottom):
            axis.setStyle(tickFont=font(LABEL))
        self._number.setFont(font(LABEL))
        self._left.setTickPen(pg.mkPen(palette.grid))
        self._bottom.setTickPen(pg.mkPen(palette.panel))
        for axis in (self._left, self._bottom):
            axis.setTextPen(palette.muted)
        self._cursor.setPen(pg.mkPen(palette.muted, width=device * palette.line_scale, dash=[4, 3]))
        self._number.setBrush(QColor(palette.text))
        for index, items in enumerate(self._racers):
            items.restyle(index, device)
        self._redraw()

    def event(self, ev: QEvent) -> bool:
        """Keep lines as thick when the window goes to a screen of another density."""
        if ev.type() == QEvent.Type.DevicePixelRatioChange:
            self.restyle()
        return super().event(ev)

    def show_drawing(self, drawing: Drawing) -> None:
        """Draw `drawing` in place of what was drawn before."""
        self._drawing = drawing
        while len(self._racers) < len(drawing.racers):
            self._racers.append(
                _RacerItems(self._plot, len(self._racers), self.devicePixelRatioF())
            )
        self._redraw()

    def place(self, x: float, height: float) -> QPointF:
        """The point of this widget at x and at a height of the drawing."""
        return self._view.mapViewToScene(QPointF(x, height))

    def frame(self) -> QRectF:
        """Where curves are drawn, in pixels of this widget."""
        return self._view.mapRectToScene(self._view.rect())

    def x_at(self, position: QPointF) -> float:
        """The x of the drawing under a point of this widget."""
        return float(self._view.mapSceneToView(position).x())

    def height_at(self, position: QPointF) -> float:
        """The height of the drawing under a point of this widget."""
        return float(self._view.mapSceneToView(position).y())

    def _redraw(self) -> None:
        drawing = self._drawing
        if drawing is None:
            return
        low, high = drawing.y_range
        air = AIR * (high - low)
        pixel = (drawing.x_range[1] - drawing.x_range[0]) / max(
            self._view.width() - 2 * MARGIN, 1.0
        )
        across = drawing.x_range[0] - MARGIN * pixel, drawing.x_range[1] + MARGIN * pixel
        self._view.setRange(xRange=across, yRange=(low - air, high + air), padding=0.0)
        self._left.setTicks([drawing.y_ticks])
        for index, items in enumerate(self._racers):
            items.setVisible(index < len(drawing.racers))
            if index < len(drawing.racers):
                items.fill(
                    drawing.racers[index].train, drawing.racers[index].test, pixel, high - low
                )
        self._marks.setData(_marks(drawing))
        self._cursor.setValue(drawing.cursor)
        self._write_numbers(drawing, pixel)

    def _write_numbers(self, drawing: Drawing, pixel: float) -> None:
        """The cursor's number under its line; round numbers make way for it."""
        self._number.setText(drawing.cursor_text)
        half = self._number.boundingRect().width() / 2.0
        ends = drawing.x_range
        at = (min(max(drawing.cursor, ends[0]), ends[1]) - ends[0]) / pixel
        self._number.setPos(MARGIN + at - half, 7)
        ticks = linear_ticks(*ends, max(2, int((ends[1] - ends[0]) / pixel) // sized(70)))
        step = ticks[1] - ticks[0]
        reach = 2.0 * half + 8.0
        free = [(x, tick_text(x, step)) for x in ticks if abs((x - ends[0]) / pixel - at) > reach]
        self._bottom.setTicks([free])

    def mousePressEvent(self, ev: QMouseEvent) -> None:
        """A click puts the cursor there."""
        self.mouseMoveEvent(ev)

    def mouseMoveEvent(self, ev: QMouseEvent) -> None:
        """Dragging takes the cursor along."""
        if ev.buttons() & Qt.MouseButton.LeftButton:
            self.sought.emit(self.x_at(ev.position()))
        ev.accept()

    def mouseReleaseEvent(self, ev: QMouseEvent) -> None:
        """The cursor stays where it was dragged to."""
        ev.accept()

    def mouseDoubleClickEvent(self, ev: QMouseEvent) -> None:
        """The second click of a pair counts like the first."""
        self.mouseMoveEvent(ev)

    def wheelEvent(self, ev: QWheelEvent) -> None:
        """The wheel belongs to whatever scrolls around this plot."""
        ev.ignore()

    def keyPressEvent(self, ev: QKeyEvent) -> None:
        """Left and right move the cursor by an update, with Shift by ten."""
        sign = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(ev.key()), 0)
        if not sign:
            ev.ignore()
            return
        shifted = bool(ev.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        self.stepped.emit(sign * (10 if shifted else 1))

    def resizeEvent(self, ev: QResizeEvent | None) -> None:
        """Dashes and round numbers depend on the width."""
        super().resizeEvent(ev)
        self._redraw()


class _RacerItems:
    """The curves of one racer: training and test loss, solid up to the cursor and then faint."""

    def __init__(self, plot: pg.PlotItem, index: int, device: float) -> None:
        self._curves = tuple(
            pg.PlotCurveItem(segmentedLineMode="on", skipFiniteCheck=True) for _ in range(4)
        )
        for depth, curve in enumerate(self._curves):
            curve.setZValue(depth)
            plot.addItem(curve)
        self._test_ahead, self._ahead, self._test_past, self._past = self._curves
        self.restyle(index, device)

    def restyle(self, index: int, device: float) -> None:
        """The racer's look in the theme in force; `device` pixels make a logical one."""
        look, palette = theme.racer(index), theme.current()
        self._dash = tuple(WIDTH * palette.line_scale * length for length in look.dash)
        self._dots = tuple(palette.line_scale * length for length in DOTS)
        # pyqtgraph's pens are cosmetic: Qt takes their widths for pixels of the device.
        wide, thin = (width * palette.line_scale * device for width in (WIDTH, THIN))
        faint = mixed(look.colour, palette.panel, AHEAD)
        self._past.setPen(pg.mkPen(look.colour, width=wide))
        self._ahead.setPen(pg.mkPen(faint, width=wide))
        self._test_past.setPen(pg.mkPen(look.colour, width=thin))
        self._test_ahead.setPen(pg.mkPen(faint, width=thin))

    def setVisible(self, visible: bool) -> None:
        """Show or hide all curves."""
        for curve in self._curves:
            curve.setVisible(visible)

    def fill(self, train: Line, test: Line, pixel: float, span: float) -> None:
        """Draw the two lines; `pixel` is the width of one in x, `span` the drawn height."""
        for past, ahead, line, pattern in (
            (self._past, self._ahead, train, self._dash),
            (self._test_past, self._test_ahead, test, self._dots),
        ):
            smooth = bool(np.abs(np.diff(line.y)).sum() <= RESTLESS * span)
            past.opts["antialias"] = ahead.opts["antialias"] = smooth
            _fill(past, ahead, line, tuple(pixel * length for length in pattern))


def _fill(
    past: pg.PlotCurveItem, ahead: pg.PlotCurveItem, line: Line, dash: tuple[float, ...]
) -> None:
    before = int(np.searchsorted(line.x, line.at, side="left"))
    after = int(np.searchsorted(line.x, line.at, side="right"))
    here = ([line.at], [line.now]) if len(line.x) and np.isfinite(line.now) else ([], [])
    _set(past, np.append(line.x[:before], here[0]), np.append(line.y[:before], here[1]), dash)
    _set(ahead, np.append(here[0], line.x[after:]), np.append(here[1], line.y[after:]), dash)


def _set(curve: pg.PlotCurveItem, x: Array, y: Array, dash: tuple[float, ...]) -> None:
    x, y, drawn = dashed(x, y, dash)
    curve.setData(x=x, y=y, connect=drawn if dash and len(x) else "all")


def _marks(drawing: Drawing) -> list[dict[str, Any]]:
    """A marker on every curve at the cursor, and a cross where a racer blew up."""
    spots: list[dict[str, Any]] = []
    panel, larger = theme.current().panel, theme.current().marble_scale
    low, high = drawing.y_range
    for index, racer in enumerate(drawing.racers):
        look = theme.racer(index)
        shape = marker_path(look.marker, QPointF(0, 0), 0.5)
        places: list[tuple[float, float, QPainterPath | str, float, float]] = [
            (racer.train.at, racer.train.now, shape, 9.0 * larger, 1.0)
        ]
        if racer.end is not None:
            over = racer.train.at >= racer.end[0]
            places = [] if over else places
            places.append((*racer.end, "x", 12.0 * larger, 1.0 if over else AHEAD))
        for x, y, symbol, size, share in places:
            if np.isfinite(y):
                brush, pen = mixed(look.colour, panel, share), pg.mkPen(panel, width=1)
                place = (x, min(max(y, low), high))
                spots.append(
                    {
                        "pos": place,
                        "symbol": symbol,
                        "size": larger * size,
                        "brush": brush,
                        "pen": pen,
                    }
                )
    return spots
