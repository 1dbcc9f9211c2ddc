"""The drawn network: click a line, a pin, a cell of a heat map or a node, or walk with the keys."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from optlab.engine.wiring import Wire, bias_of, index_of, wire
from optlab.qt import theme
from optlab.qt.text import tr
from optlab.qt.theme.fonts import LABEL, font
from optlab.qt.theme.measures import sized
from optlab.qt.views.network.layout import FOOT, Layout, arrange
from optlab.qt.views.network.nodes import paint_heads, paint_nodes, paint_norms
from optlab.qt.views.network.shown import Shown
from optlab.qt.views.network.wires import paint_chosen, paint_wires, parameter_at
from optlab.qt.views.network.words import norm_words, parameter_words, unit_words
from optlab.qt.views.pictures import PictureActions

MOVES = {
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
}
"""Layers and parameters to move by."""
NAMES = 0.15
"""Of the width, at most, for the names of the inputs."""


class NetworkCanvas(QWidget):
    """Draws what it is shown; `parameter_chosen` tells the place in theta that was picked."""

    parameter_chosen = Signal(int)
    edit_asked = Signal()
    """Enter: the chosen parameter is to be typed anew."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Network"))
        self.setToolTip(tr("Click a weight or a node; the arrow keys walk from one to the next."))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumSize(300, 120)
        PictureActions(self, tr("Network"))
        self._shown: Shown | None = None
        self._layout: Layout | None = None
        self._chosen: int | None = None

    @property
    def shown(self) -> Shown | None:
        """What is drawn."""
        return self._shown

    @property
    def placed(self) -> Layout | None:
        """Where everything stands now."""
        return self._layout

    def show_network(self, shown: Shown, chosen: int | None) -> None:
        """Draw `shown` with parameter `chosen` lit."""
        before = self._shown
        self._shown, self._chosen = shown, chosen
        if before is None or before.inside.objective is not shown.inside.objective:
            self._arrange()
        words = tr("No weight is chosen: press an arrow key to choose one.")
        if chosen is not None:
            words = parameter_words(shown, chosen)
        self.setAccessibleDescription(words)
        self.update()

    def _arrange(self) -> None:
        if self._shown is not None:
            objective = self._shown.inside.objective
            metrics = QFontMetricsF(font(LABEL))
            names = map(metrics.horizontalAdvance, objective.network.feature_names)
            self._layout = arrange(
                objective.network,
                self.width(),
                self.height(),
                names=min(max(names) + 14.0, NAMES * self.width()),
                image=objective.train.image is not None,
                scale=theme.current().text_scale,
            )

    def paintEvent(self, event: QPaintEvent) -> None:
        """Lines below nodes, names above."""
        del event
        if self._shown is None or self._layout is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._chosen is not None:
            paint_chosen(painter, self._layout, self._shown, self._chosen)
        paint_wires(painter, self._layout, self._shown)
        paint_nodes(painter, self._layout, self._shown)
        paint_heads(painter, self._layout, self._shown)
        paint_norms(painter, self._layout, self._shown)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme.current().accent), 1.0))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6.0, 6.0)

    def event(self, event: QEvent) -> bool:
        """Say in a tooltip what lies under the mouse."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            words = self._words(event.pos().x(), event.pos().y())
            if words:
                QToolTip.showText(event.globalPos(), words, self)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose what lies under the mouse."""
        if event.button() != Qt.MouseButton.LeftButton:
            super().mousePressEvent(event)
            return
        found = self._parameter(event.position().x(), event.position().y())
        if found is not None:
            self.parameter_chosen.emit(found)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Choose it and type."""
        self.mousePressEvent(event)
        if self._chosen is not None:
            self.edit_asked.emit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A hand over everything that can be chosen."""
        found = self._parameter(event.position().x(), event.position().y())
        hand = Qt.CursorShape.PointingHandCursor
        self.setCursor(Qt.CursorShape.ArrowCursor if found is None else hand)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down within a layer, page keys by units, left and right between layers."""
        key = Qt.Key(event.key())
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self._chosen is not None:
            self.edit_asked.emit()
            return
        found = self._reached(key)
        if found is None:
            super().keyPressEvent(event)
        else:
            self.parameter_chosen.emit(found)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Everything finds its place anew."""
        del event
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        """Larger words need more room."""
        if event.type() == QEvent.Type.PaletteChange:
            self._arrange()
            self.update()
        super().changeEvent(event)

    def sizeHint(self) -> QSize:
        """What the pane has at 1280 x 800."""
        return QSize(700, 200)

    def _reached(self, key: Qt.Key) -> int | None:
        """The parameter that a key leads to."""
        if self._shown is None:
            return None
        network, chosen = self._shown.network, self._chosen
        leads = {*MOVES, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Home, Qt.Key.Key_End}
        if key not in leads:
            return None
        if chosen is None or key == Qt.Key.Key_Home:
            return 0
        if key == Qt.Key.Key_End:
            return network.size - 1
        at = wire(network, chosen)
        layers, steps = MOVES.get(key, (0, 0))
        if layers:
            layer = min(max(at.layer + layers, 0), len(network.shapes) - 1)
            rows, inputs = network.shapes[layer]
            source = inputs - 1 if at.is_bias(network) else min(at.source, inputs - 2)
            return index_of(network, Wire(layer, min(at.row, rows - 1), source))
        inputs = network.shapes[at.layer][1]
        steps = steps or (-inputs if key == Qt.Key.Key_PageUp else inputs)
        span = network.spans[at.layer]
        return min(max(chosen + steps, span.start), span.stop - 1)

    def _node(self, x: float, y: float) -> tuple[int, int] | None:
        if self._layout is not None:
            for layer, bank in enumerate(self._layout.banks):
                unit = bank.at(x, y)
                if unit is not None:
                    return layer, unit
        return None

    def _parameter(self, x: float, y: float) -> int | None:
        """What a click at a pixel chooses: of a node, its bias."""
        if self._shown is None or self._layout is None:
            return None
        node = self._node(x, y)
        if node is not None:
            layer, unit = node
            return bias_of(self._shown.network, layer - 1, unit) if layer else None
        return parameter_at(self._shown.network, self._layout, x, y)

    def _words(self, x: float, y: float) -> str:
        if self._shown is None:
            return ""
        node = self._node(x, y)
        if node is not None:
            return unit_words(self._shown, *node)
        found = self._parameter(x, y)
        if found is None:
            norms = self._shown.norms
            return norm_words(norms) if norms and y > self.height() - sized(FOOT) else ""
        return parameter_words(self._shown, found)
