"""Weights as lines and heat maps, biases as pins; and which of them is under the mouse."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from optlab.engine.arrays import Array
from optlab.engine.network import Network
from optlab.engine.wiring import Wire, index_of, wire
from optlab.qt import theme
from optlab.qt.views.colours import class_colours, image, mixed
from optlab.qt.views.network.layout import Bank, Box, Layout
from optlab.qt.views.network.maps import heat, shares_of
from optlab.qt.views.network.shown import Shown

THINNEST, THICKEST = 0.6, 5.0
"""Pixels of the smallest and of the largest weight of a layer."""
DASH = (3.0, 2.2)
"""In widths of the pen: a negative weight."""
HEAD_OF_PIN = 2.7
REACH = 6.0
"""Pixels beside a line that still count as a click on it."""
LARGE_CELL = 9.0
"""Pixels of a cell that has room for a minus."""


def ends(network: Network, layout: Layout, layer: int) -> Array:
    """The lines of a layer of weights, (rows, inputs, 4): x1, y1, x2, y2."""
    before, after = layout.banks[layer], layout.banks[layer + 1]
    rows, inputs = network.shapes[layer]
    parts = network.pieces[layer]
    made = np.empty((rows, inputs - 1, 4))
    made[..., 0], made[..., 2] = before.right, after.left
    made[..., 1] = [before.box(unit)[1] + before.side / 2.0 for unit in range(before.units)]
    for row in range(rows):
        top = after.box(row // parts)[1]
        made[row, :, 3] = top + after.side * (row % parts + 1) / (parts + 1)
    return made


def pin_foot(network: Network, layout: Layout, at: Wire) -> tuple[float, float] | None:
    """Where the pin of a bias stands on its node; None where the node is not drawn."""
    unit, parts = at.unit(network), network.pieces[at.layer]
    bank = layout.banks[at.layer + 1]
    if unit >= bank.shown:
        return None
    left, top, side, _ = bank.box(unit)
    return left + side * (at.row % parts + 1) / (parts + 1), top


def paint_wires(painter: QPainter, layout: Layout, shown: Shown) -> None:
    """All weights and biases."""
    if shown.matrices is None:
        return
    for layer, (box, matrix) in enumerate(zip(layout.maps, shown.matrices, strict=True)):
        if box is None:
            lines = ends(shown.network, layout, layer).reshape(-1, 4)
            _paint_lines(painter, lines, matrix[:, :-1].ravel())
        else:
            _paint_map(painter, box, matrix)
        _paint_pins(painter, layout, shown.network, layer, matrix[:, -1])


def paint_chosen(painter: QPainter, layout: Layout, shown: Shown, index: int) -> None:
    """A glow around the chosen parameter, below its line or over its cell."""
    network = shown.network
    at = wire(network, index)
    glow = QColor(theme.current().accent)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if at.is_bias(network):
        foot = pin_foot(network, layout, at)
        if foot is not None:
            painter.setPen(QPen(glow, 2.0))
            painter.drawEllipse(_head(layout.banks[at.layer + 1], foot), 6.0, 6.0)
    box = layout.maps[at.layer]
    if box is not None:
        painter.setPen(QPen(glow, 2.0))
        painter.drawRect(_cell(box, network.shapes[at.layer], at).adjusted(-1.5, -1.5, 1.5, 1.5))
    elif not at.is_bias(network):
        glow.setAlphaF(0.45)
        made = QPen(glow, THICKEST + 6.0)
        made.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(made)
        painter.drawLine(QLineF(*ends(network, layout, at.layer)[at.row, at.source].tolist()))


def parameter_at(network: Network, layout: Layout, x: float, y: float) -> int | None:
    """The weight or bias at a pixel."""
    for layer, box in enumerate(layout.maps):
        rows, inputs = network.shapes[layer]
        after = layout.banks[layer + 1]
        for row in range(rows):
            foot = pin_foot(network, layout, Wire(layer, row, inputs - 1))
            if foot and abs(x - foot[0]) <= REACH - 1.0 and 0.0 <= foot[1] - y <= after.pin + 3.0:
                return index_of(network, Wire(layer, row, inputs - 1))
        if box is not None:
            left, top, width, height = box
            if left <= x < left + width and top <= y < top + height:
                row = int((y - top) / height * rows)
                return index_of(network, Wire(layer, row, int((x - left) / width * inputs)))
            continue
        lines = ends(network, layout, layer).reshape(-1, 4)
        if len(lines) and lines[0, 0] <= x <= lines[0, 2]:
            far = _distances(lines, x, y)
            nearest = int(far.argmin())
            if far[nearest] <= REACH:
                row, source = divmod(nearest, inputs - 1)
                return index_of(network, Wire(layer, row, source))
    return None


def _distances(lines: Array, x: float, y: float) -> Array:
    """From a point to each of the lines (k, 4), which run from left to right."""
    x1, y1, x2, y2 = lines.T
    across, up = x2 - x1, y2 - y1
    return np.abs(up * (x - x1) - across * (y - y1)) / np.hypot(across, up)


def _paint_lines(painter: QPainter, lines: Array, values: Array) -> None:
    palette = theme.current()
    negative, positive = class_colours(palette)[:2]
    shares = shares_of(values)
    made = QPen()
    made.setCapStyle(Qt.PenCapStyle.FlatCap)
    for place in np.argsort(np.abs(shares)).tolist():
        share = float(shares[place])
        size = abs(share)
        made.setColor(
            mixed(positive if share >= 0 else negative, palette.panel, 0.45 + 0.55 * size)
        )
        made.setWidthF((THINNEST + (THICKEST - THINNEST) * size) * palette.line_scale)
        if share < 0:
            made.setDashPattern(DASH)  # pyright: ignore[reportUnknownMemberType]
        else:
            made.setStyle(Qt.PenStyle.SolidLine)
        painter.setPen(made)
        painter.drawLine(QLineF(*lines[place].tolist()))


def _paint_pins(
    painter: QPainter, layout: Layout, network: Network, layer: int, values: Array
) -> None:
    """Filled heads for positive biases, hollow ones for negative."""
    palette = theme.current()
    negative, positive = class_colours(palette)[:2]
    source, bank = network.widths[layer], layout.banks[layer + 1]
    size = min(HEAD_OF_PIN, bank.pin / 2.0)
    for row, share in enumerate(shares_of(values).tolist()):
        foot = pin_foot(network, layout, Wire(layer, row, source))
        if foot is None:
            break
        colour = QColor(positive if share >= 0 else negative)
        head = _head(bank, foot)
        painter.setPen(QPen(colour, (1.0 + 2.0 * abs(share)) * palette.line_scale))
        painter.drawLine(QPointF(*foot), head)
        painter.setPen(QPen(colour, 1.2))
        painter.setBrush(colour if share >= 0 else QColor(palette.panel))
        painter.drawEllipse(head, size, size)


def _head(bank: Bank, foot: tuple[float, float]) -> QPointF:
    """The head of a pin that stands at `foot`."""
    return QPointF(foot[0], foot[1] - bank.pin + 1.0)


def _paint_map(painter: QPainter, box: Box, matrix: Array) -> None:
    """A row per unit, a column per input, the bias at the right; a minus where there is room."""
    palette, rect = theme.current(), QRectF(*box)
    rows, inputs = matrix.shape
    painter.save()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    large = rect.width() / inputs >= 1.0 and rect.height() / rows >= 1.0
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not large)
    painter.drawImage(rect, image(heat(matrix, palette)))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    edge = rect.right() - rect.width() / inputs
    painter.setPen(QColor(palette.border))
    painter.drawRect(rect)
    painter.drawLine(QLineF(edge, rect.top(), edge, rect.bottom()))
    wide, high = rect.width() / inputs, rect.height() / rows
    if min(wide, high) >= LARGE_CELL:
        painter.setPen(QColor(palette.text))
        for row, column in np.argwhere(matrix < 0.0).tolist():
            x, y = rect.left() + (column + 0.5) * wide, rect.top() + (row + 0.5) * high
            painter.drawLine(QLineF(x - 2.0, y, x + 2.0, y))
    painter.restore()


def _cell(box: Box, shape: tuple[int, int], at: Wire) -> QRectF:
    left, top, width, height = box
    rows, inputs = shape
    wide, high = width / inputs, height / rows
    return QRectF(left + at.source * wide, top + at.row * high, wide, high)
